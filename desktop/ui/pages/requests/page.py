"""诉求: the ledger with its clocks, and beside it the matter itself, to be answered at once."""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from desktop.ui.desk import Desk, Where
from desktop.ui.keymap import NEW
from desktop.ui.page import Page
from desktop.ui.pages.requests import request_jobs
from desktop.ui.pages.requests.columns import is_in
from desktop.ui.pages.requests.detail import RequestDetail
from desktop.ui.pages.requests.ledger import RequestLedger
from desktop.ui.pages.requests.register import RegisterForm
from desktop.ui.style import Size, look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.notice import Waiting
from desktop.ui.widgets.page_head import PageHead

if TYPE_CHECKING:
    from db.queries.requests import RequestLine
    from desktop.ui.pages.requests.request_jobs import Begun, Ledger


class RequestsPage(Page):
    """Unanswered first; the reply is written without leaving the ledger."""

    nouns: ClassVar[frozenset[str]] = frozenset({"requests", "visits", "households", "bundles"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        new = Button(_("登记诉求"), "main", icon="plus", key=NEW, to=self._begin_new)
        self.head = PageHead(_("诉求"), new)
        self.ledger, self.detail, self.form = RequestLedger(desk), RequestDetail(desk), RegisterForm(desk)
        self.side = QStackedWidget()
        self.side.addWidget(self.detail)
        self.side.addWidget(self.form)
        self.waiting = Waiting()
        self.side.addWidget(self.waiting)
        self._to_write = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 20)
        column.setSpacing(12)
        column.addWidget(self.head)
        column.addWidget(self.ledger.bar)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.ledger, 1)
        row.addWidget(self.side)
        column.addLayout(row, 1)
        self._connect()
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _connect(self) -> None:
        self.ledger.chosen.connect(self._on_chosen)
        self.ledger.acted.connect(self._on_acted)
        self.ledger.village_chosen.connect(self._on_village_chosen)
        self.ledger.new_wanted.connect(self._begin_new)
        self.detail.answered.connect(self._on_answered)
        self.detail.shown.connect(self._on_shown)
        self.form.saved.connect(self._on_recorded)
        self.form.left.connect(self._show_detail)

    def refresh(self) -> None:
        village = str(self.ledger.village.currentData() or "")
        self.desk.ask(self._on_ledger, request_jobs.ledger, village)

    def go(self, where: Where) -> None:
        if where.deed == "new":
            self._begin(where.id)
        elif where.id:
            self._show_detail()
            self._to_write = where.id if where.deed == "answer" else ""
            self.ledger.choose(where.id)
        else:
            self.ledger.arrive()

    def may_leave(self) -> bool:
        self.detail.may_leave()
        self.form.keeper.keep_at_once()
        return True

    def _begin_new(self) -> None:
        self._begin("")

    def _begin(self, household_id: str) -> None:
        """The form for one household, with what was being written for it; what another one's said stays with it."""
        self.form.keeper.keep_at_once()
        self.desk.ask(self._on_begun, request_jobs.begun, household_id)

    def _on_begun(self, begun: Begun) -> None:
        self.form.keeper.keep_at_once()
        self.side.setCurrentWidget(self.form)
        self.side.show()
        self.form.begin(begun)

    def _on_ledger(self, found: Ledger) -> None:
        waiting = sum(1 for line in found.lines if is_in(line, "unanswered"))
        late = sum(1 for line in found.lines if line.colour == "red")
        sentence = _("共 {n} 件，未答复 {m} 件").format(n=len(found.lines), m=waiting)
        if late:
            sentence += _("，其中逾期 {n} 件").format(n=late)
        self.head.say(sentence if found.lines else "")
        self.ledger.show_villages(found.villages)
        self.ledger.show_lines(found.lines, found.standings)

    def _on_shown(self, request_id: str) -> None:
        if self.side.currentWidget() is self.waiting:
            self._show_detail()
        if self._to_write and request_id == self._to_write:
            self._to_write = ""
            self.detail.write()

    def _on_chosen(self, line: RequestLine | None) -> None:
        here = self.detail.found.line.id if self.detail.found else ""
        self.detail.show_line(line)
        if line is None and self.side.currentWidget() is self.waiting:
            self._show_detail()  # it is empty
        elif line is not None and line.id != here and self.side.currentWidget() is self.detail:
            self.side.setCurrentWidget(self.waiting)

    def _on_acted(self, _line: RequestLine) -> None:
        self._show_detail()
        self.detail.write()

    def _on_village_chosen(self, _village: str) -> None:
        self.refresh()

    def _on_answered(self) -> None:
        following = self.ledger.next_unanswered()
        if following:
            self._to_write = following
            self.ledger.choose(following)
        else:
            self.ledger.arrive()

    def _on_recorded(self, request_id: str) -> None:
        self._show_detail()
        self.ledger.choose(request_id)
        self.ledger.arrive()

    def _show_detail(self) -> None:
        self.side.setCurrentWidget(self.detail)

    def _on_look_changed(self) -> None:
        self.side.setFixedWidth({Size.NORMAL: 358, Size.LARGE: 392, Size.XLARGE: 432}[look().size])
