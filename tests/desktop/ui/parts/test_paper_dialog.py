"""A finished paper is looked at, printed and kept."""

import pytest
from PySide6.QtPrintSupport import QPrinter

from db.sync.matters.shown.household import standing_file
from desktop.paths import places_under
from desktop.reports.household import household_report
from desktop.reports.preview import PdfPages
from desktop.settings import SettingsFile
from desktop.ui.bulletin import Bulletin
from desktop.ui.complaints import Complaints
from desktop.ui.desk import Desk
from desktop.ui.jobs import Jobs
from desktop.ui.parts.paper_dialog import PaperDialog
from desktop.ui.parts.printing import new_printer, write_pdf
from tests.makers import make_household


@pytest.fixture
def shown(qtbot, tmp_path, village):
    jobs = Jobs()
    desk = Desk(village, jobs, Bulletin(), Complaints(tmp_path), SettingsFile(places_under(tmp_path).settings))
    pdf = household_report(standing_file(village, make_household(village, "李林峰"))).pdf
    dialog = PaperDialog(desk, "一户一档", pdf)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: jobs.quiet, timeout=10_000)
    yield dialog, pdf, jobs
    jobs.close()


def test_a_paper_is_looked_at_before_it_is_printed(qtbot, shown):
    dialog, pdf, jobs = shown
    with PdfPages(pdf) as pages:
        assert dialog.view.pages == len(pages)
    qtbot.waitUntil(
        lambda: bool(dialog.view._pictures) and jobs.quiet, timeout=10_000
    )  # what came into sight was drawn


def test_it_prints_every_page(qtbot, shown, tmp_path):
    dialog, pdf, jobs = shown
    printer = new_printer("一户一档")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setResolution(60)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    dialog.print_on(printer)
    qtbot.waitUntil(lambda: jobs.quiet, timeout=20_000)
    with PdfPages((tmp_path / "out.pdf").read_bytes()) as printed, PdfPages(pdf) as pages:
        assert len(printed) == len(pages)
    assert dialog.note.text().endswith("页已送到打印机")


def test_a_place_that_cannot_be_written_to_is_said(tmp_path):
    from db.errors import KnownError

    with pytest.raises(KnownError, match="写不进去"):
        write_pdf(b"%PDF", str(tmp_path / "nowhere" / "x.pdf"))
