"""The visit form: everything above the text is filled in already, and nothing typed is ever lost."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from db.actions.requests import NewRequest
from db.actions.visits import NewVisit, record_visit
from db.identity import CHINA
from db.rules.requests import reply_due_on
from desktop.ui.desk import Desk
from desktop.ui.pages.visits.draft import FORM, VERSION, RequestDraft, VisitDraft, guess_topic
from desktop.ui.pages.visits.form_layout import FormLayout
from desktop.ui.pages.visits.request_card import RequestCard
from desktop.ui.pages.visits.visit_jobs import FormFacts
from desktop.ui.parts.draft_keeper import DraftKeeper, Typed
from desktop.ui.widgets.inputs.field import Fields

if TYPE_CHECKING:
    from db.changes import Changes


class VisitForm(Fields):
    """One visit to one household, from the first key to saved."""

    saved = Signal(bool)  # whether the next household follows
    left = Signal()

    def __init__(self, desk: Desk, facts: FormFacts) -> None:
        super().__init__()
        self.desk, self.file = desk, facts.file
        kept = facts.draft or _fresh(desk, facts.file.id)
        self._cards: list[RequestCard] = []
        self._days = facts.reply_days
        self._done = self._warned = False
        self._open = True
        self.keeper = DraftKeeper(self, desk, FORM, VERSION, self._read_draft)
        self.keeper.begin(facts.kept_under or facts.file.id)
        self.parts = FormLayout(self, facts, kept, desk)
        self.fields |= self.parts.when.fields | self.parts.rare.fields | {"talk": self.parts.talk_field}
        self._show_draft(kept)
        self._order_stops()
        self._listen()

    def _listen(self) -> None:
        parts = self.parts
        for part in (parts.when, parts.people, parts.visitors, parts.rare):
            part.changed.connect(self.touch)
        parts.when.day.changed.connect(self._propose_limits)
        self.keeper.kept.connect(self._on_kept)
        self.keeper.not_kept.connect(self._on_not_kept)
        self.keeper.refused.connect(self._on_refused)
        parts.talk.textChanged.connect(self.touch)
        parts.to_request.clicked.connect(self.make_request)
        parts.save.clicked.connect(self.save)
        parts.save_next.clicked.connect(self.save_and_next)
        parts.back.clicked.connect(self.leave)
        QShortcut(QKeySequence("Escape"), self, self.leave)
        QShortcut(QKeySequence("Ctrl+Enter"), self, self.save_and_next)

    def _show_draft(self, kept: VisitDraft) -> None:
        self.parts.talk.show_text(kept.talk, kept.cursor or len(kept.talk))
        for request in kept.requests:
            mark = self.parts.talk.mark(request.start, request.end)
            self._add_card(request, mark)

    # --- drafts -----------------------------------------------------------------------------------------------------

    @property
    def draft(self) -> VisitDraft:
        """What stands on the form now."""
        parts, when = self.parts, self.parts.when
        requests = []
        for card in self._cards:
            request = card.draft
            request.start, request.end = parts.talk.place_of(card.mark)
            requests.append(request)
        return VisitDraft(
            household_id=self.file.id,
            visited_on=(when.day.day or self.desk.today()).isoformat(),
            time_from=when.begin.text(),
            time_to=when.end.text(),
            visit_kind=when.visit_kind,
            place_kind=when.place.key,
            cadres=parts.visitors.names,
            person_ids=list(parts.people.ids),
            talk=parts.talk.toPlainText(),
            rare=parts.rare.values,
            requests=requests,
            cursor=parts.talk.textCursor().position(),
        )

    def touch(self) -> None:
        """Something was typed: it is kept within a second."""
        self._warned = False
        self.keeper.touch()

    def _read_draft(self) -> Typed | None:
        if self._done:
            return None
        draft = self.draft
        draft.open = self._open
        return Typed(self.file.id, None if draft.empty else draft.data())

    def _on_kept(self) -> None:
        self.parts.say_kept(f"{self.desk.store.now().astimezone(CHINA):%H:%M:%S}")

    def _on_not_kept(self) -> None:
        self.parts.say_kept("")

    def leave(self) -> None:
        """Esc: go back, the draft stays."""
        if not self.keeper.acting:
            self._open = False
            self.keeper.keep_at_once(always=True)
            self.left.emit()

    # --- requests ---------------------------------------------------------------------------------------------------

    def make_request(self) -> None:
        """Ctrl+R: the selected sentence becomes a request, proposed as far as one can know."""
        content, mark = self.parts.talk.take_sentence()
        if not content:
            self.show_error("talk", _("先写下或选中他说的那句话，再转为诉求。"))
            return
        self.clear_errors()
        request = RequestDraft(content, guess_topic(content), self.desk.store.me.name)
        card = self._add_card(request, mark)
        card.arrive()
        QTimer.singleShot(0, self.parts, self.parts.follow_focus)  # after the layout has made room for it
        self.touch()

    def _add_card(self, request: RequestDraft, mark: int) -> RequestCard:
        card = RequestCard(len(self._cards) + 1, request, mark, self.desk.today, self._limit)
        card.changed.connect(self.touch)
        card.dropped.connect(self._on_card_dropped)
        self._cards.append(card)
        self.parts.requests.addWidget(card)
        self._order_stops()
        return card

    @property
    def _limit(self) -> date:
        """By when the village answers what it was told on the day of the visit."""
        return reply_due_on(self.parts.when.day.day or self.desk.today(), self._days)

    def _propose_limits(self) -> None:
        for card in self._cards:
            card.propose(self._limit)

    def _on_card_dropped(self) -> None:
        card = self.sender()
        assert isinstance(card, RequestCard)
        self._cards.remove(card)
        self.parts.talk.unmark(card.mark)
        card.hide()
        card.deleteLater()
        for number, left in enumerate(self._cards, 1):
            left.number(number)
        self.parts.talk.setFocus()
        self.touch()

    def _order_stops(self) -> None:
        """Tab follows reading order: a request stands between the text and the folded fields."""
        parts = self.parts
        above = [parts.back, *parts.visitors.stops, parts.when.day]
        below = [parts.talk, *(stop for card in self._cards for stop in card.stops), parts.rare.first]
        for stops in (above, below):
            for one, following in pairwise(stops):
                self.setTabOrder(one, following)

    # --- saving -----------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Ctrl+S: keep the visit and go back."""
        self._begin_saving(following=False)

    def save_and_next(self) -> None:
        """Ctrl+Enter: keep the visit and ask for the next household."""
        self._begin_saving(following=True)

    def _begin_saving(self, *, following: bool) -> None:
        if self.keeper.acting or self._done:
            return
        self.clear_errors()
        for card in self._cards:
            if not card.draft.content:
                card.show_error("content", _("写一句他要办什么；不是诉求，就按“不作诉求”。"))
                return
        if self.draft.empty and not self._warned:
            self._warned = True
            self.show_error("talk", _("谈了什么还空着。写一句；真没什么好写，再按一次保存。"))
            return
        self.parts.save.setEnabled(False)
        then = self._on_saved_next if following else self._on_saved
        self.keeper.act(then, record_visit, self._new_visit(), form=self)

    def _new_visit(self) -> NewVisit:
        draft = self.draft
        rare: dict[str, str] = dict(draft.rare)
        next_visit = rare.pop("next_visit_on", "")
        return NewVisit(
            household_id=draft.household_id,
            visited_on=date.fromisoformat(draft.visited_on),
            time_from=draft.time_from or None,
            time_to=draft.time_to or None,
            visit_kind=draft.visit_kind,
            place_kind=self.parts.when.place_kind,
            talk=draft.talk.strip() or None,
            next_visit_on=date.fromisoformat(next_visit) if next_visit else None,
            person_ids=tuple(draft.person_ids or ()),
            cadres=tuple(draft.cadres or ()),
            requests=tuple(_new_request(request) for request in draft.requests),
            **rare,  # type: ignore[arg-type]
        )

    def show_error(self, name: str, sentence: str) -> bool:
        shown = super().show_error(name, sentence)
        if not shown and name and self._cards:
            shown = any(card.show_error(name, sentence) for card in self._cards)
        if not shown:
            self.parts.banner.say("due", sentence)
        return True

    def _on_refused(self) -> None:
        self.parts.save.setEnabled(True)

    def _on_saved(self, changes: Changes) -> None:
        self._finish(changes, following=False)

    def _on_saved_next(self, changes: Changes) -> None:
        self._finish(changes, following=True)

    def _finish(self, changes: Changes, *, following: bool) -> None:
        self._done = True
        requests = len(changes.ids) - 1
        sentence = _("{name}家的走访存好了。").format(name=self.file.head_name)
        if requests > 0:
            sentence = _("{name}家的走访存好了，{n} 件诉求记入台账。").format(name=self.file.head_name, n=requests)
        self.desk.say("good", sentence)
        self.saved.emit(following)


def _fresh(desk: Desk, household_id: str) -> VisitDraft:
    now = desk.store.now().astimezone(CHINA)
    return VisitDraft(household_id, desk.today().isoformat(), time_from=f"{now:%H:%M}")


def _new_request(draft: RequestDraft) -> NewRequest:
    return NewRequest(
        content=draft.content,
        topic=draft.topic or None,
        handler_name=draft.handler or None,
        due_on=date.fromisoformat(draft.due_on) if draft.due_on else None,
    )
