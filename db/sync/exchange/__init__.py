"""What goes to one receiver and what came from one sender: files written, verified, taken in (sync.md §14, §19)."""
