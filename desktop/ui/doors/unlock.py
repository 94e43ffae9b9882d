"""The door: which store, and its password."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.complaints import Complaints
from desktop.ui.doors.opening import open_at, warm_up, whose_password
from desktop.ui.doors.side import Side
from desktop.ui.jobs import Jobs
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.inputs.field import Field, Fields
from desktop.ui.widgets.words import Elided, Picture, words

if TYPE_CHECKING:
    from db.store import Store, Surroundings


class Unlock(Fields):
    """Asks for the password; ``lock`` is a store that is open already and only hidden."""

    opened = Signal(object)
    begun_anew = Signal()

    def __init__(
        self, path: str, jobs: Jobs, complaints: Complaints, around: Surroundings | None, lock: Store | None = None
    ) -> None:
        super().__init__()
        self._path, self._jobs, self._complaints, self._around, self._locked = path, jobs, complaints, around, lock
        self.setProperty("ground", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Side())
        row.addWidget(self._make_right(), 1)
        self._show_path()
        if lock is None:
            jobs.ask(_ignore, complaints.complain, warm_up)

    def _make_right(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(88, 24, 88, 36)
        column.setSpacing(0)
        column.addStretch(2)
        self._office = words("", "caption", "soft")
        column.addWidget(self._office)
        column.addWidget(words(_("屏已锁上") if self._locked else _("请输入密码"), "name"))
        column.addSpacing(16)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setProperty("entry", "true")
        self.password.setProperty("role", "motto")
        self.password.setPlaceholderText(_("密码"))
        self.password.returnPressed.connect(self.open_it)
        helper = _("忘了密码？输入恢复页上的那一长串也能打开。")
        self.fields["password"] = Field(_("密码"), self.password, helper)
        column.addWidget(self.fields["password"])
        column.addSpacing(16)
        deeds = QHBoxLayout()
        deeds.setSpacing(10)
        deeds.addStretch(1)
        self.open_button = Button(_("打开"), "main", to=self.open_it)
        deeds.addWidget(self.open_button)
        column.addLayout(deeds)
        column.addStretch(3)
        self._where = Elided("", "caption", "soft")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        if not self._locked:
            foot.addWidget(Picture("folder-open"))
            foot.addWidget(self._where, 1)
            foot.addWidget(Button(_("打开别的数据"), "quiet", to=self.choose))
            foot.addWidget(Button(_("新建"), "quiet", to=self.begun_anew.emit))
        column.addLayout(foot)
        return right

    def _show_path(self) -> None:
        self._office.setText(Path(self._path).stem)
        self._where.setText(self._path)

    def choose(self) -> None:
        """Open another store: a folder whose name ends in .baijia."""
        title = _("选择数据文件夹（名字以 .baijia 结尾）")
        chosen = QFileDialog.getExistingDirectory(self, title, str(Path(self._path).parent))
        if chosen:
            self._path = chosen
            self._show_path()
            self.clear_errors()
            self.password.setFocus()

    def open_it(self) -> None:
        """Enter: open with what was typed."""
        self.clear_errors()
        password = self.password.text()
        if not password:
            self.show_error("password", _("先输入密码。"))
            return
        self._wait(waiting=True)
        if self._locked is None:
            self._jobs.ask(self._on_opened, self._on_refused, open_at, self._path, password, self._around)
        else:
            enter = partial(self._on_let_in, self._locked)
            self._jobs.ask(enter, self._on_refused, whose_password, str(self._locked.path), password)

    def _wait(self, *, waiting: bool) -> None:
        self.password.setEnabled(not waiting)
        self.open_button.setEnabled(not waiting)
        self.open_button.name_it(_("正在打开…") if waiting else _("打开"))

    def _on_let_in(self, store: Store, cadre_id: str) -> None:
        if cadre_id in {store.me.id, "recovery"}:
            self._on_opened(store)
            return
        self._wait(waiting=False)
        sentence = _("现在是{name}在用。换人用，请先关掉程序再打开。")
        self.show_error("password", sentence.format(name=store.me.name))

    def _on_opened(self, store: Store) -> None:
        self.password.clear()
        self._wait(waiting=False)
        self.opened.emit(store)

    def _on_refused(self, error: Exception) -> None:
        from db.errors import StoreError

        self._wait(waiting=False)
        if isinstance(error, StoreError):
            self.show_error("password", str(error))
            self.password.selectAll()
        else:
            self._complaints.complain(error)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.password.setFocus()


def _ignore(_answer: object) -> None:
    pass
