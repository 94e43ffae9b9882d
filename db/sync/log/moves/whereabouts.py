"""Where a household went: what the cadre of the old village is told (peers.md §4 rule 6)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from gettext import gettext as _

from db.models import GENERAL
from db.store import Store
from db.sync.log import segment
from db.sync.log.merge import MOVE, Dot
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.rows.closure import Closure
from db.sync.log.rows.replica import replica_of
from db.sync.log.states import ASKS_FOR_A_READER


@dataclass(frozen=True, slots=True)
class Gone:
    """A household that moved away: whose it is, where to, when (ISO instant), and how much late work followed it."""

    household_id: str
    name: str
    went_to: str
    at: str
    late: int = 0

    @property
    def sentence(self) -> str:
        """As it is told."""
        if self.late:
            told = _("{name}户已迁往{village}，{n} 条后补记录已转过去。")
            return told.format(name=self.name, village=self.went_to, n=self.late)
        return _("{name}户已迁往{village}。").format(name=self.name, village=self.went_to)


def moved_away(store: Store, only: Collection[Dot] | None = None) -> list[Gone]:
    """The households that moved out of the villages of this computer, the last first.

    ``only``: what these moves closed, as the report of a hand-over tells it.
    """
    if only is not None and not only:
        return []
    with replica_of(store) as replica:
        found = _Gone(replica.bookkeeping())
        return sorted(found.all(only), key=lambda one: (one.at, one.household_id), reverse=True)


class _Gone:
    """Reads the moves of the log."""

    def __init__(self, book: Bookkeeping) -> None:
        self._book, self._closure = book, Closure(book)

    def all(self, only: Collection[Dot] | None) -> Iterator[Gone]:
        first: dict[tuple[int, str], Dot] = {}
        late: dict[tuple[int, str], dict[str, str]] = {}
        for part, dot in self._moves():
            op = self._book.op(dot)
            home = self._household(op.table, op.pk) if op is not None and op.code == MOVE else None
            if op is None or home is None or op.to is None or op.to[1] != GENERAL:
                continue
            first.setdefault((part, home), dot)
            if only is None or dot in only:
                moved = late.setdefault((part, home), {})
                if dot.segment != first[part, home].segment:
                    moved[op.pk] = next((above for _pk, _of, above in self._closure.parents(op.table, [op.pk])), "")
        for (part, home), rows in late.items():
            count = sum(above not in rows for above in rows.values())  # a visit with those who went on it is one
            yield from self._told(part, home, first[part, home], count)

    def _moves(self) -> Iterator[tuple[int, Dot]]:
        query = (
            "SELECT DISTINCT s.part, s.hash, s.hlc, s.id FROM sync_del d JOIN sync_segment s ON s.id = d.seg"
            f" WHERE {ASKS_FOR_A_READER} ORDER BY s.hlc, s.id"
        )
        for part, name, _hlc, _id in self._book.db.execute(query).fetchall():
            body = self._book.body(name)
            for idx, op in segment.row_ops(body) if body else ():
                if isinstance(op, segment.Move):
                    yield part, Dot(name, idx)

    def _household(self, table: str, pk: str) -> str | None:
        """Whose a record is."""
        for _step in range(6):
            if table == "household":
                return pk
            above = next(self._closure.parents(table, [pk]), None)
            if above is None:
                return None
            _pk, table, pk = above
        return None

    def _told(self, part: int, home: str, dot: Dot, late: int) -> Iterator[Gone]:
        op, who, scope = self._book.op(dot), self._book.author(dot), self._book.part(part)[0]
        shown = self._book.current(self._book.tables["household"], [home]).get(home)
        here = shown is not None and shown["scope"] == scope and not shown["hidden"]  # it came back
        if op is None or op.to is None or shown is None or here:
            return
        names = dict(self._book.db.execute("SELECT id, name FROM village").fetchall())
        query = "SELECT name FROM person WHERE household_id = ? ORDER BY coalesce(is_head, 0) DESC, id LIMIT 1"
        head = self._book.db.execute(query, (home,)).fetchone()
        name = (head[0] if head else None) or shown["household_no"] or _("某")
        yield Gone(home, name, names.get(op.to[0]) or _("外村"), who.at if who else "", late)
