"""Numbers people can read: allotted by each laptop under its own sign, never used as keys."""

from __future__ import annotations

from sqlmodel import Session

from db.models import StoreFact
from db.store import Store


def short_sign(store: Store) -> str:
    """The sign of this computer in numbers: two characters the township gave it, before that four of its own id."""
    return store.facts.get("short") or store.device_id[:4].upper()


def next_number(session: Session, store: Store, kind: str, year: int) -> str:
    """The next number of its kind and year, e.g. `2025-桃1-007`; two laptops never give the same one."""
    name = f"counter:{kind}:{year}:{short_sign(store)}"
    fact = session.get(StoreFact, name) or StoreFact(name=name, value="0")
    fact.value = str(int(fact.value) + 1)
    session.add(fact)
    session.flush()
    return f"{year}-{short_sign(store)}-{int(fact.value):03d}"
