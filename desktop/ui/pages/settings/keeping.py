"""备份 and 密码: what keeps the data, and what keeps others out."""

from __future__ import annotations

from datetime import datetime
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout

from db.actions.cadres import change_password
from db.backup import last_backup
from db.identity import CHINA
from db.keyring import SHORTEST_PASSWORD
from desktop.ui.desk import Desk
from desktop.ui.jobs import Step
from desktop.ui.pages.settings.setting_jobs import back_up_to
from desktop.ui.style import look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.dates import spoken_moment
from desktop.ui.widgets.inputs.field import Field, Fields
from desktop.ui.widgets.progress import ProgressCard
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.backup import Backup
    from db.changes import Changes


class BackupCard(Card):
    """A verified copy on another disk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("备份"))
        self._desk = desk
        self._job = 0
        self._last = words("", wrap=True)
        self.body.addWidget(self._last)
        place = _("数据在 {path}").format(path=desk.store.path)
        self.body.addWidget(words(place, "caption", "soft", wrap=True))
        self.job = ProgressCard(_("正在备份"))
        self.job.stopped.connect(self._on_stopped)
        self.job.hide()
        self.body.addWidget(self.job)
        self.beside = QCheckBox(_("装盘时在 U 盘上顺带备份一份（加密）"))
        self.beside.setChecked(desk.settings.now.stick_backup)
        self.beside.toggled.connect(self._on_beside)
        self.body.addWidget(self.beside)
        row = QHBoxLayout()
        self.begin = Button(_("备份到 U 盘或移动硬盘"), icon="hard-drive", to=self.choose)
        row.addWidget(self.begin)
        row.addStretch(1)
        self.body.addLayout(row)

    def show_last(self) -> None:
        """Say when it was backed up last."""
        at: datetime | None = last_backup(self._desk.store)
        if at is None:
            self._last.setText(_("还没有备份过。电脑会坏、会丢：每周备份一次，盘放在别的屋里。"))
        else:
            when = spoken_moment(at.astimezone(CHINA), self._desk.today())
            self._last.setText(_("上次备份 {when}").format(when=when))

    def _on_beside(self, on: bool) -> None:
        self._desk.settings.change(stick_backup=on)

    def choose(self) -> None:
        """Pick the disk."""
        folder = QFileDialog.getExistingDirectory(self, _("备份到哪个盘或文件夹"), str(Path.home()))
        if folder:
            self.back_up(folder)

    def back_up(self, folder: str) -> None:
        """Copy and check, as one job with progress."""
        self.begin.setEnabled(False)
        self.job.show_step(0, 0, "")
        self.job.show()
        desk = self._desk
        self._job = desk.jobs.start(self._on_done, self._on_failed, self._on_step, back_up_to, desk.store, folder)

    def _on_step(self, step: Step) -> None:
        self.job.show_step(step.done, step.total, step.words)

    def _on_stopped(self) -> None:
        self._desk.jobs.cancel(self._job)

    def _on_done(self, backup: Backup) -> None:
        self._end()
        self.show_last()
        size = _("{n} MB").format(n=max(1, round(backup.bytes / 1_000_000)))
        self._desk.say("good", _("备份好了，逐页核对过：{name}（{size}）").format(name=backup.path.name, size=size))

    def _on_failed(self, error: BaseException) -> None:
        self._end()
        self._desk.complaints.complain(error)

    def _end(self) -> None:
        self.job.hide()
        self.begin.setEnabled(True)


class PasswordCard(Card):
    """A new password for the cadre at this computer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("改密码"))
        self._desk = desk
        self._form = Fields()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(12)
        self.old, self.new, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        for name, label, box in (
            ("old", _("现在的密码"), self.old),
            ("new", _("新密码"), self.new),
            ("again", _("再输一遍"), self.again),
        ):
            box.setEchoMode(QLineEdit.EchoMode.Password)
            self._row.addWidget(self._form.add_field(name, Field(label, box)), 1)
        column.addLayout(self._row)
        deeds = QHBoxLayout()
        deeds.addWidget(Button(_("改密码"), icon="key-round", to=self.change))
        deeds.addStretch(1)
        column.addLayout(deeds)
        self.body.addWidget(self._form)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def change(self) -> None:
        """Change it, or say at the field why not."""
        self._form.clear_errors()
        if len(self.new.text()) < SHORTEST_PASSWORD:
            self._form.show_error("new", _("密码太短，至少 {n} 个字。").format(n=SHORTEST_PASSWORD))
        elif self.new.text() != self.again.text():
            self._form.show_error("again", _("两遍不一样，请再输一遍。"))
        else:
            args = (self._desk.store, self.old.text(), self.new.text())
            self._desk.jobs.ask(self._on_changed, self._on_refused, change_password, *args)

    def _on_changed(self, _changes: Changes) -> None:
        for box in (self.old, self.new, self.again):
            box.clear()
        self._desk.say("good", _("密码改好了，下次用新的打开。"))

    def _on_refused(self, error: Exception) -> None:
        if getattr(error, "code", "") == "WRONG_PASSWORD":
            self._form.show_error("old", _("现在的密码不对，请再输一次。"))
        else:
            self._desk.complaints.complain(error)

    def _on_look_changed(self) -> None:
        across = look().roomy
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom)
