"""A list that was hung, and an objection to one: two short forms beside the wall."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.actions.land import NewObjection, NewPublicity, post_publicity, record_objection
from db.rules.codes import PublicityRound
from desktop.ui.desk import Desk
from desktop.ui.keymap import SAVE
from desktop.ui.pages.notices.notice_jobs import OBJECTION, POST, POST_KEY, VERSION
from desktop.ui.parts.draft_keeper import DraftKeeper, Typed
from desktop.ui.parts.drafts import read_day, whose
from desktop.ui.parts.household_box import HouseholdBox
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.choice import Choice
from desktop.ui.widgets.inputs.date_box import DateBox
from desktop.ui.widgets.inputs.field import Field, Fields, Line, Prose
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.changes import Changes
    from db.queries.drafts import DraftRow
    from db.queries.places import VillageRow

_FIRST = "first_list"


class _Short(Fields):
    """A card with a few fields, its deeds at the foot; Esc goes back."""

    saved = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk, title: str, save: str, draft: str) -> None:
        super().__init__()
        self.desk = desk
        self.keeper = DraftKeeper(self, desk, draft, VERSION, self._read_draft)
        self.keeper.refused.connect(self._on_refused)
        self.save = Button(save, "main", key=SAVE, to=self.record)
        pane = ScrollPane()
        self.column = QVBoxLayout(pane.inner)
        self.column.setContentsMargins(16, 14, 16, 12)
        self.column.setSpacing(10)
        self.column.addWidget(words(title, "section"))
        card = Card(pad=0)
        card.body.setContentsMargins(0, 0, 0, 0)
        card.body.addWidget(pane, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 14)
        foot.addWidget(Button(_("不记了"), key="Esc", to=self.leave))
        foot.addStretch(1)
        foot.addWidget(self.save)
        card.body.addLayout(foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)

    def record(self) -> None:
        """Write it down."""

    def leave(self) -> None:
        """Esc: back to the wall; what was typed stays for the next time."""
        if not self.keeper.acting:
            self.keeper.keep_at_once()
            self.left.emit()

    def _read_draft(self) -> Typed | None:
        """What stands on it now."""

    def add(self, name: str, label: str, control: QWidget, helper: str = "") -> None:
        """One more field."""
        field = self.add_field(name, Field(label, control, helper))
        self.column.addWidget(field)
        if isinstance(control, DateBox):
            control.mistyped.connect(field.show_error)

    def _on_refused(self) -> None:
        self.save.setEnabled(True)

    def _on_saved(self, changes: Changes) -> None:
        self.keeper.begin()
        self.save.setEnabled(True)
        self.saved.emit(changes.ids[-1])


class PostForm(_Short):
    """A list was hung on the wall; its last day is reckoned, never typed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("记一次张贴"), _("记下"), POST)
        self.round, self.village = Choice(), Choice()
        for code, label in PublicityRound.choices():
            self.round.addItem(label, code)
        self.place = Line(_("贴在哪里"), _("例如 村部公示栏、三组路口"))
        self.day = DateBox(_("张贴日期"), desk.today(), desk.today)
        self.add("round", _("哪一榜"), self.round)
        self.add("village_id", _("哪个村"), self.village)
        self.add("place", _("贴在哪里"), self.place)
        last = _("期满的日子由程序来算：少一天都不能算数。")
        self.add("posted_on", _("张贴日期"), self.day, last)
        self.fields["village_id"].hide()
        self.column.addStretch(1)
        for box in (self.round, self.village):
            box.currentIndexChanged.connect(self.keeper.touch)
        self.place.textEdited.connect(self.keeper.touch)
        self.day.changed.connect(self.keeper.touch)

    def begin(self, villages: list[VillageRow], kept: DraftRow | None) -> None:
        """An empty form, or the one that was being filled in."""
        data = kept.data if kept else {}
        self.keeper.begin(kept.key if kept else POST_KEY)
        self.clear_errors()
        self.village.clear()
        for village in villages:
            self.village.addItem(village.name, village.id)
        self.village.setCurrentIndex(max(0, self.village.findData(data.get("village_id"))))
        self.fields["village_id"].setVisible(len(villages) > 1)
        self.round.setCurrentIndex(max(0, self.round.findData(data.get("round") or _FIRST)))
        self.place.setText(str(data.get("place") or ""))
        self.day.show_day(read_day(data.get("posted_on")) or self.desk.today())
        self.round.setFocus(Qt.FocusReason.OtherFocusReason)

    def record(self) -> None:
        if self.keeper.acting:
            return
        self.clear_errors()
        self.save.setEnabled(False)
        new = NewPublicity(
            round=str(self.round.currentData()),
            village_id=str(self.village.currentData() or "") or None,
            place=self.place.text().strip(),
            posted_on=self.day.day,
        )
        self.keeper.act(self._on_saved, post_publicity, new, form=self)

    def _read_draft(self) -> Typed | None:
        day = self.day.day
        data = {
            "round": self.round.currentData(),
            "village_id": self.village.currentData(),
            "place": self.place.text(),
            "posted_on": day.isoformat() if day else "",
        }
        return Typed(POST_KEY, data if self.place.text().strip() else None)


class ObjectionForm(_Short):
    """Somebody objects to a list: who, what, when."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("记一条异议"), _("记下"), OBJECTION)
        self._notice = ""
        self.household = HouseholdBox(desk, _("哪一户"))
        self.text = Prose(_("异议内容"), _("他说哪里不对，用他的话写。"))
        self.day = DateBox(_("收到日期"), desk.today(), desk.today)
        self.add("household_id", _("哪一户"), self.household, _("不是本村的户可以空着，在内容里写他是谁。"))
        self.add("text", _("异议内容"), self.text)
        self.add("received_on", _("收到日期"), self.day)
        self.column.addStretch(1)
        for signal in (self.household.changed, self.text.textChanged, self.day.changed):
            signal.connect(self.keeper.touch)

    def begin(self, notice_id: str, kept: DraftRow | None) -> None:
        """A form for one list: empty, or the one that was being filled in."""
        data = kept.data if kept else {}
        self._notice = notice_id
        self.keeper.begin(kept.key if kept else notice_id)
        self.clear_errors()
        household = kept.household_id or "" if kept else ""
        self.household.show_household(household, "")
        if household:
            self.desk.ask(partial(self._on_whose, household), whose, household)
        self.text.setPlainText(str(data.get("text") or data.get("raw") or ""))
        self.day.show_day(read_day(data.get("received_on")) or self.desk.today())
        self.household.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_whose(self, household_id: str, about: tuple[str, str] | None) -> None:
        if self.household.household_id == household_id:
            self.household.show_household(household_id if about else "", " ".join(about or ()).strip())

    def record(self) -> None:
        if self.keeper.acting:
            return
        self.clear_errors()
        self.save.setEnabled(False)
        new = NewObjection(
            publicity_id=self._notice,
            household_id=self.household.household_id or None,
            text=self.text.toPlainText().strip(),
            received_on=self.day.day,
        )
        self.keeper.act(self._on_saved, record_objection, new, form=self)

    def _read_draft(self) -> Typed | None:
        day = self.day.day
        data = {
            "publicity_id": self._notice,
            "household_id": self.household.household_id,
            "text": self.text.toPlainText(),
            "received_on": day.isoformat() if day else "",
        }
        return Typed(self._notice, data if self.text.toPlainText().strip() else None) if self._notice else None
