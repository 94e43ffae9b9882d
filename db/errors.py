"""What can go wrong, in sentences a cadre can act on."""

from __future__ import annotations


class StoreError(Exception):
    """Anything the record book refuses; ``str()`` is one plain sentence that says what to do."""

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).__name__


class RuleError(StoreError):
    """Not allowed by law or by the data model; shown beside the field it speaks of."""

    def __init__(self, message: str, *, field: str = "", code: str = "") -> None:
        super().__init__(message, code=code or "RULE")
        self.field = field


class KnownError(StoreError):
    """Not our fault and not the cadre's: disk full, locked, read-only, damaged, too new."""
