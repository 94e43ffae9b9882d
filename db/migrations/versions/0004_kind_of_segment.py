"""What a segment is stands beside it, instead of in the bytes of its head and in an empty signature."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KINDS = (
    "UPDATE sync_segment SET kind = (CASE WHEN instr(head, x'726561646572') > 0 THEN 1 ELSE 0 END)"
    " + (CASE WHEN sig = x'' THEN 2 ELSE 0 END) WHERE instr(head, x'726561646572') > 0 OR sig = x''"
)
"""1: the head names a reader (x'72…' spells that key); 2: it came in a snapshot and has no signature of its own."""


def upgrade() -> None:
    """Adds the column and works it out of what stands there."""
    op.add_column("sync_segment", sa.Column("kind", sa.Integer(), nullable=False, server_default="0"))
    op.execute(_KINDS)


def downgrade() -> None:
    """A store is never taken back to an older version."""
    raise RuntimeError("a store is never taken back to an older version")
