"""The record book: what is true in a village, and how it is kept.

The store brings SQLAlchemy along (a third of a second), so it is loaded at first use: the unlock window stands before.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from db.changes import Changes
from db.errors import KnownError, RuleError, StoreError

if TYPE_CHECKING:
    from db.opening import NewStore, create_store, open_store
    from db.store import Store, surroundings

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


_MADE_OR_OPENED = ("NewStore", "create_store", "open_store")


def __getattr__(name: str) -> Any:
    """The store's own names, brought in when first asked for."""
    if name in __all__:
        return getattr(import_module("db.opening" if name in _MADE_OR_OPENED else "db.store"), name)
    raise AttributeError(name)
