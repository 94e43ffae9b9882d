"""有几种记法: a badge at every field two computers wrote differently; the other text is one press away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.style import look
from desktop.ui.widgets.badge import Badge, badge_size, paint_badge
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.queries.household_file import ConflictNote


class ClashBadge(QAbstractButton):
    """Says how many ways a field is written; a press shows them."""

    def __init__(self, notes: Sequence[ConflictNote], to_desk: SignalInstance) -> None:
        super().__init__()
        self._notes, self._to_desk = tuple(notes), to_desk
        n, labels = max(len(note.values) for note in notes), "、".join(note.label for note in notes)
        told = _("{n} 种记法").format(n=n) if len(notes) == 1 else _("{m} 处写得不一样").format(m=len(notes))
        self._badge = Badge(told, "due", "triangle-alert")
        self.setText(told)
        self.setAccessibleName(_("{label}有 {n} 种记法，按一下看").format(label=labels, n=n))
        self.setToolTip(_("{label}：还没有核定，按一下看两边写的").format(label=labels))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._show)
        look().changed.connect(self._on_look_changed)

    def _on_look_changed(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return badge_size(self._badge) + QSize(4, 6)  # room for the frame of the focus

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_badge(painter, self._badge, 2, self.height() // 2)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look().colour("due"), 2))
            half = self.height() / 2 - 1
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), half, half)

    def _show(self) -> None:
        sheet = ClashSheet(self._notes, self.window())
        sheet.decided.connect(partial(self._to_desk.emit, self._notes[0].record_id))
        sheet.show_at(self)


class ClashSheet(QFrame):
    """Both texts with who wrote them where and when, and the way to the desk; Esc closes it."""

    decided = Signal()

    def __init__(self, notes: Iterable[ConflictNote], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.setAccessibleName(_("两边写的"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        for note in notes:
            told = _("{label}有 {n} 种记法，还没有核定：")
            column.addWidget(words(told.format(label=note.label, n=len(note.values)), "strong", wrap=True))
            for value in note.values:
                column.addWidget(words(value.value or _("（空）"), "body", wrap=True))
                by = " · ".join(filter(None, (value.by_name, value.device, value.at)))
                column.addWidget(words(by, "caption", "soft", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        self.go = Button(_("到合并台定"), "main", to=self._go)
        self.leave = Button(_("知道了"), key="Esc", to=self.close)
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.go)
        column.addLayout(row)

    def show_at(self, badge: QWidget) -> None:
        """Show it under a badge, inside the window."""
        window = badge.window()
        width = min(look().px(360), window.width() - 40)
        self.setFixedWidth(width)
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        corner = badge.mapTo(window, QPoint(0, badge.height() + 4))
        x = max(8, min(corner.x(), window.width() - width - 12))
        y = max(8, min(corner.y(), window.height() - height - 12))
        self.setGeometry(x, y, width, height)
        self.show()
        self.raise_()
        self.go.setFocus()

    def _go(self) -> None:
        self.decided.emit()
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


class Clashes(QFrame):
    """The open conflicts of a household's file, by record and field; hidden, for it only keeps them."""

    to_desk = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()
        self._notes: tuple[ConflictNote, ...] = ()

    def show_notes(self, notes: tuple[ConflictNote, ...]) -> None:
        """The notes of another household."""
        self._notes = notes

    def of(self, record_id: str, *fields: str) -> list[ConflictNote]:
        """The notes of a record; of some of its fields where they are named, as stored or as the page calls them."""
        wanted = set(fields)
        return [
            note
            for note in self._notes
            if note.record_id == record_id and (not wanted or note.field in wanted or note.label in wanted)
        ]

    def all(self) -> tuple[ConflictNote, ...]:
        """Every one."""
        return self._notes

    def badge(self, record_id: str, *fields: str) -> ClashBadge | None:
        """The badge of a field; None where all agree."""
        return self.badge_of(self.of(record_id, *fields))

    def badge_of(self, notes: Sequence[ConflictNote]) -> ClashBadge | None:
        """One badge for several fields."""
        return ClashBadge(notes, self.to_desk) if notes else None

    def beside(self, widget: QWidget, record_id: str, *fields: str) -> QWidget:
        """A widget with the badge behind it; the widget alone where all agree."""
        badge = self.badge(record_id, *fields)
        if badge is None:
            return widget
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(widget, 1)
        row.addWidget(badge)
        return both
