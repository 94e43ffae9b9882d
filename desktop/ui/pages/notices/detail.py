"""One list on the wall: its days, what was objected, and whether it may be confirmed."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.actions.land import confirm_publicity, handle_objection
from desktop.ui.desk import Desk
from desktop.ui.pages.notices.notice_jobs import RESULT, VERSION, Detail
from desktop.ui.parts.draft_keeper import DraftKeeper, Typed
from desktop.ui.parts.standing import badge_in
from desktop.ui.widgets.badge import Badge, BadgeLabel
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.dates import spoken_date
from desktop.ui.widgets.inputs.field import Field, Prose
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import rule, words

if TYPE_CHECKING:
    from db.changes import Changes
    from db.queries.drafts import DraftRow
    from db.queries.land.publicity import NoticeLine, ObjectionLine


def clock_badge(notice: NoticeLine) -> Badge:
    """还差 3 天, 期满可确认, 有 1 条异议, 已确认."""
    if notice.confirmed_on:
        return Badge(_("已确认"), "bare", "circle-check")
    if notice.open_objections:
        return Badge(_("{n} 条异议没办").format(n=notice.open_objections), "late", "triangle-alert")
    if notice.days_left > 0:
        return Badge(_("还差 {n} 天").format(n=notice.days_left), "calm", "clock")
    return Badge(_("期满可确认"), "due", "circle-alert")


class NoticeDetail(Card):
    """What is still missing before the result counts."""

    objection_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(pad=0)
        self._desk = desk
        self._found: Detail | None = None
        self.rows: list[_ObjectionRow] = []
        self.setAccessibleName(_("这次公示"))
        self.title, self.clock = words("", "section", wrap=True), BadgeLabel()
        self.standing = BadgeLabel()
        self.days = words("", "body", "soft", wrap=True)
        self.none = words(_("还没有人提异议。"), "body", "soft", wrap=True)
        self.confirm = Button(_("确认公示结果"), "main", to=self._confirm)
        self.object = Button(_("记一条异议"), icon="plus", to=self._object)
        self.why = words("", "caption", "soft", wrap=True)
        pane = ScrollPane()
        column = QVBoxLayout(pane.inner)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        badges = QHBoxLayout()
        for badge in (self.clock, self.standing):
            badges.addWidget(badge)
        badges.addStretch(1)
        column.addLayout(badges)
        column.addWidget(self.days)
        column.addWidget(rule())
        column.addWidget(words(_("异议"), "strong"))
        column.addWidget(self.none)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        column.addLayout(self._list)
        column.addStretch(1)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(pane, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 6, 16, 14)
        foot.setSpacing(6)
        foot.addWidget(self.why)
        row = QHBoxLayout()
        row.addWidget(self.object)
        row.addStretch(1)
        row.addWidget(self.confirm)
        foot.addLayout(row)
        self.body.addLayout(foot)

    @property
    def notice_id(self) -> str:
        """The list shown; empty where none is."""
        return self._found.notice.id if self._found else ""

    def show_detail(self, found: Detail) -> None:
        """Show another list."""
        for keeper in self.keepers:
            keeper.keep_at_once()
        self._found, notice, today = found, found.notice, self._desk.today()
        self.title.setText(" · ".join(part for part in (notice.round_label, notice.place) if part))
        self.clock.show_badge(clock_badge(notice))
        self.standing.show_badge(badge_in(found.standings, notice.id))
        posted = spoken_date(notice.posted_on, today) if notice.posted_on else ""
        ends = spoken_date(notice.ends_on, today) if notice.ends_on else ""
        told = _("{posted}张贴，公示 {n} 天，到{ends}满。").format(posted=posted, n=notice.days_required, ends=ends)
        if notice.confirmed_on:
            told += _("{day}确认了结果。").format(day=spoken_date(notice.confirmed_on, today))
        self.days.setText(told)
        while item := self._list.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        typed = {row.id: row.text for row in self.rows}  # whoever is writing goes on when the wall looks again
        kept = {one.id: found.kept.get(one.id) for one in found.objections}
        self.rows = [
            _ObjectionRow(self._desk, one, badge_in(found.standings, one.id), kept[one.id], typed.get(one.id, ""))
            for one in found.objections
        ]
        for row in self.rows:
            self._list.addWidget(row)
        self.none.setVisible(not found.objections)
        self._show_deeds(notice)

    @property
    def keepers(self) -> list[DraftKeeper]:
        """What is being written to settle objections."""
        return [row.keeper for row in self.rows]

    def _show_deeds(self, notice: NoticeLine) -> None:
        done = notice.confirmed_on is not None
        self.object.setVisible(not done)
        self.confirm.setVisible(not done)
        self.confirm.setEnabled(notice.days_left <= 0 and not notice.open_objections)
        why = ""
        if not done and notice.days_left > 0:
            why = _("没满天数，还不能确认。")
        elif not done and notice.open_objections:
            why = _("异议都办完了，才能确认。")
        self.why.setText(why)
        self.why.setVisible(bool(why))

    def _object(self) -> None:
        if self._found is not None:
            self.objection_wanted.emit(self._found.notice.id)

    def _confirm(self) -> None:
        if self._found is not None:
            self._desk.act(self._on_confirmed, confirm_publicity, self._found.notice.id, by=self)

    def _on_confirmed(self, _changes: Changes) -> None:
        self._desk.say("good", _("公示结果已确认。"))


class _ObjectionRow(QWidget):
    """One objection, and the words that settle it."""

    def __init__(
        self, desk: Desk, objection: ObjectionLine, standing: Badge, kept: DraftRow | None, typed: str
    ) -> None:
        super().__init__()
        self._desk, self.id = desk, objection.id
        self.keeper = DraftKeeper(self, desk, RESULT, VERSION, self._read_draft)
        self.keeper.begin(kept.key if kept else objection.id)
        self.result = Prose(_("核实和答复的结果"), _("查了什么、怎么答复他的"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        today = desk.today()
        when = spoken_date(objection.received_on, today) if objection.received_on else ""
        by = " · ".join(part for part in (objection.who, when) if part)
        column.addWidget(words(objection.text, "body", wrap=True))
        column.addWidget(words(by, "caption", "soft", wrap=True))
        column.addWidget(BadgeLabel(standing))
        if objection.handled_on:
            day = spoken_date(objection.handled_on, today)
            told = _("{day}办结：{result}").format(day=day, result=objection.result)
            column.addWidget(words(told, "body", "good", wrap=True))
            return
        data = kept.data if kept else {}
        self.result.setPlainText(typed or str(data.get("result") or data.get("raw") or ""))
        self.result.textChanged.connect(self.keeper.touch)
        self.result.setFixedHeight(self.result.fontMetrics().height() * 3 + 18)
        self.field = Field("", self.result)
        column.addWidget(self.field)
        deed = Button(_("办结这条异议"), to=partial(self._handle))
        column.addWidget(deed, 0, Qt.AlignmentFlag.AlignRight)

    @property
    def text(self) -> str:
        """What is being written to settle it."""
        return self.result.toPlainText()

    def show_error(self, _name: str, sentence: str) -> bool:
        """A rule was broken: say so at the words."""
        self.field.show_error(sentence)
        return True

    def _handle(self) -> None:
        if not self.keeper.acting:
            text = self.result.toPlainText().strip()
            self.keeper.act(self._on_handled, handle_objection, self.id, text, form=self)

    def _read_draft(self) -> Typed | None:
        return Typed(self.id, {"objection_id": self.id, "result": self.text} if self.text.strip() else None)

    def _on_handled(self, _changes: Changes) -> None:
        self._desk.say("good", _("这条异议办结了。"))
