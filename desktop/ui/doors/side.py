"""The left side of the doors: the name, the motto, how far one is, where the data stays."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.frame.rail import Mark
from desktop.ui.style import Size, look
from desktop.ui.widgets.words import words


class _Steps(QWidget):
    """The steps of the first start, one under another."""

    def __init__(self, steps: Sequence[str]) -> None:
        super().__init__()
        self._steps, self._present = list(steps), 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_step(0)
        look().changed.connect(self._on_look_changed)

    def show_step(self, present: int) -> None:
        self._present = present
        sentence = _("第 {n} 步，共 {total} 步：{step}")
        self.setAccessibleName(sentence.format(n=present + 1, total=len(self._steps), step=self._steps[present]))
        self.update()

    def _on_look_changed(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(200, look().px(40) * len(self._steps))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, style = QPainter(self), look()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, step in enumerate(self._steps):
            middle, side = style.px(40) * at + style.px(20), style.px(24)
            ring = QRectF(1, middle - side / 2, side, side)
            here, done = at == self._present, at < self._present
            painter.setPen(QPen(style.colour("field" if here or done else "edge"), 2 if here else 1))
            painter.setBrush(style.colour("field") if done else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(ring.adjusted(1, 1, -1, -1))
            if done:
                tick, corner = style.px(13), ring.center().toPoint()
                picture = style.pixmap("check", "on_field", 13)
                painter.drawPixmap(corner.x() - tick // 2, corner.y() - tick // 2, picture)
            else:
                painter.setFont(style.font("caption-strong" if here else "caption"))
                painter.setPen(style.colour("field" if here else "ink_soft"))
                painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(at + 1))
            painter.setFont(style.font("strong" if here else "body"))
            painter.setPen(style.colour("field" if here else "ink_soft"))
            room = QRectF(side + 13, middle - style.px(20), self.width() - side - 13, style.px(40))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), step)


class Side(QWidget):
    """The calm left side."""

    def __init__(self, steps: Sequence[str] = ()) -> None:
        super().__init__()
        self.setProperty("ground", "well")
        self.setProperty("edge", "right")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 48, 32, 36)
        column.setSpacing(0)
        brand = QHBoxLayout()
        brand.setSpacing(14)
        brand.addWidget(Mark(48, "name"))
        brand.addWidget(words(_("百家"), "big"))
        brand.addStretch(1)
        column.addLayout(brand)
        column.addSpacing(28)
        self._motto = [words(line, "motto") for line in (_("串百家门"), _("知百家事"), _("解百家难"))]
        for line in self._motto:
            column.addWidget(line)
            column.addSpacing(5)
        column.addSpacing(24)
        self._steps = _Steps(steps) if steps else None
        if self._steps:
            column.addWidget(self._steps)
        column.addStretch(1)
        column.addWidget(words(_("数据只存在这台电脑上，不联网，不上传。"), "caption", "soft", wrap=True))
        column.addSpacing(3)
        column.addWidget(words(_("交给镇里靠 U 盘，全程加密。"), "caption", "soft", wrap=True))
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_step(self, at: int) -> None:
        """Mark how far the first start is."""
        if self._steps:
            self._steps.show_step(at)

    def _on_look_changed(self) -> None:
        for line in self._motto:
            line.setVisible(look().roomy or self._steps is None)  # very large steps need the room
        self.setFixedWidth({Size.NORMAL: 400, Size.LARGE: 400, Size.XLARGE: 420}[look().size])
