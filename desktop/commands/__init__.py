"""The commands of `baijia`, a module for each kind of work."""
