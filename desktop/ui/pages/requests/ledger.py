"""The ledger: segments with counts, filters, and the table of requests."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.keymap import FIND_HERE
from desktop.ui.pages.requests import columns
from desktop.ui.parts.standing import badge_in
from desktop.ui.style import Size, look
from desktop.ui.widgets.badge import Badge
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.inputs.choice import Choice
from desktop.ui.widgets.inputs.hint_box import HintBox
from desktop.ui.widgets.inputs.segments import Segments
from desktop.ui.widgets.lists.table import RowTable
from desktop.ui.widgets.notice import Empty

if TYPE_CHECKING:
    from db.queries.places import VillageRow
    from db.queries.requests import RequestLine


def _parts() -> tuple[tuple[str, str], ...]:
    return (
        ("all", _("全部")),
        ("unanswered", _("未答复")),
        ("unjudged", _("待评价")),
        ("passed", _("已转交")),
        ("closed", _("办结")),
    )


class RequestLedger(QWidget):
    """Every request, the most urgent first; what is chosen is shown beside it."""

    chosen = Signal(object)
    acted = Signal(object)
    village_chosen = Signal(str)
    new_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._lines: list[RequestLine] = []
        self._standings: Mapping[str, str] = {}
        self._wanted = ""
        self.parts = Segments(_("哪些诉求"), _parts())
        self.village, self.group, self.topic, self.handler = (Choice() for _n in range(4))
        for box, name in (
            (self.village, _("哪个村")),
            (self.group, _("哪个组")),
            (self.topic, _("哪一类")),
            (self.handler, _("谁负责")),
        ):
            box.setAccessibleName(name)
        (self.group if desk.store.role == "township" else self.village).hide()
        self.search = HintBox(_("在台账里找"), _("在台账里找"), icon="list-filter", key=FIND_HERE)
        self.table = RowTable(_("诉求台账"), columns.columns(desk.today, self._standing))
        self._stack = QStackedWidget()
        self._empty = Empty("message-square-text", "", _("登记第一件诉求"), self.new_wanted.emit)
        self._none = Empty("list-filter", _("没有这样的诉求。换个条件看看。"))
        for widget in (self.table, self._empty, self._none):
            self._stack.addWidget(widget)
        self._empty.say(_("群众说的每一件事都记在这里，到期前提醒，件件有回复。走访时按 Ctrl+R，一句话就成诉求。"))
        self.bar = Flow(self.parts, self.village, self.group, self.topic, self.handler, self.search, gap=8)
        self._arrange()
        self._connect()
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card(pad=0)
        card.body.setContentsMargins(0, 0, 0, 0)
        card.body.addWidget(self._stack)
        column.addWidget(card, 1)

    def _connect(self) -> None:
        self.parts.chosen.connect(self._on_filtered)
        for box in (self.group, self.topic, self.handler):
            box.currentIndexChanged.connect(self._on_filtered)
        self.village.currentIndexChanged.connect(self._on_village_changed)
        self.search.textChanged.connect(self._on_filtered)
        self.search.returnPressed.connect(self.arrive)
        self.table.chosen.connect(self.chosen)
        self.table.acted.connect(self.acted)
        QShortcut(QKeySequence(FIND_HERE), self, self.search.setFocus)

    def arrive(self) -> None:
        """Arrow keys work at once."""
        self.table.setFocus()

    def show_villages(self, villages: list[VillageRow]) -> None:
        """The villages a township can look at one by one."""
        _fill(self.village, _("村"), [(village.name, village.id) for village in villages])

    def _standing(self, line: RequestLine) -> Badge:
        return badge_in(self._standings, line.id)

    def show_lines(self, lines: list[RequestLine], standings: Mapping[str, str]) -> None:
        """Show what was found."""
        self._lines, self._standings = lines, standings
        for key, words in _parts():
            self.parts.say(key, f"{words}  {sum(columns.is_in(line, key) for line in lines)}")
        for box, every, names in (
            (self.group, _("村组"), {line.village_group for line in lines}),
            (self.topic, _("类别"), {columns.short_topic(line) for line in lines}),
            (self.handler, _("责任人"), {line.handler_name for line in lines}),
        ):
            _fill(box, every, [(name, name) for name in sorted(names) if name])
        self._on_filtered()

    def choose(self, request_id: str) -> None:
        """Show one request, whatever is filtered now."""
        self._wanted = request_id
        if any(line.id == request_id for line in self._lines):
            self._clear_filters()
            self._on_filtered()

    @property
    def line(self) -> RequestLine | None:
        """The request chosen."""
        row: RequestLine | None = self.table.row
        return row

    def next_unanswered(self) -> str:
        """The request to be answered after the one chosen; empty where it was the last."""
        rows = list(self.table.table.rows)
        here = next((at for at, line in enumerate(rows) if self.line and line.id == self.line.id), -1)
        for line in [*rows[here + 1 :], *rows[: max(here, 0)]]:
            if not line.replies:
                return str(line.id)
        return ""

    def _clear_filters(self) -> None:
        shown = {line.id for line in self.table.table.rows}
        if self._wanted in shown:
            return
        widgets = (self.parts, self.group, self.topic, self.handler, self.search)
        blockers = [QSignalBlocker(widget) for widget in widgets]
        self.parts.choose("all")
        for box in (self.group, self.topic, self.handler):
            box.setCurrentIndex(0)
        self.search.clear()
        del blockers

    def _on_filtered(self, _what: object = None) -> None:
        before = self._wanted or (self.line.id if self.line else "")
        rows = [line for line in self._lines if self._fits(line)]
        if any(line.id == self._wanted for line in rows):
            self._wanted = ""
        there = any(line.id == before for line in rows)
        self.table.show_rows(rows, (lambda line: line.id == before) if there else None)
        self._stack.setCurrentIndex(0 if rows else 2 if self._lines else 1)
        if not rows:
            self.chosen.emit(None)

    def _fits(self, line: RequestLine) -> bool:
        text = self.search.text().strip()
        return (
            columns.is_in(line, self.parts.key)
            and self.group.currentData() in {"", None, line.village_group}
            and self.topic.currentData() in {"", None, columns.short_topic(line)}
            and self.handler.currentData() in {"", None, line.handler_name}
            and (not text or any(text in part for part in (line.requester_name, line.content, line.number)))
        )

    def _on_village_changed(self) -> None:
        self.village_chosen.emit(str(self.village.currentData() or ""))

    def _on_look_changed(self) -> None:
        size = look().size
        for at in (columns.TOPIC, columns.STEPS):
            self.table.setColumnHidden(at, size is not Size.NORMAL)
        for at in (columns.HANDLER, columns.LIMIT):
            self.table.setColumnHidden(at, size is Size.XLARGE)
        self.topic.setVisible(size is not Size.XLARGE)
        self.handler.setVisible(size is Size.NORMAL)
        self.search.setFixedWidth(look().px(200 if size is not Size.XLARGE else 172))
        for box in (self.village, self.group, self.topic, self.handler):
            box.setFixedWidth(look().px(112))


def _fill(box: QComboBox, every: str, items: list[tuple[str, str]]) -> None:
    """Fill a filter and keep what was chosen."""
    chosen = box.currentData()
    blocker = QSignalBlocker(box)
    box.clear()
    box.addItem(every, "")
    for words, key in items:
        box.addItem(words, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    del blocker
