"""Cards beside the files: what was not taken in, why, what to do, and that nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from db.sync.errors import EFFECTS, Effect
from db.sync.exchange.taking.unpack import BROKEN
from desktop.ui.widgets.buttons import Button, IconButton
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.progress import ProgressCard
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.sync import UnpackReport

_MOST = 12  # cards kept; the oldest go


def what_is_safe(code: str) -> str:
    """The sentence that takes the fright away: what became of the data.

    >>> what_is_safe("NOT_BUNDLE")
    '本机的数据没有动，文件还在原处。'
    """
    return {
        Effect.NONE: _("本机的数据没有动，文件还在原处。"),
        Effect.STAGED: _("完好的部分已先存着，补齐后自动并入，一条也不会丢。"),
        Effect.QUARANTINE: _("这些记录先单独存着，登记或放行以后再并入，一条也不会丢。"),
        Effect.TAKEN: _("其余的都收下了，一条也不会丢。"),
        Effect.RESUMABLE: _("再收一次就接着做，一条也不会丢。"),
    }[EFFECTS.get(code, Effect.NONE)]


def can_salvage(report: UnpackReport) -> bool:
    """Whether the intact part of a broken file may be taken in now."""
    return report.result == "refused" and report.code in BROKEN and report.code != "EMPTY"


class NewsCard(Card):
    """One piece of news: title, sentences, at most one deed; it goes when it was read."""

    closed = Signal()

    def __init__(self, title: str, *sentences: str, kind: str = "good") -> None:
        super().__init__(kind=kind)
        self.setAccessibleName(f"{title}。{''.join(sentences)}")
        head = QHBoxLayout()
        head.addWidget(words(title, "strong", "late" if kind == "late" else "", wrap=True), 1)
        close = IconButton("x", _("知道了"), to=self.closed.emit)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.body.setSpacing(4)
        self.body.addLayout(head)
        for at, sentence in enumerate(sentences):
            self.body.addWidget(words(sentence, "caption" if at else "body", "soft" if at else "", wrap=True))

    def offer(self, deed: str, to: Callable[[], object]) -> NewsCard:
        """What can be done about it right here."""
        row = QHBoxLayout()
        row.addWidget(Button(deed, to=to))
        row.addStretch(1)
        self.body.addSpacing(4)
        self.body.addLayout(row)
        return self


class News(ScrollPane):
    """The running job and the news below it, newest first; it is there only when it has something to say."""

    stopped = Signal()
    shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.job = ProgressCard(_("正在装盘"))
        self.cards: list[NewsCard] = []
        self._column = QVBoxLayout(self.inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addWidget(self.job)
        self._column.addStretch(1)
        self.job.hide()
        self.hide()
        self.job.stopped.connect(self.stopped)

    @property
    def working(self) -> bool:
        """Whether a job runs."""
        return not self.job.isHidden()

    def begin(self, title: str) -> None:
        """A job begins."""
        self.job.show_title(title)
        self.job.show_step(0, 0, "")
        self.job.stop.setEnabled(True)
        self.job.show()
        self._show(True)

    def end(self) -> None:
        """The job is over."""
        self.job.hide()
        self._show(bool(self.cards))

    def add(self, card: NewsCard) -> None:
        """Show a card, the newest on top."""
        card.closed.connect(partial(self._drop, card))
        self.cards.insert(0, card)
        self._column.insertWidget(1, card)
        for old in self.cards[_MOST:]:
            self._drop(old)
        self._show(True)

    def _drop(self, card: NewsCard) -> None:
        if card in self.cards:
            self.cards.remove(card)
            card.hide()
            card.deleteLater()
        self._show(bool(self.cards) or self.working)

    def _show(self, on: bool) -> None:
        self.setVisible(on)
        self.shown.emit()


def report_card(report: UnpackReport, advice: str = "") -> NewsCard | None:
    """The card of a file that was not taken in whole, with what to do about it; None where all is well."""
    name = report.file.name.removesuffix(".bjb")
    held = report.quarantined + report.bad
    if report.result == "refused":
        told = [part for part in (report.message, advice, what_is_safe(report.code)) if part]
        return NewsCard(_("{name} 没收下").format(name=name), *told, kind="late")
    if held:
        title = _("{name} 有 {n} 条没收下").format(name=name, n=held)
        return NewsCard(title, report.message, what_is_safe(report.code), kind="late")
    if report.result == "waiting":
        return NewsCard(_("{name} 先收着").format(name=name), report.message, what_is_safe("WAITING"), kind="true")
    return None
