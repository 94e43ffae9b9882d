"""How far a request is: four steps under one another, the missing one in red."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.style import look
from desktop.ui.widgets.words import set_tone, words


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step; ``state`` is done, missing (it should have been) or future."""

    words: str
    state: str
    when: str = ""


class _Mark(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.state = "future"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._on_look_changed)

    def _on_look_changed(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(look().px(19), look().px(19))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, style = QPainter(self), look()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = {"done": "field", "missing": "late"}.get(self.state, "edge")
        painter.setPen(QPen(style.colour(colour), 1))
        painter.setBrush(style.colour(colour if self.state != "future" else "surface"))
        ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawEllipse(ring)
        if self.state == "done":
            size = style.px(11)
            corner = ring.center().toPoint() - QPoint(size // 2, size // 2)
            painter.drawPixmap(corner, style.pixmap("check", "on_field", 11))
        elif self.state == "missing":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(style.colour("surface"))
            painter.drawEllipse(ring.center(), style.px(4), style.px(4))


class Steps(QWidget):
    """Registered, accepted, answered, evaluated: when and by whom."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self._rows = [self._row(column) for _n in range(4)]

    def _row(self, column: QVBoxLayout) -> tuple[_Mark, QLabel, QLabel, QWidget]:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        mark, name, when = _Mark(), words(""), words("", "caption", "soft")
        when.setAlignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(mark)
        row.addWidget(name)
        row.addWidget(when, 1)
        column.addWidget(holder)
        return mark, name, when, holder

    def show_steps(self, steps: Sequence[ShownStep]) -> None:
        """Show how far it is."""
        for (mark, name, when, holder), step in zip(self._rows, steps, strict=True):
            mark.state = step.state
            mark.update()
            name.setText(step.words)
            name.setProperty("role", "strong" if step.state == "missing" else "body")
            set_tone(name, "soft" if step.state == "future" else "")
            when.setText(step.when)
            set_tone(when, "late" if step.state == "missing" else "soft")
            holder.setAccessibleName(f"{step.words} {step.when}".strip())
