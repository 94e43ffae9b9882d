"""Taking a bundle in: verified to the last byte, kept aside, then put into effect (sync.md §19)."""
