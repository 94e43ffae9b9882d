"""The record book: what is true in a village, and how it is kept."""

from db.changes import Changes
from db.errors import KnownError, RuleError, StoreError
from db.store import NewStore, Store, create_store, open_store, surroundings

__all__ = [
    "Changes",
    "KnownError",
    "NewStore",
    "RuleError",
    "Store",
    "StoreError",
    "create_store",
    "open_store",
    "surroundings",
]
