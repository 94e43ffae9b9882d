"""今日: what must be done, the first of it already chosen."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.desk import Desk, Where
from desktop.ui.keymap import NEW
from desktop.ui.page import Page
from desktop.ui.pages.today.counters import CounterCard
from desktop.ui.pages.today.side import ContactPoints, Resume
from desktop.ui.pages.today.tasks import TaskList
from desktop.ui.pages.today.today_jobs import Morning, morning
from desktop.ui.style import Size, look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.inputs.dates import weekday
from desktop.ui.widgets.page_head import PageHead

if TYPE_CHECKING:
    from db.queries.today import Task
    from desktop.ui.parts.drafts import Resting

_COUNTERS = {
    "visited": "visits",
    "unanswered": "requests",
    "uncollected": "certificates",
    "disputes": "disputes",
}


class TodayPage(Page):
    """The first page: counters, tasks, what was left half-written, the contact points."""

    nouns: ClassVar[frozenset[str]] = frozenset(
        {"visits", "requests", "certificates", "land", "disputes", "households", "drafts", "bundles"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        ask = Button(_("登记诉求"), icon="message-square-text", to=partial(desk.go, Where("requests", "new")))
        visit = Button(_("记一次走访"), "main", icon="plus", key=NEW, to=partial(desk.go, Where("visits", "new")))
        self.head = PageHead(_("今日"), ask, visit)
        self.counters = {name: CounterCard(name) for name in _COUNTERS}
        self.tasks = TaskList()
        self.resume, self.points = Resume(), ContactPoints()
        self._resting: Resting | None = None
        self._arrange()
        self.tasks.acted.connect(self._on_acted)
        self.tasks.import_wanted.connect(partial(desk.go, Where("settings", "import")))
        self.resume.resumed.connect(self._on_resumed)
        self.points.names_wanted.connect(partial(desk.go, Where("households", "never_visited")))
        for name, place in _COUNTERS.items():
            self.counters[name].pressed.connect(partial(desk.go, Where(place)))
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 19, 24, 20)
        column.setSpacing(14)
        column.addWidget(self.head)
        numbers = QHBoxLayout()
        numbers.setSpacing(12)
        for card in self.counters.values():
            numbers.addWidget(card, 1)
        column.addLayout(numbers)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.tasks, 1)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(12)
        side.addWidget(self.resume)
        side.addWidget(self.points, 1)
        row.addWidget(self._side)
        column.addLayout(row, 1)

    def go(self, _where: Where) -> None:
        self.tasks.list.setFocus()

    def refresh(self) -> None:
        self.desk.ask(self._on_morning, morning)

    def _on_morning(self, found: Morning) -> None:
        now = found.today
        day = _("{year}年{month}月{day}日 星期{weekday}")
        self.head.say(
            day.format(
                year=now.on.year,
                month=now.on.month,
                day=now.on.day,
                weekday=weekday(now.on),
            )
        )
        for counter in now.counters:
            if counter.name in self.counters:
                self.counters[counter.name].show_counter(counter, now.on)
        self.tasks.show_tasks(now.tasks, anybody=found.households > 0)
        self._resting = found.resting
        self.resume.show_resting(found.resting, now.on)
        self.points.show_points(now.contact_points, now.never_visited if found.households else -1, now.on)

    def _on_resumed(self) -> None:
        if self._resting is not None:
            self.desk.go(self._resting.where)

    def _on_acted(self, task: Task) -> None:
        deeds = {
            "request": Where("requests", "answer", task.record_id),
            "visit": Where("visits", "new", task.household_id),
            "certificate": Where("certificates", "open", task.record_id),
            "dispute": Where("disputes", "open", task.record_id),
        }
        self.desk.go(deeds.get(task.kind, Where("households", "open", task.household_id)))

    def _on_look_changed(self) -> None:
        self._side.setFixedWidth({Size.NORMAL: 316, Size.LARGE: 330, Size.XLARGE: 340}[look().size])
