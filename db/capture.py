"""Every edit is noticed, whoever makes it: triggers note what must travel and who changed what (sync.md §7)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from gettext import gettext as _
from typing import Any, Final, Protocol

import msgspec
from sqlalchemy import Column, Integer, MetaData, String
from sqlmodel.sql.sqltypes import AutoString

from db.errors import KnownError
from db.models.fields import RESTRICTED

PREFIX: Final = "capture_"
UNSIGNED: Final = "未署名"
"""Who wrote, where nobody said who: SQL typed by hand."""
_KEYS: Final = frozenset({"id", "scope", "compartment", "hidden"})


class Db(Protocol):
    """The part of a DB-API connection that capture and bundles use (sqlcipher3 and sqlite3 alike)."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        ...

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Any:
        """One statement."""
        ...

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> Any:
        """One statement for many rows."""
        ...


def driver(connection: Any) -> Db:
    """The driver's own connection under a SQLAlchemy connection or session; a driver's connection is itself."""
    if hasattr(connection, "exec_driver_sql"):
        return connection.connection.driver_connection  # type: ignore[no-any-return]
    if hasattr(connection, "connection") and callable(connection.connection):
        return driver(connection.connection())
    return connection  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class SyncTable:
    """A table that travels: its permanent number, and its columns in the order of the schema with their merge class."""

    number: int
    name: str
    columns: tuple[str, ...]
    kinds: Mapping[str, type | None]
    classes: Mapping[str, str]
    steps: Mapping[str, tuple[Any, ...]]
    refs: Mapping[str, str]
    more: Mapping[str, Any]


def _kind(column: Column[Any]) -> type | None:
    if isinstance(column.type, String | AutoString):
        return str
    return int if isinstance(column.type, Integer) else None


@cache
def synced_tables(metadata: MetaData) -> Mapping[str, SyncTable]:
    """The tables that travel, by name; what is local, key or derived in them is left out."""
    found = {}
    for table in metadata.tables.values():
        number = table.info.get("sync")
        if number is None:
            continue
        columns = {str(c.name): c for c in table.columns if c.name not in _KEYS and c.info.get("sync") != "local"}
        name = str(table.name)
        found[name] = SyncTable(
            number=number,
            name=name,
            columns=tuple(columns),
            kinds={col: _kind(c) for col, c in columns.items()},
            classes={col: c.info.get("sync", "fact") for col, c in columns.items()},
            steps={col: tuple(c.info["steps"]) for col, c in columns.items() if "steps" in c.info},
            refs={col: str(key.column.table.name) for col, c in columns.items() for key in c.foreign_keys},
            more={k: v for k, v in table.info.items() if k != "sync"},
        )
    return found


# --- triggers -------------------------------------------------------------------------------------------------------

_FROM: Final = " FROM sync_state s LEFT JOIN sync_context c ON c.id = 1 WHERE s.applying = 0"
_AT: Final = "coalesce(c.at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))"
_WHO: Final = f"coalesce(c.author, '{UNSIGNED}')"


def _pending(number: int, op: str, cols: str, base: str) -> str:
    return (
        "INSERT INTO sync_pending(tbl, pk, op, cols, base, author, screen, reason, at)"
        f" SELECT {number}, NEW.id, {op}, {cols}, {base}, {_WHO}, c.screen, c.reason, {_AT}{_FROM}"
    )


def _audit(table: str, changes: Sequence[tuple[str, str, str, str]]) -> str:
    """One row of the log for each (field, old, new, condition) that holds; of an accusation never the words."""
    rows = " UNION ALL ".join(
        f"SELECT '{field}' AS field, {old} AS old, {new} AS new WHERE {when}" for field, old, new, when in changes
    )
    return (
        "INSERT INTO audit_log(at, cadre, device, tbl, pk, field, old, new, screen)"
        f" SELECT {_AT}, {_WHO}, s.device_id, '{table}', NEW.id, d.field,"
        f" {_unless_restricted('d.old')}, {_unless_restricted('d.new')}, c.screen"
        f" FROM sync_state s LEFT JOIN sync_context c ON c.id = 1, ({rows}) d WHERE s.applying = 0"
    )


def _unless_restricted(value: str) -> str:
    """The log keeps for ever, an accusation must be able to go (sync.md §5)."""
    return f"CASE NEW.compartment WHEN {RESTRICTED} THEN NULL ELSE {value} END"


def _text(value: str) -> str:
    return f"CASE typeof({value}) WHEN 'blob' THEN NULL ELSE CAST({value} AS TEXT) END"


def _base(number: int) -> str:
    return (
        "(SELECT nullif(json_group_object(b.col, b.token), '{}')"
        f" FROM sync_base b WHERE b.tbl = {number} AND b.pk = NEW.id)"
    )


def _triggers_of(table: SyncTable) -> dict[str, str]:
    name, number = table.name, table.number
    free = "(SELECT applying FROM sync_state) = 0"
    differs = {c: f'NEW."{c}" IS NOT OLD."{c}"' for c in table.columns}
    changed = " || ".join(f"CASE WHEN {test} THEN ',{c}' ELSE '' END" for c, test in differs.items())
    changes = [(c, _text(f'OLD."{c}"'), _text(f'NEW."{c}"'), test) for c, test in differs.items()]
    listed = ", ".join(f'"{c}"' for c in table.columns)
    any_changed = " OR ".join(differs.values())
    moved = " OR ".join(f"NEW.{c} IS NOT OLD.{c}" for c in ("id", "scope", "compartment"))
    bodies = {
        "insert": (f"AFTER INSERT ON {{}} WHEN {free}", [_pending(number, "'I'", "NULL", "NULL")]),
        "update": (
            f"AFTER UPDATE OF {listed} ON {{}} WHEN {free} AND ({any_changed})",
            [_pending(number, "'U'", changed, _base(number)), _audit(name, changes)],
        ),
        "hidden": (
            f"AFTER UPDATE OF hidden ON {{}} WHEN {free} AND NEW.hidden IS NOT OLD.hidden",
            [
                _pending(number, "CASE WHEN NEW.hidden THEN 'D' ELSE 'X' END", "NULL", _base(number)),
                _audit(name, [("hidden", "OLD.hidden", "NEW.hidden", "1")]),
            ],
        ),
        "delete": (
            f"BEFORE DELETE ON {{}} WHEN {free}",
            [f'UPDATE "{name}" SET hidden = 1 WHERE id = OLD.id', "SELECT RAISE(IGNORE)"],
        ),
        "keys": (
            f"BEFORE UPDATE OF id, scope, compartment ON {{}} WHEN {free} AND ({moved})",
            ["SELECT RAISE(ABORT, 'a record keeps its id and its partition')"],
        ),
    }
    return {
        f"{PREFIX}{name}_{what}": when.format(f'"{name}"') + "\nBEGIN\n" + "".join(f" {s};\n" for s in body) + "END"
        for what, (when, body) in bodies.items()
    }


_AUDIT_TRIGGERS: Final = {
    "kept": "BEFORE DELETE ON audit_log",
    "fixed": "BEFORE UPDATE OF seq, at, cadre, device, tbl, pk, field, old, new, screen ON audit_log",
    "chained": "BEFORE UPDATE OF hash ON audit_log"
    " WHEN EXISTS (SELECT 1 FROM audit_log WHERE seq >= OLD.seq AND hash IS NOT NULL)",
}
_REFUSAL: Final = "BEGIN\n SELECT RAISE(ABORT, 'the log only grows');\nEND"


@cache
def _wanted(metadata: MetaData) -> Mapping[str, str]:
    found = {f"{PREFIX}audit_{what}": f"{when}\n{_REFUSAL}" for what, when in _AUDIT_TRIGGERS.items()}
    for table in synced_tables(metadata).values():
        found |= _triggers_of(table)
    return {name: f"CREATE TRIGGER {name} {rest}" for name, rest in sorted(found.items())}


def _fingerprint(triggers: Mapping[str, str]) -> str:
    text = json.dumps(sorted(triggers.items()))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _present(db: Db) -> dict[str, str]:
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB ?", (f"{PREFIX}*",))
    return dict(rows.fetchall())


def install(connection: Any, metadata: MetaData) -> None:
    """Makes all capture triggers anew, in the caller's transaction: for a new store and after every migration."""
    db = driver(connection)
    for name in _present(db):
        db.execute(f"DROP TRIGGER {name}")
    for sql in _wanted(metadata).values():
        db.execute(sql)
    db.execute("INSERT OR IGNORE INTO sync_state(id, applying, hlc) VALUES (1, 0, 0)")
    db.execute("UPDATE sync_state SET trigger_fingerprint = ?", (_fingerprint(_wanted(metadata)),))


def check_fingerprint(connection: Any, metadata: MetaData) -> None:
    """Refuses a store whose triggers are not those of this version: what is written there would never travel."""
    db = driver(connection)
    wanted = _wanted(metadata)
    noted = db.execute("SELECT trigger_fingerprint FROM sync_state").fetchone()
    if noted is None or noted[0] != _fingerprint(wanted) or _present(db) != wanted:
        raise KnownError(
            _("数据库里记录修改的部分不完整，为免漏记，先不能填写。请从备份恢复，或联系技术人员。"),
            code="CAPTURE_BROKEN",
        )


# --- who writes, and what the author saw ----------------------------------------------------------------------------


def set_context(connection: Any, author: str, screen: str = "", reason: str | None = None, at: str = "") -> None:
    """Names the author of what follows in this transaction; ``at`` is an ISO instant in UTC."""
    driver(connection).execute(
        "INSERT OR REPLACE INTO sync_context(id, author, screen, reason, at) VALUES (1, ?, ?, ?, nullif(?, ''))",
        (author, screen, reason, at),
    )


def clear_context(connection: Any) -> None:
    """Forgets author and shown values, before the transaction ends."""
    db = driver(connection)
    db.execute("DELETE FROM sync_context")
    db.execute("DELETE FROM sync_base")


def set_base(connection: Any, table: SyncTable, pk: str, shown: Mapping[str, str]) -> None:
    """What the form showed when it was loaded: a token for each field, '' for the whole row (before a deletion)."""
    driver(connection).executemany(
        "INSERT OR REPLACE INTO sync_base(tbl, pk, col, token) VALUES (?, ?, ?, ?)",
        [(table.number, pk, col, token) for col, token in shown.items()],
    )


def seen(connection: Any, table: SyncTable, pk: str) -> dict[str, str]:
    """What a form shows of a record: a token for each field, '' for the whole row; give it back with `set_base`.

    A token names a write ("hash:op"), or an edit not sealed yet ("~number"); a field nobody wrote has none.
    """
    db = driver(connection)
    here = (table.number, pk)
    at = (
        f'(SELECT p.no FROM sync_part p JOIN "{table.name}" t'
        " ON t.scope = p.scope AND t.compartment = p.compartment WHERE t.id = ?)"
    )
    tokens, dots = dict.fromkeys(table.columns, ""), set()
    query = f"SELECT s.hash, r.idx FROM sync_row r JOIN sync_segment s ON s.id = r.seg WHERE r.part = {at}"
    birth = db.execute(f"{query} AND r.tbl = ? AND r.pk = ?", (pk, *here)).fetchone()
    if birth:
        tokens = dict.fromkeys(table.columns, f"{birth[0].hex()}:{birth[1]}")
    query = f"SELECT c.col, s.hash, c.idx FROM sync_cell c JOIN sync_segment s ON s.id = c.seg WHERE c.part = {at}"
    for col, name, idx in db.execute(f"{query} AND c.tbl = ? AND c.pk = ? ORDER BY c.hlc, s.hash, c.idx", (pk, *here)):
        tokens[col] = f"{name.hex()}:{idx}"
        dots.add(tokens[col])
    dots.update(tokens.values())
    for seq, op, cols in db.execute(
        "SELECT seq, op, cols FROM sync_pending WHERE tbl = ? AND pk = ? ORDER BY seq", here
    ):
        names = table.columns if op == "I" else (cols or "").split(",")[1:]
        tokens.update(dict.fromkeys(names, f"~{seq}"))
        dots.add(f"~{seq}")
    return tokens | {"": " ".join(sorted(dots - {""}))}


# --- the log of who changed what ------------------------------------------------------------------------------------

_LOGGED: Final = "seq, at, cadre, device, tbl, pk, field, old, new, screen"


def _link(before: bytes, rows: Sequence[Sequence[Any]]) -> bytes:
    """Compact JSON, to the byte as `json.dumps` writes it (which takes twelve times as long)."""
    try:
        text = msgspec.json.encode(rows)
    except UnicodeEncodeError:  # half a character out of a damaged spreadsheet
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(before + text, digest_size=32).digest()


def chain_audit(connection: Any) -> None:
    """Seals the new rows of the log to all before them, before the transaction ends: one link a transaction."""
    db = driver(connection)
    last = db.execute("SELECT seq, hash FROM audit_log WHERE hash IS NOT NULL ORDER BY seq DESC LIMIT 1").fetchone()
    seq, chain = last or (0, b"")
    rows = db.execute(f"SELECT {_LOGGED} FROM audit_log WHERE seq > ? ORDER BY seq", (seq,)).fetchall()
    if rows:
        db.execute("UPDATE audit_log SET hash = ? WHERE seq = ?", (_link(chain, rows), rows[-1][0]))


def broken_link(connection: Any) -> int | None:
    """The first row of the log from which on something was altered, put in or taken out; None where it is whole."""
    chain, expected, open_rows = b"", 1, []
    for *row, noted in driver(connection).execute(f"SELECT {_LOGGED}, hash FROM audit_log ORDER BY seq"):
        if row[0] != expected:
            return expected
        expected += 1
        open_rows.append(row)
        if noted is not None:
            chain = _link(chain, open_rows)
            if noted != chain:
                return int(open_rows[0][0])
            open_rows = []
    return int(open_rows[0][0]) if open_rows else None


def take_words_out(connection: Any, rows: Mapping[str, Iterable[str]]) -> tuple[bytes, bytes] | None:
    """Empties what the log says of those records (ids by table) and chains it anew; the end of the chain before, after.

    None where it says nothing of them. A chain that was broken before stays broken, and is seen to be. Only in a
    transaction in which words go by law (db/sync/log/redaction): for that time the log can be written.
    """
    db = driver(connection)
    chain_audit(db)
    theirs = [(table, json.dumps(list(pks))) for table, pks in rows.items()]
    told = "(old IS NOT NULL OR new IS NOT NULL) AND tbl = ? AND pk IN (SELECT value FROM json_each(?))"
    if not any(db.execute(f"SELECT 1 FROM audit_log WHERE {told} LIMIT 1", one).fetchone() for one in theirs):
        return None
    kept = {name: sql for name, sql in _present(db).items() if name.startswith(f"{PREFIX}audit_")}
    for name in kept:
        db.execute(f"DROP TRIGGER {name}")
    before = db.execute(f"SELECT {_LOGGED}, hash FROM audit_log ORDER BY seq").fetchall()
    db.executemany(f"UPDATE audit_log SET old = NULL, new = NULL WHERE {told}", theirs)
    ends = _chained_anew(db, before)
    for sql in kept.values():
        db.execute(sql)
    return ends


def _chained_anew(db: Db, before: Sequence[Sequence[Any]]) -> tuple[bytes, bytes]:
    """Links the log again where its words changed; ``before`` are its lines as they were."""
    after = db.execute(f"SELECT {_LOGGED} FROM audit_log ORDER BY seq").fetchall()
    was, now, first = b"", b"", 0
    for at, (*_line, noted) in enumerate(before):
        if noted is not None:
            was = _link(was, [list(line[:-1]) for line in before[first : at + 1]])
            if noted != was:
                break
            now = _link(now, [list(line) for line in after[first : at + 1]])
            if now != was:
                db.execute("UPDATE audit_log SET hash = ? WHERE seq = ?", (now, before[at][0]))
            first = at + 1
    return was, now
