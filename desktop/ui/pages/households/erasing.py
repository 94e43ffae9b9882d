"""依法抹去: what would go, who carries it out, what stays by law – and only then, with a reason, it goes."""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.pages.households.household_jobs import take_away
from desktop.ui.style import look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.inputs.field import Field, Fields, Line
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.sync.deeds.erasing import Erased
    from desktop.ui.pages.households.household_jobs import Erasure


class EraseDialog(QDialog):
    """Nothing can be taken away before somebody wrote down by which law and why."""

    erased = Signal(object)

    def __init__(self, desk: Desk, found: Erasure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.found = desk, found
        title = _("依法抹去 {whom}").format(whom=found.whom)
        self.setWindowTitle(_("依法抹去"))
        self.setAccessibleName(title)
        self.resize(look().dialog_size(560, 460))
        self.form = Fields()
        self.reason = Line(_("依据和原因"), _("例如：本人申请，个人信息保护法第四十七条"))
        self.take = Button(_("抹去"), "main", icon="trash-2", to=self._take)
        self.take.setEnabled(False)
        self.reason.textChanged.connect(self._on_typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(10)
        column.addWidget(words(title, "title", wrap=True))
        pane = ScrollPane()
        inside = QVBoxLayout(pane.inner)
        inside.setContentsMargins(0, 0, 12, 0)
        inside.setSpacing(8)
        for line in found.lines:
            inside.addWidget(words(line, "body", wrap=True))
        inside.addStretch(1)
        column.addWidget(pane, 1)
        lone = QVBoxLayout(self.form)
        lone.setContentsMargins(0, 0, 0, 0)
        lone.addWidget(self.form.add_field("reason", Field(_("依据和原因"), self.reason)))
        column.addWidget(self.form)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addStretch(1)
        foot.addWidget(Button(_("不抹了"), key="Esc", to=self.reject))
        foot.addWidget(self.take)
        column.addLayout(foot)

    def show_error(self, name: str, sentence: str) -> bool:
        """A rule was broken: say so at its field."""
        self._on_typed(self.reason.text())
        return self.form.show_error(name, sentence)

    def _on_typed(self, text: str) -> None:
        self.take.setEnabled(bool(text.strip()))

    def _take(self) -> None:
        self.take.setEnabled(False)
        self.form.clear_errors()
        reason = self.reason.text().strip()
        self._desk.ask(self._on_taken, take_away, self.found.noun, self.found.id, reason, form=self)

    def _on_taken(self, done: Erased) -> None:
        self._desk.say("good", done.sentence())
        self.erased.emit(done.changes)
        self.accept()
