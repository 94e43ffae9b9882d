"""设置: everything behind the gear."""

from __future__ import annotations

from gettext import gettext as _
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtWidgets import QVBoxLayout

from desktop.ui.desk import Desk, Where
from desktop.ui.frame.keys import KeySheet
from desktop.ui.page import Page
from desktop.ui.pages.settings.keeping import BackupCard, PasswordCard
from desktop.ui.pages.settings.ledgers import LedgerCard
from desktop.ui.pages.settings.people import PeopleCard
from desktop.ui.style import Size, Theme, look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.inputs.field import Field
from desktop.ui.widgets.inputs.segments import Segments
from desktop.ui.widgets.page_head import PageHead
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import words


class SettingsPage(Page):
    """Each setting takes effect at once and is remembered."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 18, 0, 0)
        column.setSpacing(12)
        head = QVBoxLayout()
        head.setContentsMargins(24, 0, 24, 0)
        head.addWidget(PageHead(_("设置"), self._make_keys()))
        column.addLayout(head)
        self.pane = ScrollPane()
        cards = QVBoxLayout(self.pane.inner)
        cards.setContentsMargins(24, 0, 24, 20)
        cards.setSpacing(12)
        self.ledgers, self.backup, self.people = LedgerCard(desk), BackupCard(desk), PeopleCard(desk)
        keeping = (self.ledgers, self.backup, self.people, PasswordCard(desk))
        for card in (self._make_look(), *keeping, self._make_about()):
            cards.addWidget(card)
        cards.addStretch(1)
        column.addWidget(self.pane, 1)

    def _make_keys(self) -> Button:
        keys = Button(_("键表"), icon="keyboard", key="F1", to=self._show_keys)
        keys.setShortcut("")  # the frame listens to this key everywhere
        return keys

    def _make_look(self) -> Card:
        card = Card(_("看起来"))
        names = {Size.NORMAL: _("标准"), Size.LARGE: _("大"), Size.XLARGE: _("特大")}
        self.size_of_words = Segments(_("字号"), [(size, names[size]) for size in Size])
        themes = {Theme.LIGHT: _("纸白"), Theme.DARK: _("夜里"), Theme.CONTRAST: _("高对比")}
        self.theme = Segments(_("颜色"), [(theme, themes[theme]) for theme in Theme])
        minutes = [("5", _("5 分钟")), ("15", _("15 分钟")), ("30", _("30 分钟")), ("0", _("不锁"))]
        self.lock = Segments(_("没人动多久锁屏"), minutes)
        fields = (
            Field(_("字号"), self.size_of_words),
            Field(_("颜色"), self.theme),
            Field(_("没人动多久锁屏"), self.lock, _("下次打开时起效")),
        )
        card.body.addWidget(Flow(*fields, gap=24))
        self._show_look()
        self.lock.choose(str(self.desk.settings.now.lock_minutes))
        self.size_of_words.chosen.connect(self._on_size)
        self.theme.chosen.connect(self._on_theme)
        self.lock.chosen.connect(self._on_lock)
        look().changed.connect(self._show_look)
        return card

    def _make_about(self) -> Card:
        card = Card(_("关于"))
        try:
            number = version("baijia")
        except PackageNotFoundError:
            number = ""
        card.body.addWidget(words(_("百家 {version}").format(version=number)))
        facts = _(
            "数据只在这台电脑上，不联网，不上传。界面用 Qt（LGPL），图标用 Lucide（ISC），字体用思源系列（OFL）。"
        )
        card.body.addWidget(words(facts, "caption", "soft", wrap=True))
        return card

    def go(self, where: Where) -> None:
        if where.deed == "import":
            self.pane.ensureWidgetVisible(self.ledgers)
            self.ledgers.choose.setFocus()

    def refresh(self) -> None:
        self.backup.show_last()
        self.people.refresh()

    def _show_look(self) -> None:
        for segments, now in ((self.size_of_words, look().size), (self.theme, look().theme)):
            blocked = segments.blockSignals(True)
            segments.choose(now)
            segments.blockSignals(blocked)

    def _on_size(self, size: str) -> None:
        self.desk.settings.change(size=size)
        look().show(size=Size(size))

    def _on_theme(self, theme: str) -> None:
        self.desk.settings.change(theme=theme)
        look().show(theme=Theme(theme))

    def _on_lock(self, minutes: str) -> None:
        self.desk.settings.change(lock_minutes=int(minutes))

    def _show_keys(self) -> None:
        KeySheet(self).exec()
