"""合并台: what two computers wrote differently, decided by a person."""
