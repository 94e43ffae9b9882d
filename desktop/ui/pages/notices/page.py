"""公示会议: what hangs on the wall with its days, and beside it the objections."""

from __future__ import annotations

from datetime import date
from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from desktop.ui.desk import Desk, Where
from desktop.ui.keymap import NEW
from desktop.ui.page import Page
from desktop.ui.pages.notices.detail import NoticeDetail, clock_badge
from desktop.ui.pages.notices.forms import ObjectionForm, PostForm
from desktop.ui.pages.notices.notice_jobs import OBJECTION, Begun, Detail, Wall, begun, detail, kept, notice_of, wall
from desktop.ui.parts.standing import badge_in
from desktop.ui.style import Size, look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.dates import short_date
from desktop.ui.widgets.lists.table import Column, RowTable
from desktop.ui.widgets.notice import Empty, Waiting
from desktop.ui.widgets.page_head import PageHead

if TYPE_CHECKING:
    from db.queries.drafts import DraftRow
    from db.queries.land.publicity import NoticeLine


class NoticesPage(Page):
    """Nothing is confirmed before its last day, nor over an objection."""

    nouns: ClassVar[frozenset[str]] = frozenset({"land", "bundles"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wall = Wall([], [])
        self._wanted = ""
        self.head = PageHead(_("公示会议"), Button(_("记一次张贴"), "main", icon="plus", key=NEW, to=self._begin))
        self.table = RowTable(_("公示"), self._columns())
        self.detail, self.post, self.objection = NoticeDetail(desk), PostForm(desk), ObjectionForm(desk)
        self.side = QStackedWidget()
        self.waiting = Waiting()
        for widget in (self.detail, self.post, self.objection, self.waiting):
            self.side.addWidget(widget)
        self._arrange()
        self.table.chosen.connect(self._on_chosen)
        self.detail.objection_wanted.connect(self._begin_objection)
        self.post.saved.connect(self._on_posted)
        self.objection.saved.connect(self._on_objected)
        for form in (self.post, self.objection):
            form.left.connect(self._show_detail)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 20)
        column.setSpacing(12)
        column.addWidget(self.head)
        row = QHBoxLayout()
        row.setSpacing(16)
        card = Card(pad=0)
        card.body.setContentsMargins(0, 0, 0, 0)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        teaching = _(
            "土地名单、方案贴上墙以后，在这里记一笔：贴在哪里、贴了几天、谁有异议。没满天数、异议没办完，都不能算数。"
        )
        self._pages.addWidget(Empty("megaphone", teaching, _("记第一次张贴"), self._begin))
        card.body.addWidget(self._pages)
        row.addWidget(card, 1)
        row.addWidget(self.side)
        column.addLayout(row, 1)
        self.side.hide()

    def _columns(self) -> tuple[Column, ...]:
        def day(on: date | None) -> str:
            return short_date(on, self.desk.today()) if on else ""

        township = self.desk.store.role == "township"
        village = (Column(_("村"), lambda n: n.village, 96),) if township else ()
        return (
            Column(_("时钟"), lambda n: clock_badge(n).words, 146, badge=clock_badge, order=lambda n: n.days_left),
            Column(_("哪一榜"), lambda n: n.round_label, 110, role="strong"),
            *village,
            Column(_("贴在哪里"), lambda n: n.place, mark=lambda n: badge_in(self._wall.standings, n.id)),
            Column(
                _("张贴"),
                lambda n: day(n.posted_on),
                72,
                right=True,
                order=lambda n: n.posted_on or date.min,
                spare=True,
            ),
            Column(
                _("期满"),
                lambda n: day(n.ends_on),
                72,
                right=True,
                order=lambda n: n.ends_on or date.max,
                spare=True,
            ),
            Column(_("异议"), lambda n: str(n.objections) if n.objections else "—", 64, right=True, spare=True),
        )

    def refresh(self) -> None:
        self.desk.ask(self._on_wall, wall)

    def go(self, where: Where) -> None:
        if where.deed == "new":
            self._begin()
        elif where.deed == "object":
            self._begin_objection(where.id)
        elif where.deed == "settle":
            self.desk.ask(self._on_notice_of, notice_of, where.id)
        elif where.id:
            self._wanted = where.id
            self._show_rows()
        else:
            self.table.setFocus()

    def _on_wall(self, found: Wall) -> None:
        self._wall = found
        hanging = sum(1 for notice in found.notices if notice.confirmed_on is None)
        due = sum(1 for n in found.notices if n.confirmed_on is None and n.days_left <= 0)
        sentence = _("正在公示 {n} 榜").format(n=hanging) + (_("，期满待确认 {n} 榜").format(n=due) if due else "")
        self.head.say(sentence if found.notices else "")
        self._show_rows()

    def _show_rows(self) -> None:
        notices = self._wall.notices
        wanted = self._wanted or (self.table.row.id if self.table.row else "")
        there = any(notice.id == wanted for notice in notices)
        self._wanted = "" if there else self._wanted
        self.table.show_rows(notices, (lambda notice: notice.id == wanted) if there else None)
        self._pages.setCurrentIndex(0 if notices else 1)
        if not notices and self.side.currentWidget() is self.detail:
            self.side.hide()

    def _on_chosen(self, notice: NoticeLine) -> None:
        if self.side.currentWidget() is self.detail and self.detail.notice_id != notice.id:
            self.side.setCurrentWidget(self.waiting)
        self.desk.ask(self._on_detail, detail, notice)

    def _on_detail(self, found: Detail) -> None:
        if self.table.row is None or self.table.row.id != found.notice.id:
            return  # another one was chosen since
        self.detail.show_detail(found)
        if self.side.currentWidget() is self.waiting:
            self.side.setCurrentWidget(self.detail)
        self.side.show()

    def may_leave(self) -> bool:
        for keeper in (self.post.keeper, self.objection.keeper, *self.detail.keepers):
            keeper.keep_at_once()
        return True

    def _begin(self) -> None:
        self.may_leave()
        self.desk.ask(self._on_begun, begun)

    def _on_begun(self, found: Begun) -> None:
        self.side.setCurrentWidget(self.post)
        self.side.show()
        self.post.begin(found.villages, found.draft)

    def _begin_objection(self, notice_id: str) -> None:
        self.may_leave()
        self.desk.ask(partial(self._on_objection_begun, notice_id), kept, OBJECTION, notice_id)

    def _on_objection_begun(self, notice_id: str, draft: DraftRow | None) -> None:
        self._wanted = notice_id
        self._show_rows()
        self.side.setCurrentWidget(self.objection)
        self.side.show()
        self.objection.begin(notice_id, draft)

    def _on_notice_of(self, notice_id: str) -> None:
        self._wanted = notice_id
        self._show_rows()

    def _show_detail(self) -> None:
        self.side.setCurrentWidget(self.detail)
        self.side.setVisible(bool(self._wall.notices))
        self.table.setFocus()

    def _on_posted(self, notice_id: str) -> None:
        self._wanted = notice_id
        self.side.setCurrentWidget(self.detail)
        self.refresh()
        self.desk.say("good", _("记下了，期满那天会提醒。"))

    def _on_objected(self, _id: str) -> None:
        self.side.setCurrentWidget(self.detail)
        self.refresh()

    def _on_look_changed(self) -> None:
        posted = next(at for at, column in enumerate(self.table.table.columns) if column.words == _("张贴"))
        self.table.setColumnHidden(posted, look().size is not Size.NORMAL)  # where it hangs needs the room
        self.side.setFixedWidth({Size.NORMAL: 342, Size.LARGE: 392, Size.XLARGE: 432}[look().size])
