"""F1: every key on one sheet."""

from __future__ import annotations

from gettext import gettext as _

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.keymap import keymap
from desktop.ui.style import Size, look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import key_hint, words

_COLUMNS = {Size.NORMAL: ((0,), (1, 2), (3,)), Size.LARGE: ((0,), (1, 2, 3)), Size.XLARGE: ((0, 1, 2, 3),)}
_WIDE = {Size.NORMAL: 1160, Size.LARGE: 850, Size.XLARGE: 600}  # as drawn at 标准


class KeySheet(QDialog):
    """The keys and what they do, in as many columns as the words leave; arrow keys scroll, Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("键表"))
        self.setAccessibleName(_("键表"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addWidget(words(_("键表"), "title"))
        pane = ScrollPane()
        pane.setAccessibleName(_("键表"))
        pane.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._fill(QHBoxLayout(pane.inner))
        column.addWidget(pane, 1)
        column.addWidget(Button(_("知道了"), "main", to=self.accept), 0, Qt.AlignmentFlag.AlignRight)
        drawn = (self.sizeHint().height() + pane.inner.minimumSizeHint().height()) / look().scale
        self.resize(look().dialog_size(_WIDE[look().size], drawn))
        pane.setFocus()

    @staticmethod
    def _fill(row: QHBoxLayout) -> None:
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(40)
        sections = keymap()
        for parts in _COLUMNS[look().size]:
            half = QGridLayout()
            half.setHorizontalSpacing(14)
            half.setVerticalSpacing(7)
            for title, keys in (sections[at] for at in parts):
                half.addWidget(words(title, "section"), half.rowCount(), 0, 1, 2)
                for key in keys:
                    at = half.rowCount()
                    half.addWidget(key_hint(key.key), at, 0, Qt.AlignmentFlag.AlignLeft)
                    half.addWidget(words(key.words), at, 1)
            half.setRowStretch(half.rowCount(), 1)
            half.setColumnStretch(1, 1)
            row.addLayout(half)
