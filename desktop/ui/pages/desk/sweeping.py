"""Many small matters at once, by a rule: how many, which, and what each becomes, before anything is decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from db.changes import Changes
from desktop.ui.desk import Desk
from desktop.ui.jobs import CancelledError, Step
from desktop.ui.keymap import NEXT
from desktop.ui.pages.desk.matter_jobs import Swept, sweep, sweeps, take_back_all
from desktop.ui.style import look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import framed
from desktop.ui.widgets.inputs.answer_card import AnswerCards
from desktop.ui.widgets.inputs.field import Field, Line
from desktop.ui.widgets.lists.table import Column, RowTable
from desktop.ui.widgets.progress import ProgressCard
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.sync.matters import Choice, Settlement


@dataclass(frozen=True, slots=True)
class Becoming:
    """One field of one matter: what it will be, and what will not hold."""

    about: str
    label: str
    before: str
    becomes: str
    instead: str


def becoming(choice: Choice) -> Iterator[Becoming]:
    """What a choice does, field by field."""
    item, given = choice.item, dict(choice.values)
    for matter in item.matters:
        line = next(line for line in item.lines if line.field == matter.col)
        if choice.answer.startswith("side:"):
            at = int(choice.answer.removeprefix("side:"))
        else:
            wanted = given.get(matter.col)
            at = next(
                n for n, party in enumerate(item.parties)
                if matter.col in party.sides and str(party.sides[matter.col].value) == wanted
            )  # fmt: skip
        others = dict.fromkeys(value for n, value in enumerate(line.values) if n != at and value != line.values[at])
        yield Becoming(item.about, line.label, line.before, line.values[at], "、".join(others))


class SweepDialog(QDialog):
    """A rule, its preview, one press; and as long as the dialog is open, one press takes all of it back."""

    changed = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._job = desk, 0
        self._found: Sequence[Swept] = ()
        self._done: tuple[str, ...] = ()
        self.setWindowTitle(_("按规则一次定一批"))
        self.setAccessibleName(_("按规则一次定一批"))
        self.resize(look().dialog_size(880, 600))
        self.told = words(
            _("只管同一项事实，比如电话、住址；写的话、要紧的事都要一件件定。"), "body", "soft", wrap=True
        )
        self.rules = AnswerCards(_("用哪条规则"), most=2)
        self.table = RowTable(_("将要这样定"), _columns(), height=32)
        self.reason = Line(_("理由"), _("会告诉两台电脑的人；不写也行"))
        self.progress = ProgressCard(_("正在定"))
        self.progress.hide()
        self.outcome = words("", "strong", wrap=True)
        self.again = Button(_("收回这一批"), icon="undo-2", to=self._take_back)
        self.leave = Button(_("关上"), key="Esc", to=self.reject)
        self.decide = Button(_("先选规则"), "main", key=NEXT, to=self._decide)
        self.decide.setEnabled(False)
        self._arrange()
        self.rules.chosen.connect(self._on_chosen)
        self.progress.stopped.connect(self._on_stopped)
        self._ask()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(10)
        column.addWidget(words(_("按规则一次定一批"), "title"))
        column.addWidget(self.told)
        self._pane = ScrollPane()
        rules = QVBoxLayout(self._pane.inner)
        rules.setContentsMargins(0, 0, 0, 0)
        rules.addWidget(self.rules)
        rules.addStretch(1)
        column.addWidget(self._pane)
        self._frame = framed(self.table)
        column.addWidget(self._frame, 1)
        column.addWidget(Field(_("理由"), self.reason))
        column.addWidget(self.progress)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.outcome, 1)
        for button in (self.again, self.leave, self.decide):
            foot.addWidget(button)
        self.again.hide()
        column.addLayout(foot)

    def _ask(self) -> None:
        self._desk.ask(self._on_found, sweeps)

    def _on_found(self, found: list[Swept]) -> None:
        self._found = found
        self.rules.show_answers(
            [(swept.rule.words, _("{n} 件，每件都可以单独收回。").format(n=swept.rule.count)) for swept in found]
        )
        rows = min(2 if look().roomy else 1, -(-len(found) // 2))
        self._pane.setFixedHeight((look().px(84) + 10) * rows)
        self._pane.setVisible(bool(found))
        self._frame.setVisible(bool(found))
        self._show(None)
        if not found and not self._done:
            self.outcome.setText(_("现在没有能按规则定的。"))
        elif found:
            self.rules.cards[0].setFocus()

    @property
    def swept(self) -> Swept | None:
        """The rule chosen with what it would decide."""
        at = self.rules.at
        return self._found[at] if 0 <= at < len(self._found) else None

    def _on_chosen(self, _at: int) -> None:
        self.outcome.setText("")
        self._show(self.swept)

    def _show(self, swept: Swept | None) -> None:
        self.table.show_rows([line for choice in swept.choices for line in becoming(choice)] if swept else [])
        self.decide.setEnabled(swept is not None)
        self.decide.name_it(_("照这条定 {n} 件").format(n=len(swept.choices)) if swept else _("先选规则"))

    # --- deeds ------------------------------------------------------------------------------------------------------

    def _decide(self) -> None:
        if self.swept is not None and not self._job:
            self._begin(_("正在定"))
            self._job = self._desk.jobs.start(
                self._on_done, self._on_failed, self._on_step, sweep, self._desk.store, self.swept,
                self.reason.text().strip(),
            )  # fmt: skip

    def _on_done(self, done: list[Settlement]) -> None:
        self._end()
        self._done = tuple(settled.id for settled in done)
        changes = Changes()
        for settled in done:
            changes |= settled.changes
        self.outcome.setText(_("定了 {n} 件，下次装盘会告诉对方。").format(n=len(done)))
        self.again.setVisible(bool(done))
        self.changed.emit(changes)
        self._ask()

    def _take_back(self) -> None:
        if self._done and not self._job:
            self._begin(_("正在收回"))
            self._job = self._desk.jobs.start(
                self._on_taken_back, self._on_failed, self._on_step, take_back_all, self._desk.store, self._done
            )

    def _on_taken_back(self, changes: Changes) -> None:
        self._end()
        self.outcome.setText(_("收回了 {n} 件，又在要定的里面。").format(n=len(self._done)))
        self._done = ()
        self.again.hide()
        self.changed.emit(changes)
        self._ask()

    def _begin(self, title: str) -> None:
        self.progress.show_title(title)
        self.progress.show_step(0, 0, "")
        self.progress.show()
        self.decide.setEnabled(False)
        self.again.setEnabled(False)
        self.rules.setEnabled(False)

    def _end(self) -> None:
        self._job = 0
        self.progress.hide()
        self.again.setEnabled(True)
        self.rules.setEnabled(True)

    def _on_step(self, step: Step) -> None:
        self.progress.show_step(step.done, step.total, step.words)

    def _on_stopped(self) -> None:
        self._desk.jobs.cancel(self._job)

    def _on_failed(self, error: Exception) -> None:
        self._end()
        stopped = isinstance(error, CancelledError)
        self.outcome.setText(_("停下了：定了的都算，在“已定”里可以收回。") if stopped else str(error))
        if not stopped:
            self._desk.complaints.complain(error)
        self.changed.emit(Changes(frozenset({"bundles"})))
        self._ask()

    def reject(self) -> None:
        if self._job:
            self._on_stopped()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._desk.jobs.cancel(self._job)
        super().closeEvent(event)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("谁家、什么"), lambda line: line.about, 240, role="strong"),
        Column(_("哪一项"), lambda line: line.label, 104),
        Column(_("原来"), lambda line: line.before, 130, tone=_soft, spare=True),
        Column(_("将定为"), lambda line: line.becomes, role="strong"),
        Column(_("不用的（留在历史里）"), lambda line: line.instead, 170, tone=_soft),
    )


def _soft(_row: Any) -> str:
    return "soft"
