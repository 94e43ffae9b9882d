"""The people who work with this store, and who of them can open it."""

from __future__ import annotations

from dataclasses import dataclass

from db.keyring import Keyring
from db.queries.rows import ask, words
from db.store import Store


@dataclass(frozen=True, slots=True)
class CadreLine:
    """A cadre; `can_open` with a password of their own on this computer, `is_me` the one who works here now."""

    id: str
    name: str
    post: str
    phone: str
    can_open: bool
    is_me: bool


def cadre_list(store: Store) -> list[CadreLine]:
    """The cadres still in office, the one at this computer first."""
    can_open = Keyring.read(store.path).cadre_ids
    with store.read() as session:
        rows = ask(session, "SELECT id, name, post, phone FROM cadre WHERE hidden = 0 AND active = 1 ORDER BY id")
    lines = [
        CadreLine(r.id, words(r.name), words(r.post), words(r.phone), r.id in can_open, r.id == store.me.id)
        for r in rows
    ]
    return sorted(lines, key=lambda line: (not line.is_me, line.name))
