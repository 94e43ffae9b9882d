"""Tabs with a count behind the word."""

from __future__ import annotations

from gettext import gettext as _

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar

from desktop.ui.style import look


class TabStrip(QTabBar):
    """A row of words over one hairline; the chosen one is underlined."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._on_look_changed)

    def add(self, words: str, count: str = "") -> int:
        """Add a tab and return its place."""
        at = self.addTab(words)
        self.count_at(at, count)
        return at

    def count_at(self, at: int, count: str) -> None:
        """Show what stands behind the word of a tab."""
        self.setTabData(at, count)
        self.setAccessibleTabName(at, _("{tab} {count}").format(tab=self.tabText(at), count=count).strip())
        self.setTabToolTip(at, self.accessibleTabName(at))
        self.setTabText(at, self.tabText(at))  # a tab bar measures and paints anew only when words change
        self.updateGeometry()

    def _on_look_changed(self) -> None:
        for at in range(self.count()):
            self.setTabText(at, self.tabText(at))
        self.updateGeometry()

    def _widths(self, at: int) -> tuple[int, int]:
        words = QFontMetrics(look().font("strong")).horizontalAdvance(self.tabText(at))
        count = QFontMetrics(look().font("caption")).horizontalAdvance(str(self.tabData(at) or ""))
        return words, count

    def tabSizeHint(self, index: int) -> QSize:
        words, count = self._widths(index)
        return QSize(words + (count + 7 if count else 0) + 2 * self._pad, look().px(36))

    @property
    def _pad(self) -> int:
        """Before and behind a word; very large words need no room beside them to be told apart."""
        return 12 if look().roomy else 6

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def sizeHint(self) -> QSize:
        return QSize(sum(self.tabSizeHint(at).width() for at in range(self.count())), look().px(36))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(120), look().px(36))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the wheel scrolls what lies behind, it never turns to another tab

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, style = QPainter(self), look()
        painter.fillRect(0, self.height() - 1, self.width(), 1, style.colour("line"))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        for at in range(self.count()):
            rect, on = self.tabRect(at), at == self.currentIndex()
            words, count = self._widths(at)
            painter.setFont(style.font("strong" if on else "body"))
            painter.setPen(style.colour("field" if on else "ink"))
            left, top, tall = rect.left() + self._pad, rect.top(), rect.height()
            painter.drawText(QRect(left, top, words + 2, tall), flags, self.tabText(at))
            if count:
                painter.setFont(style.font("caption"))
                painter.setPen(style.colour("ink_soft"))
                painter.drawText(QRect(left + words + 7, top, count + 2, tall), flags, str(self.tabData(at)))
            if on:
                painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, style.colour("field"))
                if self.hasFocus():
                    painter.setPen(style.colour("field"))
                    painter.drawRoundedRect(rect.adjusted(1, 3, -2, -4), 4, 4)
