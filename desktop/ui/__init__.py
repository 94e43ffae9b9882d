"""What a cadre sees: the only code that knows Qt."""
