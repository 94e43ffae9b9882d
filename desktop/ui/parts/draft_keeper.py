"""Keeps what is being typed, a second behind, so that a flat battery costs nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from db.actions.drafts import DraftKey, drop_draft, save_draft
from db.changes import Changes
from desktop.ui.complaints import Form
from desktop.ui.desk import Desk
from desktop.ui.jobs import alive

if TYPE_CHECKING:
    from db.store import Store

_BEHIND = 900  # ms after the first key: at most a second of typing is ever at risk
Then = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands on a form: the key of its draft, and its values; None where nothing would be missed."""

    key: str
    data: Mapping[str, Any] | None


Read = Callable[[], Typed | None]
"""What stands on the form now; None where no form is open."""


@dataclass(slots=True)
class _Place:
    """Where the draft of one form lies, and the last turn that was taken there; workers wait for each other here."""

    form: str
    version: int
    key: str = ""
    last: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class DraftKeeper(QObject):
    """The draft of one form, from the first key until it is a record.

    Writes go to workers, which may overtake each other: each has a number, and one that comes too late is left out. So
    no older text follows a newer one, and no draft comes back after its form was saved.
    """

    kept = Signal()
    not_kept = Signal()
    refused = Signal()  # a deed was refused: the form is to be used again

    def __init__(self, parent: QObject, desk: Desk, form: str, version: int, read: Read) -> None:
        super().__init__(parent)
        self._desk, self._read = desk, read
        self._place = _Place(form, version)
        self._turn = self._writing = 0
        self._acting = False
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_BEHIND)
        self._late.timeout.connect(self.keep)

    @property
    def waiting(self) -> bool:
        """Whether something typed is not in the store yet."""
        return self._late.isActive() or self._writing > 0

    @property
    def acting(self) -> bool:
        """Whether the form is just being saved."""
        return self._acting

    def begin(self, key: str = "") -> None:
        """Another form is shown: an empty one, or the draft that lies under this key."""
        self._late.stop()
        self._acting = False
        self._place = _Place(self._place.form, self._place.version, key)

    def touch(self) -> None:
        """Something was typed."""
        if not self._late.isActive() and not self._acting:
            self._late.start()

    def keep(self) -> None:
        """Write the draft now, in a worker."""
        self._late.stop()
        typed = None if self._acting else self._read()
        if typed is not None:
            self._writing += 1
            args = (self._desk.store, self._place, self._next(), typed)
            self._desk.jobs.ask(self._on_kept, self._on_not_kept, _write, *args)

    def keep_at_once(self, *, always: bool = False) -> None:
        """The form goes away, or the program closes: write before anything else happens.

        ``always`` also where nothing was typed since: that the form was left is kept too.
        """
        due = not self._acting and (self.waiting or (always and bool(self._place.key)))
        typed = self._read() if due else None
        self._late.stop()
        if typed is None:
            return
        try:
            changes = _write(self._desk.store, self._place, self._next(), typed)
        except Exception as error:  # whatever it is, the form must go its way, and the cadre must hear of it
            self._desk.complaints.complain(error)
        else:
            self._desk.bulletin.announce(changes, self.parent())

    def act(
        self, then: Then, deed: Callable[..., Any], *args: object, form: Form, though_gone_on: bool = False
    ) -> None:
        """Do the deed that makes the form a record, and lets its draft go in its own transaction (``draft=``).

        What is still on its way to the store is passed over; where the deed is refused, the draft is kept as before.
        ``though_gone_on``: ``then`` hears of it also where the form shows another record by now.
        """
        self._late.stop()
        self._acting = True
        done = _Done(self._desk, self, None if though_gone_on else self._place, then)
        refused = _Refused(self._desk, self, self._place, form)
        self._desk.jobs.ask(done, refused, _act, self._desk.store, self._place, self._next(), deed, *args)

    def shows(self, place: _Place | None) -> bool:
        """Whether the form is still the one whose draft lies there."""
        return place is None or self._place is place

    def go_on(self) -> None:
        """The deed was refused: what stands on the form is a draft as before."""
        self._acting = False
        self.touch()
        self.refused.emit()

    def _next(self) -> int:
        self._turn += 1
        return self._turn

    def _on_kept(self, changes: Changes) -> None:
        self._writing -= 1
        self._desk.bulletin.announce(changes, self.parent())
        self.kept.emit()

    def _on_not_kept(self, error: Exception) -> None:
        self._writing -= 1
        self.not_kept.emit()
        self._desk.complaints.complain(error)


def _write(store: Store, place: _Place, turn: int, typed: Typed) -> Changes:
    changes = Changes()
    with place.lock:
        if turn < place.last:
            return changes
        place.last = turn
        if typed.data is not None:
            changes = save_draft(store, place.form, typed.key, place.version, typed.data, was=place.key)
            place.key = typed.key
        elif place.key:
            changes = drop_draft(store, place.form, place.key)
            place.key = ""
    return changes


def _act(store: Store, place: _Place, turn: int, deed: Callable[..., Any], *args: object) -> Any:
    with place.lock:  # a write that has begun ends first, one that has not never begins
        place.last = turn
        draft = DraftKey(place.form, place.key, store.me.id) if place.key else None
    done = deed(store, *args, draft=draft)
    place.key = ""
    return done


class _Done:
    """Everyone hears what a deed changed, also where its form is gone; the form does if it shows nothing else yet."""

    def __init__(self, desk: Desk, keeper: DraftKeeper, place: _Place | None, then: Then) -> None:
        self._desk, self._keeper, self._place, self._then = desk, keeper, place, then

    def __call__(self, done: Any) -> None:
        here = shiboken6.isValid(self._keeper)
        changes: Changes = getattr(done, "changes", done)
        self._desk.bulletin.announce(changes, self._keeper.parent() if here else None)
        if here and self._keeper.shows(self._place) and alive(self._then):
            self._then(done)


class _Refused:
    """A broken rule at its field, any other trouble in the banner; the form may be used again."""

    def __init__(self, desk: Desk, keeper: DraftKeeper, place: _Place, form: Form) -> None:
        self._desk, self._keeper, self._place, self._form = desk, keeper, place, form

    def __call__(self, error: Exception) -> None:
        here = shiboken6.isValid(self._keeper) and self._keeper.shows(self._place)
        if here:
            self._keeper.go_on()
        self._desk.complaints.complain(error, self._form if here else None)
