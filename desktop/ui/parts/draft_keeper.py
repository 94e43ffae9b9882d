"""Keeps what is being typed, a second behind, so that a flat battery costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from desktop.ui.desk import Desk

if TYPE_CHECKING:
    from db.changes import Changes

Read = Callable[[], tuple[str, Mapping[str, Any]] | None]
_BEHIND = 900  # ms after the first key: at most a second of typing is ever at risk


class DraftKeeper(QObject):
    """The draft of one form: ``read`` gives its key and what stands on it, None where there is nothing to keep."""

    def __init__(self, parent: QObject, desk: Desk, form: str, version: int, read: Read) -> None:
        super().__init__(parent)
        self._desk, self._form, self._version, self._read = desk, form, version, read
        self._writing, self._to_drop = False, ""
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_BEHIND)
        self._late.timeout.connect(self.keep)

    @property
    def waiting(self) -> bool:
        """Whether something typed is not in the store yet."""
        return self._late.isActive() or self._writing

    def touch(self) -> None:
        """Something was typed."""
        if not self._late.isActive():
            self._late.start()

    def keep(self) -> None:
        """Write the draft now, in a worker."""
        from db.actions.drafts import save_draft

        self._late.stop()
        found = self._read()
        if found is None:
            return
        self._writing = True
        args = (self._desk.store, self._form, found[0], self._version, dict(found[1]))
        self._desk.jobs.ask(self._on_kept, self._on_not_kept, save_draft, *args)

    def keep_at_once(self) -> None:
        """The program is about to close: write before anything else happens."""
        from db.actions.drafts import save_draft

        found = self._read() if self.waiting else None
        self._late.stop()
        if found is not None:
            save_draft(self._desk.store, self._form, found[0], self._version, dict(found[1]))

    def drop(self, key: str) -> None:
        """The form was saved as a record, or emptied on purpose; a write on its way is waited for."""
        from db.actions.drafts import drop_draft

        self._late.stop()
        if self._writing:
            self._to_drop = key
        else:
            args = (self._desk.store, self._form, key)
            self._desk.jobs.ask(_ignore, self._desk.complaints.complain, drop_draft, *args)

    def _on_kept(self, _changes: Changes) -> None:
        self._writing = False
        if self._to_drop:
            key, self._to_drop = self._to_drop, ""
            self.drop(key)

    def _on_not_kept(self, error: Exception) -> None:
        self._writing = False
        self._desk.complaints.complain(error)


def _ignore(_changes: Changes) -> None:
    """Nobody need know."""
