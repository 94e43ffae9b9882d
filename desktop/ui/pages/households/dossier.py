"""一户一档: the page of a good register."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.desk import Desk, Where
from desktop.ui.keymap import EDIT, NEW, PRINT
from desktop.ui.pages.households.clashes import Clashes
from desktop.ui.pages.households.correcting import CorrectDialog
from desktop.ui.pages.households.erasing import EraseDialog
from desktop.ui.pages.households.household_jobs import (
    Change,
    Correction,
    Erasure,
    Leaving,
    changes_of,
    correction,
    erasure,
    leaving,
)
from desktop.ui.pages.households.moving import MoveDialog
from desktop.ui.pages.households.overview import Overview
from desktop.ui.pages.households.tabs import (
    CHANGED_WHOSE,
    MEMBER_CLASH,
    MEMBER_PHONE,
    Sheet,
    changes_table,
    facts_cards,
    land_card,
    members_table,
    paper_cards,
    request_card,
    visit_card,
)
from desktop.ui.parts.people import address_of, present
from desktop.ui.parts.standing import standing_badge_of
from desktop.ui.style import Size, look
from desktop.ui.widgets.badge import Badge, BadgeLabel
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.notice import Empty, Waiting
from desktop.ui.widgets.tab_strip import TabStrip
from desktop.ui.widgets.words import Elided, words

if TYPE_CHECKING:
    from db.changes import Changes
    from db.queries.household_file import HouseholdFile, MemberRow

TABS = ("overview", "members", "facts", "visits", "requests", "land", "dispute", "papers", "changes")


class Dossier(QWidget):
    """Everything about one household; every record is added from here."""

    gone = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.file: HouseholdFile | None = None
        self._id = ""  # the household whose name stands here; its file follows
        self.setProperty("ground", "ground")
        self.name = words("", "name")
        self._state = BadgeLabel()
        self._place = Elided("", "body", "soft")
        self._tags = Flow()
        self.tabs = TabStrip(_("一户一档"))
        self.print = Button(_("打印一户一档"), icon="printer", key=PRINT, to=partial(self._go, "reports", "household"))
        self.ask = Button(_("登记诉求"), to=partial(self._go, "requests", "new"))
        self.visit = Button(_("记走访"), "main", icon="plus", key=NEW, to=partial(self._go, "visits", "new"))
        self.correct = Button(_("更正"), "quiet", icon="pencil-line", key=EDIT, to=self.put_right)
        self.erase = Button(_("依法抹去"), "quiet", icon="trash-2", to=self.ask_erase)
        self.erase.setVisible(desk.store.role == "township")
        self.move_away = Button(_("迁户"), "quiet", icon="map-pin", to=self._ask_move)
        self.move_away.setVisible(desk.store.role == "township")
        self.clashes = Clashes(self)
        self._make_tabs()
        self._arrange()
        self.clashes.to_desk.connect(self._on_to_desk)
        self.members.acted.connect(self._on_member_acted)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _make_tabs(self) -> None:
        today = self._desk.today()
        self.overview = Overview(self.clashes)
        self.members = members_table(today, self.clashes, self._standing_of)
        self.facts = Sheet("list-todo", _("还没有写户类型、政治面貌这些情况。按 Ctrl+E 更正时补上。"))
        self.visits = Sheet("footprints", _("还没有走访过。按 Ctrl+N 记第一次。"))
        self.requests = Sheet(
            "message-square-text", _("他家还没有提过诉求。走访时选中一句话，按 Ctrl+R 就能转为诉求。")
        )
        self.land = Sheet("scroll-text", _("还没有登记承包地和证书。"))
        self.dispute = Empty("scale", _("没有调解档案。"))
        self.papers = Sheet("image", _("还没有证件和照片。"))
        self.changes = changes_table(today)
        self._stack, self._waiting = QStackedWidget(), Waiting()
        names = (
            _("全貌"),
            _("成员"),
            _("情况"),
            _("走访"),
            _("诉求"),
            _("土地和权证"),
            _("纠纷"),
            _("材料"),
            _("变更"),
        )
        pages = (self.overview, self.members, self.facts, self.visits, self.requests, self.land, self.dispute)
        for name, page in zip(names, (*pages, self.papers, self.changes), strict=True):
            self.tabs.add(name)
            self._stack.addWidget(page)
        self._stack.addWidget(self._waiting)

    def _arrange(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setSpacing(6)
        self._top = QHBoxLayout()
        self._top.setSpacing(10)
        self._top.addWidget(self.name)
        self._top.addWidget(self._state)
        self._clash_room = QHBoxLayout()
        self._top.addLayout(self._clash_room)
        self._top.addStretch(1)
        self._deeds = QWidget()
        deeds = QHBoxLayout(self._deeds)
        deeds.setContentsMargins(0, 0, 0, 0)
        deeds.setSpacing(8)
        for button in (self.print, self.ask, self.visit):
            deeds.addWidget(button)
        self._under = QHBoxLayout()
        column.addLayout(self._top)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self._place, 1)
        place.addWidget(self.correct)
        place.addWidget(self.move_away)
        place.addWidget(self.erase)
        column.addLayout(place)
        column.addWidget(self._tags)
        column.addLayout(self._under)
        column.addSpacing(2)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)

    def wait_for(self, household_id: str, head_name: str) -> None:
        """Another household was chosen: its name stands here at once, and nothing of the former one."""
        if household_id == self._id:
            return
        self._id = household_id
        self.name.setText(head_name or _("（没有户主）"))
        self._state.show_badge(Badge(""))
        self._place.setText("")
        self._tags.hide()
        self._empty_clash_room()
        self.members.show_rows(())
        self.changes.show_rows(())
        for at in range(self.tabs.count()):
            self.tabs.count_at(at, "")
        self._stack.setCurrentWidget(self._waiting)

    @property
    def _here(self) -> HouseholdFile | None:
        """The file of the household whose name stands here; None while it is fetched."""
        return self.file if self.file and self.file.id == self._id else None

    def show_file(self, file: HouseholdFile) -> None:
        """Show a household; the tab stays the one the cadre was reading."""
        if self.file is None or self.file.id != file.id:
            self.changes.show_rows(())  # they are asked for when their tab is looked at
        self.file, self._id = file, file.id
        today = self._desk.today()
        self.name.setText(file.head_name or _("（没有户主）"))
        self._state.show_badge(standing_badge_of(file.sync_state))
        here = present(file)
        number = _("户号 {no}").format(no=file.household_no) if file.household_no else ""
        people = _("{n}人").format(n=len(here))
        self._place.setText("    ".join(part for part in (address_of(file), number, people) if part))
        self._tags.flow.clear()
        for tag in file.tags:
            self._tags.flow.addWidget(BadgeLabel(Badge(tag)))
        self._tags.setVisible(bool(file.tags))
        self._show_clashes(file)
        self.overview.show_file(file, today)
        self.members.show_rows(file.members)
        self.facts.show_cards(facts_cards(file, self.clashes))
        stands, clashes = file.standing, self.clashes
        self.visits.show_cards([visit_card(visit, today, clashes, stands(visit.id)) for visit in file.visits])
        self.requests.show_cards([request_card(one, today, clashes, stands(one.id)) for one in file.requests])
        self.land.show_cards([land_card(land, today, clashes, stands(land.id)) for land in file.land])
        self.papers.show_cards(paper_cards(file, today))
        nothing, something = _("没有调解档案。"), _("有调解档案。内容只有调解员可看，在“纠纷”里按权限打开。")
        self.dispute.say(something if file.has_dispute else nothing)
        parcels = sum(len(land.parcels) for land in file.land)
        counts = ("", len(here), "", len(file.visits), len(file.requests), parcels, "", len(file.papers), "")
        for at, count in enumerate(counts):
            self.tabs.count_at(at, str(count) if count else "")
        self.tabs.count_at(TABS.index("dispute"), _("有") if file.has_dispute else "")
        self._stack.setCurrentIndex(self.tabs.currentIndex())
        self._ask_changes()

    def _standing_of(self, record_id: str) -> str:
        return self.file.standing(record_id) if self.file else ""

    def _show_clashes(self, file: HouseholdFile) -> None:
        """Everything that is not settled, beside the name; each field bears its own badge besides."""
        self.clashes.show_notes(file.conflicts)
        self._empty_clash_room()
        badge = self.clashes.badge_of(file.conflicts)
        if badge is not None:
            self._clash_room.addWidget(badge)
            badge.show()  # with this paint, not with the next

    def _empty_clash_room(self) -> None:
        while item := self._clash_room.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def put_right(self) -> None:
        """更正: the member chosen where the members are shown, else the household."""
        member = self.members.row if self.tabs.currentIndex() == TABS.index("members") else None
        if member is not None:
            self._on_member_acted(member)
        elif self._id:
            self._desk.ask(self._on_correction, correction, "household", self._id)

    def _on_member_acted(self, member: MemberRow) -> None:
        self._desk.ask(self._on_correction, correction, "person", member.id)

    def _on_correction(self, found: Correction) -> None:
        dialog = CorrectDialog(self._desk, found, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(self._on_corrected)
        dialog.open()

    def _on_corrected(self, changes: Changes) -> None:
        self._desk.bulletin.announce(changes, self)

    def ask_erase(self) -> None:
        """依法抹去: the member chosen where the members are shown, else the household."""
        member = self.members.row if self.tabs.currentIndex() == TABS.index("members") else None
        if member is not None:
            self._desk.ask(self._on_erasure, erasure, "person", member.id)
        elif self._id:
            self._desk.ask(self._on_erasure, erasure, "household", self._id)

    def _on_erasure(self, found: Erasure) -> None:
        dialog = EraseDialog(self._desk, found, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.erased.connect(self._on_erased)
        dialog.open()

    def _on_erased(self, changes: Changes) -> None:
        if self._id in changes.ids:
            self.file, self._id = None, ""
            self.gone.emit()
        self._desk.bulletin.announce(changes, self)

    def _ask_move(self) -> None:
        """迁户: at the township, which holds both villages."""
        if self._id:
            self._desk.ask(self._on_leaving, leaving, self._id, self.name.text())

    def _on_leaving(self, found: Leaving) -> None:
        dialog = MoveDialog(self._desk, found, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.moved.connect(self._on_corrected)
        dialog.open()

    def _on_to_desk(self, record_id: str) -> None:
        self._desk.go(Where("desk", id=record_id))

    def show_tab(self, name: str) -> None:
        """Turn to a page of the dossier."""
        if name in TABS:
            self.tabs.setCurrentIndex(TABS.index(name))

    def _on_tab_changed(self, at: int) -> None:
        if self._here:
            self._stack.setCurrentIndex(at)
            self._ask_changes()

    def _ask_changes(self) -> None:
        if self.tabs.currentIndex() == TABS.index("changes"):
            self._desk.ask(partial(self._on_changes, self._id), changes_of, self._id)

    def _on_changes(self, household_id: str, changes: list[Change]) -> None:
        if self._here and self._id == household_id:
            self.changes.show_rows(changes)
            self.tabs.count_at(TABS.index("changes"), str(len(changes)))

    def _go(self, place: str, deed: str) -> None:
        if self._id:
            self._desk.go(Where(place, deed, self._id))

    def _on_look_changed(self) -> None:
        size = look().size
        if size is not Size.NORMAL:  # the list beside leaves no room for everything
            for table, spare in ((self.members, (MEMBER_PHONE, MEMBER_CLASH)), (self.changes, (CHANGED_WHOSE,))):
                for at in spare:
                    table.setColumnHidden(at, True)
        side = 24 if look().roomy else 14
        self._column.setContentsMargins(side, 16, side, 0)
        if size is Size.NORMAL:
            self._top.addWidget(self._deeds, 0, Qt.AlignmentFlag.AlignTop)
        else:
            self._under.addWidget(self._deeds, 0, Qt.AlignmentFlag.AlignLeft)
