"""A new request, written down beside the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.keymap import SAVE
from desktop.ui.pages.requests import asking
from desktop.ui.pages.requests.reply import Room
from desktop.ui.parts.draft_keeper import DraftKeeper
from desktop.ui.parts.household_box import HouseholdBox
from desktop.ui.style import look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.date_box import DateBox
from desktop.ui.widgets.inputs.field import Field, Fields, Line
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.actions.requests import NewRequest
    from db.changes import Changes

_REPLY_DAYS = 7  # the village's own promise; the store may be set otherwise, an empty limit asks it


class RegisterForm(Fields):
    """Who, what, by when; everything else is proposed."""

    saved = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._saving = False
        self.keeper = DraftKeeper(self, desk, asking.NEW, asking.VERSION, self._read_draft)
        self._make_controls()
        self._arrange()
        for signal in (self.household.changed, self.requester.textEdited, self.content.textChanged,
                       self.topic.currentIndexChanged, self.kind.currentIndexChanged, self.handler.textEdited,
                       self.received.changed, self.due.changed):  # fmt: skip
            signal.connect(self.keeper.touch)
        self.received.changed.connect(self._on_received_changed)
        for name in ("received_on", "due_on"):
            box = self.fields[name].control
            assert isinstance(box, DateBox)
            box.mistyped.connect(self.fields[name].show_error)
        QShortcut(QKeySequence("Escape"), self, self.leave, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _make_controls(self) -> None:
        from db.rules.codes import labels, spoken_labels

        today = self.desk.today()
        self.household = HouseholdBox(self.desk, _("哪一户"))
        self.requester = Line(_("诉求人"), _("户主本人就空着"))
        self.content = Room(_("诉求内容"), _("他要办什么，用他的话写。"), 70)
        self.topic, self.kind, self.channel = QComboBox(), QComboBox(), QComboBox()
        self.topic.addItem(_("选一个主题"), "")
        for code, label in labels("request_topic").items():
            self.topic.addItem(label.replace("·", " · "), code)
        for box, codes in ((self.kind, "request_kind"), (self.channel, "request_channel")):
            for code, label in spoken_labels(codes).items():
                box.addItem(label, code)
        self.channel.setCurrentIndex(max(0, self.channel.findData("reception")))
        self.handler = Line(_("谁来办"), text=self.desk.store.me.name)
        self.received = DateBox(_("收到日期"), today, self.desk.today)
        self.due = DateBox(_("答复期限"), today + timedelta(days=_REPLY_DAYS), self.desk.today)
        self.save = Button(_("登记"), "main", key=SAVE, to=self.record)
        self.back = Button(_("不登了"), key="Esc", to=self.leave)

    def _arrange(self) -> None:
        inside = QWidget()
        inside.setProperty("clear", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(9)
        column.addWidget(words(_("登记诉求"), "section"))
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

    def begin(self, household_id: str, content: str, draft: Mapping[str, Any]) -> None:
        """An empty form, or the one that was being written; what the caller knows is filled in."""
        today = self.desk.today()
        self.clear_errors()
        chosen = household_id or str(draft.get("household_id") or "")
        self.household.show_household(chosen, "")
        self.requester.setText(str(draft.get("requester_name") or ""))
        self.content.setPlainText(content or str(draft.get("content") or draft.get("raw") or ""))
        self.topic.setCurrentIndex(max(0, self.topic.findData(draft.get("topic") or "")))
        self.kind.setCurrentIndex(max(0, self.kind.findData(draft.get("request_kind") or "need")))
        self.handler.setText(str(draft.get("handler_name") or self.desk.store.me.name))
        self.received.show_day(today)
        self.due.show_day(today + timedelta(days=_REPLY_DAYS))
        if chosen:
            self.desk.ask(self._on_household_words, asking.household_words, chosen)
        (self.content if chosen else self.household).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_household_words(self, spoken: str) -> None:
        self.household.show_household(self.household.household_id, spoken)

    def record(self) -> None:
        """Write it down."""
        if self._saving:
            return
        self.clear_errors()
        if not self.household.household_id and not self.requester.text().strip():
            self.show_error("household_id", _("选一户；不是本村的人，就在下面写他的名字。"))
            return
        if not self.content.toPlainText().strip():
            self.show_error("content", _("写一句他要办什么。"))
            return
        self._saving = True
        self.keeper.drop("new")
        self.desk.act(self._on_saved, asking.record_new, self._new(), form=self, by=self)

    def _new(self) -> NewRequest:
        from db.actions.requests import NewRequest

        return NewRequest(
            household_id=self.household.household_id or None,
            requester_name=self.requester.text().strip() or None,
            content=self.content.toPlainText().strip(),
            topic=str(self.topic.currentData()) or None,
            request_kind=str(self.kind.currentData()),
            channel=str(self.channel.currentData()),
            received_on=self.received.day,
            due_on=self.due.day,
            handler_name=self.handler.text().strip() or None,
        )

    def show_error(self, name: str, sentence: str) -> bool:
        self._saving = False
        return super().show_error(name, sentence)

    def leave(self) -> None:
        """Esc: back to the ledger; what was typed stays for the next time."""
        self.keeper.keep_at_once()
        self.left.emit()

    def _read_draft(self) -> tuple[str, dict[str, Any]] | None:
        content = self.content.toPlainText().strip()
        if not content and not self.requester.text().strip():
            return None
        return "new", {
            "household_id": self.household.household_id,
            "requester_name": self.requester.text(),
            "content": content,
            "topic": self.topic.currentData(),
            "request_kind": self.kind.currentData(),
            "handler_name": self.handler.text(),
        }

    def _on_received_changed(self) -> None:
        day: date | None = self.received.day
        if day is not None:
            self.due.show_day(day + timedelta(days=_REPLY_DAYS))

    def _on_saved(self, changes: Changes) -> None:
        self._saving = False
        self.content.clear()
        self.requester.clear()
        self.desk.say("good", _("已登记，到期前会提醒。"))
        self.saved.emit(changes.id)

    def _on_look_changed(self) -> None:
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        for row in self._pairs:
            row.setDirection(across if look().roomy else down)
