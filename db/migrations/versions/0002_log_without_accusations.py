"""The log of who changed what says that an accusation was changed, never from what to what (privacy.md P5)."""

from __future__ import annotations

import hashlib
import json

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLES = ("request", "request_step", "reply", "attachment")
_LOGGED = "seq, at, cadre, device, tbl, pk, field, old, new, screen"


def upgrade() -> None:
    """Takes the words out of lines already there; the triggers are made anew afterwards, as after every migration."""
    db = op.get_bind()
    theirs = " OR ".join(f"tbl = '{t}' AND pk IN (SELECT id FROM {t} WHERE compartment = 2)" for t in _TABLES)
    told = f"(old IS NOT NULL OR new IS NOT NULL) AND ({theirs})"
    if db.exec_driver_sql(f"SELECT 1 FROM audit_log WHERE {told} LIMIT 1").first() is None:
        return
    rows = db.exec_driver_sql(f"SELECT {_LOGGED}, hash FROM audit_log ORDER BY seq").all()
    for name in ("kept", "fixed", "chained"):
        db.exec_driver_sql(f"DROP TRIGGER IF EXISTS capture_audit_{name}")
    db.exec_driver_sql(f"UPDATE audit_log SET old = NULL, new = NULL WHERE {told}")
    after = db.exec_driver_sql(f"SELECT {_LOGGED} FROM audit_log ORDER BY seq").all()
    was, now = b"", b""
    first = 0
    for index, (*_row, noted) in enumerate(rows):
        if noted is None:
            continue
        was = _link(was, [list(row[:-1]) for row in rows[first : index + 1]])
        if noted != was:  # broken before us: it stays broken, and is seen to be
            return
        now = _link(now, [list(row) for row in after[first : index + 1]])
        db.exec_driver_sql("UPDATE audit_log SET hash = ? WHERE seq = ?", (now, rows[index][0]))
        first = index + 1


def _link(before: bytes, rows: list[list[object]]) -> bytes:
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(before + text.encode("utf-8", "surrogatepass"), digest_size=32).digest()


def downgrade() -> None:
    """A store is never taken back to an older version."""
    raise RuntimeError("a store is never taken back to an older version")
