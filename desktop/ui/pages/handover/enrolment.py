"""Before the first stick: this computer makes itself known to the office, or the office lets a laptop in."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMessageBox, QWidget

from desktop.paths import BUNDLE
from desktop.ui.desk import Desk
from desktop.ui.pages.handover.handover_jobs import (
    CARD,
    GRANT,
    Stranger,
    card_text,
    keep_text,
    let_in,
    renew_sender,
    stranger,
)
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.sync.peers.enrol import Enrolled


class Enrolment(QObject):
    """The two halves of enrolment; ``enrolled`` when a paper was taken in, ``retry`` a bundle that may come in now."""

    enrolled = Signal()
    retry = Signal(str)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    def make_invitation(self) -> Card:
        """The card a laptop shows until the office has let it in."""
        card = Card(_("先在镇里登记这台电脑"), kind="good")
        steps = _(
            "1. 把名片文件存到 U 盘，交给镇里。  2. 镇里登记后给您一份授权文件。  3. 收下授权文件，就能装盘交账了。"
        )
        card.body.addWidget(words(steps, wrap=True))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(Button(_("存出名片"), "main", icon="upload", to=self.save_card))
        row.addWidget(Button(_("收下授权文件"), icon="download", to=self.choose_paper))
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def save_card(self) -> None:
        """Write this computer's card to a file."""
        name = str(Path.home() / f"{self._desk.store.name}{CARD}")
        chosen, _kind = QFileDialog.getSaveFileName(self._page, _("名片存到哪里"), name, f"*{CARD}")
        if chosen:
            self._desk.ask(partial(self._on_card, chosen), card_text)

    def _on_card(self, path: str, made: tuple[str, str]) -> None:
        text, check = made
        self._desk.jobs.ask(partial(self._on_card_kept, check), self._desk.complaints.complain, keep_text, path, text)

    def _on_card_kept(self, check: str, name: str) -> None:
        sentence = _("名片存好了：{name}。镇里会打电话核对这几个字：{check}")
        self._desk.say("calm", sentence.format(name=name, check=check))

    def choose_paper(self) -> None:
        """Pick a card (at the office) or a grant (at a laptop)."""
        kind = CARD if self._desk.store.role == "township" else GRANT
        title = _("选村里交来的名片文件") if kind == CARD else _("选镇里给的授权文件")
        chosen, _filter = QFileDialog.getOpenFileName(self._page, title, str(Path.home()), f"*{kind}")
        if chosen:
            self.take(chosen)

    def take(self, path: str) -> None:
        """Take a card or grant in; the office first looks who is asking."""
        if self._desk.store.role == "township":
            self._desk.ask(self._on_stranger, stranger, path)
        else:
            self._desk.ask(self._on_let_in, let_in, path)

    def _on_stranger(self, who: Stranger) -> None:
        box = QMessageBox(self._page)
        box.setWindowTitle(_("登记一台电脑"))
        box.setText(_("让“{name}”（{place}）向镇里交账吗？").format(name=who.name, place=who.place))
        box.setInformativeText(_question(who))
        heir = None
        if who.proven:
            yes = box.addButton(_("登记"), QMessageBox.ButtonRole.AcceptRole)
        elif who.replaces:
            heir = box.addButton(_("核对过了，接替原来那台"), QMessageBox.ButtonRole.AcceptRole)
            yes = box.addButton(_("核对过了，另加一台"), QMessageBox.ButtonRole.AcceptRole)
        else:
            yes = box.addButton(_("核对过了，登记"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(_("先不登记"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        if heir is not None and box.clickedButton() is heir:
            self._let_in(who.path, who.replaces)
        elif box.clickedButton() is yes:
            self._let_in(who.path)

    def _let_in(self, path: str, replaces: str = "") -> None:
        """Let it in; a bundle it was refused with is then taken in again."""
        bundle = path if Path(path).suffix == BUNDLE else ""
        self._desk.ask(partial(self._on_let_in, bundle=bundle), let_in, path, replaces)

    def renew(self, path: str, name: str) -> None:
        """At the office: let the sender of a bundle go on, after a word about what that means."""
        box = QMessageBox(self._page)
        box.setWindowTitle(_("续期"))
        box.setText(_("给“{name}”续三年吗？").format(name=name))
        box.setInformativeText(_("权利照旧，还是原来的村。新的授权跟着下次回送带去；这份文件接着就收。"))
        yes = box.addButton(_("续期，再收"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(_("先不续"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        if box.clickedButton() is yes:
            self._desk.ask(partial(self._on_renewed, path), renew_sender, path)

    def _on_renewed(self, path: str, enrolled: Enrolled) -> None:
        self._desk.say("good", _("“{name}”续到 {day}。").format(name=enrolled.name, day=enrolled.not_after))
        self.retry.emit(path)

    def _on_let_in(self, enrolled: Enrolled, bundle: str = "") -> None:
        self.enrolled.emit()
        if bundle:
            self.retry.emit(bundle)
        if not enrolled.paper:
            self._desk.say("good", _("登记好了，以后向{name}交账。").format(name=enrolled.name))
            return
        name = str(Path.home() / f"{enrolled.name}{GRANT}")
        chosen, _kind = QFileDialog.getSaveFileName(self._page, _("授权文件存到哪里"), name, f"*{GRANT}")
        if chosen:
            self._desk.jobs.ask(self._on_grant_kept, self._desk.complaints.complain, keep_text, chosen, enrolled.paper)

    def _on_grant_kept(self, name: str) -> None:
        self._desk.say("good", _("登记好了。把 {name} 交还给那台电脑收下。").format(name=name))


def _question(who: Stranger) -> str:
    if who.proven:
        told = _("它接替原来的“{name}”，原来的钥匙已为它签名，不用打电话核对。原来那台停用，晚交来的盘照收。")
        return told.format(name=who.former)
    check = _("先打电话核对，对方屏上应是这几个字：{words}").format(words=who.words)
    if who.replaces:
        check += "\n" + _("它说自己接替原来的“{name}”，但原来的钥匙没有签名。").format(name=who.former)
    return check
