"""Who came and who was met: check marks, proposed from what the register knows."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui.parts.people import at_home, present, why_away
from desktop.ui.style import look
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.inputs.chips import Chip
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.queries.household_file import HouseholdFile, MemberRow


class People(Flow):
    """The members of the household; those who are away start without a tick, with the reason."""

    changed = Signal()

    def __init__(self, file: HouseholdFile, chosen: Sequence[str] | None) -> None:
        super().__init__()
        self.setAccessibleName(_("见到了谁"))
        self._chips: dict[str, tuple[Chip, MemberRow]] = {}
        for member in present(file):
            chip = Chip(member.name, "", tick=True)
            met = member.id in chosen if chosen is not None else at_home(member)
            chip.setChecked(met)
            chip.toggled.connect(self.changed)
            self._chips[member.id] = (chip, member)
            self.flow.addWidget(chip)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    @property
    def ids(self) -> tuple[str, ...]:
        """Who was met."""
        return tuple(key for key, (chip, _member) in self._chips.items() if chip.isChecked())

    def _on_look_changed(self) -> None:
        for chip, member in self._chips.values():
            away = why_away(member) if look().roomy and not at_home(member) else ""
            chip.say(member.name, " · ".join(part for part in (member.relation, away) if part))


class Visitors(Flow):
    """Who visits: me, and whoever came along."""

    changed = Signal()

    def __init__(self, me: str, kept: Sequence[str] | None) -> None:
        super().__init__()
        self.setAccessibleName(_("走访人"))
        self._me = me
        self._label = words(_("走访人"), "caption", "soft")
        self._label.setMinimumHeight(look().px(34))
        self.flow.addWidget(self._label)
        self._chips: list[Chip] = []
        self._add = Chip(_("同行"), dashed=True)
        self._add.setAccessibleName(_("加一位同行的人"))
        self._add.clicked.connect(self._ask_name)
        self._name = QLineEdit()
        self._name.setAccessibleName(_("同行的人姓名"))
        self._name.setPlaceholderText(_("姓名，Enter 加上"))
        self._name.editingFinished.connect(self._on_named)
        self._name.hide()
        self.flow.addWidget(self._add)
        self.flow.addWidget(self._name)
        for name in dict.fromkeys((me, *(kept or ()))):
            self._put(name, came=kept is None or name in kept)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    @property
    def names(self) -> list[str]:
        """Everybody ticked."""
        return [chip.text() for chip in self._chips if chip.isChecked()]

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, in reading order."""
        return [*self._chips, self._add, self._name]

    def _put(self, name: str, *, came: bool = True) -> None:
        chip = Chip(name, _("我") if name == self._me else "", tick=True)
        chip.setChecked(came)
        chip.toggled.connect(self.changed)
        self._chips.append(chip)
        last = [self.flow.takeAt(self.flow.count() - 1) for _n in range(2)]
        self.flow.addWidget(chip)
        for item in reversed(last):
            if item is not None:
                self.flow.addItem(item)
        chip.show()

    def _ask_name(self) -> None:
        self._name.show()
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.flow.invalidate()

    def _on_named(self) -> None:
        name = self._name.text().strip()
        self._name.clear()
        self._name.hide()
        if name and name not in [chip.text() for chip in self._chips]:
            self._put(name)
            self.changed.emit()
        self.flow.invalidate()

    def _on_look_changed(self) -> None:
        self._name.setFixedWidth(look().px(150))
        self._label.setMinimumHeight(look().px(34))
