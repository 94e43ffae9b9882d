"""The right of the merge desk: one matter, all evidence in one table, and how it is decided, with its outcome said."""

from __future__ import annotations

from gettext import gettext as _
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.keymap import LATER, NEXT
from desktop.ui.pages.desk.evidence import EvidenceTable
from desktop.ui.pages.desk.filling import Filling
from desktop.ui.pages.desk.matter_jobs import Verdict
from desktop.ui.pages.desk.rows import own_words
from desktop.ui.style import look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import framed
from desktop.ui.widgets.footer import FormFooter
from desktop.ui.widgets.inputs.answer_card import AnswerCards
from desktop.ui.widgets.inputs.field import Field, Line
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import Elided, words

if TYPE_CHECKING:
    from db.sync.matters import Answer, DeskItem


class MatterPane(QWidget):
    """What happened in one sentence, both entries side by side, the answers, and why."""

    decided = Signal(object)
    put_off = Signal()
    household_wanted = Signal(str)
    typed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.item: DeskItem | None = None
        self.title = words("", "title", wrap=True)
        self.about = words("", "strong", wrap=True)
        self.sentence = words("", "body", "soft", wrap=True)
        self.see = Button(_("看一户一档"), "quiet", to=self._see).end_with("chevron-right")
        self.evidence = EvidenceTable()
        self.cards = AnswerCards(_("怎么定"))
        self.filling = Filling(desk)
        self.reason = Line(_("理由（会告诉两台电脑的人）"), _("问过谁、凭什么这样定；不写也行"))
        self.why = Field(_("理由（会告诉两台电脑的人）"), self.reason)
        office = desk.store.role == "township"
        later = _("先问村里，放到后面") if office else _("先问清楚，放到后面")
        self.later = Button(later, icon="circle-help", key=LATER, to=self.put_off.emit)
        self.next = Elided("", "caption", "soft")
        self.decide = Button(_("选怎么定"), "main", key=NEXT, to=self._decide)
        self._following = ""
        self._arrange()
        self.cards.chosen.connect(self._on_chosen)
        self.reason.returnPressed.connect(self._on_reason_entered)
        self.reason.textEdited.connect(self._on_reason_edited)
        self.filling.changed.connect(self.typed)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _arrange(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.pane = ScrollPane()
        column = QVBoxLayout(self.pane.inner)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.title, 1)
        top.addWidget(self.see)
        column.addLayout(top)
        column.addWidget(self.about)
        column.addWidget(self.sentence)
        column.addSpacing(2)
        column.addWidget(framed(self.evidence))
        column.addSpacing(4)
        column.addWidget(words(_("怎么定"), "section"))
        column.addWidget(self.cards)
        column.addWidget(self.filling)
        column.addWidget(self.why)
        column.addStretch(1)
        whole.addWidget(self.pane, 1)
        self.next.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        foot = FormFooter((), self.decide, first=self.later)
        row = foot.layout()
        assert isinstance(row, QHBoxLayout)
        row.insertWidget(row.indexOf(self.decide), self.next, 1)
        row.setStretch(1, 0)
        whole.addWidget(foot)

    # --- what is shown ----------------------------------------------------------------------------------------------

    def show_item(self, item: DeskItem, kept: Verdict | None, following: str) -> None:
        """Show a matter, with what was chosen and typed before one looked at another."""
        self.item = item
        self.title.setText(item.title)
        self.about.setText(" · ".join(filter(None, (own_words(item), item.household, item.village))))
        self.sentence.setText(item.sentence)
        self.see.setVisible(bool(item.household_id))
        self.evidence.show_item(item)
        self.cards.show_answers([(answer.title, answer.consequence) for answer in item.answers])
        self.why.show_error("")
        self.reason.setText(kept.reason if kept else "")
        at = next((at for at, answer in enumerate(item.answers) if kept and answer.code == kept.answer), -1)
        self.cards.choose(at)
        self.filling.ask(item, self.answer, dict(kept.values) if kept else {})
        self._order()
        self.pane.verticalScrollBar().setValue(0)
        self.show_following(following)

    def _order(self) -> None:
        """Tab goes in reading order, over what was just made too."""
        fields = [field.control for field in self.filling.fields.values()]
        chain = [self.see, self.evidence, *self.cards.cards, *fields, self.reason, self.later, self.decide]
        for one, other in pairwise(chain):
            QWidget.setTabOrder(one, other)

    def show_following(self, title: str) -> None:
        """Which matter comes next."""
        self._following = title
        self.next.setText(_("下一件：{title}").format(title=title) if title else "")
        self.working(on=False)

    @property
    def answer(self) -> Answer | None:
        """The answer chosen."""
        at = self.cards.at
        return self.item.answers[at] if self.item and 0 <= at < len(self.item.answers) else None

    @property
    def verdict(self) -> Verdict | None:
        """What was chosen and typed so far; None where nothing was."""
        answer = self.answer
        reason, values = self.reason.text().strip(), self.filling.values
        if answer is None and not reason:
            return None
        return Verdict(answer.code if answer else "", reason, values)

    def working(self, *, on: bool) -> None:
        """A decision is on its way; nobody presses twice."""
        answer = self.answer
        self.decide.setEnabled(answer is not None and not on)
        self.cards.setEnabled(not on)
        if answer is None:
            self.decide.name_it(_("先选怎么定"))
        else:
            self.decide.name_it(_("{deed}，看下一件").format(deed=answer.deed) if self._following else answer.deed)

    def show_error(self, name: str, sentence: str) -> bool:
        """A sentence at its field; False where it is about the matter itself."""
        if name == "reason":
            self.why.show_error(sentence)
            self.reason.setFocus()
            return True
        return self.filling.show_error(name, sentence)

    def focus_answers(self) -> None:
        """Be ready to choose: the first answer, or the one chosen."""
        if self.cards.cards:
            self.cards.cards[max(0, self.cards.at)].setFocus()

    # --- deeds ------------------------------------------------------------------------------------------------------

    def _on_chosen(self, _at: int) -> None:
        if self.item is not None:
            self.filling.ask(self.item, self.answer, {})
            self.typed.emit()
            self._order()
            self.why.show_error("")
            self.working(on=False)
            self.pane.ensureWidgetVisible(self.why if self.filling.fields else self.cards, 0, 16)
            self.filling.come()

    def _on_reason_edited(self, _text: str) -> None:
        self.typed.emit()

    def _on_reason_entered(self) -> None:
        if self.decide.isEnabled():
            self.decide.setFocus()
        else:
            self.focus_answers()

    def _decide(self) -> None:
        verdict = self.verdict
        if verdict is not None and verdict.answer:
            self.why.show_error("")
            self.decided.emit(verdict)

    def _see(self) -> None:
        if self.item is not None:
            self.household_wanted.emit(self.item.household_id)

    def _on_look_changed(self) -> None:
        self.next.setVisible(look().roomy)
