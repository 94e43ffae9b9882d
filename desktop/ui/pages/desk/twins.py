"""One household or person written down twice: merged by hand, and taken apart again."""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.keymap import NEXT
from desktop.ui.pages.desk.matter_jobs import join, pairs, part
from desktop.ui.parts.hits import find, present_hit
from desktop.ui.style import look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import framed
from desktop.ui.widgets.inputs.field import Field, Fields, Line
from desktop.ui.widgets.inputs.search_box import SearchBox
from desktop.ui.widgets.inputs.segments import Segments
from desktop.ui.widgets.lists.lines import Line as Row
from desktop.ui.widgets.lists.lines import LineList
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.changes import Changes
    from db.queries.search import Hit
    from db.sync.matters import Pair


class RecordBox(SearchBox):
    """The household or person chosen; a new search takes its place."""

    changed = Signal()

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(name, _("首字母、姓名、证号、电话"), present_hit)
        self._desk, self.table = desk, "household"
        self.id, self._words = "", ""
        self.asked.connect(self._on_asked)
        self.picked.connect(self._on_picked)

    def forget(self, table: str) -> None:
        """Look for another kind of record."""
        self.table, self.id, self._words = table, "", ""
        self.setText("")

    def _on_asked(self, text: str) -> None:
        self._desk.ask(_Answered(self, text), find, text)

    def show_found(self, text: str, hits: list[Hit]) -> None:
        """Only what can be merged."""
        wanted = [hit for hit in hits if hit.kind == "person" or (self.table == "household" and hit.household_id)]
        self.show_hits(text, wanted)

    def _on_picked(self, hit: Hit) -> None:
        self.id = hit.household_id if self.table == "household" else hit.id
        self._words = " ".join(filter(None, (hit.label, hit.detail)))
        self.setText(self._words)
        self.setCursorPosition(0)
        self.changed.emit()

    def clear(self) -> None:
        self.setText(self._words)  # Esc and a pick empty a search box; here what was chosen comes back


class _Answered:
    """Shows hits in the box that asked."""

    def __init__(self, box: RecordBox, text: str) -> None:
        self._box, self._text = box, text
        self.__self__ = box  # jobs ask whether whom they answer is still there

    def __call__(self, hits: list[Hit]) -> None:
        self._box.show_found(self._text, hits)


class TwinsDialog(QDialog):
    """Two boxes and what follows; below, what is merged now."""

    changed = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle(_("合并重复的、拆开"))
        self.setAccessibleName(_("合并重复的、拆开"))
        self.resize(look().dialog_size(720, 560))
        self.table = Segments(_("合什么"), [("household", _("两户")), ("person", _("两个人"))])
        self.one, self.other = RecordBox(desk, _("哪一个")), RecordBox(desk, _("和哪一个"))
        self.reason = Line(_("理由"), _("怎么知道是同一个；不写也行"))
        self.form = Fields()
        self.outcome = words("", "body", "soft", wrap=True)
        self.merge = Button(_("合成一户"), "main", icon="git-merge", key=NEXT, to=self._merge)
        self.list = LineList(_("合并过的"), _present, wide=True)
        self.list.delegate.deed_width = 60
        self.none = words(_("还没有合并过。"), "body", "soft")
        self._arrange()
        self.table.chosen.connect(self._on_table)
        self.one.changed.connect(self._allow)
        self.other.changed.connect(self._allow)
        self.list.acted.connect(self._part)
        self._on_table("household")
        self._ask()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(10)
        column.addWidget(words(_("同一户、同一个人记了两遍"), "title"))
        column.addWidget(self.table)
        form = QVBoxLayout(self.form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(10)
        form.addWidget(self.form.add_field("id", Field(_("哪一个"), self.one)))
        form.addWidget(self.form.add_field("into_id", Field(_("和哪一个"), self.other)))
        form.addWidget(self.form.add_field("reason", Field(_("理由"), self.reason)))
        pane = ScrollPane()
        inside = QVBoxLayout(pane.inner)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        inside.addWidget(self.form)
        inside.addWidget(self.outcome)
        inside.addStretch(1)
        column.addWidget(pane)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.merge)
        column.addLayout(row)
        column.addWidget(words(_("合并过的，可以拆开"), "section"))
        column.addWidget(self.none)
        self._frame = framed(self.list)
        self._frame.setMinimumHeight(look().px(110))  # two rows
        column.addWidget(self._frame, 1)
        column.addStretch(0)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(_("关上"), key="Esc", to=self.reject))
        column.addLayout(foot)

    def _ask(self) -> None:
        self._desk.ask(self._on_pairs, pairs)

    def _on_pairs(self, found: list[Pair]) -> None:
        self.list.show_rows(found)
        self.none.setVisible(not found)
        self._frame.setVisible(bool(found))

    def _on_table(self, table: str) -> None:
        for box in (self.one, self.other):
            box.forget(table)
        self.form.clear_errors()
        if table == "household":
            self.outcome.setText(
                _("以后只显示一户、只计一次；两户的走访、诉求、权证归到一起。随时可以拆开，什么也不丢。")
            )
        else:
            self.outcome.setText(_("以后只显示一个人、只计一次；两边记的都留着。随时可以拆开。"))
        self._allow()
        self.one.setFocus()

    def _allow(self) -> None:
        self.merge.setEnabled(bool(self.one.id and self.other.id))
        self.merge.name_it(_("合成一户") if self.table.key == "household" else _("合成一个人"))
        self.form.clear_errors()

    def show_error(self, name: str, sentence: str) -> bool:
        """A rule was broken: say so at the box."""
        return self.form.show_error(name, sentence)

    def _merge(self) -> None:
        ids = (self.one.id, self.other.id)
        self._desk.ask(self._on_merged, join, self.table.key, ids, self.reason.text().strip(), form=self)

    def _on_merged(self, changes: Changes) -> None:
        self._on_table(self.table.key)
        self.reason.clear()
        self._desk.say("good", _("合成一个了，只计一次；要拆开，在“合并过的”里按拆开。"))
        self.changed.emit(changes)
        self._ask()

    def _part(self, pair: Pair) -> None:
        self._desk.ask(self._on_parted, part, pair.table, (pair.id, pair.into), form=self)

    def _on_parted(self, changes: Changes) -> None:
        self._desk.say("good", _("拆开了，各算各的。"))
        self.changed.emit(changes)
        self._ask()


def _present(pair: Pair) -> Row:
    kind = _("户") if pair.table == "household" else _("人")
    icon = "house" if pair.table == "household" else "user"
    caption = _("{kind}，合到：{into}").format(kind=kind, into=pair.into_called)
    return Row(pair.called, caption=caption, icon=icon, deed=_("拆开"))
