"""Days that figures of a past day count from: a household begins and ends, a member comes, a reply is promised."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COLUMNS = {
    "household": ("founded_on", "ended_on", "ended_reason"),
    "person": ("joined_on", "joined_reason"),
    "request": ("first_due_on",),
}


def upgrade() -> None:
    """Adds the columns, empty: what an older version did not ask nobody invents."""
    for table, names in _COLUMNS.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.String()))


def downgrade() -> None:
    """A store is never taken back to an older version."""
    raise RuntimeError("a store is never taken back to an older version")
