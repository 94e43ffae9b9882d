"""Houses of the small books: made, changed, looked at."""

from __future__ import annotations

from typing import Any

from tests.bundles.model.stores import SmallStore, scope

H, V, T = "1" * 32, "2" * 32, "3" * 32


def house(store: SmallStore, pk: str = H, part: str = "p", **more: Any) -> None:
    """A house with the note n and the phone 1."""
    values = {"id": pk, "scope": scope(part), "note": "n", "phone": "1"} | more
    store.do(f"INSERT INTO house({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", *values.values())


def visit(store: SmallStore, pk: str = V, house_id: str | None = H) -> None:
    """A visit to a house."""
    store.do("INSERT INTO visit(id, scope, house_id, talk) VALUES (?, ?, ?, 't')", pk, scope("p"), house_id)
