"""人员: who works here, and who can open this computer's book."""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout

from db.actions.cadres import NewCadre, add_cadre
from db.queries.cadres import cadre_list
from desktop.ui.desk import Desk
from desktop.ui.style import look
from desktop.ui.widgets.badge import Badge, BadgeLabel
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.field import Field, Fields, Line
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.changes import Changes
    from db.queries.cadres import CadreLine
    from db.store import Store


def people(store: Store) -> list[CadreLine]:
    """The cadres in office, asked in a worker."""
    return cadre_list(store)


class PeopleCard(Card):
    """Each cadre opens the book with a password of their own, and signs what they write."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("人员"))
        self._desk = desk
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.body.addLayout(self._list)
        self._form = Fields()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(12)
        self.name, self.post = Line(_("姓名")), Line(_("职务"), _("例如 妇女主任"))
        self.password, self.again = QLineEdit(), QLineEdit()
        for name, label, box in (
            ("name", _("姓名"), self.name),
            ("post", _("职务"), self.post),
            ("password", _("他的密码"), self.password),
            ("again", _("再输一遍"), self.again),
        ):
            self._row.addWidget(self._form.add_field(name, Field(label, box)), 1)
        for box in (self.password, self.again):
            box.setEchoMode(QLineEdit.EchoMode.Password)
        column.addLayout(self._row)
        hint = _("密码让他自己输。不在这台电脑上记事的人，密码空着。")
        column.addWidget(words(hint, "caption", "soft", wrap=True))
        deeds = QHBoxLayout()
        self.add = Button(_("加一个人"), icon="plus", to=self.add_person)
        deeds.addWidget(self.add)
        deeds.addStretch(1)
        column.addLayout(deeds)
        self.body.addWidget(self._form)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def refresh(self) -> None:
        """Ask who is here."""
        self._desk.ask(self._on_people, people)

    def add_person(self) -> None:
        """Add a cadre, or say at the field why not."""
        self._form.clear_errors()
        if not self.name.text().strip():
            self._form.show_error("name", _("先写姓名。"))
        elif self.password.text() != self.again.text():
            self._form.show_error("again", _("两遍不一样，请再输一遍。"))
        else:
            self.add.setEnabled(False)
            new = NewCadre(
                name=self.name.text(), post=self.post.text().strip() or None, password=self.password.text() or None
            )
            self._desk.act(self._on_added, add_cadre, new, form=self, by=self)

    def show_error(self, name: str, sentence: str) -> bool:
        """A rule was broken: say so at its field."""
        self.add.setEnabled(True)
        return self._form.show_error(name, sentence)

    def _on_added(self, _changes: Changes) -> None:
        self.add.setEnabled(True)
        name = self.name.text().strip()
        for box in (self.name, self.post, self.password, self.again):
            box.clear()
        self._desk.say("good", _("{name}加进来了。").format(name=name))
        self.refresh()

    def _on_people(self, found: list[CadreLine]) -> None:
        while item := self._list.takeAt(0):
            if row := item.layout():
                while part := row.takeAt(0):
                    if widget := part.widget():
                        widget.hide()
                        widget.deleteLater()
        for line in found:
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(words(line.name, "strong"))
            row.addWidget(words(line.post, "body", "soft"))
            row.addStretch(1)
            badge = (
                Badge(_("能打开这台电脑"), "good", "key-round") if line.can_open else Badge(_("不用这台电脑"), "soft")
            )
            row.addWidget(BadgeLabel(Badge(_("正在用"), "calm", "user") if line.is_me else badge))
            self._list.addLayout(row)

    def _on_look_changed(self) -> None:
        wide, direction = look().roomy, QBoxLayout.Direction
        self._row.setDirection(direction.LeftToRight if wide else direction.TopToBottom)
