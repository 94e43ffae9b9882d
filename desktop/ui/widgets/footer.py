"""The foot of a form: hints at the left, deeds at the right, always in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.ui.style import Size, look
from desktop.ui.widgets.words import key_hint, words


class FormFooter(QWidget):
    """Keys in words, then buttons, the main one last; the second hint goes where the words are very large.

    ``first`` is a deed that stands apart, at the left.
    """

    def __init__(self, hints: Sequence[tuple[str, str]], *buttons: QWidget, first: QWidget | None = None) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setProperty("edge", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 1, 24, 0)
        row.setSpacing(10)
        self._spare: list[QLabel] = []
        if first is not None:
            row.addWidget(first)
        for at, (key, text) in enumerate(hints):
            labels = [key_hint(key), words(text, "caption", "soft")]
            for label in labels:
                row.addWidget(label)
            row.addSpacing(8)
            if at:
                self._spare += labels
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        size = look().size
        self.setFixedHeight({Size.NORMAL: 58, Size.LARGE: 66, Size.XLARGE: 74}[size])
        for label in self._spare:
            label.setVisible(size is Size.NORMAL)
