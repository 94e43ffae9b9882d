"""A field of a form: label above, helper below, and its error in the helper's place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QTextEdit, QVBoxLayout, QWidget

from desktop.ui.widgets.words import Picture, words

_KEYPAD = 0x20000000  # Enter on the number pad is Enter too
_PLACES = {Qt.InputMethodQuery.ImCursorRectangle, Qt.InputMethodQuery.ImAnchorRectangle}


class Field(QWidget):
    """One control with its words; ``show_error`` says in one sentence what to do."""

    def __init__(self, label: str, control: QWidget, helper: str = "") -> None:
        super().__init__()
        self.control = control
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self.label = words(label, "caption", "soft")
        self.label.setBuddy(control)
        if label:
            column.addWidget(self.label)
            if not control.accessibleName():
                control.setAccessibleName(label)
        column.addWidget(control)
        self._helper = words(helper, "caption", "soft", wrap=True)
        column.addWidget(self._helper)
        if not helper:
            self._helper.hide()
        self._error = QWidget()
        row = QHBoxLayout(self._error)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(Picture("circle-alert", "late", 14), 0, Qt.AlignmentFlag.AlignTop)
        self._sentence = words("", "caption", "late", wrap=True)
        row.addWidget(self._sentence, 1)
        self._error.hide()
        column.addWidget(self._error)

    @property
    def error(self) -> str:
        """The sentence shown now, empty where nothing is wrong."""
        return self._sentence.text() if not self._error.isHidden() else ""

    def help_with(self, helper: str) -> None:
        """Change the words below the control."""
        self._helper.setText(helper)
        self._helper.setVisible(bool(helper) and self._error.isHidden())

    def show_error(self, sentence: str) -> None:
        """Say what is wrong; an empty sentence takes it away."""
        self._sentence.setText(sentence)
        self._error.setVisible(bool(sentence))
        self._helper.setVisible(not sentence and bool(self._helper.text()))
        self.control.setAccessibleDescription(sentence)
        self.control.setProperty("wrong", bool(sentence))
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)
        if sentence:
            QTimer.singleShot(0, self, self._show_sentence)  # once there is room for it

    def _show_sentence(self) -> None:
        """A form that scrolls shows the sentence too, not only the input it stands under."""
        above = self.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(self._error, 0, 8)
            above = above.parentWidget()


class Fields(QWidget):
    """A form's fields by name; errors find their place here, and Enter moves on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}

    def add_field(self, name: str, field: Field) -> Field:
        """Make a field known under the name the rules use for it."""
        self.fields[name] = field
        return field

    def show_error(self, name: str, sentence: str) -> bool:
        """Show a sentence at its field and go there; False where there is no such field."""
        self.clear_errors()
        field = self.fields.get(name)
        if field is None:
            return False
        field.show_error(sentence)
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def clear_errors(self) -> None:
        """Take every error away."""
        for field in self.fields.values():
            if field.error:
                field.show_error("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers().value & ~_KEYPAD
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self.focusNextChild()  # boxes and chips let Enter through; texts and buttons use it themselves
        else:
            super().keyPressEvent(event)


class Prose(QTextEdit):
    """A field for what people say: plain text that grows no colours, Tab leaves it."""

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)

    def inputMethodQuery(self, query: Qt.InputMethodQuery, /, *more: Any) -> Any:
        """Where the cursor is, with the edge around the text; without it the candidates cover half of the line."""
        told = super().inputMethodQuery(query, *more)
        return told.translated(self.viewport().pos()) if query in _PLACES and isinstance(told, QRectF) else told


class Line(QLineEdit):
    """One line of words with a hint."""

    def __init__(self, name: str, hint: str = "", text: str = "") -> None:
        super().__init__(text)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
