"""依法抹去: words go for good from every computer, the graph of segments stays whole (sync.md §17)."""
