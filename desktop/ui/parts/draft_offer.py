"""An unfinished form of somebody else: whose it is, its first words, to go on with it or to throw it away."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import gettext as _

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.words import words

_SHOWN = 16  # letters of the words: one line beside a list


@dataclass(frozen=True, slots=True)
class Offer:
    """A draft of the same form that is not the one shown."""

    key: str
    household_id: str
    name: str
    words: str


class DraftOffer(QWidget):
    """The newest of them in one line; it is offered, never poured into the form that is open."""

    wanted = Signal(object)
    dropped = Signal(object)

    def __init__(self, *, only_drop: bool = False) -> None:
        super().__init__()
        self._offers: list[Offer] = []
        self.sentence = words("", "caption", "soft", wrap=True)
        self.go_on = Button(_("接着写"), "quiet", icon="pencil-line", to=self._want)
        self.drop = Button(_("不要了"), "quiet", to=self._drop)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.go_on)
        row.addWidget(self.drop)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.sentence)
        column.addLayout(row)
        self.go_on.setHidden(only_drop)
        self.hide()

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What is offered, the newest first."""
        return tuple(self._offers)

    def show_offers(self, offers: list[Offer]) -> None:
        """Offer the newest; nothing where there is none."""
        self._offers = list(offers)
        self.setVisible(bool(offers))
        if not offers:
            return
        first = offers[0]
        said = first.words if len(first.words) <= _SHOWN else first.words[:_SHOWN] + "……"
        self.sentence.setToolTip(first.words)
        told = _("没写完的：{name} “{words}”").format(name=first.name, words=" ".join(said.split()))
        more = _("，另有 {n} 份").format(n=len(offers) - 1) if len(offers) > 1 else ""
        self.sentence.setText(told + more)
        for button in (self.go_on, self.drop):
            button.setAccessibleDescription(told)

    def _want(self) -> None:
        self.wanted.emit(self._offers[0])

    def _drop(self) -> None:
        first, rest = self._offers[0], self._offers[1:]
        self.show_offers(rest)
        self.dropped.emit(first)
