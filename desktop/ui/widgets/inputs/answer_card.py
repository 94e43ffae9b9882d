"""One answer among a few: a ring, its words, its number key, and what follows from it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from desktop.ui.style import look
from desktop.ui.widgets.buttons import pressed_at_once
from desktop.ui.widgets.lists.painting import width_of, write

_PAD, _GAP = 12, 10
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)


class AnswerCard(QAbstractButton):
    """A card as high as its consequence needs; arrow keys and its number choose it."""

    def __init__(self, answer: str, consequence: str, key: str = "") -> None:
        super().__init__()
        self._consequence, self._key = consequence, key
        self.setText(answer)
        self.setCheckable(True)
        self.setAccessibleName(f"{answer}。{consequence}")
        self.setToolTip(f"{answer}  {key}".strip())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if key:
            self.setShortcut(key)
        look().changed.connect(self._on_look_changed)

    @property
    def consequence(self) -> str:
        """What follows from it."""
        return self._consequence

    def _on_look_changed(self) -> None:
        self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        return pressed_at_once(self, event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in _ARROWS:
            event.ignore()  # the cards together know which is next
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(40, width - 2 * _PAD), 10_000)
        said = QFontMetrics(look().font("caption")).boundingRect(room, _WRAP, self._consequence).height()
        return max(look().px(84), look().px(42) + said + 10)

    def sizeHint(self) -> QSize:
        style = look()
        key = style.px(20) + 6 if self._key else 0
        width = 2 * _PAD + style.px(18) + 8 + width_of(self.text(), "strong") + 4 + key
        return QSize(width, style.px(84))  # how high follows from how wide

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, style, on = QPainter(self), look(), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2 if on or self.hasFocus() else 1
        painter.setPen(QPen(style.colour("field" if on or self.hasFocus() else "edge"), width))
        painter.setBrush(style.colour("field_tint" if on else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), 6, 6)
        self._paint_ring(painter)
        left, line = _PAD + style.px(18) + 8, style.px(42)
        right = self.width() - _PAD
        if self._key:
            right = self._paint_key(painter, right, line) - 6
        write(painter, QRect(left, 0, right - left, line), self.text(), "strong")
        painter.setFont(style.font("caption"))
        painter.setPen(style.colour("ink_soft"))
        painter.drawText(QRect(_PAD, line - 2, self.width() - 2 * _PAD, self.height() - line), _WRAP, self._consequence)

    def _paint_ring(self, painter: QPainter) -> None:
        style, on = look(), self.isChecked()
        side, wide = style.px(18), style.px(5) if on else 1
        ring = QRectF(_PAD, (style.px(42) - side) / 2, side, side)
        painter.setPen(QPen(style.colour("field" if on else "edge"), wide))
        painter.setBrush(style.colour("surface"))
        painter.drawEllipse(ring.adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2))

    def _paint_key(self, painter: QPainter, right: int, line: int) -> int:
        style, side = look(), look().px(20)
        box = QRect(right - side, (line - side) // 2, side, side)
        painter.setPen(QPen(style.colour("line"), 1))
        painter.setBrush(style.colour("ground"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(style.font("caption"))
        painter.setPen(style.colour("ink_soft"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)
        return box.left()


class AnswerCards(QWidget):
    """Answers side by side, at most so many in a row; at 特大 two."""

    chosen = Signal(int)

    def __init__(self, name: str, most: int = 5) -> None:
        super().__init__()
        self._most, self._now = most, 0
        self.setAccessibleName(name)
        self.cards: list[AnswerCard] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        look().changed.connect(self._arrange)

    @property
    def at(self) -> int:
        """Which is chosen; -1 while none is."""
        return next((at for at, card in enumerate(self.cards) if card.isChecked()), -1)

    def show_answers(self, answers: list[tuple[str, str]]) -> None:
        """Show other answers (words, consequence); none is chosen."""
        for card in self.cards:
            card.hide()
            card.setShortcut("")
            card.deleteLater()
        self.cards = []
        for at, (answer, consequence) in enumerate(answers, 1):
            card = AnswerCard(answer, consequence, str(at) if at < 10 else "")
            card.setParent(self)
            card.clicked.connect(self._on_clicked)
            self.cards.append(card)
        self._arrange()

    def choose(self, at: int) -> None:
        """Choose without a press."""
        for place, card in enumerate(self.cards):
            card.setChecked(place == at)

    def _on_clicked(self) -> None:
        pressed = self.sender()
        for at, card in enumerate(self.cards):
            card.setChecked(card is pressed)
            if card is pressed:
                self.chosen.emit(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()))
        here = next((at for at, card in enumerate(self.cards) if card.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        following = self.cards[(here + step) % len(self.cards)]
        following.setFocus(Qt.FocusReason.OtherFocusReason)
        following.click()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._across() != self._now:
            self._arrange()

    def _across(self) -> int:
        """How many stand in a row: as many as there are, if their words have room."""
        count = len(self.cards)
        wanted = min(self._most if look().roomy else 2, max(1, count))
        if 1 < wanted < count:
            wanted = min(wanted, 4)
        width = sum(sorted((card.sizeHint().width() + _GAP for card in self.cards), reverse=True)[:wanted]) - _GAP
        return 2 if wanted > 2 and self.width() < width else wanted

    def _arrange(self) -> None:
        self._now = across = self._across()
        for card in self.cards:
            self._grid.removeWidget(card)
        for at in range(8):
            self._grid.setColumnStretch(at, int(at < across))
        for at, card in enumerate(self.cards):
            self._grid.addWidget(card, at // across, at % across)
            card.show()
