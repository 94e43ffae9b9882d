"""The first schema: places, households, visits, requests, land, certificates, disputes, bundles."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes every table of schema 1, as its SQL stood when it was released."""
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in text.split("\n;\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """A store is never taken back to an older version."""
    raise RuntimeError("a store is never taken back to an older version")
