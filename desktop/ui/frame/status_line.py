"""The foot of the window: what is not handed over, when that last happened, the battery, the size of the words."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import gettext as _

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from desktop.ui.style import Size, look
from desktop.ui.widgets.words import Picture, rule, words


@dataclass(frozen=True, slots=True)
class Standing:
    """What the foot says; an empty text says nothing. ``battery`` in percent, None when plugged in or unknown."""

    unsent: int = 0
    handover: str = ""
    backup: str = ""
    battery: int | None = None
    matters: int = 0
    held: int = 0


class _Entry(QWidget):
    def __init__(self, icon: str, colour: str = "ink_soft") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Picture(icon, colour, 14))
        self._before = words("", "caption", "soft" if colour == "ink_soft" else colour)
        self._strong = words("", "caption-strong")
        self._after = words("", "caption", "soft")
        for label in (self._before, self._strong, self._after):
            row.addWidget(label)

    def say(self, before: str, strong: str = "", after: str = "") -> None:
        for label, text in ((self._before, before), (self._strong, strong), (self._after, after)):
            label.setText(text)
            label.setVisible(bool(text))
        self.setAccessibleName(f"{before} {strong} {after}".strip())


def _flat() -> QToolButton:
    button = QToolButton()
    button.setProperty("flat", True)
    button.setProperty("tone", "due")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


class SizeSwitch(QWidget):
    """标准, 大, 特大: takes effect at once."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(words(_("字号"), "caption", "soft"))
        row.addSpacing(6)
        self._group = QButtonGroup(self)
        for at, (size, name) in enumerate(zip(Size, (_("标准"), _("大"), _("特大")), strict=True)):
            button = QToolButton()
            button.setText(name)
            button.setCheckable(True)
            button.setProperty("flat", True)
            button.setAccessibleName(_("字号：{size}").format(size=name))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setChecked(size is look().size)
            self._group.addButton(button, at)
            row.addWidget(button)
        self._group.idClicked.connect(self._on_clicked)
        look().changed.connect(self._on_look_changed)

    def _on_clicked(self, at: int) -> None:
        self.chosen.emit(list(Size)[at])

    def _on_look_changed(self) -> None:
        self._group.button(list(Size).index(look().size)).setChecked(True)


class StatusLine(QWidget):
    """One line over the full width; what waits for a decision is one press away."""

    wanted = Signal(str)

    def __init__(self, *, township: bool) -> None:
        super().__init__()
        self._township = township
        self.setProperty("ground", "well")
        self.setProperty("edge", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 12, 0)
        row.setSpacing(14)
        self._unsent, self._handover = _Entry("upload"), _Entry("arrow-left-right")
        self._backup, self._battery = _Entry("hard-drive"), _Entry("battery-low", "late")
        self._rules = [rule(tall=True) for _n in range(3)]
        self.matters, self.held = _flat(), _flat()
        self.matters.clicked.connect(lambda _on=False: self.wanted.emit("desk"))
        self.held.clicked.connect(lambda _on=False: self.wanted.emit("quarantine"))
        for button in (self.matters, self.held):
            row.addWidget(button)
            button.hide()
        for entry, line in zip((self._unsent, self._handover, self._backup), self._rules, strict=True):
            row.addWidget(entry)
            line.setMaximumHeight(12)
            row.addWidget(line)
        row.addWidget(self._battery)
        row.addStretch(1)
        self.sizes = SizeSwitch()
        row.addWidget(self.sizes)
        self.show_standing(Standing())
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_standing(self, now: Standing) -> None:
        """Show what is true now."""
        if self._township:
            self._unsent.say(_("待回送"), f"{now.unsent:,}", _("条"))
        else:
            self._unsent.say(_("未交账"), f"{now.unsent:,}", _("条"))
        for button, words_, n in (
            (self.matters, _("待定 {n} 件"), now.matters),
            (self.held, _("隔离 {n} 份"), now.held),
        ):
            button.setText(words_.format(n=n))
            button.setAccessibleName(button.text())
            button.setVisible(n > 0)
        handover = _("上次收盘 {when}") if self._township else _("上次交接 {when}")
        self._handover.say(handover.format(when=now.handover))
        self._backup.say(_("上次备份 {when}").format(when=now.backup))
        low = now.battery is not None and now.battery < 30
        if low:
            self._battery.say(_("电量 {n}%，写的都已存着").format(n=now.battery))
        for entry, shown in (
            (self._handover, bool(now.handover)),
            (self._backup, bool(now.backup)),
            (self._battery, low),
        ):
            entry.setVisible(shown)
        ruled = [bool(now.handover or now.backup or low), bool(now.handover and (now.backup or low)), low]
        for line, visible in zip(self._rules, ruled, strict=True):
            line.setVisible(visible)

    def _on_look_changed(self) -> None:
        self.setFixedHeight({Size.NORMAL: 30, Size.LARGE: 36, Size.XLARGE: 40}[look().size])
