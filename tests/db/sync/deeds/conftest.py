"""A township that keeps a village's records itself."""

from tests.db.sync.log.conftest import office

__all__ = ["office"]
