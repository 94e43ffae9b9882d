"""The USB stick: how records travel between laptops, township and county (sync.md)."""
