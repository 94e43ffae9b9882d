"""The parameters of a paper: whose, from when to when, whole or masked; the deeds at the foot."""

from __future__ import annotations

from gettext import gettext as _

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.keymap import PRINT, SAVE
from desktop.ui.pages.reports.orders import ChoiceFacts, Order, Proof
from desktop.ui.parts.household_box import HouseholdBox
from desktop.ui.style import Size, look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.inputs.choice import Choice
from desktop.ui.widgets.inputs.date_box import DateBox
from desktop.ui.widgets.inputs.field import Field, Fields, Line
from desktop.ui.widgets.inputs.segments import Segments
from desktop.ui.widgets.words import words


def about() -> dict[str, tuple[str, str]]:
    """Title and one sentence of each kind of paper."""
    return {
        "household": (_("一户一档"), _("A4 竖排，给本户或归档用")),
        "diary": (_("民情日记"), _("A4 竖排，一段时间的走访")),
        "summary": (_("工作情况汇总表"), _("A4 竖排，一段时间的数字")),
    }


class Choices(Fields):
    """What the cadre can choose; ``changed`` after every choice."""

    changed = Signal()
    save_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._kind, self._facts = desk, "household", ChoiceFacts([], [], desk.store.me.name)
        self.setProperty("ground", "surface")
        self.setProperty("edge", "right")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title, self.sentence = words("", "section"), words("", "caption", "soft", wrap=True)
        self._make_controls()
        self._arrange()
        self._connect()
        self.show_kind("household")
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _make_controls(self) -> None:
        today = self._desk.today()
        whole = _("全村") if self._desk.store.role == "village" else _("整村")
        self.reach = Segments(
            _("打印范围"), [("one", _("一户")), ("batch", _("按户号一批")), ("all", whole)], fill=True
        )
        self.household = HouseholdBox(self._desk, _("哪一户"))
        self.village, self.group = Choice(), Choice()
        self.first, self.last = Line(_("从哪个户号起"), _("最前")), Line(_("到哪个户号止"), _("最后"))
        self.since = DateBox(_("从哪天起"), today.replace(day=1), self._desk.today)
        self.until = DateBox(_("到哪天止"), today, self._desk.today)
        self.whose = Segments(_("谁的日记"), [("me", _("我的")), ("all", _("全村的"))], fill=True)
        self.masked = Segments(_("证件号码和电话"), [("yes", _("遮住")), ("no", _("完整"))], fill=True)
        self.save = Button(_("存 PDF"), icon="download", key=SAVE, to=self.save_wanted.emit)
        self.print = Button(_("打印"), "main", icon="printer", key=PRINT, to=self.print_wanted.emit)

    def _arrange(self) -> None:
        numbers = QWidget()
        row = QHBoxLayout(numbers)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.first, 1)
        row.addWidget(words(_("至"), "body", "soft"))
        row.addWidget(self.last, 1)
        inside = QWidget()
        inside.setProperty("clear", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(18, 18, 18, 12)
        column.setSpacing(12)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.title)
        head.addWidget(self.sentence)
        column.addLayout(head)
        for name, label, control in (
            ("reach", _("打印范围"), self.reach),
            ("village_id", _("哪个村"), self.village),
            ("household_id", _("哪一户"), self.household),
            ("group_id", _("哪个组"), self.group),
            ("first", _("户号"), numbers),
            ("whose", _("谁的"), self.whose),
            ("since", _("从哪天起"), self.since),
            ("until", _("到哪天止"), self.until),
            ("masked", _("身份证号和电话"), self.masked),
        ):
            column.addWidget(self.add_field(name, Field(label, control)))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 1, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(18, 4, 18, 16)
        self.foot.setSpacing(8)
        self.foot.addWidget(self.save)
        self.foot.addWidget(self.print)
        whole.addLayout(self.foot)
        for button in (self.save, self.print):
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Expanding)
            button.setSizePolicy(policy)

    def _connect(self) -> None:
        for segments in (self.reach, self.masked, self.whose):
            segments.chosen.connect(self._on_chosen)
        self.household.changed.connect(self._on_chosen)
        self.village.currentIndexChanged.connect(self._on_village_changed)
        self.group.currentIndexChanged.connect(self._on_chosen)
        for line in (self.first, self.last):
            line.textEdited.connect(self._on_chosen)
        for name, box in (("since", self.since), ("until", self.until)):
            box.changed.connect(self._on_chosen)
            box.mistyped.connect(self.fields[name].show_error)

    def show_kind(self, kind: str) -> None:
        """The parameters of another paper."""
        self._kind = kind
        title, sentence = about()[kind]
        self.title.setText(title)
        self.sentence.setText(sentence)
        self._show_fields()

    def show_facts(self, facts: ChoiceFacts) -> None:
        """The places that can be chosen from."""
        self._facts = facts
        chosen = self.village.currentData()
        self.village.blockSignals(True)
        self.village.clear()
        for village in facts.villages:
            self.village.addItem(_("{name}　{n} 户").format(name=village.name, n=village.households), village.id)
        self.village.setCurrentIndex(max(0, self.village.findData(chosen)))
        self.village.blockSignals(False)
        self._fill_groups()
        self._show_fields()

    def show_proof(self, made: Proof | None) -> None:
        """What the preview found out: whose paper it is and how large."""
        self.print.setEnabled(made is not None)
        self.save.setEnabled(made is not None)
        if made is None:
            self.print.name_it(_("打印"))
            return
        if made.household_id and self.reach.key == "one" and not self.household.hasFocus():
            self.household.show_household(made.household_id, made.whose)
        one = self._kind != "household" or self.reach.key == "one"
        self.print.name_it(_("打印 {n} 页").format(n=len(made.sizes)) if one else _("打印 {n} 户").format(n=made.count))

    @property
    def order(self) -> Order:
        """What is chosen now."""
        household = self._kind == "household"
        village = str(self.village.currentData() or "") if len(self._facts.villages) > 1 else ""
        return Order(
            kind=self._kind,
            reach=self.reach.key,
            household_id=self.household.household_id,
            village_id=village,
            group_id=str(self.group.currentData() or "") if household and self.reach.key == "batch" else "",
            first=self.first.text(),
            last=self.last.text(),
            since=None if household else self.since.day,
            until=None if household else self.until.day,
            cadre=self._facts.me if self._kind == "diary" and self.whose.key == "me" else "",
            masked=self.masked.key == "yes",
        )

    def _show_fields(self) -> None:
        household, many = self._kind == "household", self.reach.key != "one"
        dated = self._kind in {"diary", "summary"}
        villages = len(self._facts.villages) > 1
        shown = {
            "reach": household,
            "household_id": household and not many,
            "village_id": villages and ((household and many) or self._kind == "diary"),
            "group_id": household and self.reach.key == "batch",
            "first": household and self.reach.key == "batch",
            "whose": self._kind == "diary",
            "since": dated,
            "until": dated,
            "masked": self._kind != "summary",
        }
        for name, visible in shown.items():
            self.fields[name].setVisible(visible)
        hidden = _("工作件：号码只露头尾，带出门、给人看用这种。")
        full = _("号码是全的，只给本户或归档，用后收好。")
        self.fields["masked"].help_with(hidden if self.masked.key == "yes" else full)

    def _fill_groups(self) -> None:
        village = self.village.currentData()
        chosen = self.group.currentData()
        self.group.blockSignals(True)
        self.group.clear()
        self.group.addItem(_("所有组"), "")
        for group in self._facts.groups:
            if group.village_id == village or len(self._facts.villages) < 2:
                self.group.addItem(_("{name}　{n} 户").format(name=group.name, n=group.households), group.id)
        self.group.setCurrentIndex(max(0, self.group.findData(chosen)))
        self.group.blockSignals(False)

    def _on_village_changed(self) -> None:
        self._fill_groups()
        self._on_chosen()

    def _on_chosen(self, _what: object = None) -> None:
        self.clear_errors()
        self._show_fields()
        self.changed.emit()

    def _on_look_changed(self) -> None:
        self.setFixedWidth({Size.NORMAL: 268, Size.LARGE: 320, Size.XLARGE: 384}[look().size])
