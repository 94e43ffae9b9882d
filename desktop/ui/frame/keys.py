"""F1: what the figures of this page count, and every key; the sheet scrolls where it is longer than the screen."""

from __future__ import annotations

from gettext import gettext as _

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.frame.glossary import Term, terms
from desktop.ui.keymap import Key, keymap
from desktop.ui.style import Size, look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import key_hint, words

_MARGIN = 24


class KeySheet(QDialog):
    """The figures of the place and the keys; arrow keys scroll, Esc closes it."""

    def __init__(self, parent: QWidget | None = None, place: str = "") -> None:
        super().__init__(parent)
        look().dress(self)
        self.setWindowTitle(_("帮助"))
        self.setAccessibleName(_("帮助"))
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 20, _MARGIN, 20)
        column.setSpacing(14)
        self.pane = ScrollPane()
        self.pane.setAccessibleName(_("数字和键"))
        self.pane.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        body = QVBoxLayout(self.pane.inner)
        body.setContentsMargins(0, 0, 12, 0)
        body.setSpacing(14)
        told = terms(place)
        if told:
            body.addWidget(words(_("这一页的数字怎么算"), "title"))
            body.addLayout(_meanings(told))
        body.addWidget(words(_("键表"), "title"))
        body.addLayout(_keys())
        column.addWidget(self.pane, 1)
        self.close_ = Button(_("知道了"), "main", to=self.accept)
        column.addWidget(self.close_, 0, Qt.AlignmentFlag.AlignRight)
        self.pane.setFocus()
        self.resize(self._fitting())

    def _fitting(self) -> QSize:
        """As large as it wants to be, within nine tenths of the screen."""
        inner, room = self.pane.inner, self.screen().availableSize() * 0.9
        layout = inner.layout()
        assert layout is not None
        width = min(layout.sizeHint().width() + 2 * _MARGIN + 20, room.width())
        height = layout.totalHeightForWidth(width - 2 * _MARGIN - 20) + self.close_.sizeHint().height() + 60
        return QSize(width, min(height, room.height()))


def _meanings(told: tuple[Term, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(7)
    grid.setColumnStretch(1, 1)
    for row, term in enumerate(told):
        grid.addWidget(words(term.word, "strong"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words(term.meaning, wrap=True), row, 1)
    return grid


def _keys() -> QHBoxLayout:
    """Two columns; one where letters are largest."""
    halves = QHBoxLayout()
    halves.setSpacing(40)
    sections = keymap()
    for part in (sections,) if look().size is Size.XLARGE else (sections[:1], sections[1:]):
        halves.addLayout(_half(part), 1)
    return halves


def _half(sections: tuple[tuple[str, tuple[Key, ...]], ...]) -> QGridLayout:
    half = QGridLayout()
    half.setHorizontalSpacing(14)
    half.setVerticalSpacing(7)
    half.setColumnStretch(1, 1)
    for title, keys in sections:
        half.addWidget(words(title, "section"), half.rowCount(), 0, 1, 2)
        for key in keys:
            row = half.rowCount()
            half.addWidget(key_hint(key.key), row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            half.addWidget(words(key.words, wrap=True), row, 1)
    half.setRowStretch(half.rowCount(), 1)
    return half
