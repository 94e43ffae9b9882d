"""Cards and grants: who may write what, and who said so (sync.md §4, §5)."""
