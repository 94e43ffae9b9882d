"""A request that grew out of a sentence: content, topic, who acts, by when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from gettext import gettext as _

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.rules.codes import labels
from desktop.ui.pages.visits.draft import RequestDraft
from desktop.ui.parts.drafts import read_day
from desktop.ui.style import look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.choice import Choice
from desktop.ui.widgets.inputs.date_box import DateBox
from desktop.ui.widgets.inputs.field import Field, Fields
from desktop.ui.widgets.words import Picture, words


class RequestCard(Fields):
    """One request on the form; ``changed`` as soon as a key is pressed in it."""

    changed = Signal()
    dropped = Signal()

    def __init__(self, number: int, kept: RequestDraft, mark: int, today: Callable[[], date], limit: date) -> None:
        super().__init__()
        self.mark, self._today = mark, today
        self._content = QLineEdit(kept.content)
        self._topic = Choice()
        self._topic.addItem(_("选一个主题"), "")
        for code, label in labels("request_topic").items():
            self._topic.addItem(label.replace("·", " · "), code)
        self._topic.setCurrentIndex(max(0, self._topic.findData(kept.topic)))
        self._handler = QLineEdit(kept.handler)
        own = read_day(kept.due_on)
        self._own_limit, self._proposed = own is not None, limit
        self._due = DateBox(_("答复期限"), own or limit, today)
        self.title = words("", "strong")
        self._arrange(number)
        self._content.textEdited.connect(self.changed)
        self._topic.currentIndexChanged.connect(self.changed)
        self._handler.textEdited.connect(self.changed)
        self._due.changed.connect(self._on_limit_typed)
        self._due.changed.connect(self.changed)
        self._say_days()
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _arrange(self, number: int) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._card = Card(kind="good")
        outer.addWidget(self._card)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Picture("message-square-text", "field"))
        head.addWidget(self.title)
        self._origin = words(_("来自上面标出的一句"), "body", "soft")
        head.addWidget(self._origin)
        head.addStretch(1)
        self._drop = Button(_("不作诉求"), "quiet", icon="undo-2", to=self.dropped.emit)
        head.addWidget(self._drop)
        self._card.body.addLayout(head)
        self._card.body.addWidget(self.add_field("content", Field(_("诉求内容"), self._content)))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(12)
        self._row.addWidget(self.add_field("topic", Field(_("类别"), self._topic)), 5)
        self._row.addWidget(self.add_field("handler_name", Field(_("谁来办"), self._handler)), 4)
        self._row.addWidget(self.add_field("due_on", Field(_("答复期限"), self._due)), 5)
        self._due.mistyped.connect(self.fields["due_on"].show_error)
        self._card.body.addLayout(self._row)
        self.number(number)

    def number(self, number: int) -> None:
        """Which request of the visit it is."""
        self.title.setText(_("诉求 {n}").format(n=number))
        self._drop.name_it(_("不作诉求"))
        self._drop.setAccessibleName(_("诉求 {n} 不作诉求").format(n=number))

    @property
    def draft(self) -> RequestDraft:
        """What stands on the card now."""
        due = self._due.day if self._own_limit else None
        return RequestDraft(
            self._content.text().strip(),
            str(self._topic.currentData() or ""),
            self._handler.text().strip(),
            due.isoformat() if due else "",
        )

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, in reading order."""
        return [self._content, self._topic, self._handler, self._due, self._drop]

    def arrive(self) -> None:
        """The cadre reads the words through first."""
        self._content.setFocus(Qt.FocusReason.OtherFocusReason)
        self._content.setCursorPosition(len(self._content.text()))

    def propose(self, limit: date) -> None:
        """The limit as it is set; one of the cadre's own stays."""
        self._proposed = limit
        if not self._own_limit:
            self._due.show_day(limit)
            self._say_days()

    def _on_limit_typed(self) -> None:
        self._own_limit = self._due.day is not None
        self.propose(self._proposed)
        self._say_days()

    def _say_days(self) -> None:
        self.fields["due_on"].show_error("")
        day = self._due.day
        behind = "" if day is None else _("{n}天内").format(n=(day - self._today()).days)
        self._due.put_behind(words(behind, "caption", "soft"))

    def _on_look_changed(self) -> None:
        self._origin.setVisible(look().roomy)
        self._say_days()
