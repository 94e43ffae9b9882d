"""A list that was hung, and an objection to one: two short forms beside the wall."""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.keymap import SAVE
from desktop.ui.parts.household_box import HouseholdBox
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.date_box import DateBox
from desktop.ui.widgets.inputs.field import Field, Fields, Line, Prose
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.changes import Changes
    from db.queries.places import VillageRow


class _Short(Fields):
    """A card with a few fields, its deeds at the foot; Esc goes back."""

    saved = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk, title: str, save: str) -> None:
        super().__init__()
        self.desk = desk
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
        foot.addWidget(Button(_("不记了"), key="Esc", to=self.left.emit))
        foot.addStretch(1)
        foot.addWidget(self.save)
        card.body.addLayout(foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)
        QShortcut(QKeySequence("Escape"), self, self.left.emit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def record(self) -> None:
        """Write it down."""

    def add(self, name: str, label: str, control: QWidget, helper: str = "") -> None:
        """One more field."""
        field = self.add_field(name, Field(label, control, helper))
        self.column.addWidget(field)
        if isinstance(control, DateBox):
            control.mistyped.connect(field.show_error)

    def show_error(self, name: str, sentence: str) -> bool:
        self.save.setEnabled(True)
        return super().show_error(name, sentence)

    def _on_saved(self, changes: Changes) -> None:
        self.save.setEnabled(True)
        self.saved.emit(changes.ids[-1])


class PostForm(_Short):
    """A list was hung on the wall; its last day is reckoned, never typed."""

    def __init__(self, desk: Desk) -> None:
        from db.rules.codes import PublicityRound

        super().__init__(desk, _("记一次张贴"), _("记下"))
        self.round, self.village = QComboBox(), QComboBox()
        for code, label in PublicityRound.choices():
            self.round.addItem(label, code)
        self.round.setCurrentIndex(max(0, self.round.findData("first_list")))
        self.place = Line(_("贴在哪里"), _("例如 村部公示栏、三组路口"))
        self.day = DateBox(_("张贴日期"), desk.today(), desk.today)
        self.add("round", _("哪一榜"), self.round)
        self.add("village_id", _("哪个村"), self.village)
        self.add("place", _("贴在哪里"), self.place)
        last = _("期满的日子由程序来算：少一天都不能算数。")
        self.add("posted_on", _("张贴日期"), self.day, last)
        self.fields["village_id"].hide()
        self.column.addStretch(1)

    def begin(self, villages: list[VillageRow]) -> None:
        """An empty form."""
        self.clear_errors()
        self.village.clear()
        for village in villages:
            self.village.addItem(village.name, village.id)
        self.fields["village_id"].setVisible(len(villages) > 1)
        self.place.clear()
        self.day.show_day(self.desk.today())
        self.round.setFocus(Qt.FocusReason.OtherFocusReason)

    def record(self) -> None:
        from db.actions.land import NewPublicity, post_publicity

        self.clear_errors()
        self.save.setEnabled(False)
        new = NewPublicity(
            round=str(self.round.currentData()),
            village_id=str(self.village.currentData() or "") or None,
            place=self.place.text().strip(),
            posted_on=self.day.day,
        )
        self.desk.act(self._on_saved, post_publicity, new, form=self, by=self)


class ObjectionForm(_Short):
    """Somebody objects to a list: who, what, when."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("记一条异议"), _("记下"))
        self._notice = ""
        self.household = HouseholdBox(desk, _("哪一户"))
        self.text = Prose(_("异议内容"), _("他说哪里不对，用他的话写。"))
        self.day = DateBox(_("收到日期"), desk.today(), desk.today)
        self.add("household_id", _("哪一户"), self.household, _("不是本村的户可以空着，在内容里写他是谁。"))
        self.add("text", _("异议内容"), self.text)
        self.add("received_on", _("收到日期"), self.day)
        self.column.addStretch(1)

    def begin(self, notice_id: str) -> None:
        """An empty form for one list."""
        self._notice = notice_id
        self.clear_errors()
        self.household.show_household("", "")
        self.text.clear()
        self.day.show_day(self.desk.today())
        self.household.setFocus(Qt.FocusReason.OtherFocusReason)

    def record(self) -> None:
        from db.actions.land import NewObjection, record_objection

        self.clear_errors()
        self.save.setEnabled(False)
        new = NewObjection(
            publicity_id=self._notice,
            household_id=self.household.household_id or None,
            text=self.text.toPlainText().strip(),
            received_on=self.day.day,
        )
        self.desk.act(self._on_saved, record_objection, new, form=self, by=self)
