"""The writes of a decision that no ordinary form can make: they name exactly the sides that were shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any

from db.capture import SyncTable
from db.device_keys import Signer
from db.errors import RuleError
from db.identity import stamp
from db.store import Store
from db.sync.log import merge
from db.sync.log.effect.making import Maker, check_size, wall_ms
from db.sync.log.effect.writer import Writer
from db.sync.log.merge import Dot, FieldWrite, Partition, Value
from db.sync.log.rows import queues
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.rows.display import Tally
from db.sync.log.rows.replica import Replica, replica_of, writing
from db.sync.log.seal import seal_here
from db.sync.matters.shown.sides import origin, reopened_as


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """A record while a decision about it is written: ops of this record alone, in one segment of one partition."""

    replica: Replica
    book: Bookkeeping
    table: SyncTable
    pk: str
    author: str
    signer: Signer

    def row(self, part: Partition | None = None) -> merge.Row:
        """The record with all its writes, in the partition given or the one it stands in."""
        number = self.book.part_no(part or self.home)
        return self.book.load(number, self.table.number, [self.pk], trust_table=part is None)[self.pk].row

    @property
    def home(self) -> Partition:
        """The partition the record stands in."""
        found = self.book.current(self.table, [self.pk])[self.pk]
        return found["scope"], found["compartment"]

    def write(self, deed: Callable[[Writer, Callable[[str], None]], None], part: Partition | None = None) -> bytes:
        """``deed(writer, sign)`` puts ops into a new segment; ``sign(reason)`` after each. Returns the segment."""
        now, tally = self.replica.now(), Tally()
        writer = Writer({self.table.name: self.table.columns})

        def sign(reason: str) -> None:
            writer.signed(self.author, wall_ms(stamp(now)), _("合并台"), reason or None)

        deed(writer, sign)
        made = Maker(self.book, self.signer, now, tally).make(self.book.part_no(part or self.home), writer)
        queues.refresh(self.book, tally)
        return made


@contextmanager
def open_record(store: Store, table: str, pk: str, matters: Iterable[str] = ()) -> Iterator[OpenRecord]:
    """A record, to be written about in one transaction; RuleError where one of those matters is no longer open."""
    with replica_of(store) as replica, open_record_on(replica, store.me.name, (table, pk), matters) as record:
        yield record


@contextmanager
def open_record_on(
    replica: Replica, author: str, found: tuple[str, str], matters: Iterable[str] = ()
) -> Iterator[OpenRecord]:
    """The same on a replica, in the name of that cadre; ``found`` is (table, id)."""
    signer = replica.signer
    if signer is None:
        raise RuleError(_("这台电脑还没有登记，不能处理冲突。"))
    with writing(replica.db):
        seal_here(replica)
        if not all(is_open(replica, matter) for matter in matters):
            raise RuleError(_("这一条已经处理过了。"), field="id")
        book = replica.bookkeeping()
        yield OpenRecord(replica, book, book.tables[found[0]], found[1], author, signer)


def is_open(replica: Replica, matter: str) -> bool:
    """Whether a matter still stands in the queue."""
    return replica.db.execute("SELECT 1 FROM sync_conflict WHERE id = ?", (matter,)).fetchone() is not None


def choose(record: OpenRecord, chosen: Mapping[str, tuple[Value, Iterable[Dot]]], reason: str) -> None:
    """For each field a value that closes those sides, and no other."""
    check_size(value for value, _dots in chosen.values())

    def deed(writer: Writer, sign: Callable[[str], None]) -> None:
        for col, (value, dots) in chosen.items():
            writer.resolve(record.table.name, record.pk, FieldWrite(col, value, tuple(sorted(dots))))
            sign(reason)

    record.write(deed)


def reopen(record: OpenRecord, fields: Mapping[str, list[tuple[Value, str]]]) -> None:
    """Puts the sides of fields back as they stood: (value, whose entry it was), the one shown last."""

    def deed(writer: Writer, sign: Callable[[str], None]) -> None:
        for col, sides in fields.items():
            live = sorted(merge.live_writes(record.row(), col))
            for nth, (value, whose) in enumerate(sides):
                if nth == 0:
                    writer.resolve(record.table.name, record.pk, FieldWrite(col, value, tuple(live)))
                else:
                    writer.update(record.table.name, record.pk, [FieldWrite(col, value, ())])
                sign(whose)

    record.write(deed)


def standing(store: Store, table: str, pk: str, columns: Iterable[str]) -> dict[str, list[list[Any]]]:
    """What stands in those fields now, as `reopen` puts it back: all sides, the one shown last, each with its maker."""
    with replica_of(store) as replica:
        book = replica.bookkeeping()
        known = book.tables[table]
        row = book.current(known, [pk])[pk]
        part = book.part_no((row["scope"], row["compartment"]))
        writes = book.load(part, known.number, [pk], trust_table=True)[pk].row
        found: dict[str, list[list[Any]]] = {}
        for col in columns:
            live = merge.live_writes(writes, col)
            top = merge.shown(live, book.rules[table][col]) if live else None
            ordered = sorted(live, key=lambda dot: (dot == top, dot))
            found[col] = [[live[dot].value, reopened_as(origin(book, dot))] for dot in ordered]
        return found


def delete(record: OpenRecord, reason: str, part: Partition | None = None, seen: Iterable[Dot] | None = None) -> Dot:
    """Deletes the record, knowing all its writes (or just those); returns the deletion's name."""
    dots = merge.live_dots(record.row(part)) if seen is None else seen

    def deed(writer: Writer, sign: Callable[[str], None]) -> None:
        writer.delete(record.table.name, record.pk, sorted(dots))
        sign(reason)

    return Dot(record.write(deed, part), 0)


def undelete(record: OpenRecord, deletions: Iterable[Dot], reason: str, part: Partition | None = None) -> None:
    """Lifts those deletions."""

    def deed(writer: Writer, sign: Callable[[str], None]) -> None:
        writer.undelete(record.table.name, record.pk, sorted(deletions))
        sign(reason)

    record.write(deed, part)


def dot_text(dot: Dot) -> list[Any]:
    """A dot as JSON keeps it."""
    return [dot.segment.hex(), dot.idx]


def dot_of(kept: Any) -> Dot:
    """The dot JSON kept."""
    return Dot(bytes.fromhex(kept[0]), int(kept[1]))
