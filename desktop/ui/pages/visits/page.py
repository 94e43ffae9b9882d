"""走访: the ledger of visits, and the form."""

from __future__ import annotations

from gettext import gettext as _
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from desktop.ui.desk import Desk, Where
from desktop.ui.page import Page
from desktop.ui.pages.visits.form import VisitForm
from desktop.ui.pages.visits.ledger import VisitLedger
from desktop.ui.pages.visits.visit_jobs import FormFacts, VisitedPlaces, form_facts, stopped_at, visited_places
from desktop.ui.parts.household_picker import HouseholdPicker


class VisitsPage(Page):
    """Who was seen, who was not; Ctrl+N begins the next visit."""

    nouns: ClassVar[frozenset[str]] = frozenset({"visits", "households", "persons", "bundles"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ledger = VisitLedger(desk)
        self.picker = HouseholdPicker(desk, _("走访哪一户？"))
        self.form: VisitForm | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.ledger)
        self._stack.addWidget(self.picker)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.picker.picked.connect(self.open_form)
        self.picker.left.connect(desk.back)

    def go(self, where: Where) -> None:
        if where.deed == "new" and where.id:
            self.open_form(where.id)
        elif where.deed == "new":
            self._ask_household()
        elif where.deed == "resume":
            self.desk.ask(self._on_stopped_at, stopped_at)
        elif self.form is not None and self._stack.currentWidget() is self.form:
            self.form.parts.talk.setFocus()
        else:
            self._stack.setCurrentWidget(self.ledger)
            self.ledger.arrive()

    def refresh(self) -> None:
        self.desk.ask(self._on_visited, visited_places)

    def may_leave(self) -> bool:
        if self.form is not None:
            self.form.keeper.keep_at_once()
        return True

    def open_form(self, household_id: str) -> None:
        """Stand the form, or the draft of it, of one household."""
        if self.form is not None and self.form.file.id == household_id:
            self._stack.setCurrentWidget(self.form)
            self.form.parts.talk.setFocus()
            return
        self._drop_form()
        self.desk.ask(self._on_facts, form_facts, household_id)

    def _ask_household(self) -> None:
        self._drop_form()
        self._stack.setCurrentWidget(self.picker)
        self.picker.ask(_("走访哪一户？"))

    def _on_facts(self, facts: FormFacts) -> None:
        self._drop_form()
        self.form = VisitForm(self.desk, facts)
        self.form.saved.connect(self._on_saved)
        self.form.left.connect(self._on_left)
        self._stack.addWidget(self.form)
        self._stack.setCurrentWidget(self.form)
        self.form.parts.talk.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_visited(self, places: VisitedPlaces) -> None:
        self.ledger.show_visits(places)

    def _on_stopped_at(self, household_id: str) -> None:
        if household_id:
            self.open_form(household_id)
        else:
            self._stack.setCurrentWidget(self.ledger)
            self.desk.say("calm", _("没有写了一半的走访。"))

    def _on_saved(self, following: bool) -> None:
        self._close_form()
        if following:
            self._ask_household()
        else:
            self.desk.back()

    def _on_left(self) -> None:
        self._close_form()
        self.desk.back()

    def _close_form(self) -> None:
        self._drop_form()
        self._stack.setCurrentWidget(self.ledger)

    def _drop_form(self) -> None:
        if self.form is not None:
            form, self.form = self.form, None
            form.keeper.keep_at_once()
            self._stack.removeWidget(form)
            form.deleteLater()
