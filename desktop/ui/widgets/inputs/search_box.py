"""A box that finds while one types, with its hits right under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from gettext import gettext as _
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.style import look
from desktop.ui.widgets.inputs.hint_box import HintBox
from desktop.ui.widgets.lists.lines import Line, LineList
from desktop.ui.widgets.words import words

_PAUSE = 60  # ms after the last key before asking: a fast typist asks once, nobody waits


class _Hits(QFrame):
    """The list under a box; it never takes the focus from what is being typed."""

    def __init__(self, name: str, present: Callable[[Any], Line], window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("card", "true")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 4, 1, 4)
        column.setSpacing(0)
        self.list = LineList(name, present, height=50)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.none = words("", "body", "soft", wrap=True)
        self.none.setContentsMargins(16, 8, 16, 8)
        column.addWidget(self.list)
        column.addWidget(self.none)
        self.hide()

    def fill(self, hits: Sequence[Any], text: str) -> None:
        self.list.show_rows(hits, lambda _hit: True)  # always the best one
        self.list.setVisible(bool(hits))
        self.none.setVisible(not hits)
        self.none.setText(_("没找到“{text}”。试试姓名、首字母，或证号、电话的后几位。").format(text=text))


class SearchBox(HintBox):
    """Type, choose with the arrow keys, Enter goes there, Esc goes back to where one was."""

    asked = Signal(str)
    picked = Signal(object)

    def __init__(self, name: str, hint: str, present: Callable[[Any], Line], *, key: str = "") -> None:
        super().__init__(name, hint, key=key)
        self._present = present
        self._hits: _Hits | None = None
        self._before: QWidget | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._on_paused)
        self._enter = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self._on_edited)

    @property
    def open(self) -> bool:
        """Whether hits are shown."""
        return self._hits is not None and self._hits.isVisible()

    def show_hits(self, text: str, hits: Sequence[Any]) -> None:
        """Show what was found for a text; an answer to an older text is not shown."""
        if text != self.text().strip() or not text:
            return
        popup = self._popup()
        popup.fill(hits, text)
        rows = min(len(hits), 8)
        height = look().px(50) * rows + 12 if hits else look().px(64)
        popup.setGeometry(self._corner().x(), self._corner().y(), max(self.width(), look().px(420)), height)
        popup.show()
        popup.raise_()
        if self._enter and hits:
            self._pick()

    def close_hits(self) -> None:
        """Take the list away."""
        self._enter = False
        if self._hits:
            self._hits.hide()

    def _popup(self) -> _Hits:
        if self._hits is None:
            self._hits = _Hits(self.accessibleName(), self._present, self.window())
            self._hits.list.clicked.connect(self._pick)
            self.window().installEventFilter(self)
        return self._hits

    def _corner(self) -> QPoint:
        return self.mapTo(self.window(), QPoint(0, self.height() + 4))

    def _on_edited(self, text: str) -> None:
        self._enter = False
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self.close_hits()

    def _on_paused(self) -> None:
        self.asked.emit(self.text().strip())

    def _pick(self) -> None:
        row = self._hits.list.row if self._hits else None
        if row is not None:
            self.close_hits()
            self.clear()
            self._before = None
            self.picked.emit(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.MouseButtonPress} and watched is self.window():
            self.close_hits()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.text().strip():
            if self.open and not self._pause.isActive():
                self._pick()
            else:
                self._enter = True  # the answer is on its way: take its first hit
        elif key == Qt.Key.Key_Escape:
            self.close_hits()
            self.clear()
            if self._before:
                self._before.setFocus()
        elif self._hits and self.open and key in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageDown}:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageDown: 7}[Qt.Key(key)]
            hits = self._hits.list
            last = hits.lines.rowCount() - 1
            hits.choose(max(0, min(last, hits.currentIndex().row() + step)))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.close_hits()

    def come(self) -> None:
        """Ctrl+K: be ready to type, and remember where the cadre was."""
        here = self.window().focusWidget()
        if here is not self:
            self._before = here
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def sizeHint(self) -> QSize:
        return QSize(look().px(300), look().px(52 if self.property("entry") else 34))
