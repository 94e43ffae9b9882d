"""SQLite's session extension through apsw: changesets between plain databases, without history or signatures."""

from __future__ import annotations

import random
import shutil
import sys
from collections import Counter
from pathlib import Path

import apsw
from backports import zstd

from tests.benchmarks._bundles import plain, rows
from tests.benchmarks._bundles.process import Figures, forget_peak, peak_mb, report, timed


def _open(path: Path) -> apsw.Connection:
    db = apsw.Connection(str(path))
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    return db


def _recorded(db: apsw.Connection) -> apsw.Session:
    session = apsw.Session(db, "main")
    session.attach()
    return session


def _apply(db: apsw.Connection, changes: bytes, answer: int = apsw.SQLITE_CHANGESET_OMIT) -> Counter[int]:
    """Takes a changeset in; what met something else is counted by kind and answered alike."""
    met: Counter[int] = Counter()

    def conflict(reason: int, _change: apsw.TableChange) -> int:
        met[reason] += 1
        return answer if reason in (apsw.SQLITE_CHANGESET_DATA, apsw.SQLITE_CHANGESET_CONFLICT) else 0

    apsw.Changeset.apply(changes, db, conflict=conflict)
    return met


def _speed(folder: Path, tables: plain.Tables) -> Figures:
    figures: Figures = {}
    alone, here, there = (_open(folder / f"{name}.db") for name in ("alone", "here", "there"))
    for db in (alone, here, there):
        plain.create(db)
    with timed(figures, "alone"):
        plain.insert(alone, tables)
    session = _recorded(here)
    with timed(figures, "recorded"):
        plain.insert(here, tables)
        changes = session.changeset()
    figures |= {"produce": figures["recorded"] - figures["alone"], "bytes": len(zstd.compress(changes, 3))}
    forget_peak()
    with timed(figures, "take_in"):
        plain.transaction(there, lambda: _apply(there, changes))
    with timed(figures, "again"):
        figures["again_conflicts"] = sum(_apply(there, changes).values())
    session = _recorded(here)
    plain.update(here)
    changes = session.changeset()
    with timed(figures, "update"):
        plain.transaction(there, lambda: _apply(there, changes))
    return figures | {"update_bytes": len(zstd.compress(changes, 3)), "take_in_mb": peak_mb()}


def _behaviour(folder: Path) -> Figures:
    here, there = _open(folder / "here.db"), _open(folder / "there.db")
    plain.meanwhile(there)
    session = _recorded(here)
    plain.transaction(here, lambda: here.execute("UPDATE visit SET purpose = '再访'"))
    plain.reword(here)
    met = _apply(there, session.changeset(), apsw.SQLITE_CHANGESET_REPLACE)
    return {"surfaced": met[apsw.SQLITE_CHANGESET_DATA], "stored": 0, "kept": plain.kept(there)}


def _flips(folder: Path) -> Figures:
    db, empty = _open(folder / "small.db"), folder / "empty.db"
    plain.create(db)
    session = _recorded(db)
    plain.insert(db, rows.Township(20, seed=77, villages=[4]).tables())
    changes, chance, refused = session.changeset(), random.Random(5), 0
    plain.create(apsw.Connection(str(empty)))
    for at in chance.sample(range(len(changes)), plain.FLIPS):
        copy = folder / "copy.db"
        shutil.copyfile(empty, copy)
        target = apsw.Connection(str(copy))
        try:
            _apply(target, changes[:at] + bytes([changes[at] ^ 1 << chance.randrange(8)]) + changes[at + 1 :])
        except apsw.Error:
            refused += 1
        target.close()
    return {"flips": plain.FLIPS, "detected": refused}


def run(folder: Path, households: str) -> Figures:
    """Speed, then behaviour on the same rows, then flipped bytes."""
    tables = rows.Township(int(households)).tables()
    return _speed(folder, tables) | _behaviour(folder) | _flips(folder)


if __name__ == "__main__":
    report(run(Path(sys.argv[1]), sys.argv[2]))
