"""隔离区: from which computer, why, what is in it; 收下 or 退回 with what follows said before."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from db.changes import Changes
from desktop.ui.desk import Desk
from desktop.ui.keymap import PRINT
from desktop.ui.page import Page
from desktop.ui.pages.quarantine.quarantine_jobs import Aside, aside, content, let_in, paper, refuse
from desktop.ui.pages.quarantine.rows import Ours, Sender, by_sender, deed_columns, present, spoken_at, title_of
from desktop.ui.parts.paper_dialog import PaperDialog
from desktop.ui.style import Size, look
from desktop.ui.widgets.badge import Badge, BadgeLabel
from desktop.ui.widgets.buttons import Button, IconButton
from desktop.ui.widgets.card import framed
from desktop.ui.widgets.footer import FormFooter
from desktop.ui.widgets.inputs.chips import Chip
from desktop.ui.widgets.inputs.field import Field, Line
from desktop.ui.widgets.lists.lines import LineList
from desktop.ui.widgets.lists.table import RowTable
from desktop.ui.widgets.notice import Empty
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import Elided, words

if TYPE_CHECKING:
    from db.sync.log.apply import Applied
    from db.sync.matters.quarantine import Held, HeldDeed


class QuarantinePage(Page):
    """Nothing here is in effect, and nothing here is lost."""

    nouns: ClassVar[frozenset[str]] = frozenset({"bundles"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.row: Held | Ours | None = None
        self.leave = IconButton("arrow-left", _("返回"), key="Esc", to=desk.back)
        self.count = words("", "caption", "soft", wrap=True)
        self.list = LineList(_("隔离的"), present, wide=True, heads=True)
        self.title, self.state = Elided("", "title"), BadgeLabel()
        self.about = words("", "body", "soft", wrap=True)
        self.deeds = RowTable(_("里面写的"), deed_columns(), height=36)
        self.whole = words("", "body", wrap=True)
        self._whole = ScrollPane()
        inside = QVBoxLayout(self._whole.inner)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.whole)
        inside.addStretch(1)
        self.unreadable = words(_("内容看不懂，只能留着或退回。"), "body", "soft", wrap=True)
        self.advice = words("", "body", wrap=True)
        self.rest = Chip("", tick=True)
        self._held: tuple[Held, ...] = ()
        self.reason = Line(_("理由"), _("为什么收、为什么退；留在这边的记录里"))
        self.why = Field(_("理由"), self.reason)
        self.print = Button(_("打印清单"), icon="printer", key=PRINT, to=self._print)
        self.refuse = Button(_("退回"), icon="undo-2", to=self.ask_refuse)
        self.take = Button(_("收下"), "main", icon="check", to=self.ask_let_in)
        self._pages = QStackedWidget()
        nothing = _("隔离区里什么也没有。不在授权范围里的、停用的电脑交来的，会先放在这里，由人看过再收。")
        self._pages.addWidget(Empty("circle-check", nothing, _("回交接"), desk.back))
        self._pages.addWidget(self._make_matter())
        self._left = self._make_left()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left)
        row.addWidget(self._pages, 1)
        self.list.chosen.connect(self._on_chosen)
        self.deeds.chosen.connect(self._on_deed)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _make_left(self) -> QWidget:
        left = QWidget()
        left.setProperty("edge", "right")
        column = QVBoxLayout(left)
        column.setContentsMargins(20, 16, 16, 16)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.leave)
        top.addWidget(words(_("隔离区"), "title"))
        top.addStretch(1)
        column.addLayout(top)
        column.addWidget(self.count)
        column.addWidget(framed(self.list), 1)
        return left

    def _make_matter(self) -> QWidget:
        matter = QWidget()
        whole = QVBoxLayout(matter)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        column = QVBoxLayout()
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.title, 1)
        top.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(top)
        column.addWidget(self.about)
        column.addWidget(self.advice)
        self._table = framed(self.deeds)
        column.addWidget(self._table, 2)
        column.addWidget(self._whole, 1)
        column.addWidget(self.unreadable)
        column.addWidget(self.rest)
        column.addWidget(self.why)
        column.addStretch(0)
        whole.addLayout(column, 1)
        self._foot = FormFooter((), self.refuse, self.take, first=self.print)
        whole.addWidget(self._foot)
        return matter

    # --- what is shown ----------------------------------------------------------------------------------------------

    def go(self, _where: object) -> None:
        self.list.setFocus()

    def refresh(self) -> None:
        self.desk.ask(self._on_aside, aside)

    def _on_aside(self, found: Aside) -> None:
        here, self._held = self.row.id if self.row else "", found.held
        self.row = None
        rows = by_sender(found.held, found.returned)
        ids = {row.id for row in rows if not isinstance(row, Sender)}
        waiting = sum(not held.rejected for held in found.held)
        told = _("{n} 份没看过，{m} 份已退回").format(n=waiting, m=len(found.held) - waiting)
        self.count.setText(told if found.held else _("先单独存着，没有生效，也不会丢"))
        same = (lambda row: not isinstance(row, Sender) and row.id == here) if here in ids else None
        self.list.show_rows(rows, same)
        if not ids:
            self._pages.setCurrentIndex(0)

    def _on_chosen(self, row: Held | Ours) -> None:
        self.row = row
        ours = isinstance(row, Ours)
        self._pages.setCurrentIndex(1)
        self.title.setText(title_of(row))
        for widget in (self._table, self._whole, self.rest, self.why, self._foot):
            widget.setVisible(not ours)
        self.unreadable.hide()
        self.deeds.show_rows([])
        self.whole.setText("")
        if isinstance(row, Ours):
            self.state.show_badge(Badge(""))
            self.about.setText(row.told)
            self.advice.setText(row.advice)
            return
        self.state.show_badge(
            Badge(_("已退回"), "soft", "undo-2") if row.rejected else Badge(_("待看"), "due", "shield-alert")
        )
        came = spoken_at(row.staged_at, self.desk.today())
        self.about.setText(" · ".join(filter(None, (row.place, row.file, came))))
        self.advice.setText(_("{why}，所以先放在这里，没有生效。看过以后再定收不收。").format(why=row.reason_words))
        if row.rejected:
            self.advice.setText(_("退回过了，对方从下一份回执里知道。改了主意，还可以收下。"))
        self.refuse.setEnabled(not row.rejected)
        self.reason.clear()
        others = len(self._chosen(row, rest=True)) - 1
        self.rest.setChecked(False)
        self.rest.say(_("连同“{device}”交来的另外 {n} 份一起定").format(device=row.device, n=others))
        self.rest.setVisible(others > 0)
        self.desk.ask(partial(self._on_content, row.id), content, row.id)

    def _on_content(self, held_id: str, deeds: tuple[HeldDeed, ...]) -> None:
        if self.row is None or self.row.id != held_id:
            return
        self.deeds.show_rows(deeds)
        self._table.setVisible(bool(deeds))
        self._whole.setVisible(bool(deeds))
        self.unreadable.setVisible(not deeds)

    def _on_deed(self, deed: HeldDeed) -> None:
        """The whole of what one deed says, a field a line."""
        self.whole.setText(
            "\n".join(_("{field}：{value}").format(field=name, value=said) for name, said in deed.fields)
        )

    def _chosen(self, held: Held, *, rest: bool) -> tuple[Held, ...]:
        """What a word is said about: this one, or everything of its computer that stands as it does."""
        if not rest:
            return (held,)
        return tuple(one for one in self._held if (one.device_id, one.rejected) == (held.device_id, held.rejected))

    # --- a person's word --------------------------------------------------------------------------------------------

    def ask_let_in(self) -> None:
        """收下: says what follows, then does it."""
        held = self.row
        if held is None or isinstance(held, Ours):
            return
        chosen = self._chosen(held, rest=self.rest.isChecked())
        told = _("“{device}”写的这 {n} 条马上生效，算进 {place}，和别处写的一样。").format(
            device=held.device, n=_deeds(chosen), place="、".join(dict.fromkeys(one.place for one in chosen))
        )
        if self._sure(_("收下这 {n} 份吗？").format(n=len(chosen)), told, _("收下")):
            self.desk.ask(self._on_let_in, let_in, _ids(chosen), self.reason.text().strip())

    def ask_refuse(self) -> None:
        """退回: says what follows, then does it."""
        held = self.row
        if held is None or isinstance(held, Ours) or held.rejected:
            return
        chosen = self._chosen(held, rest=self.rest.isChecked())
        told = _("这 {n} 条不生效，仍留在隔离区；“{device}”从下一份回执里知道没有收。以后还可以改主意收下。").format(
            device=held.device, n=_deeds(chosen)
        )
        if self._sure(_("退回这 {n} 份吗？").format(n=len(chosen)), told, _("退回")):
            self.desk.act(self._on_refused, refuse, _ids(chosen), self.reason.text().strip(), by=self)

    def _sure(self, question: str, told: str, deed: str) -> bool:
        box = QMessageBox(self)
        box.setWindowTitle(_("隔离区"))
        box.setText(question)
        box.setInformativeText(told)
        yes = box.addButton(deed, QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton(_("先不定"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.exec()
        return box.clickedButton() is yes

    def _on_let_in(self, applied: Applied) -> None:
        told = _("收下了：新增 {new} 条，更新 {changed} 条。").format(new=applied.new, changed=applied.changed)
        if applied.conflicts:
            told += _("有 {n} 处和这边写得不一样，在合并台上定。").format(n=applied.conflicts)
        self.desk.say("good", told)
        everything = {"bundles", "households", "persons", "visits", "requests", "land", "certificates", "disputes"}
        self.desk.bulletin.announce(Changes(frozenset(everything)), self)

    def _on_refused(self, _changes: Changes) -> None:
        self.desk.say("good", _("退回了，下次装盘的回执会告诉对方；内容仍留在这里。"))

    def _print(self) -> None:
        held = self.row
        if held is not None and not isinstance(held, Ours):
            chosen = self._chosen(held, rest=self.rest.isChecked())
            self.desk.ask(self._on_paper, paper, _ids(chosen))

    def _on_paper(self, pdf: bytes) -> None:
        dialog = PaperDialog(self.desk, _("隔离清单"), pdf, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_look_changed(self) -> None:
        self._left.setFixedWidth({Size.NORMAL: 306, Size.LARGE: 350, Size.XLARGE: 384}[look().size])


def _deeds(chosen: tuple[Held, ...]) -> int:
    return sum(held.deeds for held in chosen)


def _ids(chosen: tuple[Held, ...]) -> tuple[str, ...]:
    return tuple(held.id for held in chosen)
