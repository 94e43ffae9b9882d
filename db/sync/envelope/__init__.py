"""The file on the stick: how it is sealed, framed, written, verified and read (sync.md §18)."""
