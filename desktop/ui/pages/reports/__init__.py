"""报表: choose, adjust, see the paper at once."""
