"""The head of a page: title, one sentence beside it, actions at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.widgets.words import words


class PageHead(QWidget):
    """Title and sentence on one line; the main action last and filled."""

    def __init__(self, title: str, *actions: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.title = words(title, "title")
        self.sentence = words("", "body", "soft")
        row.addWidget(self.title)
        row.addWidget(self.sentence, 0, Qt.AlignmentFlag.AlignBottom)
        self.sentence.setContentsMargins(0, 0, 0, 3)
        row.addStretch(1)
        for action in actions:
            row.addWidget(action)

    def say(self, sentence: str) -> None:
        """The sentence beside the title."""
        self.sentence.setText(sentence)
