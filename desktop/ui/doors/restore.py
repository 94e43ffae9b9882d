"""A new computer: the store comes back from a backup."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.complaints import Complaints
from desktop.ui.doors.opening import restore_at
from desktop.ui.doors.side import Side
from desktop.ui.jobs import Jobs
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.inputs.field import Field, Fields
from desktop.ui.widgets.notice import Banner
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.store import Store, Surroundings


class Restore(Fields):
    """Which backup, and the password or recovery key that opens it."""

    restored = Signal(object)
    turned_back = Signal()

    def __init__(self, jobs: Jobs, complaints: Complaints, stores: Path, around: Surroundings | None) -> None:
        super().__init__()
        self._jobs, self._complaints, self._stores, self._around = jobs, complaints, stores, around
        self.setProperty("ground", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Side())
        row.addWidget(self._make_right(), 1)

    def _make_right(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(88, 24, 88, 36)
        column.setSpacing(12)
        self.banner = Banner()
        self._complaints.sentence.connect(self.banner.say)
        column.addWidget(self.banner)
        column.addStretch(2)
        column.addWidget(words(_("从备份恢复"), "name"))
        sentence = _("这台电脑会当作一台新电脑，登记后接着用；备份以后记的，下次和镇里交接时补回来。")
        column.addWidget(words(sentence, "body", "soft", wrap=True))
        pick = QHBoxLayout()
        self.backup = QLineEdit()
        pick.addWidget(self.add_field("backup", Field(_("备份文件夹"), self.backup, _("在 U 盘或备份盘里找"))), 1)
        pick.addWidget(Button(_("找一找"), icon="folder-open", to=self._choose), 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(pick)
        self.name = QLineEdit()
        helper = _("恢复成一个新的数据文件夹，放在 {folder}").format(folder=self._stores)
        column.addWidget(self.add_field("path", Field(_("起个名字"), self.name, helper)))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        column.addWidget(self.add_field("password", Field(_("密码，或恢复页上的那一串"), self.password)))
        deeds = QHBoxLayout()
        deeds.addStretch(1)
        deeds.addWidget(Button(_("返回"), key="Esc", to=self.turned_back.emit))
        self.go_button = Button(_("恢复"), "main", key="Ctrl+Return", to=self.restore)
        deeds.addWidget(self.go_button)
        column.addLayout(deeds)
        column.addStretch(3)
        return right

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("备份在哪个文件夹里"), self.backup.text())
        if chosen:
            self.backup.setText(chosen)
            if not self.name.text():
                self.name.setText(Path(chosen).name.split(".baijia")[0].split("-")[0])

    def restore(self) -> None:
        """Make the store, or say at the field why not."""
        self.clear_errors()
        if not self.backup.text().strip() or not Path(self.backup.text()).is_dir():
            self.show_error("backup", _("找不到这个文件夹，请再找一找。"))
        elif not self.name.text().strip():
            self.show_error("path", _("给它起个名字，例如 桃溪村。"))
        elif not self.password.text():
            self.show_error("password", _("输入备份时用的密码。"))
        else:
            self.go_button.setEnabled(False)
            path = str(self._stores / f"{self.name.text().strip()}.baijia")
            args = (self.backup.text(), path, self.password.text(), self._around)
            self._jobs.ask(self._on_restored, self._on_refused, restore_at, *args)

    def _on_restored(self, store: Store) -> None:
        self.restored.emit(store)

    def _on_refused(self, error: Exception) -> None:
        self.go_button.setEnabled(True)
        if getattr(error, "code", "") == "WRONG_PASSWORD":
            self.show_error("password", str(error))
        else:
            self._complaints.complain(error, self)
