"""A new request, written down beside the ledger."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from db.actions.drafts import drop_draft
from db.actions.requests import NewRequest, record_request
from db.rules.codes import labels, spoken_labels
from db.rules.requests import reply_due_on
from desktop.ui.desk import Desk
from desktop.ui.keymap import SAVE
from desktop.ui.pages.requests import request_jobs
from desktop.ui.pages.requests.reply import Room
from desktop.ui.parts.draft_keeper import DraftKeeper, Typed
from desktop.ui.parts.draft_offer import DraftOffer, Offer
from desktop.ui.parts.drafts import read_day
from desktop.ui.parts.household_box import HouseholdBox
from desktop.ui.style import look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.choice import Choice
from desktop.ui.widgets.inputs.date_box import DateBox
from desktop.ui.widgets.inputs.field import Field, Fields, Line
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.changes import Changes
    from desktop.ui.pages.requests.request_jobs import Begun


class RegisterForm(Fields):
    """Who, what, by when; everything else is proposed."""

    saved = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._in_use = self._own_limit = False
        self._days: int | None = None  # until the reply is due; asked of the store when the form begins
        self.keeper = DraftKeeper(self, desk, request_jobs.NEW, request_jobs.VERSION, self._read_draft)
        self._make_controls()
        self._arrange()
        for signal in (self.household.changed, self.requester.textEdited, self.content.textChanged,
                       self.topic.currentIndexChanged, self.kind.currentIndexChanged, self.handler.textEdited,
                       self.channel.currentIndexChanged, self.received.changed, self.due.changed):  # fmt: skip
            signal.connect(self.keeper.touch)
        self.household.changed.connect(self._on_household_changed)
        self.received.changed.connect(self._propose_limit)
        self.due.changed.connect(self._on_limit_typed)
        self.keeper.refused.connect(self._on_refused)
        self.offer.wanted.connect(self._on_offer_wanted)
        self.offer.dropped.connect(self._on_offer_dropped)
        for name in ("received_on", "due_on"):
            box = self.fields[name].control
            assert isinstance(box, DateBox)
            box.mistyped.connect(self.fields[name].show_error)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _make_controls(self) -> None:
        today = self.desk.today()
        self.household = HouseholdBox(self.desk, _("哪一户"))
        self.requester = Line(_("诉求人"), _("户主本人就空着"))
        self.content = Room(_("诉求内容"), _("他要办什么，用他的话写。"), 70)
        self.topic, self.kind, self.channel = Choice(), Choice(), Choice()
        self.topic.addItem(_("选一个主题"), "")
        for code, label in labels("request_topic").items():
            self.topic.addItem(label.replace("·", " · "), code)
        for box, codes in ((self.kind, "request_kind"), (self.channel, "request_channel")):
            for code, label in spoken_labels(codes).items():
                box.addItem(label, code)
        self.handler = Line(_("谁来办"), text=self.desk.store.me.name)
        self.received = DateBox(_("收到日期"), today, self.desk.today)
        self.due = DateBox(_("答复期限"), None, self.desk.today)
        self.offer = DraftOffer()
        self.save = Button(_("登记"), "main", key=SAVE, to=self.record)
        self.back = Button(_("不登了"), key="Esc", to=self.leave)

    def _arrange(self) -> None:
        inside = QWidget()
        inside.setProperty("clear", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(9)
        column.addWidget(words(_("登记诉求"), "section"))
        column.addWidget(self.offer)
        column.addWidget(self.add_field("household_id", Field(_("哪一户"), self.household)))
        column.addWidget(self.add_field("requester_name", Field(_("诉求人"), self.requester)))
        column.addWidget(self.add_field("content", Field(_("诉求内容"), self.content)), 1)
        self._pairs: list[QBoxLayout] = []
        for pair in (
            (("topic", _("主题"), self.topic), ("request_kind", _("类别"), self.kind)),
            (("received_on", _("收到日期"), self.received), ("due_on", _("答复期限"), self.due)),
            (("channel", _("从哪来"), self.channel), ("handler_name", _("谁来办"), self.handler)),
        ):
            row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            row.setSpacing(10)
            for name, label, control in pair:
                row.addWidget(self.add_field(name, Field(label, control)), 1)
            column.addLayout(row)
            self._pairs.append(row)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        card = Card(pad=0)
        card.body.setContentsMargins(0, 0, 0, 0)
        card.body.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 14)
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.save)
        card.body.addLayout(foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)

    def begin(self, begun: Begun) -> None:
        """An empty form for a household, or the one that was being written for it; others are only offered."""
        kept = begun.draft.data if begun.draft else {}
        self._in_use = False
        self.keeper.begin(begun.draft.key if begun.draft else "")
        self.clear_errors()
        self.save.setEnabled(True)
        self._days = begun.reply_days
        self.household.show_household(begun.household_id, begun.words)
        self.requester.setText(str(kept.get("requester_name") or ""))
        self.content.setPlainText(str(kept.get("content") or kept.get("raw") or ""))
        _pick(self.topic, kept.get("topic"), "")
        _pick(self.kind, kept.get("request_kind"), "need")
        _pick(self.channel, kept.get("channel"), "reception")
        self.handler.setText(str(kept["handler_name"]) if "handler_name" in kept else self.desk.store.me.name)
        self.received.show_day(read_day(kept.get("received_on")) or self.desk.today())
        limit = read_day(kept.get("due_on"))
        self._own_limit = limit is not None
        self.due.show_day(limit)
        self._propose_limit()
        self.offer.show_offers(begun.others)
        self._in_use = True
        (self.content if begun.household_id else self.household).setFocus(Qt.FocusReason.OtherFocusReason)

    def record(self) -> None:
        """Write it down."""
        if self.keeper.acting:
            return
        self.clear_errors()
        if not self.household.household_id and not self.requester.text().strip():
            self.show_error("household_id", _("选一户；不是本村的人，就在下面写他的名字。"))
            return
        if not self.content.toPlainText().strip():
            self.show_error("content", _("写一句他要办什么。"))
            return
        self.save.setEnabled(False)
        self.keeper.act(self._on_saved, record_request, self._new(), form=self)

    def _new(self) -> NewRequest:
        return NewRequest(
            household_id=self.household.household_id or None,
            requester_name=self.requester.text().strip() or None,
            content=self.content.toPlainText().strip(),
            topic=str(self.topic.currentData()) or None,
            request_kind=str(self.kind.currentData()),
            channel=str(self.channel.currentData()),
            received_on=self.received.day,
            due_on=self.due.day if self._own_limit else None,
            handler_name=self.handler.text().strip() or None,
        )

    def leave(self) -> None:
        """Esc: back to the ledger; what was typed stays for the next time."""
        if self.keeper.acting:
            return
        self._in_use = False
        self.keeper.keep_at_once(always=True)
        self.left.emit()

    # --- the draft --------------------------------------------------------------------------------------------------

    @property
    def empty(self) -> bool:
        """Whether nothing was written that would be missed."""
        return not self.content.toPlainText().strip() and not self.requester.text().strip()

    def _read_draft(self) -> Typed | None:
        if self._days is None:
            return None
        household = self.household.household_id
        if self.empty:
            return Typed(household or request_jobs.NOBODY, None)
        received, limit = self.received.day, self.due.day if self._own_limit else None
        return Typed(
            household or request_jobs.NOBODY,
            {
                "household_id": household,
                "requester_name": self.requester.text(),
                "content": self.content.toPlainText().strip(),
                "topic": self.topic.currentData(),
                "request_kind": self.kind.currentData(),
                "channel": self.channel.currentData(),
                "received_on": received.isoformat() if received else "",
                "due_on": limit.isoformat() if limit else "",
                "handler_name": self.handler.text(),
                "open": self._in_use,
            },
        )

    def _on_household_changed(self, household_id: str) -> None:
        """The draft moves with its words; what waits for the household now chosen is offered."""
        self.keeper.keep_at_once()
        self.desk.ask(partial(self._on_offers, household_id), request_jobs.begun, household_id)

    def _on_offers(self, household_id: str, found: Begun) -> None:
        if household_id == self.household.household_id:
            mine = [found.own] if found.own is not None and self.empty else []
            self.offer.show_offers([*mine, *found.others])

    def _on_offer_wanted(self, offer: Offer) -> None:
        self.keeper.keep_at_once()
        self.desk.ask(self.begin, request_jobs.begun, offer.household_id, offer.key)

    def _on_offer_dropped(self, offer: Offer) -> None:
        self.desk.act(_nothing_more, drop_draft, request_jobs.NEW, offer.key, by=self)

    # --- what follows from what -------------------------------------------------------------------------------------

    def _propose_limit(self) -> None:
        """The limit follows the day of receipt by the days that are set, unless the cadre wrote one of his own."""
        received = self.received.day
        if not self._own_limit and self._days is not None:
            self.due.show_day(reply_due_on(received, self._days) if received else None)

    def _on_limit_typed(self) -> None:
        self._own_limit = self.due.day is not None
        self._propose_limit()

    def _on_refused(self) -> None:
        self.save.setEnabled(True)

    def _on_saved(self, changes: Changes) -> None:
        self._in_use = False
        self._days = None
        self.content.clear()
        self.requester.clear()
        self.keeper.begin()
        self.save.setEnabled(True)
        self.desk.say("good", _("已登记，到期前会提醒。"))
        self.saved.emit(changes.id)

    def _on_look_changed(self) -> None:
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        for row in self._pairs:
            row.setDirection(across if look().roomy else down)


def _pick(box: Choice, code: object, otherwise: str) -> None:
    at = box.findData(str(code)) if code else -1
    box.setCurrentIndex(max(0, at if at >= 0 else box.findData(otherwise)))


def _nothing_more(_changes: Changes) -> None:
    """Whoever shows drafts hears of it."""
