"""How an older store becomes today's: Alembic scripts, frozen once landed, run in code."""

from __future__ import annotations

from typing import Final

HEAD: Final = "0004"
"""The newest revision; compared with the store's own before Alembic is imported at all."""
