"""迁户: a household to another village of the township, whole."""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.keymap import SAVE
from desktop.ui.pages.households.household_jobs import Leaving, move_away
from desktop.ui.style import look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.inputs.choice import Choice
from desktop.ui.widgets.inputs.field import Field, Fields, Line
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.sync.deeds.moving import Moved


class MoveDialog(QDialog):
    """Where to and why; what goes along and what stays is said before."""

    moved = Signal(object)

    def __init__(self, desk: Desk, found: Leaving, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.found = desk, found
        title = _("把{whose}户迁到另一个村").format(whose=found.whose)
        self.setWindowTitle(_("迁户"))
        self.setAccessibleName(title)
        self.resize(look().dialog_size(560, 300))
        self.village = Choice()
        self.village.setAccessibleName(_("迁往哪个村"))
        for village_id, name in found.villages:
            self.village.addItem(name, village_id)
        self.reason = Line(_("为什么迁"), _("婚嫁、搬家、当初记错了村……不写也行"))
        self.form = Fields()
        inside = QVBoxLayout(self.form)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.form.add_field("village_id", Field(_("迁往哪个村"), self.village)))
        inside.addWidget(self.form.add_field("reason", Field(_("为什么迁"), self.reason)))
        self.go = Button(_("迁走"), "main", key=SAVE, to=self._move)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(10)
        column.addWidget(words(title, "title", wrap=True))
        told = _(
            "成员、走访、诉求、土地和权证、证件照片都跟着走；调解档案留在原来的调解委员会。"
            "下次交接后，{village}的电脑上就没有这一户了；那边晚交的补记会自动转过去。迁错了，再迁回来就行。"
        )
        column.addWidget(words(told.format(village=found.village), "body", "soft", wrap=True))
        column.addWidget(self.form)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addStretch(1)
        foot.addWidget(Button(_("不迁了"), key="Esc", to=self.reject))
        foot.addWidget(self.go)
        column.addLayout(foot)

    def show_error(self, name: str, sentence: str) -> bool:
        """A rule was broken: say so at its field."""
        self.go.setEnabled(True)
        return self.form.show_error(name, sentence)

    def _move(self) -> None:
        self.go.setEnabled(False)
        self.form.clear_errors()
        goal, why = str(self.village.currentData() or ""), self.reason.text().strip()
        self._desk.ask(self._on_moved, move_away, self.found.household_id, goal, why, form=self)

    def _on_moved(self, done: Moved) -> None:
        told = _("已迁往{village}，共 {n} 条记录；下次交接两个村都会更新。")
        self._desk.say("good", told.format(village=done.went_to, n=done.total))
        self.moved.emit(done.changes)
        self.accept()
