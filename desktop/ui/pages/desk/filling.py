"""What an answer must be told: the third value, the right number, the missing reply."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QTextEdit, QVBoxLayout, QWidget

from db.fields import declared
from db.rules.codes import spoken_labels
from desktop.ui.desk import Desk
from desktop.ui.parts.drafts import whose
from desktop.ui.parts.household_box import HouseholdBox
from desktop.ui.widgets.inputs.choice import Choice
from desktop.ui.widgets.inputs.field import Field, Fields, Prose
from desktop.ui.widgets.inputs.field import Line as TextLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from db.sync.matters import Answer, Ask, DeskItem

_LINES = 4


class Filling(Fields):
    """The fields of the answer chosen; none where it asks for nothing."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    def ask(self, item: DeskItem, answer: Answer | None, kept: Mapping[str, str]) -> None:
        """Ask for what the answer needs."""
        while found := self._column.takeAt(0):
            if widget := found.widget():
                widget.hide()
                widget.deleteLater()
        self.fields = {}
        for ask in answer.asks if answer else ():
            control = self._control(item, ask, kept.get(ask.field, ask.text))
            self._column.addWidget(self.add_field(ask.field, Field(ask.label, control, _hint(control))))
            self._listen(control)
        self.setVisible(bool(self.fields))

    def _listen(self, control: QWidget) -> None:
        if isinstance(control, QTextEdit):
            control.textChanged.connect(self.changed)
        elif isinstance(control, QComboBox):
            control.currentIndexChanged.connect(self._on_picked)
        elif isinstance(control, QLineEdit):
            control.textChanged.connect(self._on_picked)

    def _on_picked(self, _what: object) -> None:
        self.changed.emit()

    def _control(self, item: DeskItem, ask: Ask, text: str) -> QWidget:
        line = next((line for line in item.lines if line.field == ask.field), None)
        if ask.field == "household_id":
            found = HouseholdBox(self._desk, ask.label)
            if text:
                found.show_household(text, "")
                self._desk.ask(partial(self._on_whose, found, text), whose, text)
            return found
        if (line is not None and line.words) or ask.field == "content":
            prose = Prose(ask.label)
            prose.setPlainText(text)
            prose.setFixedHeight(prose.fontMetrics().lineSpacing() * _LINES + 18)
            return prose
        choices = _choices(item.table, ask.field) if line is not None else []
        if choices:
            box = Choice()
            box.setAccessibleName(ask.label)
            box.addItems(choices)
            box.setCurrentIndex(box.findText(text))
            return box
        return TextLine(ask.label, "", text)

    def _on_whose(self, box: HouseholdBox, household_id: str, about: tuple[str, str] | None) -> None:
        if shiboken6.isValid(box) and box.household_id == household_id:
            box.show_household(household_id if about else "", " ".join(about or ()).strip())

    @property
    def values(self) -> dict[str, str]:
        """What was filled in, by field."""
        return {name: _text(field.control) for name, field in self.fields.items()}

    def come(self) -> None:
        """Be ready to type."""
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.control.setFocus()
            if isinstance(first.control, QLineEdit):
                first.control.selectAll()

    def show_error(self, name: str, sentence: str) -> bool:
        """A value that does not do is said at its field, else at the first."""
        if name in self.fields:
            return super().show_error(name, sentence)
        if self.fields and name not in {"", "id", "answer"}:
            return super().show_error(next(iter(self.fields)), sentence)
        return False


def _text(control: QWidget) -> str:
    if isinstance(control, HouseholdBox):
        return control.household_id
    if isinstance(control, QTextEdit):
        return control.toPlainText().strip()
    if isinstance(control, QComboBox):
        return control.currentText()
    return control.text().strip() if isinstance(control, QLineEdit) else ""


def _hint(control: QWidget) -> str:
    return _("打首字母、姓名或户号，按 Enter 选中") if isinstance(control, HouseholdBox) else ""


def _choices(table: str, column: str) -> list[str]:
    rule = declared(table, column)
    return list(spoken_labels(rule.codes).values()) if rule and rule.codes else []
