"""Papers and photos: files named by the SHA-256 of their content, encrypted beside the book (sync.md §15)."""
