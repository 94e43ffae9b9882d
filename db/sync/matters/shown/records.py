"""Looking records up for the merge desk: whose household they are, what people call them, which computer wrote them."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _
from typing import Any, Final

from db.fields import NOTHING, field_words, noun_words, plain_words
from db.store import Store
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.peers.papers import ANY, own_reading

_FAR: Final = 4  # references from a clause to its household
SYSTEM: Final = frozenset(
    {"recorded_at", "recorded_by", "recorded_on", "import_id", "source_file", "source_sheet", "source_row", "position"}
)
"""Fields a person does not compare: who typed it, out of which file, in which order."""
_CODES: Final = ("certificate_code", "contract_code", "contractor_code", "parcel_code")


class Records:
    """The records of one store, read once each, with the names of its computers."""

    def __init__(self, book: Bookkeeping, store: Store) -> None:
        self._book = book
        self._own = store.device_id
        self._rows: dict[tuple[str, str], dict[str, Any] | None] = {}
        self.devices: dict[str, str] = {}
        self.offices: set[str] = set()
        rows = book.db.execute('SELECT device_id, office_id, name, "grant" FROM sync_peer WHERE "grant" IS NOT NULL')
        for device, office, name, paper in rows.fetchall():
            self.devices[device] = name or ""
            if device != office and any(scope == ANY for scope, _compartment, _rights in own_reading(paper).parts):
                self.offices.add(device)
        self.devices[store.device_id] = store.name
        if store.role == "township":
            self.offices.add(store.device_id)

    @property
    def trusted(self) -> set[str]:
        """This computer and those of the office."""
        return {self._own, *self.offices}

    def device(self, device_id: str) -> str:
        """What people call a computer."""
        return self.devices.get(device_id) or (_("电脑 {id}").format(id=device_id[:6]) if device_id else _("没记电脑"))

    def row(self, table: str, pk: str | None) -> dict[str, Any] | None:
        """A record as it stands, hidden ones too."""
        if not pk or table not in self._book.tables:
            return None
        if (table, pk) not in self._rows:
            self._rows[table, pk] = self._book.current(self._book.tables[table], [pk]).get(pk)
        return self._rows[table, pk]

    def household_of(self, table: str, pk: str) -> str:
        """The household a record belongs to, found along its references; '' where it belongs to none."""
        if table == "household":
            return pk
        todo: list[tuple[str, str]] = [(table, pk)]
        for _hop in range(_FAR):
            further: list[tuple[str, str]] = []
            for name, record in todo:
                row = self.row(name, record) or {}
                if row.get("household_id"):
                    return str(row["household_id"])
                refs = self._book.tables[name].refs if name in self._book.tables else {}
                further += [(parent, row[col]) for col, parent in refs.items() if row.get(col)]
            todo = further
        return ""

    def household(self, household_id: str) -> str:
        """A household as people speak of it: 李𬭎 三组31号."""
        row = self.row("household", household_id)
        if row is None:
            return ""
        head = self._book.db.execute(
            "SELECT name FROM person WHERE household_id = ? AND hidden = 0"
            " ORDER BY is_head IS NOT 1, position, id LIMIT 1", (household_id,),
        ).fetchone()  # fmt: skip
        group = self.row("village_group", row.get("village_group_id")) or {}
        number = str(row.get("household_no") or "")
        number = _("{no}号").format(no=number.lstrip("0") or number) if number else ""
        place = f"{group.get('name') or ''}{number}"
        return " ".join(filter(None, (head[0] if head else "", place))) or str(row.get("address") or "")

    def village(self, scope: str) -> str:
        """The village (or township) of a partition."""
        row = self.row("village", scope) or self.row("township", scope) or {}
        return str(row.get("name") or "")

    def parent(self, table: str, column: str) -> str:
        """The table a field points to."""
        return self._book.tables[table].refs.get(column, "") if table in self._book.tables else ""

    def called(self, table: str, pk: str | None) -> str:
        """A record in a few words."""
        row = self.row(table, pk)
        if row is None or pk is None:
            return _("没有收到的{noun}").format(noun=noun_words(table))
        if table == "household":
            return self.household(pk) or noun_words(table)
        for name in ("name", "title", *_CODES, "content", "requester_name", "number"):
            if row.get(name):
                return str(row[name]) if name in _CODES else shortened(str(row[name]))
        for name in ("on_date", "visited_on", "replied_on", "held_on", "found_on"):
            if row.get(name):
                return _("{day} 的{noun}").format(day=plain_words(table, name, row[name]), noun=noun_words(table))
        return noun_words(table)

    def about(self, table: str, pk: str) -> str:
        """Whom a matter is about, for the second line of the list."""
        household = self.household_of(table, pk)
        home = self.household(household) if household else ""
        if table == "household":
            return home
        own = self.called(table, pk) if table in ("person", "request", "dispute", "contractor", "parcel") else ""
        if own and home.startswith(own):
            return home
        return " · ".join(dict.fromkeys(filter(None, (own, home)))) or self.called(table, pk)

    def value(self, table: str, column: str, value: Any) -> str:
        """A value of a field in words; what points to another record says which."""
        synced = self._book.tables[table]
        target = synced.refs.get(column) or ({"merged_into": table, "recorded_on": "device"}.get(column))
        if value in (None, "") or target is None:
            return plain_words(table, column, value)
        if target == "device":
            return self.device(str(value))
        return self.called(target, str(value))

    def columns(self, table: str) -> Iterable[str]:
        """The fields worth comparing, in their order."""
        return (col for col in self._book.tables[table].columns if col not in SYSTEM)

    def filled_columns(self, table: str, rows: Iterable[dict[str, Any]]) -> list[str]:
        """The fields in which at least one of the records says anything."""
        given = list(rows)
        return [c for c in self.columns(table) if any(plain_words(table, c, row.get(c)) != NOTHING for row in given)]

    def label(self, table: str, column: str) -> str:
        """What people call a field."""
        return field_words(table, column)


def shortened(text: str, most: int = 16) -> str:
    """The beginning of a text, in one line.

    >>> shortened("门前排水沟堵了，雨天水进屋，请来看看"), shortened("路灯")
    ('门前排水沟堵了，雨天水进屋，请来…', '路灯')
    """
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most] + "…"
