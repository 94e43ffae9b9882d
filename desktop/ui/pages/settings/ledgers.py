"""导入花名册: read first, say what would come, then take it in; and take it back."""

from __future__ import annotations

import re
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from db.changes import Changes
from db.errors import StoreError
from desktop.ui.desk import Desk
from desktop.ui.jobs import Step
from desktop.ui.pages.settings.setting_jobs import keep_rows, look_at_ledger, take_back_ledger, take_ledger
from desktop.ui.style import look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.lists.table import Column, RowTable
from desktop.ui.widgets.progress import ProgressCard
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.ledgers.intake.report import FlaggedCell, ImportReport, UndoReport

_READABLE = "*.xlsx *.xls *.et *.ods *.csv *.txt *.dbf"
_EVERYTHING = frozenset({"households", "persons", "places", "imports", "visits", "requests"})


class LedgerCard(Card):
    """One ledger at a time: looked at, taken in, taken back."""

    announced = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("导入花名册"))
        self._desk = desk
        self._path = ""
        self._report: ImportReport | None = None
        self._taken = False
        about = _("村里现有的表直接收：xlsx、xls、et、ods、csv、dbf，表头自己认。先看结果，再定收不收；收了也能撤回。")
        self.body.addWidget(words(about, "body", "soft", wrap=True))
        self.job = ProgressCard(_("正在读表"))
        self.job.stop.hide()
        self.job.hide()
        self.body.addWidget(self.job)
        self._result = words("", "strong", wrap=True)
        self._result.hide()
        self.body.addWidget(self._result)
        self.cells = RowTable(_("要核对的地方"), _columns(), height=31)
        self.cells.hide()
        self.body.addWidget(self.cells)
        row = QHBoxLayout()
        row.setSpacing(10)
        self.choose = Button(_("选文件"), icon="folder-open", to=self.choose_file)
        self.take = Button(_("收进来"), "main", to=self.take_in)
        self.undo = Button(_("撤回这次导入"), icon="undo-2", to=self.take_back)
        self.rows = Button(_("逐行结果存成表"), icon="table-2", to=self.keep_rows)
        for button in (self.choose, self.take, self.undo, self.rows):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self._show_buttons()
        look().changed.connect(self._fit_cells)

    def choose_file(self) -> None:
        """Pick a ledger and look at it."""
        chosen, _kind = QFileDialog.getOpenFileName(self, _("选一份花名册"), str(Path.home()), _READABLE)
        if chosen:
            self.look_at(chosen)

    def look_at(self, path: str) -> None:
        """Say what would become of a ledger; nothing is kept yet."""
        self._path, self._report, self._taken = path, None, False
        self._begin(self._on_looked, look_at_ledger)

    def take_in(self) -> None:
        """For good."""
        self._begin(self._on_taken, take_ledger)

    def _begin(self, then: object, work: object) -> None:
        assert callable(then)
        assert callable(work)
        self.job.show_title(Path(self._path).name)
        self.job.show_step(0, 0, "")
        self.job.show()
        self._show_buttons()
        self._desk.jobs.start(then, self._on_failed, self._on_step, work, self._desk.store, self._path)

    def _on_step(self, step: Step) -> None:
        self.job.show_step(step.done, step.total, step.words)

    def _on_failed(self, error: BaseException) -> None:
        self.job.hide()
        self._show_buttons()
        self._result.setText(str(error))
        self._result.show()
        self.cells.hide()
        if not isinstance(error, StoreError):
            self._result.hide()
            self._desk.complaints.complain(error)

    def _on_looked(self, report: ImportReport) -> None:
        self._show_report(report, _("还没收。{sentence}"))

    def _on_taken(self, report: ImportReport) -> None:
        self._taken = True
        self._show_report(report, _("收进来了。{sentence}"))
        self._announce()

    def _show_report(self, report: ImportReport, sentence: str) -> None:
        self._report = report
        self.job.hide()
        self._result.setText(sentence.format(sentence=report.sentence))
        self._result.show()
        cells = (*report.refused, *report.flagged)
        self.cells.show_rows(cells)
        self.cells.setVisible(bool(cells))
        self._fit_cells()
        self._show_buttons()
        (self.choose if self.take.isHidden() else self.take).setFocus()  # it was dead while the table was read

    def _fit_cells(self) -> None:
        self.cells.fit_rows()
        self.cells.setFixedHeight(min(look().px(310), self.cells.height()))

    def take_back(self) -> None:
        """Take the import back; what somebody has touched since stays."""
        if self._report and self._report.import_id:
            self._desk.ask(self._on_taken_back, take_back_ledger, self._report.import_id)

    def _on_taken_back(self, report: UndoReport) -> None:
        self._report, self._taken = None, False
        self._result.setText(str(report.sentence))
        self.cells.hide()
        self._show_buttons()
        self._announce()

    def keep_rows(self) -> None:
        """Keep what became of every row as a workbook."""
        if self._report is None:
            return
        name = str(Path(self._path).with_name(_("导入结果.xlsx")))
        chosen, _kind = QFileDialog.getSaveFileName(self, _("逐行结果存到哪里"), name, "*.xlsx")
        if chosen:
            kept = self._desk.complaints.complain
            self._desk.jobs.ask(self._on_kept, kept, keep_rows, self._report, chosen)

    def _on_kept(self, name: str) -> None:
        self._desk.say("good", _("存好了：{name}").format(name=name))

    def _announce(self) -> None:
        self._desk.bulletin.announce(Changes(_EVERYTHING), self)

    def _show_buttons(self) -> None:
        working = not self.job.isHidden()
        report = self._report
        self.choose.setEnabled(not working)
        self.take.setVisible(report is not None and not self._taken and not report.known_file and not working)
        self.undo.setVisible(bool(report and report.import_id and self._taken) and not working)
        self.rows.setVisible(report is not None and not working)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("行"), _place, 110),
        Column(_("哪一列"), _heading, 110),
        Column(_("表里写的"), lambda cell: cell.raw, 190, role="strong"),
        Column(_("请核对"), lambda cell: cell.message),
    )


def _heading(cell: FlaggedCell) -> str:
    return re.split(r"[\n/·>｜| ]+", cell.column.strip())[-1]  # of a head in two rows, the lower one


def _place(cell: FlaggedCell) -> str:
    return _("{sheet} 第{row}行").format(sheet=cell.sheet, row=cell.row) if cell.sheet else str(cell.row)
