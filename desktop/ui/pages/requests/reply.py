"""The reply, written without leaving the ledger; and afterwards, what the requester thinks of it."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from db.actions.requests import NewJudgement, NewReply
from db.rules.codes import ReplyWay, RequestOutcome, Satisfaction
from desktop.ui.desk import Desk
from desktop.ui.parts.drafts import read_day
from desktop.ui.style import Size, look
from desktop.ui.widgets.inputs.chips import Chip
from desktop.ui.widgets.inputs.choice import Choice
from desktop.ui.widgets.inputs.date_box import DateBox
from desktop.ui.widgets.inputs.field import Field, Fields, Line, Prose
from desktop.ui.widgets.inputs.segments import Segments
from desktop.ui.widgets.words import words

_FIRST = ("solved_in_time", "solved_at_once", "explained")
_PASSED_ON = "passed_on"
_REST = (_PASSED_ON, "not_supported")
_CONTENT = "satisfied"  # most are; whoever is not says so


class Room(Prose):
    """A text that is content with a few lines and takes all the room there is."""

    def __init__(self, name: str, hint: str, height: int) -> None:
        super().__init__(name, hint)
        self._least = height
        look().changed.connect(self._on_least_changed)
        self._on_least_changed()

    def _on_least_changed(self) -> None:
        self.setMinimumHeight(look().px(self._least))

    def sizeHint(self) -> QSize:
        return QSize(200, look().px(self._least))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class ReplyForm(Fields):
    """Outcome, words, way and day of one reply."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._labels = dict(RequestOutcome.choices())
        self._outcome, self._own_day = _FIRST[0], False
        self._group = QButtonGroup(self)
        self.chips: dict[str, Chip] = {}
        for at, code in enumerate(_FIRST):
            self.chips[code] = chip = Chip(self._labels[code])
            self._group.addButton(chip, at)
        self.more = Chip(_("更多"))
        self._group.addButton(self.more, len(_FIRST))
        self.content = Room(_("答复内容"), _("告诉他结果是什么、什么时候办……"), 72)
        self.to_unit = Line(_("转给谁"), _("单位，或某个人"))
        self.reason = Line(_("为什么转"), _("为什么转给他，例如 渠首归水利站管"))
        self.way = Choice()
        self.way.setAccessibleName(_("怎么答复的"))
        for code, label in ReplyWay.choices():
            self.way.addItem(label, code)
        self.day = DateBox(_("答复日期"), desk.today(), desk.today)
        self._today = desk.today
        self._arrange()
        for name in ("to_unit", "reason"):
            self.fields[name].hide()
        self._connect()
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(words(_("答复"), "section"))
        head.addStretch(1)
        head.addWidget(words(_("办结前至少答复一次"), "caption", "soft"))
        column.addLayout(head)
        chips = QWidget()
        self._chips = QGridLayout(chips)
        self._chips.setContentsMargins(0, 0, 0, 0)
        self._chips.setSpacing(4)
        outcome = self.add_field("outcome", Field("", chips))
        outcome.control.setAccessibleName(_("办得怎样"))
        column.addWidget(outcome)
        column.addWidget(self.add_field("to_unit", Field(_("转给谁"), self.to_unit)))
        column.addWidget(self.add_field("reason", Field(_("为什么转"), self.reason)))
        content = self.add_field("content", Field("", self.content))
        column.addWidget(content, 1)
        self._foot = QWidget()
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.way, 2)
        row.addWidget(self.day, 3)
        column.addWidget(self.add_field("replied_on", Field("", self._foot)))

    def _connect(self) -> None:
        self._group.idClicked.connect(self._on_outcome_clicked)
        for line in (self.to_unit, self.reason):
            line.textEdited.connect(self.changed)
        self.content.textChanged.connect(self.changed)
        self.way.currentIndexChanged.connect(self.changed)
        self.day.changed.connect(self._on_day_changed)
        self.day.mistyped.connect(self.fields["replied_on"].show_error)

    def show_draft(self, draft: Mapping[str, Any]) -> None:
        """An empty reply, or the one that was being written."""
        self.blockSignals(True)
        self.clear_errors()
        self.choose_outcome(str(draft.get("outcome") or _FIRST[0]))
        self.content.setPlainText(str(draft.get("content") or draft.get("raw") or ""))
        self.to_unit.setText(str(draft.get("to_unit") or ""))
        self.reason.setText(str(draft.get("reason") or ""))
        self.way.setCurrentIndex(max(0, self.way.findData(draft.get("way") or "in_person")))
        day = read_day(draft.get("replied_on"))
        self._own_day = day is not None
        self.day.show_day(day or self._today())
        self.blockSignals(False)

    @property
    def draft(self) -> dict[str, Any]:
        """What stands on it now."""
        day = self.day.day if self._own_day else None  # a reply gone on with tomorrow is given tomorrow
        return {
            "outcome": self._outcome,
            "content": self.content.toPlainText(),
            "to_unit": self.to_unit.text(),
            "reason": self.reason.text(),
            "way": self.way.currentData(),
            "replied_on": day.isoformat() if day else "",
        }

    @property
    def passing_on(self) -> bool:
        """Whether it says to whom the matter goes, and so is no answer."""
        return self._outcome == _PASSED_ON

    @property
    def empty(self) -> bool:
        """Whether nothing was typed that would be missed."""
        typed = (self.content.toPlainText(), self.to_unit.text(), self.reason.text())
        return not any(text.strip() for text in typed)

    def reply(self, request_id: str) -> NewReply:
        """The reply as it will be recorded."""
        passing_on, content, whom = self.passing_on, self.content.toPlainText().strip(), self.to_unit.text().strip()
        if passing_on and not content:
            content = _("已转给{whom}办理，有了结果再答复您。").format(whom=whom)
        return NewReply(
            request_id=request_id,
            content=content,
            replied_on=self.day.day,
            way=str(self.way.currentData()),
            outcome=self._outcome,
            to_unit=whom or None if passing_on else None,
            reason=self.reason.text().strip() or None if passing_on else None,
        )

    def choose_outcome(self, code: str) -> None:
        """How the matter was settled."""
        self._outcome = code if code in self._labels else _FIRST[0]
        chip = self.chips.get(self._outcome, self.more)
        chip.setChecked(True)
        self.more.say(self._labels[self._outcome] if chip is self.more else _("更多"))
        for name in ("to_unit", "reason"):
            self.fields[name].setVisible(self.passing_on)
        hint = _("怎么对他说的；空着就写“已转给……”") if self.passing_on else _("告诉他结果是什么、什么时候办……")
        self.content.setPlaceholderText(hint)

    def _on_outcome_clicked(self, at: int) -> None:
        if at < len(_FIRST):
            self.choose_outcome(_FIRST[at])
        else:
            self._ask_more()
        self.changed.emit()

    def _ask_more(self) -> None:
        menu = QMenu(self)
        codes: dict[QAction, str] = {menu.addAction(self._labels[code]): code for code in _REST}
        picked = menu.exec(self.more.mapToGlobal(self.more.rect().bottomLeft()))
        self.choose_outcome(codes.get(picked, self._outcome))
        menu.deleteLater()
        if self.passing_on:
            self.to_unit.setFocus()

    def _on_day_changed(self) -> None:
        self._own_day = self.day.day is not None
        self.changed.emit()

    def _on_look_changed(self) -> None:
        across = 4 if look().size is Size.NORMAL else 2
        for at, chip in enumerate((*self.chips.values(), self.more)):
            self._chips.addWidget(chip, at // across, at % across)
        for column in range(5):
            self._chips.setColumnStretch(column, int(column == across))


class Judgement(QWidget):
    """Whether the requester is content; with it the matter can be closed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(words(_("他满意吗？"), "section"))
        known = dict(Satisfaction.choices())
        self._codes = {said: code for code, said in known.items()}
        options = [(code, known[code]) for code in ("satisfied", "fairly", "dissatisfied")]
        self.satisfaction = Segments(_("满意度"), options, fill=True)
        column.addWidget(self.satisfaction)
        self.note = Room(_("他怎么说"), _("他怎么说；不满意又要办结，写明理由"), 64)
        self.field = Field("", self.note)
        column.addWidget(self.field, 1)
        self.satisfaction.chosen.connect(self._on_chosen)
        self.note.textChanged.connect(self.changed)

    def show_judged(self, label: str, draft: Mapping[str, Any]) -> None:
        """For another request: still to be judged, or (its label given) judged already and only to be closed."""
        self.blockSignals(True)
        self.satisfaction.choose(self._codes.get(label, str(draft.get("satisfaction") or _CONTENT)))
        self.satisfaction.setEnabled(not label)
        self.note.setPlainText(str(draft.get("note") or draft.get("raw") or ""))
        self.field.show_error("")
        self.blockSignals(False)

    @property
    def draft(self) -> dict[str, Any]:
        """What stands on it now."""
        return {"satisfaction": self.satisfaction.key, "note": self.note.toPlainText()}

    @property
    def empty(self) -> bool:
        """Whether nothing was chosen or typed that would be missed."""
        said = self.satisfaction.isEnabled() and self.satisfaction.key != _CONTENT
        return not said and not self.note.toPlainText().strip()

    def judgement(self, request_id: str, *, close: bool) -> NewJudgement:
        """The judgement as it will be recorded."""
        note = self.note.toPlainText().strip() or None
        return NewJudgement(request_id=request_id, satisfaction=self.satisfaction.key, note=note, close=close)

    def show_error(self, name: str, sentence: str) -> bool:
        """Every sentence of the rules here is about the note."""
        self.field.show_error(sentence)
        self.note.setFocus()
        return bool(name or sentence)

    def _on_chosen(self, _key: str) -> None:
        self.changed.emit()
