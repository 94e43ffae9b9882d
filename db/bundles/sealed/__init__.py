"""Mediation and accusations: who may open what of a bundle, what is laid down and then forgotten (sync.md §5)."""
