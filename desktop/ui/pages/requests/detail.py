"""One request beside the ledger: where it stands, who it is about, and the reply."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from db.actions.drafts import drop_draft
from db.actions.requests import answer_request, close_request, evaluate_request
from desktop.ui.desk import Desk, Where
from desktop.ui.keymap import NEXT
from desktop.ui.pages.requests import request_jobs
from desktop.ui.pages.requests.columns import clock_badge
from desktop.ui.pages.requests.reply import Judgement, ReplyForm
from desktop.ui.pages.requests.steps import ShownStep, Steps
from desktop.ui.parts.draft_keeper import DraftKeeper, Typed
from desktop.ui.parts.draft_offer import DraftOffer, Offer
from desktop.ui.parts.drafts import first_words
from desktop.ui.parts.standing import standing_badge
from desktop.ui.widgets.badge import BadgeLabel
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.dates import spoken_date
from desktop.ui.widgets.words import rule, words

if TYPE_CHECKING:
    from db.actions.requests import NewReply
    from db.changes import Changes
    from db.queries.requests import RequestLine
    from desktop.ui.pages.requests.request_jobs import Detail


class RequestDetail(Card):
    """The request chosen; Enter in the ledger leads into its reply."""

    answered = Signal()
    shown = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(pad=0)
        self.desk = desk
        self.found: Detail | None = None
        self._asked = ""  # the request chosen, whose whole is on its way or here
        self.keeper = DraftKeeper(self, desk, request_jobs.REPLY, request_jobs.VERSION, self._read_reply)
        self.judging = DraftKeeper(self, desk, request_jobs.JUDGEMENT, request_jobs.VERSION, self._read_judgement)
        self.setAccessibleName(_("这件诉求"))
        self._make_parts()
        self._arrange()
        self.reply.changed.connect(self.keeper.touch)
        self.judgement.changed.connect(self.judging.touch)
        for keeper in (self.keeper, self.judging):
            keeper.refused.connect(partial(self._working, False))
        keypad = QShortcut(QKeySequence("Ctrl+Enter"), self, self._on_keypad)
        keypad.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.setEnabled(False)

    def _make_parts(self) -> None:
        self.number, self.standing = words("", "caption", "soft"), BadgeLabel()
        self.content = words("", "section", wrap=True)
        self.clock, self.due = BadgeLabel(), words("", "caption", "soft", wrap=True)
        self.person, self.place = words("", "strong"), words("", "caption", "soft")
        self.dossier = Button(_("看一户一档"), "quiet", to=self._go_to_household).end_with("chevron-right")
        self.steps = Steps()
        self.told = words("", "body", wrap=True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.told_by = words("", "caption", "soft", wrap=True)
        self.reply, self.judgement = ReplyForm(self.desk), Judgement()
        self.leftover = DraftOffer(only_drop=True)
        self.leftover.dropped.connect(self._on_leftover_dropped)
        self.save = Button(_("答复"), "main", key="Ctrl+Enter", to=self.act)
        self.close_too = Button(_("评价并办结"), "main", key="Ctrl+Enter", to=partial(self.evaluate, True))
        for button in (self.save, self.close_too):
            button.setShortcut(NEXT)
        self.judge = Button(_("只记评价"), to=partial(self.evaluate, False))

    def _arrange(self) -> None:
        inside = QWidget()
        inside.setProperty("clear", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_block(self._row(self.number, None, self.standing), self.content, self._clock_row(), gap=6))
        column.addWidget(rule())
        column.addWidget(_block(self._row(self.person, self.place, self.dossier)))
        column.addWidget(rule())
        column.addWidget(_block(self.steps))
        self._told_rule = rule()
        column.addWidget(self._told_rule)
        self._told_block = _block(self.told, self.told_by, gap=4)
        column.addWidget(self._told_block)
        column.addWidget(rule())
        self._write_block = _block(self.leftover, self.reply, self.judgement)
        column.addWidget(self._write_block, 1)
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(scroll, 1)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(14, 4, 14, 14)
        foot.setSpacing(8)
        foot.addStretch(1)
        for button in (self.judge, self.close_too, self.save):
            foot.addWidget(button)
        self.body.addWidget(self._foot)

    def _row(self, first: QWidget, second: QWidget | None, last: QWidget) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(first)
        if second is not None:
            row.addWidget(second)
        row.addStretch(1)
        row.addWidget(last)
        return holder

    def _clock_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.clock, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.due, 1)
        return holder

    # --- showing ----------------------------------------------------------------------------------------------------

    def show_line(self, line: RequestLine | None) -> None:
        """Another request was chosen; its whole follows from the store."""
        self.may_leave()
        self._asked = line.id if line else ""
        if line is None:
            self.found = None
            self.setEnabled(False)
            self.setVisible(False)
            return
        self.setVisible(True)
        self.desk.ask(partial(self._on_detail, line.id), request_jobs.detail, line)

    def _on_detail(self, wanted: str, found: Detail) -> None:
        if wanted != self._asked:
            return  # another one was chosen since
        # what is being written about the same request stays when the ledger looks again
        same = self.found is not None and self.found.line.id == wanted and self.found.can_answer == found.can_answer
        same = same and self.found is not None and self.found.can_close == found.can_close
        if not same:
            self.may_leave()
        self.found = found
        self.setEnabled(True)
        self._show_head(found)
        self._show_steps(found)
        self._show_told(found)
        judging = found.can_evaluate or found.can_close
        self.reply.setVisible(found.can_answer)
        self.judgement.setVisible(judging)
        self._show_leftover(found)
        self._write_block.setVisible(found.can_answer or judging or bool(self.leftover.offers))
        self._foot.setVisible(found.can_answer or judging)
        self.save.setVisible(found.can_answer)
        self.judge.setVisible(found.can_evaluate)
        self.close_too.setVisible(judging)
        self.close_too.name_it(_("办结") if found.can_close else _("评价并办结"))
        if not same:
            self._show_drafts(found)
        self.shown.emit(wanted)

    def _show_drafts(self, found: Detail) -> None:
        kept, judged = found.draft, found.judged
        self.reply.show_draft(kept.data if kept else {})
        self.keeper.begin(kept.key if kept else found.line.id)
        self.judgement.show_judged(found.line.satisfaction if found.can_close else "", judged.data if judged else {})
        self.judging.begin(judged.key if judged else found.line.id)
        self._working(False)

    def _show_leftover(self, found: Detail) -> None:
        """Somebody else answered while a reply was being written here: its words are not lost without a word."""
        kept = found.draft if not found.can_answer else None
        offer = [Offer(kept.key, found.line.household_id, _("答复"), first_words(kept))] if kept else []
        self.leftover.show_offers(offer)

    def _on_leftover_dropped(self, offer: Offer) -> None:
        self.desk.act(self._on_dropped, drop_draft, request_jobs.REPLY, offer.key, by=self)

    def _on_dropped(self, _changes: Changes) -> None:
        """Whoever shows drafts has heard of it."""

    def _show_head(self, found: Detail) -> None:
        line = found.line
        self.number.setText(_("诉求 {number}").format(number=line.number) if line.number else _("诉求"))
        self.standing.show_badge(standing_badge(found.standing))
        self.content.setText(line.content)
        self.clock.show_badge(clock_badge(line))
        due = spoken_date(line.due_on, self.desk.today()) if line.due_on else ""
        self.due.setText("" if line.replies or not due else _("应于{day}前答复").format(day=due))
        self.person.setText(line.requester_name or _("未留姓名"))
        self.place.setText("  ".join(part for part in (line.village_group, found.phone) if part))
        self.dossier.setVisible(bool(line.household_id))

    def _show_steps(self, found: Detail) -> None:
        late = found.line.colour == "red"
        first = " · ".join(p for p in (f"{found.registered.when} {found.channel}".strip(), found.registered.who) if p)
        accepted = found.accepted or (found.passed_on[-1] if found.passed_on else None)
        answered = found.replies[-1] if found.replies else None
        closed = found.line.state_label if found.line.state in {"closed", "final"} else ""
        judged = found.line.satisfaction or closed
        self.steps.show_steps(
            (
                ShownStep(_("登记"), "done", first),
                ShownStep(_("受理"), "done" if accepted or answered else "future",
                          f"{accepted.when} {accepted.who}" if accepted else ""),
                ShownStep(_("答复"), "done" if answered else "missing" if late else "future",
                          f"{answered.when} {answered.who}" if answered else _("未答复")),
                ShownStep(_("评价"), "done" if judged else "future", judged),
            )
        )  # fmt: skip

    def _show_told(self, found: Detail) -> None:
        texts = [*found.passed_on, *found.replies]
        self._told_block.setVisible(bool(texts))
        self._told_rule.setVisible(bool(texts))
        if texts:
            last = texts[-1]
            self.told.setText(last.text or last.words)
            by = " · ".join(part for part in (last.when, last.who, last.words) if part)
            more = _("（共 {n} 次）").format(n=len(texts)) if len(texts) > 1 else ""
            self.told_by.setText(by + more)

    # --- doing ------------------------------------------------------------------------------------------------------

    def write(self) -> None:
        """Enter in the ledger: be ready to type."""
        self._scroll.ensureWidgetVisible(self._write_block)
        if self.found and self.found.can_answer:
            self.reply.content.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.found and self.found.can_evaluate:
            self.judgement.satisfaction.button(self.judgement.satisfaction.key).setFocus()

    def act(self) -> None:
        """Record the reply, or that the matter was passed on."""
        if self.found is None or self.keeper.acting:
            return
        self.reply.clear_errors()
        if self.reply.empty and not self.reply.passing_on:
            self.reply.show_error("content", _("先写几句：结果是什么，什么时候办。"))
            return
        self._working(True)
        reply = self.reply.reply(self.found.line.id)
        self.keeper.act(partial(self._on_answered, reply), answer_request, reply, self.found.seen, form=self)

    def evaluate(self, close: bool) -> None:
        """Record what the requester thinks, and close the matter where that was pressed."""
        if self.found is None or self.judging.acting:
            return
        judged = self.judgement.judgement(self.found.line.id, close=close)
        self.judgement.field.show_error("")
        self._working(True)
        if self.found.can_close:
            self.judging.act(self._on_evaluated, close_request, judged.request_id, judged.note, form=self)
        else:
            self.judging.act(self._on_evaluated, evaluate_request, judged, self.found.seen, form=self)

    def show_error(self, name: str, sentence: str) -> bool:
        """A rule was broken: say so where it was."""
        if self.found is not None and not self.found.can_answer:
            return self.judgement.show_error(name, sentence)
        return self.reply.show_error(name, sentence) or self.reply.show_error("content", sentence)

    def may_leave(self) -> None:
        """Write what was being typed."""
        self.keeper.keep_at_once()
        self.judging.keep_at_once()

    def _working(self, on: bool) -> None:
        """A deed is on its way; nobody presses twice."""
        for button in (self.save, self.judge, self.close_too):
            button.setEnabled(not on)

    def _on_keypad(self) -> None:
        if self.found is not None and self.found.can_answer:
            self.act()
        elif self.found is not None and (self.found.can_evaluate or self.found.can_close):
            self.evaluate(True)

    def _read_reply(self) -> Typed | None:
        if self.found is None or not self.found.can_answer:
            return None
        return self._typed(self.reply.draft, empty=self.reply.empty)

    def _read_judgement(self) -> Typed | None:
        if self.found is None or not (self.found.can_evaluate or self.found.can_close):
            return None
        return self._typed(self.judgement.draft, empty=self.judgement.empty)

    def _typed(self, draft: dict[str, object], *, empty: bool) -> Typed:
        assert self.found is not None
        line = self.found.line
        whose = {"request_id": line.id, "household_id": line.household_id}
        return Typed(line.id, None if empty else whose | draft)

    def _go_to_household(self) -> None:
        if self.found is not None:
            self.desk.go(Where("households", "open", self.found.line.household_id))

    def _on_answered(self, reply: NewReply, _changes: Changes) -> None:
        told = _("已答复。")
        if self.reply.passing_on:
            told = _("已转给{whom}；还没有答复，期限照旧。").format(whom=reply.to_unit)
        self.desk.say("good", told)
        self.reply.show_draft({})
        self.keeper.begin(reply.request_id)
        self._working(False)
        self.answered.emit()

    def _on_evaluated(self, _changes: Changes) -> None:
        self.desk.say("good", _("已记下。"))
        self.judgement.note.clear()
        self.judging.begin()
        self._working(False)
        self.answered.emit()


def _block(*widgets: QWidget, gap: int = 8) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(14, 10, 14, 10)
    column.setSpacing(gap)
    for widget in widgets:
        column.addWidget(widget)
    return holder
