"""Paper on screen: pages under one another, drawn by someone else as they come into sight."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from gettext import gettext as _

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea

from desktop.ui.style import look

_MARGIN = 24


class PaperView(QAbstractScrollArea):
    """Shows pages; ``wanted(page, width)`` asks for the picture of a page, ``put`` brings it.

    When a paper is made anew, the old pages stay in sight until the new ones are there.
    """

    wanted = Signal(int, int)
    page_changed = Signal(int, int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._sizes: list[tuple[float, float]] = []
        self._pictures: dict[int, QImage] = {}
        self._asked: dict[int, int] = {}
        self._tops: list[int] = []
        self._whole = False
        self._page = 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def page(self) -> int:
        """The page in sight, from 0."""
        return self._page

    def show_paper(self, sizes: Sequence[tuple[float, float]]) -> None:
        """A new paper of pages so large (in points)."""
        self._sizes = list(sizes)
        self._asked.clear()
        for page in [p for p in self._pictures if p >= len(self._sizes)]:
            del self._pictures[page]
        self.setAccessibleDescription(_("共 {n} 页").format(n=len(sizes)))
        self._measure()
        self.viewport().update()
        self.page_changed.emit(self._page, len(self._sizes))

    def put(self, page: int, picture: QImage) -> None:
        """The picture of a page has come."""
        if page < len(self._sizes):
            self._pictures[page] = picture
            self.viewport().update()

    def clear(self) -> None:
        """Show nothing."""
        self._pictures.clear()
        self.show_paper([])

    def fit_page(self, whole: bool) -> None:
        """Fit the whole page, or its width."""
        self._whole = whole
        self._asked.clear()
        self._measure()
        self.viewport().update()

    def go_to(self, page: int) -> None:
        """Bring a page into sight."""
        page = max(0, min(page, len(self._sizes) - 1))
        if self._sizes:
            self.verticalScrollBar().setValue(self._place(page).top() - _MARGIN // 2)

    def _scale(self) -> float:
        if not self._sizes:
            return 1.0
        width = max(size[0] for size in self._sizes)
        scale = (self.viewport().width() - 2 * _MARGIN) / width
        if self._whole:
            height = max(size[1] for size in self._sizes)
            scale = min(scale, (self.viewport().height() - 2 * _MARGIN) / height)
        return max(0.1, scale)

    def _place(self, page: int) -> QRect:
        scale = self._scale()
        width, height = (round(side * scale) for side in self._sizes[page])
        return QRect((self.viewport().width() - width) // 2, self._tops[page], width, height)

    def _measure(self) -> None:
        bar, scale, top = self.verticalScrollBar(), self._scale(), _MARGIN // 2
        self._tops = []
        for _width, height in self._sizes:
            self._tops.append(top)
            top += round(height * scale) + _MARGIN // 2
        total = self._place(len(self._sizes) - 1).bottom() + _MARGIN if self._sizes else 0
        bar.setRange(0, max(0, total - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(40)
        self._on_scrolled()

    def _on_scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        page = max(0, bisect_right(self._tops, middle) - 1)
        if page != self._page:
            self._page = page
            self.page_changed.emit(page, len(self._sizes))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if event.key() in steps:
            self.go_to(self._page + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, style = QPainter(self.viewport()), look()
        painter.fillRect(self.viewport().rect(), style.colour("well"))
        scroll = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, scroll) - 1)
        for page in range(first, len(self._sizes)):
            place = self._place(page).translated(0, -scroll)
            if place.top() > self.viewport().height():
                break
            picture = self._pictures.get(page)
            if picture is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(QRectF(place), picture)
            else:
                painter.fillRect(place, Qt.GlobalColor.white)
            painter.setPen(QPen(style.colour("line"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place.adjusted(0, 0, -1, -1))
            width = round(place.width() * self.devicePixelRatioF())
            if self._asked.get(page) != width:
                self._asked[page] = width
                self.wanted.emit(page, width)
