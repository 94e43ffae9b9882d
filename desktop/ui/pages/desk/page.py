"""合并台: one decision at a time, with all its evidence, and the way back."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from db.sync.matters import settle
from desktop.ui.desk import Desk, Where
from desktop.ui.keymap import FIND_HERE, UNDO
from desktop.ui.page import Page
from desktop.ui.pages.desk.listing import Listing
from desktop.ui.pages.desk.matter import MatterPane
from desktop.ui.pages.desk.matter_jobs import DRAFT, VERSION, Matters, Verdict, matters, take_back
from desktop.ui.pages.desk.sweeping import SweepDialog
from desktop.ui.pages.desk.twins import TwinsDialog
from desktop.ui.parts.draft_keeper import DraftKeeper, Typed
from desktop.ui.widgets.notice import Empty

if TYPE_CHECKING:
    from db.changes import Changes
    from db.sync.matters import Decided, DeskItem, Settlement


class MergeDeskPage(Page):
    """What two computers wrote differently; a person says what holds."""

    nouns: ClassVar[frozenset[str]] = frozenset(
        {"bundles", "households", "persons", "visits", "requests", "land", "certificates", "disputes", "papers"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._kept: dict[str, Verdict] = {}
        self._wish = ""
        self._last = ""
        self._turn = 0
        self._found = Matters((), (), 0)
        self.keeper = DraftKeeper(self, desk, DRAFT, VERSION, self._read_draft)
        self.listing = Listing()
        self.matter = MatterPane(desk)
        nothing = _("没有要定的。两台电脑写得不一样的，收盘以后会并排摆在这里，由人来定。")
        self.nothing = Empty("circle-check", nothing, _("回交接"), desk.back)
        self._right = QStackedWidget()
        self._right.addWidget(self.nothing)
        self._right.addWidget(self.matter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.listing)
        row.addWidget(self._right, 1)
        self._listen()

    def _listen(self) -> None:
        self.listing.chosen.connect(self._on_chosen)
        self.listing.acted.connect(self.matter.focus_answers)
        self.listing.back.connect(self.desk.back)
        self.listing.taken_back.connect(self._on_taken_back)
        self.listing.by_rule.clicked.connect(self.open_rules)
        self.listing.twins.clicked.connect(self.open_twins)
        self.matter.decided.connect(self._on_verdict)
        self.matter.put_off.connect(self._on_put_off)
        self.matter.typed.connect(self.keeper.touch)
        self.keeper.refused.connect(self._on_refused)
        self.matter.household_wanted.connect(self._on_household_wanted)
        QShortcut(QKeySequence(UNDO), self, self.undo)
        QShortcut(QKeySequence(FIND_HERE), self, self._narrow)

    # --- what is shown ----------------------------------------------------------------------------------------------

    def go(self, where: Where) -> None:
        self._wish = where.id
        if not self._wish or not self._choose(self._wish):
            self.listing.list.setFocus()

    def refresh(self) -> None:
        self._turn += 1
        self.desk.ask(partial(self._on_matters, self._turn), matters)

    def _on_matters(self, turn: int, found: Matters) -> None:
        if turn == self._turn:  # else something was decided since: a newer answer is on its way
            wish, self._wish = self._wish, ""
            self._kept = {**found.kept, **self._kept}
            self._show(found, named(found.items, wish))

    def _show(self, found: Matters, wanted: str) -> None:
        self._keep()
        here = self.matter.item.id if self.matter.item and self._right.currentWidget() is self.matter else ""
        self._found = found
        self.listing.show_matters(found, wanted or here)
        self.listing.by_rule.setVisible(any(item.kind == "field" and not item.is_words for item in found.items))
        if not found.items:
            self.matter.item = None
            self._right.setCurrentWidget(self.nothing)

    def _choose(self, wanted: str) -> bool:
        rows = [row for row in self.listing.list.lines.rows if hasattr(row, "matters")]
        found = named(rows, wanted)
        if found:
            self._wish = ""
        return bool(found) and self.listing.choose(found)

    def _on_chosen(self, item: DeskItem | None) -> None:
        if item is None:
            self._right.setCurrentWidget(self.nothing)
            return
        following = self.listing.following(item.id)
        title = following.title if following and following.id != item.id else ""
        if self.matter.item == item and self._right.currentWidget() is self.matter:
            self.matter.show_following(title)  # whoever is typing goes on
            return
        self._keep()
        self._step_back()
        self.keeper.begin(item.id)
        self.matter.show_item(item, self._kept.get(item.id), title)
        self._right.setCurrentWidget(self.matter)

    def _step_back(self) -> None:
        """The focus goes to the list before what held it goes."""
        if self.matter.isAncestorOf(self.focusWidget()):
            self.listing.list.setFocus()

    def _read_draft(self) -> Typed | None:
        item, verdict = self.matter.item, self.matter.verdict
        if item is None:
            return None
        return Typed(item.id, {"household_id": item.household_id} | verdict.data() if verdict is not None else None)

    def may_leave(self) -> bool:
        self.keeper.keep_at_once()
        return True

    def _keep(self) -> None:
        """What was chosen and typed for a matter stays with it until it is decided."""
        self.keeper.keep_at_once()
        item, verdict = self.matter.item, self.matter.verdict
        if item is not None and verdict is not None:
            self._kept[item.id] = verdict

    # --- deciding ---------------------------------------------------------------------------------------------------

    def _on_verdict(self, verdict: Verdict) -> None:
        item = self.matter.item
        if item is None or self.keeper.acting:
            return
        self._step_back()
        self.matter.working(on=True)
        given = (item, verdict.answer, verdict.reason or None, verdict.values)
        self.keeper.act(partial(self._on_settled, item), settle, *given, form=self, though_gone_on=True)

    def _on_settled(self, item: DeskItem, done: Settlement) -> None:
        following = self.listing.following(item.id)
        self._kept.pop(item.id, None)
        self._last = done.id
        self.matter.item = None
        rest = tuple(other for other in self._found.items if other.id != item.id)
        now = Matters(rest, self._found.decided, self._found.today + 1)
        self._show(now, following.id if following else "")  # at once; the store is asked again behind it
        self.desk.say("good", _("定了：{title}。下次装盘会告诉对方；按 Ctrl+Z 收回。").format(title=item.title))

    def _on_refused(self) -> None:
        self.matter.working(on=False)

    def show_error(self, name: str, sentence: str) -> bool:
        """A sentence at its field; where the matter itself is not as it was, it is looked for again."""
        if name in {"id", "answer"}:
            self.refresh()
        return self.matter.show_error(name, sentence)

    def _on_put_off(self) -> None:
        item = self.matter.item
        if item is None:
            return
        following = self.listing.following(item.id)
        self._keep()
        self.listing.put_off(item.id)
        self._show(self._found, following.id if following else "")

    # --- and back ---------------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """收回: the last decision made here, else the newest that can be taken back."""
        rows = [done for done in self.listing.decided.lines.rows if done.can_take_back]
        last = next((done for done in rows if done.id == self._last), next(iter(rows), None))
        if last is not None:
            self._on_taken_back(last)

    def _on_taken_back(self, done: Decided) -> None:
        self._last = ""
        self.desk.act(partial(self._on_reopened, done), take_back, done.id, by=self)

    def _on_reopened(self, done: Decided, _changes: Changes) -> None:
        self._wish = done.pk
        self.desk.say("good", _("收回了：{title}，又在要定的里面。").format(title=done.title))
        self.refresh()

    # --- other ways -------------------------------------------------------------------------------------------------

    def open_rules(self) -> None:
        """Many at once, by a rule."""
        dialog = SweepDialog(self.desk, self)
        dialog.changed.connect(self._on_changed)
        dialog.open()

    def open_twins(self) -> None:
        """Merge by hand what nobody noticed, and take merges apart."""
        dialog = TwinsDialog(self.desk, self)
        dialog.changed.connect(self._on_changed)
        dialog.open()

    def _on_changed(self, changes: Changes) -> None:
        self.desk.bulletin.announce(changes, self)

    def _on_household_wanted(self, household_id: str) -> None:
        self.desk.go(Where("households", "open", household_id))

    def _narrow(self) -> None:
        box = self.listing.kind if self.listing.kind.isVisible() else self.listing.village
        if box.isVisible():
            box.setFocus()
            box.showPopup()


def named(items: Iterable[DeskItem], wanted: str) -> str:
    """The id of the matter meant: by its own id, by that of one of its fields, or by the record it is about."""
    for item in items if wanted else ():
        if wanted in {item.id, item.pk, *(matter.id for matter in item.matters), *item.matters[0].other}:
            return item.id
    return ""
