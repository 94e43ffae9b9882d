"""The frame around the pages: it knows where the cadre is and where he came from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.desk import Desk, Where
from desktop.ui.frame.copy_banner import CopyBanner
from desktop.ui.frame.facts import Facts, form_left_open, gather_facts
from desktop.ui.frame.keys import KeySheet
from desktop.ui.frame.rail import Rail
from desktop.ui.frame.status_line import StatusLine
from desktop.ui.frame.top_bar import TopBar
from desktop.ui.keymap import HELP, RESUME
from desktop.ui.pages import make_page
from desktop.ui.parts.drafts import newest_form
from desktop.ui.parts.hits import find, present_hit, where_hit
from desktop.ui.style import look
from desktop.ui.widgets.notice import Banner

if TYPE_CHECKING:
    from db.changes import Changes
    from db.queries.search import Hit
    from desktop.ui.page import Page

_FORMS = {"new", "resume", "answer", "object", "take"}  # nobody goes back to a form that is done
_LOOK_AGAIN = 60_000  # ms between looks at battery and day


class Shell(QWidget):
    """Rail, top bar, pages and status line of an open store."""

    locked = Signal()
    size_chosen = Signal(str)

    def __init__(self, desk: Desk, make: Callable[[str, Desk], Page] = make_page) -> None:
        super().__init__()
        self.desk, self._make = desk, make
        self._pages: dict[str, Page] = {}
        self._here = Where("")
        self._trail: list[Where] = []
        store = desk.store
        self.rail = Rail(store.name)
        self.top = TopBar(store.me.name, "", present_hit)
        self.status = StatusLine(township=store.role == "township")
        self.banner = Banner()
        self.copy_banner = CopyBanner(desk)
        self._stack = QStackedWidget()
        for part in (self.rail, self.top, self.status, self.banner, self.copy_banner):
            look().dress(part)
        self._arrange()
        self.rail.chosen.connect(self._on_place_chosen)
        self.top.locked.connect(self.locked)
        self.top.search.asked.connect(self._on_asked)
        self.top.search.picked.connect(self._on_picked)
        self.status.sizes.chosen.connect(self.size_chosen)
        self.status.wanted.connect(self._on_place_chosen)
        desk.went.connect(self.go)
        desk.turned_back.connect(self._on_turned_back)
        desk.complaints.sentence.connect(self.banner.say)
        desk.bulletin.store_changed.connect(self._on_store_changed)
        QShortcut(QKeySequence(HELP), self, self.show_keys)
        QShortcut(QKeySequence(RESUME), self, self.go_on_writing)
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_AGAIN)
        self._clock.timeout.connect(self.look_again)
        self._clock.start()
        self.look_again()

    def _arrange(self) -> None:
        whole, middle, right = QVBoxLayout(self), QHBoxLayout(), QVBoxLayout()
        for layout in (whole, middle, right):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self.copy_banner)
        right.addWidget(self.banner)
        right.addWidget(self._stack, 1)
        middle.addWidget(self.rail)
        middle.addLayout(right, 1)
        whole.addLayout(middle, 1)
        whole.addWidget(self.status)

    @property
    def here(self) -> Where:
        """Where the cadre is."""
        return self._here

    def page(self, place: str) -> Page:
        """The page of a place; made now where nobody has been there yet."""
        if place not in self._pages:
            page = self._make(place, self.desk)
            self._pages[place] = page
            self._stack.addWidget(page)
        return self._pages[place]

    def resume(self) -> None:
        """Begin where the work stopped: in the form left open, else with what is to be done today."""
        place = self.desk.settings.now.last_place
        self.go(Where("today"))
        self.desk.ask(self._on_draft_found, form_left_open, place)

    def _on_draft_found(self, where: Where | None) -> None:
        if where is not None:
            self.go(where)

    def go(self, where: Where) -> None:
        """Go to a place, and remember the one left."""
        if where != self._here and self._here.place and self._here.deed not in _FORMS:
            self._trail = [*self._trail[-20:], self._here]
        self._enter(where)

    def _enter(self, where: Where) -> None:
        if where.place != self._here.place:
            self.desk.settings.change(last_place=where.place)
        self._here = where
        page = self.page(where.place)
        self.rail.show_place(where.place)
        self._stack.setCurrentWidget(page)
        page.go(where)

    def go_on_writing(self) -> None:
        """Alt+1: the newest half-written form."""
        for page in self._pages.values():
            page.may_leave()  # what is being typed right now is the newest
        self.desk.ask(self._on_newest_found, newest_form)

    def _on_newest_found(self, where: Where | None) -> None:
        if where is None:
            self.desk.say("calm", _("没有写了一半的。"))
        else:
            self.go(where)

    def show_keys(self) -> None:
        """F1."""
        KeySheet(self, self._here.place).exec()

    def may_leave(self) -> bool:
        """Whether every page lets the program close."""
        return all(page.may_leave() for page in self._pages.values())

    def look_again(self) -> None:
        """Ask for the counts of the rail and the facts of the status line."""
        self.desk.ask(self._on_facts, gather_facts)
        self.copy_banner.look_again()

    def _on_facts(self, facts: Facts) -> None:
        self.status.show_standing(facts.standing)
        for place, (count, late) in facts.counts.items():
            self.rail.button(place).show_count(count, late=late)

    def _on_store_changed(self, changes: Changes, _initiator: QWidget | None) -> None:
        if changes.nouns != frozenset({"drafts"}):
            self.look_again()

    def _on_place_chosen(self, place: str) -> None:
        self.go(Where(place))

    def _on_turned_back(self) -> None:
        self._enter(self._trail.pop() if self._trail else Where("today"))

    def _on_asked(self, text: str) -> None:
        self.desk.ask(partial(self._on_hits, text), find, text)

    def _on_hits(self, text: str, hits: list[Hit]) -> None:
        self.top.search.show_hits(text, hits)

    def _on_picked(self, hit: Hit) -> None:
        where = where_hit(hit)
        if where.place:
            self.go(where)
        else:
            self.banner.say("calm", _("这一条还没有归到哪一户。"))
