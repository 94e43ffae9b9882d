"""Packing a stick and taking one in: what goes along, what is verified, what the clerk is told (sync.md §19)."""
