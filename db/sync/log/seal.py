"""Sealing: what was saved since the last time becomes signed segments; each edit names what its author saw."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple

from db.capture import SyncTable
from db.errors import StoreError
from db.store import Store
from db.sync.log import merge
from db.sync.log.effect.making import Maker, check_size, wall_ms
from db.sync.log.effect.writer import Writer
from db.sync.log.merge import Dot, FieldWrite
from db.sync.log.rows import queues
from db.sync.log.rows.bookkeeping import Bookkeeping, Entry
from db.sync.log.rows.display import Tally, moves
from db.sync.log.rows.folding import Edit, Folded, Signed, pending
from db.sync.log.rows.replica import Replica, replica_of, writing

OPS_A_SEGMENT: Final = 2_000
BYTES_A_SEGMENT: Final = 4 * 1024 * 1024


def seal_pending(store: Store) -> int:
    """Seals what is pending, in one transaction; returns how many segments were made. Nothing before enrolment."""
    with replica_of(store) as replica:
        return seal(replica)


def seal_before_leaving(store: Store) -> None:
    """Before a backup and at the end of the day; what cannot be sealed now is sealed at the next pack."""
    if store.enrolled and store.read_only_reason is None:
        with suppress(StoreError):
            seal_pending(store)


def seal(replica: Replica) -> int:
    """Seals what is pending, in one transaction; returns how many segments were made."""
    if replica.signer is None:
        return 0
    with writing(replica.db):
        return seal_here(replica)


def seal_here(replica: Replica) -> int:
    """Seals what is pending, inside the caller's transaction."""
    if replica.signer is None:
        return 0
    book, tally = replica.bookkeeping(), Tally()
    while True:
        upto, folded = pending(book.db)
        if not upto:
            break
        Sealer(Maker(book, replica.signer, replica.now(), tally, upto)).seal(folded)
        book.db.execute("DELETE FROM sync_pending WHERE seq <= ?", (upto,))
        queues.refresh(book, tally)
    return tally.segments


def displayed(book: Bookkeeping, table: SyncTable, row: merge.Row, col: str) -> Dot | None:
    """The write on display in a field, where the form did not say what it showed."""
    live = row.cells.get(col)
    if live:
        return merge.shown(live, book.rules[table.name][col])
    return row.born.dot if row.born else None


def deletion_sees(row: merge.Row) -> set[Dot]:
    """What a deletion names where nothing was shown for confirmation: all there is."""
    return merge.live_dots(row)


class Item(NamedTuple):
    """One row to be sealed."""

    seq: int
    part: int
    table: SyncTable
    pk: str
    folded: Folded
    values: tuple[Any, ...]

    def value(self, col: str) -> Any:
        """What the row shows in a column."""
        return self.values[self.table.columns.index(col)]


class Sealer:
    """Makes the segments of one seal."""

    def __init__(self, maker: Maker) -> None:
        self._maker, self._book = maker, maker.book
        self._writers: dict[int, Writer] = {}
        self._columns = {name: table.columns for name, table in self._book.tables.items()}
        self._known: dict[tuple[int, int], dict[str, Entry]] = {}
        self._made: set[bytes] = set()

    def seal(self, folded: Mapping[int, Mapping[str, Folded]]) -> None:
        """All rows, by table number and id, in the order in which they were first touched."""
        items = sorted(self._items(folded), key=lambda item: item.seq)
        self._load(items)
        passing = self._traceless(items)
        afterwards = [item for item in items if (item.table.name, item.pk) not in passing and self._write(item)]
        self.flush()
        self._delete_what_was_just_written(afterwards)

    def _items(self, folded: Mapping[int, Mapping[str, Folded]]) -> Iterator[Item]:
        for number, rows in folded.items():
            table = self._book.by_number[number]
            for pk, part, values in self._book.shown(table, rows):
                yield Item(rows[pk].seq, self._book.part_no(part), table, pk, rows[pk], values)

    def _load(self, items: Iterable[Item]) -> None:
        groups: dict[tuple[int, int], list[Item]] = {}
        for item in items:
            groups.setdefault((item.part, item.table.number), []).append(item)
        for (part, number), found in groups.items():
            new = {item.pk for item in found if item.folded.born}
            new -= self._book.known(part, number, new) if new else set()
            rest = [item.pk for item in found if item.pk not in new]
            self._known[part, number] = self._book.load(part, number, rest, trust_table=False) if rest else {}

    def _entry(self, item: Item) -> Entry | None:
        return self._known[item.part, item.table.number].get(item.pk)

    # --- rows that came and went ---

    def _traceless(self, items: Iterable[Item]) -> set[tuple[str, str]]:
        """Rows made and deleted between two seals, wiped out unless something that stays points to them."""
        wiped: dict[str, set[str]] = {}
        for item in items:
            if item.folded.born and item.folded.deleted and self._entry(item) is None:
                wiped.setdefault(item.table.name, set()).add(item.pk)
        while self._spare(wiped):
            pass
        for name, pks in wiped.items():
            self._book.db.executemany(f'DELETE FROM "{name}" WHERE id = ?', [(pk,) for pk in pks])
        return {(name, pk) for name, pks in wiped.items() for pk in pks}

    def _spare(self, wiped: dict[str, set[str]]) -> bool:
        """Takes rows somebody points to out of the wiped ones; true if there were any."""
        spared = False
        for child in self._book.tables.values() if any(wiped.values()) else ():
            for col, parent in child.refs.items():
                ids = wiped.get(parent)
                if ids:
                    query = f'SELECT id, "{col}" FROM "{child.name}" WHERE "{col}" IN (SELECT value FROM json_each(?))'
                    rows = self._book.db.execute(query, (json.dumps(list(ids)),)).fetchall()
                    held = {target for pk, target in rows if pk not in wiped.get(child.name, ())}
                    ids -= held
                    spared = spared or bool(held)
        return spared

    # --- one row ---

    def _write(self, item: Item) -> bool:
        """Puts a row's deeds into its segment; true if its deletion must follow in a later one, which can name them."""
        writer, entry, edits = self._writer(item.part), self._entry(item), item.folded
        if entry is None and edits.born:
            check_size(item.values)
            writer.insert_row(item.table.name, item.pk, item.values)
            self._sign(writer, edits.born.signed)
            return edits.deleted
        assert entry is not None  # loaded whenever the row is not new
        self._update(writer, item, entry)
        if edits.fate is None:
            return False
        if not edits.deleted:
            lifted = entry.row.dels.keys() - moves(self._book, entry.row).keys()
            if edits.came_back and lifted:
                writer.undelete(item.table.name, item.pk, sorted(lifted))
                self._sign(writer, edits.fate.signed)
            return False
        if edits.last and not edits.edited_after(edits.fate):
            return True
        self._delete(writer, item, entry, edits.fate)
        return False

    def _update(self, writer: Writer, item: Item, entry: Entry) -> None:
        cols = item.table.columns if item.folded.born else tuple(item.folded.last)
        by_author: dict[str | None, list[str]] = {}
        for col in cols:
            by_author.setdefault(self._last(item, col).signed.author, []).append(col)
        for group in by_author.values():
            writes = [FieldWrite(col, item.value(col), self._replaced(item, entry, col)) for col in group]
            check_size(write.value for write in writes)
            writer.update(item.table.name, item.pk, writes)
            self._sign(writer, max((self._last(item, col) for col in group), key=lambda edit: edit.seq).signed)

    def _last(self, item: Item, col: str) -> Edit:
        found = item.folded.last.get(col) or item.folded.born
        assert found is not None  # a column without an edit is here only for a row that was inserted again
        return found

    def _replaced(self, item: Item, entry: Entry, col: str) -> tuple[Dot, ...]:
        """The write the author of the earliest edit had on screen."""
        edit = item.folded.first.get(col)
        token = edit.base.get(col) if edit else None
        if token is None:
            dot = displayed(self._book, item.table, entry.row, col)
            return () if dot is None else (dot,)
        return tuple(self._dots(token, item, col)[:1])

    def _delete(self, writer: Writer, item: Item, entry: Entry, edit: Edit) -> None:
        tokens = edit.base.get("")
        dots = deletion_sees(entry.row) if tokens is None else self._confirmed(tokens, item, entry)
        writer.delete(item.table.name, item.pk, sorted(dots))
        self._sign(writer, edit.signed)

    def _confirmed(self, tokens: str, item: Item, entry: Entry) -> set[Dot]:
        """What stood on screen when the deletion was confirmed."""
        dots = {dot for token in tokens.split() for dot in self._dots(token, item, "")}
        return dots | {dot for dot in merge.live_dots(entry.row) if dot.segment in self._made}

    def _delete_what_was_just_written(self, items: Sequence[Item]) -> None:
        for item in items:
            assert item.folded.fate is not None  # that is why it is here
            entry = self._book.load(item.part, item.table.number, [item.pk], trust_table=False)[item.pk]
            self._delete(self._writer(item.part), item, entry, item.folded.fate)
        self.flush()

    # --- what was on screen ---

    def _dots(self, token: str, item: Item, col: str) -> list[Dot]:
        """The writes behind a token of a form; none for what nobody had written or what cannot be read."""
        try:
            if token.startswith("~"):
                return self._sealed_since(int(token[1:]), item, col)
            name, idx = token.split(":")
            return [Dot(bytes.fromhex(name), int(idx))]
        except ValueError:
            return []

    def _sealed_since(self, seq: int, item: Item, col: str) -> list[Dot]:
        """Where an edit went that was not yet sealed when the form was opened, the last one first."""
        query = (
            "SELECT hash FROM sync_segment WHERE device_id = ? AND part = ? AND upto ="
            " (SELECT min(upto) FROM sync_segment WHERE device_id = ? AND part = ? AND upto >= ?) ORDER BY id DESC"
        )
        me = (self._maker.signer.id, item.part)
        names = [row[0] for row in self._book.db.execute(query, (*me, *me, seq)).fetchall()]
        return [Dot(name, idx) for name in names for idx in self._book.places(name, item.table.name, item.pk, col)]

    # --- segments ---

    def _writer(self, part: int) -> Writer:
        writer = self._writers.get(part)
        if writer is not None and (len(writer) >= OPS_A_SEGMENT or writer.size > BYTES_A_SEGMENT):
            self._close(part)
        return self._writers.setdefault(part, Writer(self._columns))

    def _sign(self, writer: Writer, signed: Signed) -> None:
        writer.signed(signed.author, wall_ms(signed.at), signed.screen, signed.reason)

    def flush(self) -> None:
        """Makes segments of all that was gathered."""
        for part in list(self._writers):
            self._close(part)

    def _close(self, part: int) -> None:
        writer = self._writers.pop(part)
        if len(writer):
            self._made.add(self._maker.make(part, writer))
