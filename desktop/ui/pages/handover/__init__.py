"""交接: what is on this laptop, on the stick, at the office."""
