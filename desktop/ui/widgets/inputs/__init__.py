"""What a cadre types in, ticks and picks."""
