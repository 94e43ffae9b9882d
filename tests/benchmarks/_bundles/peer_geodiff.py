"""pygeodiff: differences between two plain SQLite files, rebased three ways."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import sys
from pathlib import Path

from backports import zstd
from pygeodiff import GeoDiff, GeoDiffLibError

from tests.benchmarks._bundles import plain, rows
from tests.benchmarks._bundles.process import Figures, forget_peak, peak_mb, report, timed


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def _size(path: Path) -> int:
    return len(zstd.compress(path.read_bytes(), 3))


def _speed(folder: Path, tables: plain.Tables) -> Figures:
    figures: Figures = {}
    base, full, there, changes = (folder / name for name in ("base.db", "full.db", "there.db", "rows.diff"))
    db = _open(base)
    plain.create(db)
    db.close()
    for copy in (full, there):
        shutil.copyfile(base, copy)
    db = _open(full)
    plain.insert(db, tables)
    db.close()
    tool = GeoDiff()
    with timed(figures, "produce"):
        tool.create_changeset(str(base), str(full), str(changes))
    forget_peak()
    with timed(figures, "take_in"):
        tool.apply_changeset(str(there), str(changes))
    figures |= {"bytes": _size(changes), "take_in_mb": peak_mb(), "again_result": "accepted"}
    with timed(figures, "again"):
        try:
            tool.apply_changeset(str(there), str(changes))
        except GeoDiffLibError:
            figures["again_result"] = "error"
    newer = folder / "newer.db"
    shutil.copyfile(full, newer)
    db = _open(newer)
    plain.update(db)
    db.close()
    tool.create_changeset(str(full), str(newer), str(changes))
    with timed(figures, "update"):
        tool.apply_changeset(str(there), str(changes))
    return figures | {"update_bytes": _size(changes)}


def _behaviour(folder: Path) -> Figures:
    base, ours, theirs, conflicts = (folder / name for name in ("newer.db", "ours.db", "theirs.db", "conflicts.json"))
    for copy in (ours, theirs):
        shutil.copyfile(base, copy)
    db = _open(theirs)
    plain.meanwhile(db)
    db.close()
    db = _open(ours)
    plain.transaction(db, lambda: db.execute("UPDATE visit SET purpose = '再访'"))
    plain.reword(db)
    db.close()
    GeoDiff().rebase(str(base), str(theirs), str(ours), str(conflicts))
    listed = json.loads(conflicts.read_text())["geodiff"] if conflicts.exists() else []
    db = _open(ours)
    words = sum("新话" in json.dumps(entry, ensure_ascii=False) for entry in listed)
    return {"surfaced": len(listed), "stored": len(listed), "kept": plain.kept(db), "words_in_file": words}


def _flips(folder: Path) -> Figures:
    empty, small, changes = folder / "base.db", folder / "small.db", folder / "small.diff"
    shutil.copyfile(empty, small)
    db = _open(small)
    plain.insert(db, rows.Township(20, seed=77, villages=[4]).tables())
    db.close()
    tool = GeoDiff()
    tool.set_logger_callback(lambda _level, _text: None)
    tool.create_changeset(str(empty), str(small), str(changes))
    whole, chance, refused = changes.read_bytes(), random.Random(5), 0
    for at in chance.sample(range(len(whole)), plain.FLIPS):
        copy = folder / "copy.db"
        shutil.copyfile(empty, copy)
        changes.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
        try:
            tool.apply_changeset(str(copy), str(changes))
        except GeoDiffLibError:
            refused += 1
    return {"flips": plain.FLIPS, "detected": refused}


def run(folder: Path, households: str) -> Figures:
    """Speed, then behaviour on the same rows, then flipped bytes."""
    tables = rows.Township(int(households)).tables()
    figures = _speed(folder, tables)
    return figures | _behaviour(folder) | _flips(folder)


if __name__ == "__main__":
    report(run(Path(sys.argv[1]), sys.argv[2]))
