"""What was said: the largest thing on the form, with the sentences that became requests marked."""

from __future__ import annotations

from gettext import gettext as _

from PySide6.QtCore import QSize
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QTextEdit

from desktop.ui.pages.visits.draft import sentence_at
from desktop.ui.style import look
from desktop.ui.widgets.inputs.field import Prose


class Talk(Prose):
    """The text of a visit; marks move with the words around them."""

    def __init__(self) -> None:
        super().__init__(_("谈了什么"), _("他说了什么，就怎么记。"))
        self._marks: list[QTextCursor] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_text(self, text: str, cursor: int) -> None:
        """Show kept words, with the cursor where it was."""
        self._marks.clear()
        self.setPlainText(text)
        self._space_lines()
        place = self.textCursor()
        place.setPosition(max(0, min(cursor, len(self.toPlainText()))))
        self.setTextCursor(place)

    def _space_lines(self) -> None:
        undo = self.document().isUndoRedoEnabled()
        self.document().setUndoRedoEnabled(False)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        spacing = QTextBlockFormat()
        spacing.setLineHeight(112, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(spacing)
        self.document().setUndoRedoEnabled(undo)

    def take_sentence(self) -> tuple[str, int]:
        """The selected words, or else the sentence at the cursor, and the number of its mark; empty where none is."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            start, end = sentence_at(self.toPlainText(), cursor.position())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        words = cursor.selectedText().replace("\u2029", " ").strip()
        if not words:
            return "", -1
        return words, self.mark(cursor.selectionStart(), cursor.selectionEnd())

    def mark(self, start: int, end: int) -> int:
        """Mark words; returns the number of the mark."""
        cursor = QTextCursor(self.document())
        last = max(0, self.document().characterCount() - 1)
        cursor.setPosition(min(start, last))
        cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
        self._marks.append(cursor)
        self._paint_marks()
        return len(self._marks) - 1

    def unmark(self, number: int) -> None:
        """Take a mark away; the numbers of the others stay."""
        self._marks[number].clearSelection()
        self._paint_marks()

    def place_of(self, number: int) -> tuple[int, int]:
        """Where a mark begins and ends now."""
        mark = self._marks[number]
        return mark.selectionStart(), mark.selectionEnd()

    def _paint_marks(self) -> None:
        shown = []
        for mark in self._marks:
            if mark.hasSelection():
                selection = QTextEdit.ExtraSelection()
                selection.cursor = mark  # type: ignore[attr-defined]
                shape = QTextCharFormat()
                shape.setBackground(look().colour("field_tint"))
                shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
                shape.setUnderlineColor(look().colour("field"))
                selection.format = shape  # type: ignore[attr-defined]
                shown.append(selection)
        self.setExtraSelections(shown)

    def _on_look_changed(self) -> None:
        self.setMinimumHeight(look().px(120))
        self._paint_marks()

    def sizeHint(self) -> QSize:
        return QSize(300, look().px(120))
