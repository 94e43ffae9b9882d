"""Writing a bundle: what goes into it, shared out over files, looked at a last time (sync.md §19)."""
