"""How far something is: a running job, and the stages of a matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import gettext as _

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from desktop.ui.style import look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.words import words


class ProgressCard(Card):
    """A long job: what it is doing, how far it is, and the button that stops it."""

    stopped = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        top, bottom = QHBoxLayout(), QHBoxLayout()
        self._title = words(title, "strong", wrap=True)
        self._count = words("", "body")
        top.addWidget(self._title, 1)
        top.addWidget(self._count)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(title)
        self._doing = words("", "caption", "soft", wrap=True)
        self.stop = Button(_("停"), key="Esc")
        self.stop.clicked.connect(self.stopped)
        bottom.addWidget(self._doing, 1)
        bottom.addWidget(self.stop)
        self.body.addLayout(top)
        self.body.addWidget(self._bar)
        self.body.addLayout(bottom)

    def show_step(self, done: int, total: int, doing: str) -> None:
        """Show how far it is; a total of 0 means nobody knows yet."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._count.setText(f"{done:,} / {total:,}" if total else "")
        self._doing.setText(doing)

    def show_title(self, title: str) -> None:
        """Say what is being done."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self._bar.setAccessibleName(title)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a matter; ``state`` is done, present or future."""

    words: str
    state: str
    caption: str = ""


class StageStrip(QWidget):
    """Where a matter stands: filled ticks behind, a ring here, numbers ahead."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._stages: tuple[Stage, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        look().changed.connect(self._on_look_changed)

    def show_stages(self, stages: Sequence[Stage]) -> None:
        """Show other stages."""
        self._stages = tuple(stages)
        present = next((n for n, s in enumerate(stages, 1) if s.state == "present"), len(stages))
        if stages:
            sentence = _("{name}：第 {n} 步，共 {total} 步：{stage}")
            self.setAccessibleName(
                sentence.format(name=self._name, n=present, total=len(stages), stage=stages[present - 1].words)
            )
        self.update()

    def _on_look_changed(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(look().px(90) * max(1, len(self._stages)), look().px(56))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style = look()
        painter.setPen(QPen(style.colour("line")))
        painter.setBrush(style.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        for at, stage in enumerate(self._stages):
            width = self.width() / len(self._stages)
            self._paint_stage(painter, QRect(round(at * width), 0, round(width), self.height()), at, stage)

    def _paint_stage(self, painter: QPainter, cell: QRect, at: int, stage: Stage) -> None:
        style = look()
        size, middle = style.px(22), cell.center().y()
        ring = QRectF(cell.left() + 14, middle - size / 2, size, size)
        done, present = stage.state == "done", stage.state == "present"
        if at:
            painter.fillRect(cell.left(), cell.top() + 12, 1, cell.height() - 24, style.colour("line"))
        painter.setPen(QPen(style.colour("field" if done or present else "edge"), 2 if present else 1))
        painter.setBrush(style.colour("field" if done else "surface"))
        painter.drawEllipse(ring.adjusted(1, 1, -1, -1))
        if done:
            tick = style.px(12)
            corner = ring.center().toPoint()
            painter.drawPixmap(corner.x() - tick // 2, corner.y() - tick // 2, style.pixmap("check", "on_field", 12))
        else:
            painter.setFont(style.font("caption-strong" if present else "caption"))
            painter.setPen(style.colour("field" if present else "ink_soft"))
            painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(at + 1))
        text = QRect(int(ring.right()) + 8, cell.top() + 6, cell.right() - int(ring.right()) - 8, cell.height() - 12)
        half = text.height() // 2
        painter.setFont(style.font("strong" if present else "body"))
        painter.setPen(style.colour("field" if present else "ink" if done else "ink_soft"))
        left = int(Qt.AlignmentFlag.AlignLeft)
        if not stage.caption:
            painter.drawText(text, left | int(Qt.AlignmentFlag.AlignVCenter), stage.words)
            return
        painter.drawText(text.adjusted(0, 0, 0, -half), left | int(Qt.AlignmentFlag.AlignVCenter), stage.words)
        painter.setFont(style.font("caption"))
        painter.setPen(style.colour("field" if present else "ink_soft"))
        painter.drawText(text.adjusted(0, half, 0, 0), left | int(Qt.AlignmentFlag.AlignVCenter), stage.caption)
