"""What a new computer begins with instead of the whole log: the ops that still have a say (sync.md §17)."""
