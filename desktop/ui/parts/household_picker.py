"""Which household: type initials, Enter."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.parts.hits import find, present_hit
from desktop.ui.widgets.inputs.search_box import SearchBox
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.queries.search import Hit


class HouseholdPicker(QWidget):
    """The one question before a form: which household."""

    picked = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk, question: str) -> None:
        super().__init__()
        self._desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addStretch(1)
        self.question = words(question, "name")
        column.addWidget(self.question, 0, Qt.AlignmentFlag.AlignHCenter)
        self.box = SearchBox(question, _("首字母、姓名、证号、电话"), present_hit)
        self.box.setProperty("entry", "true")
        self.box.setProperty("role", "motto")
        self.box.setMinimumWidth(520)
        column.addWidget(self.box, 0, Qt.AlignmentFlag.AlignHCenter)
        hint = words(_("例如 欧阳志刚 打 oyzg。选中后按 Enter，按 Esc 返回。"), "caption", "soft")
        column.addWidget(hint, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.box.asked.connect(self._on_asked)
        self.box.picked.connect(self._on_picked)
        QShortcut(QKeySequence("Escape"), self, self.left.emit)

    def ask(self, question: str) -> None:
        """Ask, ready to type."""
        self.question.setText(question)
        self.box.clear()
        self.box.setFocus()

    def _on_asked(self, text: str) -> None:
        self._desk.ask(partial(self._on_hits, text), find, text)

    def _on_hits(self, text: str, hits: list[Hit]) -> None:
        self.box.show_hits(text, [hit for hit in hits if hit.household_id])

    def _on_picked(self, hit: Hit) -> None:
        self.picked.emit(hit.household_id)
