"""The left of the merge desk: what must be decided, how far one is, what was decided and can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.ui.keymap import FIND_HERE
from desktop.ui.pages.desk.matter_jobs import Matters
from desktop.ui.pages.desk.rows import (
    Home,
    Wanted,
    by_household,
    kind_words,
    kinds,
    narrowed,
    present_decided,
    present_item,
    villages,
)
from desktop.ui.style import Size, look
from desktop.ui.widgets.buttons import Button, IconButton
from desktop.ui.widgets.card import framed
from desktop.ui.widgets.inputs.choice import Choice
from desktop.ui.widgets.lists.lines import LineList
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.sync.matters import Decided, DeskItem


class Listing(QWidget):
    """Largest damage first, household by household."""

    chosen = Signal(object)
    acted = Signal()
    back = Signal()
    taken_back = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("edge", "right")
        self._items: tuple[DeskItem, ...] = ()
        self.later: list[str] = []
        self.leave = IconButton("arrow-left", _("返回"), key="Esc", to=self.back.emit)
        self.count, self.done = words("", "strong"), words("", "caption", "soft")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setProperty("tone", "good")
        self.bar.setAccessibleName(_("今天定了多少"))
        self.village, self.kind = Choice(), Choice()
        self.village.setAccessibleName(_("只看哪个村"))
        self.kind.setAccessibleName(_("只看哪一种"))
        self.list = LineList(_("要定的"), present_item, wide=True, heads=True)
        self.decided = LineList(_("已定"), present_decided, wide=True)
        self.decided.delegate.deed_width = 44
        self.by_rule = Button(_("按规则一次定一批"), "quiet", icon="list-filter")
        self.twins = Button(_("合并重复的、拆开"), "quiet", icon="git-merge")
        self._decided_head = words(_("已定"), "strong")
        self._arrange()
        self._listen()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 16, 12)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.leave)
        top.addWidget(words(_("合并台"), "title"))
        top.addStretch(1)
        column.addLayout(top)
        self._motto = words(_("只列要人来定的，要紧的在前"), "caption", "soft", wrap=True)
        column.addWidget(self._motto)
        told = QHBoxLayout()
        told.setSpacing(8)
        told.addWidget(self.count)
        told.addWidget(self.done)
        told.addWidget(self.bar, 1)
        column.addLayout(told)
        narrow = QHBoxLayout()
        narrow.setSpacing(6)
        narrow.addWidget(self.village, 1)
        narrow.addWidget(self.kind, 1)
        column.addLayout(narrow)
        column.addWidget(framed(self.list), 3)
        column.addWidget(self.by_rule)
        column.addWidget(self._decided_head)
        self._done = framed(self.decided)
        column.addWidget(self._done, 2)
        column.addWidget(self.twins)

    def _listen(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.list.acted.connect(lambda _row: self.acted.emit())
        self.decided.acted.connect(self._on_decided_acted)
        self.village.activated.connect(self._show)
        self.kind.activated.connect(self._show)
        self.kind.setToolTip(_("只看哪一种  {key}").format(key=FIND_HERE))
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    @property
    def wanted(self) -> Wanted:
        """What the cadre wants to see."""
        return Wanted(str(self.village.currentData() or ""), str(self.kind.currentData() or ""))

    @property
    def item(self) -> DeskItem | None:
        """The matter chosen."""
        row = self.list.row
        return None if isinstance(row, Home) else cast("DeskItem", row)

    def show_matters(self, found: Matters, chosen: str = "") -> None:
        """Show what stands open and what was decided."""
        self._items = found.items
        ids = {item.id for item in found.items}
        self.later = [put_off for put_off in self.later if put_off in ids]
        _fill(self.village, _("各村"), [(name, name, n) for name, n in villages(found.items)])
        self.village.setVisible(self.village.count() > 2)
        _fill(self.kind, _("各种"), [(kind, kind_words(kind), n) for kind, n in kinds(found.items)])
        self.kind.setVisible(self.kind.count() > 2)
        self.count.setText(_("{n} 件待定").format(n=len(found.items)))
        self.done.setText(_("今天已定 {n} 件").format(n=found.today) if found.today else "")
        self.bar.setRange(0, max(1, found.today + len(found.items)))
        self.bar.setValue(found.today)
        self._show(0, chosen)
        self.decided.show_rows(found.decided)
        self._decided_head.setVisible(bool(found.decided))
        self._done.setVisible(bool(found.decided))
        self._on_look_changed()

    def choose(self, item_id: str) -> bool:
        """Choose a matter; False where it is not listed."""
        rows = self.list.lines.rows
        at = next((at for at, row in enumerate(rows) if getattr(row, "id", "") == item_id), None)
        if at is None:
            return False
        self.list.choose(at)
        return True

    def following(self, item_id: str) -> DeskItem | None:
        """The matter after this one; the first where it was the last."""
        listed: list[DeskItem] = [row for row in self.list.lines.rows if not isinstance(row, Home)]
        ids = [row.id for row in listed]
        if item_id not in ids or len(ids) < 2:
            return next(iter(listed), None) if item_id not in ids else None
        return listed[(ids.index(item_id) + 1) % len(ids)]

    def put_off(self, item_id: str) -> None:
        """A matter comes last from now on."""
        self.later = [*(kept for kept in self.later if kept != item_id), item_id]

    def _show(self, _at: int, chosen: str = "") -> None:
        here = chosen or getattr(self.item, "id", "")
        rows = by_household(narrowed(self._items, self.wanted), self.later)
        ids = {getattr(row, "id", "") for row in rows}
        self.list.show_rows(rows, (lambda row: getattr(row, "id", "") == here) if here in ids and here else None)
        if self.item is None:
            self.chosen.emit(None)

    def _on_chosen(self, row: object) -> None:
        self.chosen.emit(row)

    def _on_decided_acted(self, done: Decided) -> None:
        if done.can_take_back:
            self.taken_back.emit(done)

    def _on_look_changed(self) -> None:
        size = look().size
        self.setFixedWidth({Size.NORMAL: 306, Size.LARGE: 350, Size.XLARGE: 384}[size])
        self._motto.setVisible(size is not Size.XLARGE)
        self.bar.setVisible(size is Size.NORMAL)
        shown = min(3, self.decided.lines.rowCount())
        self._done.setMinimumHeight(look().px(52) * min(shown, 2 if size is Size.NORMAL else 1) + 2)
        self._done.setMaximumHeight(look().px(52) * max(1, shown) + 2)


def _fill(box: QComboBox, everything: str, options: Sequence[tuple[str, str, int]]) -> None:
    kept = box.currentData()
    box.blockSignals(True)
    box.clear()
    box.addItem(_("{all}（{n}）").format(all=everything, n=sum(n for _key, _words, n in options)), "")
    for key, said, n in options:
        box.addItem(_("{words}（{n}）").format(words=said, n=n), key)
    box.setCurrentIndex(max(0, box.findData(kept)))
    box.blockSignals(False)
