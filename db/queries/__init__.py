"""What a cadre asks: read only, the answers are frozen rows."""
