"""Sentences that stand on their own: banners and empty pages."""

from __future__ import annotations

from collections.abc import Callable
from gettext import gettext as _

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.widgets.buttons import Button, IconButton
from desktop.ui.widgets.words import Picture, words

_ICONS = {"late": "circle-alert", "due": "triangle-alert", "calm": "info", "good": "circle-check"}


_BRIEF = 8_000  # ms good news stays; trouble stays until it was read


class Banner(QFrame):
    """One sentence over a page, until it is closed or replaced; good news goes away by itself."""

    def __init__(self, *, closable: bool = True) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 10, 8)
        row.setSpacing(10)
        self._icon = Picture("info", "calm")
        self._sentence = words("", "strong", wrap=True)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._sentence, 1)
        self._close = IconButton("x", _("知道了"), to=self.hide)
        if not closable:
            self._close.hide()
        row.addWidget(self._close)
        self._brief = QTimer(self)
        self._brief.setSingleShot(True)
        self._brief.setInterval(_BRIEF)
        self._brief.timeout.connect(self.hide)
        self.hide()

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._sentence.text()

    def say(self, tone: str, sentence: str) -> None:
        """Show a sentence; an empty one closes the banner."""
        self.setProperty("banner", tone)
        self._icon.show_icon(_ICONS[tone], tone if tone != "good" else "field")
        self._sentence.setText(sentence)
        self._sentence.setProperty("tone", tone)
        self.setAccessibleName(sentence)
        for widget in (self, self._sentence):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.setVisible(bool(sentence))
        self._brief.stop()
        if tone == "good":
            self._brief.start()


class Waiting(QWidget):
    """Stands where a record will be read while it is being fetched: nothing of the former one is seen."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        self._words = words(_("正在打开…"), "body", "soft")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._words)
        self.setAccessibleName(self._words.text())


class Empty(QWidget):
    """What will stand here, and the first thing to do."""

    def __init__(self, icon: str, sentence: str, deed: str = "", to: Callable[[], object] | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(14)
        column.addStretch(2)
        column.addWidget(Picture(icon, "ink_soft", 36), 0, Qt.AlignmentFlag.AlignHCenter)
        self._sentence = words(sentence, "body", "soft", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._sentence)
        if deed:
            column.addWidget(Button(deed, "plain", to=to), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def say(self, sentence: str) -> None:
        """Change the sentence."""
        self._sentence.setText(sentence)
