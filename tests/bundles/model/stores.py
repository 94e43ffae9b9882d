"""Small real books (SQLite in memory, three invented tables) that keep, seal and merge with the product's code."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, Text, create_engine
from sqlalchemy.pool import StaticPool

from db import capture
from db.device_keys import KeyPair, make_pair
from db.models import metadata as product
from db.sync.log import ancestry, apply, merge, remains, seal, segment
from db.sync.log.redaction.redacting import redact_rows
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.rows.folding import Signed
from db.sync.log.rows.replica import Replica
from db.sync.log.states import kind_of

METADATA = MetaData()
START = datetime(2026, 1, 1, tzinfo=UTC)


def add_table(metadata: MetaData, name: str, number: int, *columns: Any) -> None:
    """A table that travels."""
    keys = [
        Column("id", Text, primary_key=True), Column("scope", Text, nullable=False),
        Column("compartment", Integer, nullable=False, server_default="0"),
        Column("hidden", Integer, nullable=False, server_default="0"),
    ]  # fmt: skip
    Table(name, metadata, *keys, *columns, info={"sync": number})


def col(name: str, kind: Any, sync: str, *more: Any, **info: Any) -> Column[Any]:
    return Column(name, kind, *more, info={"sync": sync, **info})


add_table(
    METADATA, "house", 1,
    col("note", Text, "words"), col("phone", Text, "fact"), col("seen", Integer, "clock"),
    col("stage", Text, "ladder", steps=("new", "open", "done")), col("total", Integer, "local"),
)  # fmt: skip
add_table(METADATA, "visit", 2, col("house_id", Text, "fact", ForeignKey("house.id")), col("talk", Text, "words"))
add_table(METADATA, "tag", 3, col("name", Text, "fact"), col("weight", Integer, "fact"))


def add_books(metadata: MetaData) -> None:
    """The product's own bookkeeping tables."""
    for name, found in product.tables.items():
        if name.startswith(("sync_", "audit_log")):
            found.to_metadata(metadata)


add_books(METADATA)
TABLES = capture.synced_tables(METADATA)
RULES = Bookkeeping(sqlite3.connect(":memory:"), METADATA).rules  # type: ignore[arg-type]
_PAIRS: dict[str, KeyPair] = {}


def pair(device: str) -> KeyPair:
    """The keys of a device, made once."""
    if device not in _PAIRS:
        _PAIRS[device] = make_pair(hashlib.md5(device.encode()).hexdigest())
    return _PAIRS[device]


def scope(part: str) -> str:
    """The scope of a partition of the model."""
    return hashlib.md5(part.encode()).hexdigest()


@cache
def empty(metadata: MetaData) -> bytes:
    """A new book with these tables."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        metadata.create_all(connection)
        capture.install(connection, metadata)
        raw: Any = connection.connection.driver_connection
    return bytes(raw.serialize())


class SmallStore:
    """One computer's book."""

    def __init__(
        self, device: str, image: bytes = b"", offset: timedelta = timedelta(), metadata: MetaData = METADATA
    ) -> None:
        self.device, self.offset, self.metadata = device, offset, metadata
        self.kinds = capture.synced_tables(metadata)
        self.steps = 0
        self.db = sqlite3.connect(":memory:", isolation_level=None)
        self.db.deserialize(image or empty(metadata))
        self.db.execute("PRAGMA recursive_triggers = ON")
        self.db.execute("UPDATE sync_state SET device_id = ?, epoch = ?", (pair(device).id, "e" * 16))
        self.replica = Replica(self.db, metadata, self.now, pair(device))

    def now(self) -> datetime:
        """Its own idea of the time."""
        return START + timedelta(seconds=self.steps) + self.offset

    def image(self) -> bytes:
        """Everything on its disk."""
        return bytes(self.db.serialize())

    def do(self, sql: str, *values: Any, base: dict[str, dict[str, str]] | None = None) -> None:
        """A cadre saves something; ``base``: what the form showed, by row id."""
        self.db.execute("BEGIN IMMEDIATE")
        capture.set_context(
            self.db, f"cadre of {self.device}", "form", None, self.now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
        )
        for pk, shown in (base or {}).items():
            capture.set_base(self.db, self.table_of(pk), pk, shown)
        self.db.execute(sql, values)
        capture.clear_context(self.db)
        capture.chain_audit(self.db)
        self.db.execute("COMMIT")

    def table_of(self, pk: str) -> capture.SyncTable:
        """The table a row stands in."""
        return next(t for t in self.kinds.values() if self.rows(f"SELECT 1 FROM {t.name} WHERE id = ?", pk))

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a query finds."""
        return self.db.execute(sql, values).fetchall()

    def seal(self) -> int:
        """Seals what is pending."""
        return seal.seal(self.replica)

    def graph(self, part: str) -> dict[bytes, list[bytes]]:
        """The segments of a partition that are here, or known through a snapshot."""
        query = (
            "SELECT s.hash, s.head FROM sync_segment s JOIN sync_part p ON p.no = s.part"
            " WHERE p.scope = ? AND s.st IN (1, 2, 4, 6) ORDER BY s.id"
        )
        return {name: segment.read_head(head).parents for name, head in self.rows(query, scope(part))}

    def covered(self) -> set[bytes]:
        """What it knows through a snapshot only and cannot give away."""
        return {row[0] for row in self.rows("SELECT hash FROM sync_segment WHERE st = 6")}

    def receipt(self, part: str) -> ancestry.Receipt:
        """What it says it holds."""
        query = "SELECT h.hash FROM sync_head h JOIN sync_part p ON p.no = h.part WHERE p.scope = ?"
        return ancestry.Receipt({row[0] for row in self.rows(query, scope(part))}, ancestry.wanted(self.graph(part)))

    def read(self, names: list[bytes]) -> list[tuple[bytes, bytes, bytes]]:
        """Segments as they travel; a redacted one in its redaction alone."""
        found = [self.rows("SELECT head, sig, body FROM sync_segment WHERE hash = ? AND st <> 4", n) for n in names]
        return [rows[0] for rows in found if rows]

    def body(self, name: bytes) -> segment.Body:
        """What a segment says, or what is left of it."""
        return segment.body_again(self.rows("SELECT body FROM sync_segment WHERE hash = ?", name)[0][0])

    def erase(self, table: str, pk: str) -> None:
        """An office takes a record away: it is hidden, then its words go."""
        self.do(f"DELETE FROM {table} WHERE id = ?", pk)
        signed = Signed("clerk", "", "a law", self.now().strftime("%Y-%m-%dT%H:%M:%S.000Z"))
        redact_rows(self.replica, {table: [pk]}, signed)

    def stage(self, raw: list[tuple[bytes, bytes, bytes]], parts: list[str]) -> None:
        """Segments of partitions this computer may hold, verified, accepted, put into effect."""
        self.db.execute("BEGIN IMMEDIATE")
        book = self.replica.bookkeeping()
        names = []
        for head_raw, sig, body in raw:
            head = segment.read_head(head_raw)
            name = segment.digest(head_raw)
            if head.part[0] not in map(scope, parts) or book.segment_id(name):
                continue
            author = next(p.public for p in _PAIRS.values() if p.id == head.dev)
            assert segment.genuine(head_raw, head, sig, body, author)
            segment.read_body(head, body)
            self.db.execute(
                "INSERT INTO sync_segment(hash, part, device_id, epoch, seq, hlc, st, kind, staged_at, head, sig, body)"
                " VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)",
                (name, book.part_no(head.part), head.dev, head.epoch, head.seq, head.hlc, kind_of(reader=head.reader),
                 self.now().strftime("%Y-%m-%dT%H:%M:%S.000Z"), head_raw, sig, body),
            )  # fmt: skip
            names.append(name)
        apply.accept(self.db, names)
        self.db.execute("COMMIT")
        apply.run(self.replica)

    # --- what it shows ---

    def tables(self, part: str) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of a partition, byte for byte; local columns aside."""
        found = {}
        for table in self.kinds.values():
            names = ", ".join(("id", "scope", "compartment", "hidden", *table.columns))
            found[table.name] = self.rows(f"SELECT {names} FROM {table.name} WHERE scope = ? ORDER BY id", scope(part))
        return found

    def queue(self, part: str) -> list[tuple[Any, ...]]:
        """The open conflicts of a partition; when they were discovered aside."""
        return self.rows(
            "SELECT c.id, c.tbl, c.pk, c.col, c.kind, c.other FROM sync_conflict c JOIN sync_part p ON p.no = c.part"
            " WHERE p.scope = ? ORDER BY c.id", scope(part),
        )  # fmt: skip

    def pure(self, part: str) -> merge.State:
        """The log of a partition merged by the pure functions alone."""
        state = merge.State(RULES)
        query = (
            "SELECT s.hash, s.hlc, s.body FROM sync_segment s JOIN sync_part p ON p.no = s.part"
            " WHERE p.scope = ? AND s.st IN (1, 4) ORDER BY s.hash"
        )
        for name, rank, body in self.rows(query, scope(part)):
            ops = remains.ops(segment.body_again(body))
            state.apply(merge.Segment(name, (scope(part), 0), rank, ops))
        return state
