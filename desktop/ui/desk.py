"""What every page is given: the open store, the way to ask it, and the way to go elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Signal

from desktop.settings import SettingsFile
from desktop.ui.bulletin import Bulletin
from desktop.ui.complaints import Complaints, Form
from desktop.ui.jobs import Jobs, alive

if TYPE_CHECKING:
    from db.changes import Changes
    from db.store import Store

Then = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Where:
    """A place to go, and what to do there: ``Where("visits", "new", household_id)``."""

    place: str
    deed: str = ""
    id: str = ""
    text: str = ""


class Desk(QObject):
    """The cadre's desk: pages ask and act through it and never meet one another."""

    went = Signal(object)
    turned_back = Signal()

    def __init__(
        self, store: Store, jobs: Jobs, bulletin: Bulletin, complaints: Complaints, settings: SettingsFile
    ) -> None:
        super().__init__()
        self.store, self.jobs, self.bulletin = store, jobs, bulletin
        self.complaints, self.settings = complaints, settings

    def today(self) -> date:
        """The day it is in China, by the clock of the store."""
        return self.store.today()

    def ask(self, then: Then, question: Callable[..., Any], *args: object, form: Form | None = None) -> int:
        """Ask the store: ``question(store, *args)`` in a worker, the answer to ``then``, errors where they belong."""
        return self.jobs.ask(then, self._otherwise(form), question, self.store, *args)

    def act(
        self, then: Then, action: Callable[..., Changes], *args: object, form: Form | None = None, by: QObject
    ) -> int:
        """Do a deed in a worker; everyone hears what it changed, then ``then`` does."""
        return self.jobs.ask(_Announce(self, by, then), self._otherwise(form), action, self.store, *args)

    def say(self, tone: str, sentence: str) -> None:
        """Tell the cadre in the banner; good news goes away by itself."""
        self.complaints.sentence.emit(tone, sentence)

    def go(self, where: Where) -> None:
        """Go to a place."""
        self.went.emit(where)

    def back(self) -> None:
        """Go back to where one came from."""
        self.turned_back.emit()

    def _otherwise(self, form: Form | None) -> Callable[[Exception], None]:
        return self.complaints.at(form) if form is not None else self.complaints.complain


class _Announce:
    def __init__(self, desk: Desk, by: QObject, then: Then) -> None:
        self._desk, self._by, self._then = desk, by, then

    def __call__(self, changes: Changes) -> None:
        self._desk.bulletin.announce(changes, self._by if shiboken6.isValid(self._by) else None)
        if alive(self._then):
            self._then(changes)
