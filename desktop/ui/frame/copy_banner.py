"""The banner over every page while this copy of the data is older, a copy, or not yet enrolled again."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QFileDialog, QInputDialog, QLineEdit

from db.changes import Changes
from db.sync import make_card, own_words
from db.sync.errors import of_os
from db.sync.peers.succession import enroll_as_new, notice
from desktop.ui.desk import Desk
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.notice import Banner

if TYPE_CHECKING:
    from db.store import Store
    from db.sync.peers.succession import Notice

_CARD = ".card"


def ask_notice(store: Store) -> Notice | None:
    """What the cadre must know of this copy."""
    return notice(store)


def make_new(store: Store, recovery_key: str) -> tuple[str, str]:
    """Make this copy a new computer; its card and its check words."""
    enroll_as_new(store, recovery_key)
    return card_of(store)


def card_of(store: Store) -> tuple[str, str]:
    """This computer's card as a file's text, and its check words."""
    return make_card(store), own_words(store)


def keep_card(path: str, text: str) -> str:
    """Write the card where the cadre wants it; returns the name of the file."""
    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise of_os(error) from error
    return Path(path).name


class CopyBanner(Banner):
    """Says it until it is settled, with the one thing to do about it; only what can wait can be closed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._closed = desk, ""
        self._notice: Notice | None = None
        self.deed = Button("", "plain", to=self.do)
        row = self.layout()
        assert isinstance(row, QBoxLayout)
        row.insertWidget(2, self.deed)
        self._close.clicked.connect(self._on_closed)

    def look_again(self) -> None:
        """Ask the store what is true now."""
        self._desk.ask(self._on_notice, ask_notice)

    def _on_notice(self, notice: Notice | None) -> None:
        self._notice = notice
        if notice is None or notice.sentence == self._closed:
            self.say("due", "")
            return
        texts = {"enroll": _("登记为新电脑"), "card": _("存出名片")}
        self.deed.name_it(texts.get(notice.deed, ""))
        self.deed.setVisible(bool(notice.deed))
        self._close.setVisible(not notice.read_only)
        if notice.sentence != self.sentence or self.isHidden():
            self.say("late" if notice.read_only else "due", notice.sentence)

    def _on_closed(self) -> None:
        self._closed = self.sentence

    def do(self) -> None:
        """Enrol this copy as a new computer, or keep the card for the township once more."""
        if self._notice is not None and self._notice.deed == "card":
            self._desk.ask(self._on_card, card_of)
        elif self._desk.store.role == "township":
            title, label = _("登记为新电脑"), _("输入打印的恢复密钥（乡镇的钥匙要靠它打开）")
            key, given = QInputDialog.getText(self, title, label, QLineEdit.EchoMode.Password)
            if given:
                self.enroll(key)
        else:
            self.enroll("")

    def enroll(self, recovery_key: str) -> None:
        """Take the new identity; from then on work goes on."""
        self._desk.ask(self._on_enrolled, make_new, recovery_key)

    def _on_enrolled(self, made: tuple[str, str]) -> None:
        self.look_again()
        self._desk.bulletin.announce(Changes(frozenset({"bundles", "places"})), self)
        if self._desk.store.role == "village":
            self._on_card(made)
        else:
            self._desk.say("good", _("本机已是一台新电脑，可以填写了。"))

    def _on_card(self, made: tuple[str, str]) -> None:
        text, check = made
        name = str(Path.home() / f"{self._desk.store.name}{_CARD}")
        chosen, _kind = QFileDialog.getSaveFileName(self, _("名片存到哪里"), name, f"*{_CARD}")
        if chosen:
            then = partial(self._on_kept, check)
            self._desk.jobs.ask(then, self._desk.complaints.complain, keep_card, chosen, text)

    def _on_kept(self, check: str, name: str) -> None:
        told = _("名片存好了：{name}，交给镇里登记。核对词：{check}")
        self._desk.say("calm", told.format(name=name, check=check))
