"""F1: every key on one sheet."""

from __future__ import annotations

from gettext import gettext as _

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.keymap import keymap
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.words import key_hint, words


class KeySheet(QDialog):
    """The keys and what they do; Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("键表"))
        self.setAccessibleName(_("键表"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addWidget(words(_("键表"), "title"))
        halves = QHBoxLayout()
        halves.setSpacing(40)
        sections = keymap()
        for part in (sections[:1], sections[1:]):
            half = QGridLayout()
            half.setHorizontalSpacing(14)
            half.setVerticalSpacing(7)
            for title, keys in part:
                half.addWidget(words(title, "section"), half.rowCount(), 0, 1, 2)
                for key in keys:
                    row = half.rowCount()
                    half.addWidget(key_hint(key.key), row, 0, Qt.AlignmentFlag.AlignLeft)
                    half.addWidget(words(key.words), row, 1)
            half.setRowStretch(half.rowCount(), 1)
            halves.addLayout(half)
        column.addLayout(halves)
        column.addWidget(Button(_("知道了"), "main", to=self.accept), 0, Qt.AlignmentFlag.AlignRight)
