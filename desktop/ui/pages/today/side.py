"""Beside the list: what was left half-written, the contact points of the quarter, who was never visited."""

from __future__ import annotations

from datetime import date, datetime
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from db.identity import CHINA
from desktop.ui.keymap import RESUME
from desktop.ui.parts.drafts import form_words
from desktop.ui.style import Size, look
from desktop.ui.widgets.badge import Badge, BadgeLabel
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.dates import spoken_date, spoken_moment
from desktop.ui.widgets.words import Picture, rule, words

if TYPE_CHECKING:
    from db.queries.today import ContactProgress
    from desktop.ui.parts.drafts import Resting


class Resume(Card):
    """接着写: the newest draft with its first words."""

    resumed = Signal()

    def __init__(self) -> None:
        super().__init__(_("接着写"))
        self.head.insertWidget(0, Picture("pencil-line", "field"))
        self._when = words("", "caption", "soft")
        self.at_right(self._when)
        self._who = words("", "body", wrap=True)
        self._said = words("", "body", "soft", wrap=True)
        self.body.addWidget(self._who)
        self.body.addWidget(self._said)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.button = Button(_("接着写"), key=RESUME, to=self.resumed.emit)
        self.button.setShortcut("")  # the frame listens to this key everywhere
        row.addWidget(self.button)
        self._more = words("", "caption", "soft")
        row.addWidget(self._more)
        row.addStretch(1)
        self.body.addLayout(row)

    def show_resting(self, resting: Resting | None, today: date) -> None:
        """Show a draft, or nothing where there is none."""
        self.setVisible(resting is not None)
        if resting is None:
            return
        at = datetime.fromisoformat(resting.saved_at.replace("Z", "+00:00")).astimezone(CHINA)
        self._when.setText(_("{when} 停下").format(when=spoken_moment(at, today)))
        self._who.setText(" · ".join(part for part in (resting.name, resting.place, form_words(resting.form)) if part))
        said = resting.words if len(resting.words) <= 44 else resting.words[:43] + "……"
        self._said.setText(_("“{said}”").format(said=said))
        self._said.setVisible(bool(said))
        self._more.setText(_("还有 {n} 份草稿").format(n=resting.more) if resting.more > 0 else "")


class _Dots(QWidget):
    """The days of the quarter: filled ones were spent there."""

    def __init__(self, done: int, wanted: int) -> None:
        super().__init__()
        self._done, self._wanted = done, wanted
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("{done}/{wanted} 天").format(done=done, wanted=wanted))

    def sizeHint(self) -> QSize:
        return QSize(look().px(15) * self._wanted, look().px(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, style = QPainter(self), look()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at in range(self._wanted):
            on = at < self._done
            painter.setPen(QPen(style.colour("field" if on else "edge"), 1))
            painter.setBrush(style.colour("field") if on else Qt.BrushStyle.NoBrush)
            side = style.px(10)
            painter.drawEllipse(QRectF(at * style.px(15) + 1, (self.height() - side) / 2, side, side))


class ContactPoints(Card):
    """联系点: trips and days of the quarter, and at the foot whom nobody visited."""

    names_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("联系点"))
        self._rule = words(_("至少1次、3天"), "caption", "soft")
        self.at_right(self._rule)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()
        self._points = QVBoxLayout()
        self._points.setSpacing(8)
        self.body.addLayout(self._points)
        self.body.addStretch(1)
        self.body.addWidget(rule())
        row = QHBoxLayout()
        self._never = words("")
        row.addWidget(self._never)
        row.addStretch(1)
        self._names = Button(_("看名单"), "quiet", to=self.names_wanted.emit).end_with("chevron-right")
        row.addWidget(self._names)
        self.body.addLayout(row)

    def _on_look_changed(self) -> None:
        self._rule.setVisible(look().size is Size.NORMAL)

    def show_points(self, points: tuple[ContactProgress, ...], never: int, today: date) -> None:
        """Show the points of this cadre; ``never`` is -1 where there is nobody to visit yet."""
        quarter = "一二三四"[(today.month - 1) // 3]
        self.title.setText(_("联系点 · 第{quarter}季度").format(quarter=quarter))
        while item := self._points.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for point in points:
            self._points.addWidget(_point(point, today))
        if not points:
            sentence = _("还没有分给您的联系点。镇里分好后，这里会数到点几次、住点几天。")
            self._points.addWidget(words(sentence, "body", "soft", wrap=True))
        ended = _("户户都走访过了") if never == 0 else _("名单还是空的")
        self._never.setText(_("从未走访  {n} 户").format(n=never) if never > 0 else ended)
        self._names.setVisible(never > 0)


def _point(point: ContactProgress, today: date) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(rule())
    top, bottom = QHBoxLayout(), QHBoxLayout()
    top.addWidget(words(point.name, "strong"))
    top.addStretch(1)
    missing = point.days_wanted - len(point.days)
    done = missing <= 0 and point.trips >= point.trips_wanted
    left = _("还差 {n} 天").format(n=missing) if missing > 0 else _("还没到点")
    top.addWidget(BadgeLabel(Badge(_("已达标"), "good", "circle-check") if done else Badge(left, "due", "clock")))
    bottom.setSpacing(8)
    bottom.addWidget(words(_("到点 {n} 次").format(n=point.trips), "caption", "soft"))
    bottom.addWidget(words(_("住点"), "caption", "soft"))
    bottom.addWidget(_Dots(len(point.days), point.days_wanted))
    bottom.addWidget(words(_("{n}/{m} 天").format(n=len(point.days), m=point.days_wanted), "caption", "soft"))
    bottom.addStretch(1)
    if point.days:
        bottom.addWidget(words(spoken_date(point.days[-1], today), "caption", "soft"))
    column.addLayout(top)
    column.addLayout(bottom)
    return box
