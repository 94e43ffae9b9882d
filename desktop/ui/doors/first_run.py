"""The first start: one question a page, every answer kept at once."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.settings import SettingsFile
from desktop.ui.complaints import Complaints
from desktop.ui.doors.answers import Password, Question, Recovery, WhereUsed, WhichPlace, WhoUses
from desktop.ui.doors.opening import make_at, shortest_password
from desktop.ui.doors.recovery_page import print_recovery_page
from desktop.ui.doors.side import Side
from desktop.ui.jobs import Jobs
from desktop.ui.style import Size, look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.inputs.segments import Segments
from desktop.ui.widgets.notice import Banner
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.store import Store, Surroundings


class FirstRun(QWidget):
    """Makes the first store of this computer."""

    made = Signal(object)
    restore_wanted = Signal()
    open_wanted = Signal()
    size_chosen = Signal(str)

    def __init__(
        self, jobs: Jobs, complaints: Complaints, settings: SettingsFile, stores: Path, around: Surroundings | None
    ) -> None:
        super().__init__()
        self._jobs, self._complaints, self._settings = jobs, complaints, settings
        self._stores, self._around = stores, around
        self._kept = dict(settings.now.first_run)
        self._password = ""
        self._store: Store | None = None
        self.setProperty("ground", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.side = Side((_("用在哪里"), _("哪个村或镇"), _("谁在用"), _("密码"), _("恢复页")))
        self._stack = QStackedWidget()
        self._arrange()
        QShortcut(QKeySequence(Qt.Key.Key_Return), self, self.go_on)
        QShortcut(QKeySequence(Qt.Key.Key_Enter), self, self.go_on)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.go_back)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.complaints_banner()
        self.show_step(int(self._kept.get("step", "0")))

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        right = ScrollPane()
        self._column = column = QVBoxLayout(right.inner)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.addStretch(1)
        top.addWidget(words(_("字号"), "caption", "soft"))
        top.addSpacing(8)
        sizes = {Size.NORMAL: _("标准"), Size.LARGE: _("大"), Size.XLARGE: _("特大")}
        self.sizes = Segments(_("字号"), list(sizes.items()))
        self.sizes.choose(look().size)
        self.sizes.chosen.connect(self.size_chosen)
        top.addWidget(self.sizes)
        column.addLayout(top)
        self.banner = Banner()
        column.addWidget(self.banner)
        column.addStretch(2)
        self._count = words("", "caption", "soft")
        self._title = words("", "name")
        column.addWidget(self._count)
        column.addSpacing(2)
        column.addWidget(self._title)
        column.addSpacing(14)
        column.addWidget(self._stack)
        column.addStretch(3)
        secrets = Banner(closable=False)
        column.addWidget(secrets)
        secrets.say("due", _("不得录入国家秘密、工作秘密。"))
        column.addSpacing(16)
        foot = QHBoxLayout()
        self._leave = words("", "caption", "soft")
        foot.addWidget(self._leave)
        foot.addStretch(1)
        self.back = Button(_("上一步"), key="", to=self.go_back)
        self.next = Button(_("下一步"), "main", key="Enter", to=self.go_on)
        self.next.setShortcut("")  # both Enter keys are listened to below
        foot.addWidget(self.back)
        foot.addSpacing(10)
        foot.addWidget(self.next)
        column.addLayout(foot)
        row.addWidget(right, 1)

    def _on_look_changed(self) -> None:
        side = {Size.NORMAL: 88, Size.LARGE: 64, Size.XLARGE: 32}[look().size]
        self._column.setContentsMargins(side, 24, side, 32)

    def complaints_banner(self) -> None:
        """Troubles nobody else shows are shown here."""
        self._complaints.sentence.connect(self.banner.say)

    @property
    def question(self) -> Question:
        """The page shown."""
        page = self._stack.currentWidget()
        assert isinstance(page, Question)
        return page

    @property
    def step(self) -> int:
        """How far one is, from 0."""
        return self._step

    def show_step(self, step: int) -> None:
        """Show a page; the ones that depend on earlier answers are made anew."""
        step = min(step, 3) if self._store is None else 4
        self._step = step
        page = self._make(step)
        old = self._stack.currentWidget()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self.side.show_step(step)
        self._count.setText(_("第 {n} 步，共 {total} 步").format(n=step + 1, total=5))
        self._title.setText(page.title)
        self.back.setVisible(0 < step < 4)
        self.next.name_it(_("开始用") if step == 4 else _("下一步"))
        once = _("这一页只出现这一次")
        self._leave.setText(once if step == 4 else _("随时可以退出，下次从这里接着来"))
        page.arrive()

    def _make(self, step: int) -> Question:
        if step == 0:
            used = WhereUsed(self._kept)
            used.restored.connect(self.restore_wanted)
            used.opened.connect(self.open_wanted)
            return used
        if step == 1:
            return WhichPlace(self._kept, self._stores)
        if step == 2:
            return WhoUses(self._kept)
        if step == 3:
            return Password(shortest_password())
        return Recovery()

    def go_back(self) -> None:
        """Esc: the question before."""
        if 0 < self._step < 4:
            self.show_step(self._step - 1)

    def go_on(self) -> None:
        """Enter: keep the answer and ask the next question."""
        page = self.question
        if not self.next.isEnabled() or not page.complete():
            return
        self._kept |= page.answers()
        if isinstance(page, Password):
            self._create(page.password)
        elif isinstance(page, Recovery):
            self._settings.change(first_run={})
            self.made.emit(self._store)
        else:
            self._kept["step"] = str(self._step + 1)
            self._settings.change(first_run=dict(self._kept))
            self.show_step(self._step + 1)

    def _create(self, password: str) -> None:
        self.next.setEnabled(False)
        self.next.name_it(_("正在建立…"))
        path = self._kept.get("path", "")
        self._jobs.ask(self._on_created, self._on_refused, make_at, path, dict(self._kept), password, self._around)

    def _on_created(self, made: tuple[Store, str]) -> None:
        self._store, key = made
        self.next.setEnabled(True)
        self._settings.change(last_store=str(self._store.path), first_run={})
        self.show_step(4)
        page = self.question
        assert isinstance(page, Recovery)
        page.show_key(key)
        page.printed.connect(partial(print_recovery_page, self, self._store.name, key))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.question.arrive()

    def _on_refused(self, error: Exception) -> None:
        self.next.setEnabled(True)
        self.next.name_it(_("下一步"))
        field = getattr(error, "field", "")
        steps = {"name": 1, "path": 1, "region_code": 1, "cadre": 2}
        if field in steps:
            self.show_step(steps[field])
        self._complaints.complain(error, self.question)
