"""The limit: the same rows, by `executemany` in one transaction, into the same encrypted tables, noticed by nobody."""

from __future__ import annotations

import sys
from pathlib import Path

from db.engine import connect, make_engine, touch
from db.models import metadata
from tests.benchmarks._bundles import rows
from tests.benchmarks._bundles.process import Figures, report, timed


def run(folder: Path, households: str) -> Figures:
    """Seconds to insert, and to change two fields of four rows in ten."""
    path, key = folder / "raw.db", bytes(32)
    touch(path)
    engine = make_engine(path, key)
    with engine.begin() as connection:
        metadata.create_all(connection)
    engine.dispose()
    tables = rows.Township(int(households)).tables()
    db = connect(path, key)
    db.execute("PRAGMA foreign_keys = OFF")
    figures: Figures = {}
    with timed(figures, "take_in"):
        db.execute("BEGIN IMMEDIATE")
        for table, values in tables.items():
            listed = ", ".join(f'"{name}"' for name in rows.names(table))
            db.executemany(f'INSERT INTO "{table}"({listed}) VALUES ({", ".join("?" * len(values[0]))})', values)
        db.execute("COMMIT")
    changes = [("田间", "续访", values[0]) for values in tables["visit"]]
    with timed(figures, "update"):
        db.execute("BEGIN IMMEDIATE")
        db.executemany("UPDATE visit SET place_note = ?, purpose = ? WHERE id = ?", changes)
        db.execute("COMMIT")
    db.close()
    return figures | {"bytes": path.stat().st_size}


if __name__ == "__main__":
    report(run(Path(sys.argv[1]), sys.argv[2]))
