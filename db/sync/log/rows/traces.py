"""Where words of a record lie besides the record and its segments: log, drafts, lines of imported files, search."""

from __future__ import annotations

import json
from typing import Final

from db import capture
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.rows.display import Tally

NOTE: Final = "erased"
"""The field under which the log says that words were taken out of it, with the end of its chain before and after."""
SCRUB_FACT: Final = "scrub"
"""Set while freed pages of the file may still hold erased words (db/sync/log/redaction/scrub.py)."""
_IN: Final = "IN (SELECT value FROM json_each(?))"


def clear(book: Bookkeeping, tally: Tally) -> None:
    """Takes the words of erased records out of everything that is kept on this computer alone; in the transaction."""
    _clear_log(book, tally)
    tally.emptied += sum(map(len, tally.erased.values()))
    tables = {row[0] for row in book.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    ids = json.dumps(sorted({pk for pks in tally.erased.values() for pk in pks}))
    if "draft" in tables:
        for form, key, data in book.db.execute("SELECT form, key, data FROM draft").fetchall():
            if any(pk in key or pk in data for pks in tally.erased.values() for pk in pks):
                book.db.execute("DELETE FROM draft WHERE form = ? AND key = ?", (form, key))
    if "import_row" in tables:
        book.db.execute(
            "UPDATE import_row SET raw = NULL, made = NULL, message = '' WHERE (batch_id, sheet, row) IN"
            f" (SELECT batch_id, sheet, row FROM import_row WHERE record_id {_IN})",
            (ids,),
        )
    if "search_index" in tables:
        query = f"SELECT place FROM search_place WHERE pk {_IN}"
        book.db.execute(f"DELETE FROM search_index WHERE rowid IN ({query})", (ids,))
        book.db.execute(f"DELETE FROM search_place WHERE pk {_IN}", (ids,))
    if "store_fact" in tables:
        book.db.execute("INSERT OR REPLACE INTO store_fact(name, value) VALUES (?, '1')", (SCRUB_FACT,))
    tally.erased.clear()


def _clear_log(book: Bookkeeping, tally: Tally) -> None:
    """The log stays one chain; a line of its own says by whose hand it was cut and how it ended before."""
    ends = capture.take_words_out(book.db, tally.erased)
    if ends is None:
        return
    who = tally.eraser
    book.db.execute(
        "INSERT INTO audit_log(at, cadre, device, tbl, pk, field, old, new, screen)"
        " VALUES (?, ?, ?, 'audit_log', '', ?, ?, ?, ?)",
        (
            book.at or (who.at if who else ""), who.name if who else None, who.device if who else None, NOTE,
            ends[0].hex(), ends[1].hex(), who.reason if who else None,
        ),
    )  # fmt: skip
