"""The bookkeeping of bundles (sync.md §6) and the log of who changed what; all of it stays on this computer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from db.models.fields import metadata


def _table(name: str, *columns: Any, rowid: bool = True, autoincrement: bool = False) -> Table:
    return Table(
        name,
        metadata,
        *columns,
        info={"sync": None},
        sqlite_with_rowid=rowid,
        sqlite_autoincrement=autoincrement,
    )


def _key(name: str, kind: Any = Integer) -> Any:
    return Column(name, kind, primary_key=True, nullable=False, autoincrement=False)


def _count(name: str) -> Any:
    return Column(name, Integer, nullable=False, server_default="0")


# One row, id 1. `applying` is 1 only inside a transaction that writes what came from elsewhere.
sync_state = _table(
    "sync_state",
    _key("id"),
    Column("device_id", Text),
    Column("epoch", Text),
    _count("applying"),
    Column("hlc", BigInteger, nullable=False, server_default="0"),
    Column("schema_ver", Integer),
    Column("trigger_fingerprint", Text),
    Column("open_nonce", Text),
)
sync_key = _table(
    "sync_key",
    _key("device_id", Text),
    _key("kind", Text),  # device | office | escrow
    _key("wrapped_by", Text),  # profile | recovery
    Column("public", LargeBinary),
    Column("wrapped", LargeBinary),
)
sync_part = _table(
    "sync_part",
    Column("no", Integer, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("compartment", Integer, nullable=False),
    UniqueConstraint("scope", "compartment"),
)
# Who writes, from which screen, why: one row, only inside a transaction of a cadre.
sync_context = _table(
    "sync_context",
    _key("id"),
    Column("author", Text),
    Column("screen", Text),
    Column("reason", Text),
    Column("at", Text),
)
# What the author had on screen (db/sync/log/seal.py reads the tokens); col '' stands for the whole row.
sync_base = _table("sync_base", _key("tbl"), _key("pk", Text), _key("col", Text), Column("token", Text), rowid=False)
# Written by the triggers, read by sealing: op I, U, D or X (shown again); cols are names with a comma before each.
sync_pending = _table(
    "sync_pending",
    Column("seq", Integer, primary_key=True),
    Column("tbl", Integer, nullable=False),
    Column("pk", Text, nullable=False),
    Column("op", Text, nullable=False),
    Column("cols", Text),
    Column("base", Text),  # JSON {col: token}
    Column("author", Text),
    Column("screen", Text),
    Column("reason", Text),
    Column("at", Text),
    autoincrement=True,
)
# st: 0 staged, 1 applied, 2 waiting for a parent, 3 quarantined (reason says why), 4 redacted (body gone),
# 5 deposited (body sealed to the office), 6 covered by a snapshot (sig empty; body: the ops that still had a say).
# kind: bits, 1 its head asks for a newer reader (moves, redactions), 2 it came in a snapshot (db/sync/log/states.py).
# upto: of an own segment, the newest sync_pending.seq its seal took in; NULL for others'.
sync_segment = _table(
    "sync_segment",
    Column("id", Integer, primary_key=True),
    Column("hash", LargeBinary, nullable=False, unique=True),
    Column("part", Integer, nullable=False),
    Column("device_id", Text, nullable=False),
    Column("epoch", Text),
    Column("seq", Integer, nullable=False),
    Column("hlc", BigInteger, nullable=False),
    Column("st", Integer, nullable=False),
    Column("kind", Integer, nullable=False, server_default="0"),
    Column("reason", Text),
    Column("upto", Integer),
    Column("bundle_id", Text),
    Column("staged_at", Text),
    Column("head", LargeBinary, nullable=False),
    Column("sig", LargeBinary, nullable=False),
    Column("body", LargeBinary),
    Index("ix_sync_segment_part_st", "part", "st"),
    Index("ix_sync_segment_device", "device_id", "part", "seq"),
)
# child (sync_segment.id) names a parent that is not in effect here yet.
sync_edge = _table("sync_edge", _key("child"), _key("parent_hash", LargeBinary), rowid=False)
sync_head = _table("sync_head", _key("part"), _key("hash", LargeBinary), rowid=False)
# tbl is the permanent table number, or the name of a table this version does not know.
sync_row = _table(
    "sync_row",
    _key("part"),
    _key("tbl"),
    _key("pk", Text),
    Column("seg", Integer, nullable=False, index=True),
    Column("idx", Integer, nullable=False),
    rowid=False,
)
sync_cell = _table(
    "sync_cell",
    _key("part"),
    _key("tbl"),
    _key("pk", Text),
    _key("col", Text),
    _key("seg"),
    _key("idx"),
    Column("hlc", BigInteger, nullable=False),
    Column("val", LargeBinary),  # any kind of value: BLOB affinity keeps it as it is
    Index("ix_sync_cell_seg", "seg"),
    rowid=False,
)
sync_del = _table(
    "sync_del",
    _key("part"),
    _key("tbl"),
    _key("pk", Text),
    _key("seg"),
    _key("idx"),
    Column("seen", LargeBinary, nullable=False),  # msgpack [[hash, idx]…]
    rowid=False,
)
# Keyed by row too: a write only ever replaces writes of its own row and column.
sync_gone = _table(
    "sync_gone",
    _key("part"),
    _key("tbl"),
    _key("pk", Text),
    _key("seg_hash", LargeBinary),
    _key("idx"),
    _key("col", Text),
    Index("ix_sync_gone_seg", "seg_hash"),
    rowid=False,
)
# Cells of fields and tables of a newer version; same meaning as sync_cell.
sync_unknown = _table(
    "sync_unknown",
    _key("part"),
    _key("tbl"),
    _key("pk", Text),
    _key("col", Text),
    _key("seg"),
    _key("idx"),
    Column("hlc", BigInteger, nullable=False),
    Column("val", LargeBinary),
    rowid=False,
)
# Derived and rebuildable; id is the same on every store. other: ids of the further records concerned, comma separated.
sync_conflict = _table(
    "sync_conflict",
    _key("id", Text),
    Column("part", Integer, nullable=False),
    Column("tbl", Integer, nullable=False),
    Column("pk", Text, nullable=False),
    Column("col", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("other", Text, nullable=False, server_default=""),
    Column("opened_at", Text),
    Index("ix_sync_conflict_row", "tbl", "pk"),
)
# heads, want, refused, blobs_want: msgpack as in the receipt that arrived last; status active | retired | revoked.
sync_peer = _table(
    "sync_peer",
    _key("device_id", Text),
    Column("office_id", Text),
    Column("name", Text),
    Column("grant", LargeBinary),
    Column("heads", LargeBinary),
    Column("want", LargeBinary),
    Column("refused", LargeBinary),
    Column("blobs_want", LargeBinary),
    Column("receipt_at", Text),
    Column("last_bundle_id", Text),
    Column("status", Text, nullable=False, server_default="active"),
)
# direction out | in; heads: msgpack of the heads a packed file reached, so that 已装盘 can be told.
sync_bundle_log = _table(
    "sync_bundle_log",
    _key("bundle_id", Text),
    Column("direction", Text, nullable=False),
    Column("kind", Text),
    Column("file_no", Integer),
    Column("file_name", Text),
    Column("sha256", Text),
    Column("peer", Text),
    Column("at", Text),
    Column("cadre", Text),
    _count("segments"),
    _count("new_segments"),
    Column("heads", LargeBinary),
    Column("result", Text),
    Column("code", Text),
)
sync_blob = _table(
    "sync_blob",
    _key("sha256", Text),
    Column("size", Integer),
    Column("mime", Text),
    Column("state", Text),  # here | missing | purged
)
# 操作日志: one row a changed field; hash chains each row to the one before it.
audit_log = _table(
    "audit_log",
    Column("seq", Integer, primary_key=True),
    Column("at", Text),
    Column("cadre", Text),
    Column("device", Text),
    Column("tbl", Text, nullable=False),
    Column("pk", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("old", Text),
    Column("new", Text),
    Column("screen", Text),
    Column("hash", LargeBinary),
    Index("ix_audit_log_row", "tbl", "pk"),
    autoincrement=True,
)
