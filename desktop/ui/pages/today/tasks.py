"""要办的事: every task with its clock, the most overdue chosen already."""

from __future__ import annotations

from collections import Counter
from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget

from desktop.ui.style import look
from desktop.ui.widgets.badge import Badge
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.inputs.chips import Chip
from desktop.ui.widgets.lists.lines import Head, Line, LineList
from desktop.ui.widgets.notice import Empty
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.queries.today import Task

_ICONS = {
    "request": "message-square-text",
    "visit": "footprints",
    "dispute": "scale",
    "certificate": "scroll-text",
    "notice": "megaphone",
    "agreement": "handshake",
}
_TONES = {"late": ("late", "clock-alert"), "soon": ("due", "clock"), "month": ("soft", "clock")}


class TaskList(Card):
    """Tasks in three groups; chips choose a kind, Enter opens the form that does the task."""

    acted = Signal(object)
    import_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("要办的事"))
        self.ruled()
        self.caption.hide()
        self._tasks: tuple[Task, ...] = ()
        self._anybody = True
        self._kind = ""
        self._chips = QButtonGroup(self)
        self._kinds: dict[str, Chip] = {}
        self._hint = words(_("↑↓ 选择"), "caption", "soft")
        self.at_right(self._hint)
        self._row = Flow(gap=8)
        self.head.insertWidget(1, self._row, 1)
        self.head.setStretch(self.head.count() - 2, 0)  # the chips take the room, and wrap where it ends
        self.list = LineList(_("要办的事"), present_task, wide=True, height=49, heads=True)
        self.list.acted.connect(self.acted)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(
            Empty("circle-check", _("眼下没有要催的事。走访里记下的诉求、到村的证，会按期限排在这里。"))
        )
        nobody = _("名单还是空的。先把村里的花名册收进来，走访、诉求、发证都从名单上开始。")
        self._pages.addWidget(Empty("users", nobody, _("导入花名册"), self.import_wanted.emit))
        self.body.addWidget(self._pages)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        self._hint.setVisible(look().roomy)

    def show_tasks(self, tasks: tuple[Task, ...], *, anybody: bool = True) -> None:
        """Show the tasks, and a chip for each kind there is; without anybody in the register, the way to begin."""
        self._tasks, self._anybody = tasks, anybody
        counts = Counter(task.kind for task in tasks)
        names = {
            "": _("全部"),
            "request": _("诉求"),
            "visit": _("走访"),
            "dispute": _("纠纷"),
            "notice": _("公示"),
            "certificate": _("权证"),
        }
        for kind, name in names.items():
            count = counts[kind] if kind else len(tasks)
            if kind not in self._kinds:
                chip = Chip(name)
                self._kinds[kind] = chip
                self._chips.addButton(chip)
                chip.clicked.connect(partial(self._choose, kind))
                self._row.flow.addWidget(chip)
            self._kinds[kind].say(name, str(count))
            self._kinds[kind].setVisible(not kind or bool(count))
        if not counts[self._kind]:
            self._kind = ""
        self._kinds[self._kind].setChecked(True)
        self._show()

    def _choose(self, kind: str, _on: bool = True) -> None:
        self._kind = kind
        self._show()

    def _show(self) -> None:
        chosen = [task for task in self._tasks if not self._kind or task.kind == self._kind]
        groups = {"late": _("逾期"), "soon": _("三天内"), "month": _("本月内")}
        rows: list[Task | Head] = []
        for urgency, name in groups.items():
            group = [task for task in chosen if task.urgency == urgency]
            if group:
                tone, _icon = _TONES[urgency]
                icon = {"late": "circle-alert", "soon": "clock"}.get(urgency, "calendar")
                rows += [Head(f"{name} {len(group)}", tone, icon), *group]
        here = self.list.row
        kept = here.record_id if here is not None and not isinstance(here, Head) else ""
        still = any(not isinstance(row, Head) and row.record_id == kept for row in rows)
        self.list.show_rows(rows, partial(_is_record, kept) if still else None)
        self._pages.setCurrentIndex(0 if rows else 1 if self._anybody else 2)


def _is_record(record_id: str, row: Task | Head) -> bool:
    return not isinstance(row, Head) and row.record_id == record_id


def present_task(row: Task | Head) -> Line | Head:
    """A task as a row of the list."""
    if isinstance(row, Head):
        return row
    tone, icon = _TONES[row.urgency]
    return Line(
        row.name,
        matter=row.matter,
        caption=row.caption,
        badges=(Badge(row.badge, tone, icon),) if row.badge else (),
        icon=_ICONS.get(row.kind, "circle"),
        deed=row.action,
    )
