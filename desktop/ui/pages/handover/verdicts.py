"""What became of each file, with the one thing to do about it right there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.paths import BUNDLE
from desktop.ui.desk import Desk, Where
from desktop.ui.pages.handover.cards import News, NewsCard, can_salvage, report_card
from desktop.ui.pages.handover.enrolment import Enrolment

if TYPE_CHECKING:
    from db.sync import UnpackReport

_ASIDE = frozenset({"REVOKED", "OUT_OF_SCOPE"})


class Verdicts(QObject):
    """Puts the cards of a sitting among the news; ``salvage`` takes the intact part of a broken file."""

    salvage = Signal(str)

    def __init__(self, desk: Desk, news: News, enrolment: Enrolment) -> None:
        super().__init__(news)
        self._desk, self._news, self._enrolment = desk, news, enrolment
        self._township = desk.store.role == "township"

    def show_reports(self, reports: list[UnpackReport]) -> None:
        """A card for each file that wants to be looked at, and for what must be decided."""
        for report in reports:
            card = self.card(report)
            if card is not None:
                self._news.add(card)
            if report.conflicts:
                self._news.add(self._matters(report))

    def card(self, report: UnpackReport) -> NewsCard | None:
        """The card of one file with its deed; at the office none where all is well."""
        card = report_card(report, advice(report, township=self._township))
        if card is None:
            name = report.file.name.removesuffix(BUNDLE)
            return None if self._township else NewsCard(name, report.message)
        offer = self._offer(report)
        return card.offer(*offer) if offer else card

    def _offer(self, report: UnpackReport) -> tuple[str, Callable[[], object]] | None:
        path = str(report.file)
        if can_salvage(report):
            return _("先收下完好的部分"), partial(self.salvage.emit, path)
        if report.code == "UNKNOWN_SENDER" and self._township:
            return _("登记这台电脑"), partial(self._enrolment.take, path)
        if report.code in {"UNKNOWN_SENDER", "NOT_ENROLLED"}:
            return _("收下授权文件"), self._enrolment.choose_paper
        if report.code == "EXPIRED" and self._township:
            return _("续期，再收"), partial(self._enrolment.renew, path, _named(report))
        if report.code in _ASIDE or report.quarantined:
            return _("去隔离区看"), partial(self._desk.go, Where("quarantine"))
        return None

    def _matters(self, report: UnpackReport) -> NewsCard:
        title = _("{n} 处两边写得不一样").format(n=report.conflicts)
        told = _("两边写的都留着，由人来定；不急着定也不会丢。")
        return NewsCard(title, told, kind="true").offer(_("去合并台定"), partial(self._desk.go, Where("desk")))


def advice(report: UnpackReport, *, township: bool) -> str:
    """What to do about a refusal that no button here can settle; empty where the message says it all."""
    if report.code == "NOT_FOR_US" and township:
        return _("要收的是村里交来的盘。这一份请插到它要去的那台电脑上收。")
    if report.code == "NOT_FOR_US":
        return _("这台电脑换过、恢复过的话，旧的盘打不开：请镇里登记新名片以后重新装一份，内容都在镇里。")
    if report.code == "EXPIRED" and not township:
        return _("请镇里续期；续好的授权跟着下次回送带来，收下就行。")
    if report.code == "UNKNOWN_SENDER" and township:
        return _("文件里带着它的名片：先打电话核对，登记以后这份接着就收。")
    return ""


def _named(report: UnpackReport) -> str:
    """The name the refusal speaks of."""
    return report.message.split("“", 1)[-1].split("”", 1)[0]
