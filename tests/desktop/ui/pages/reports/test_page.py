"""The paper follows the choices; batches, printing and stopping."""

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from desktop.reports.preview import PdfPages
from desktop.ui.desk import Where
from desktop.ui.pages.reports.page import ReportsPage
from desktop.ui.parts.printing import new_printer
from tests.makers import make_household, make_visit


def words_of(pdf):
    with PdfPages(pdf) as pages:
        return "".join(pages.text(at) for at in range(len(pages)))


def settled(qtbot, page):
    qtbot.waitUntil(lambda: not page._pause.isActive() and page.desk.jobs.quiet, timeout=10_000)


def test_the_paper_of_the_household_asked_for_is_seen_at_once(qtbot, village, open_page):
    make_household(village, "王建国", no="001")
    wanted = make_household(village, "李𬭎", no="031", phone="13807390123")
    page = open_page(ReportsPage, village, Where("reports", "household", wanted))
    settled(qtbot, page)
    assert "李𬭎" in page.choices.household.text()
    assert "13807390123" not in words_of(page.proof.pdf)
    assert page.paper.view.pages == len(page.proof.sizes)
    assert page.choices.print.text().startswith("打印")


def test_the_paper_follows_every_choice(qtbot, village, open_page):
    wanted = make_household(village, "李𬭎", no="031", phone="13807390123")
    page = open_page(ReportsPage, village, Where("reports", "household", wanted))
    before = page.proof
    page.choices.masked.choose("no")
    assert page.proof is before  # the old paper stays until the new one is there
    settled(qtbot, page)
    assert "13807390123" in words_of(page.proof.pdf)


def test_a_batch_holds_the_house_numbers_asked_for_in_house_order(qtbot, village, open_page, tmp_path):
    for no in ("010", "002", "003", "031"):
        make_household(village, f"户主{no}", no=no)
    page = open_page(ReportsPage, village)
    page.choices.reach.choose("batch")
    qtbot.keyClicks(page.choices.first, "3")
    qtbot.keyClicks(page.choices.last, "10")
    settled(qtbot, page)
    assert page.choices.print.text() == "打印 2 户"
    page.save_to(str(tmp_path / "一批.pdf"))
    settled(qtbot, page)
    words = words_of((tmp_path / "一批.pdf").read_bytes())
    assert words.index("户主003") < words.index("户主010")
    assert "户主002" not in words
    assert page.desk.heard.sentences[-1][0] == "good"
    assert list(tmp_path.glob("*.part")) == []


def test_a_stopped_batch_leaves_nothing(qtbot, village, open_page, tmp_path):
    for no in range(1, 13):
        make_household(village, f"户主{no}", no=f"{no:03d}")
    page = open_page(ReportsPage, village)
    page.choices.reach.choose("all")
    settled(qtbot, page)
    page.save_to(str(tmp_path / "全村.pdf"))
    assert not page.progress.isHidden()
    qtbot.keyClick(page.progress.stop, Qt.Key.Key_Return)
    settled(qtbot, page)
    assert not (tmp_path / "全村.pdf").exists()
    assert page.desk.heard.sentences[-1][0] == "calm"
    assert page.progress.isHidden()


def test_printing_sends_every_page(qtbot, village, open_page, tmp_path):
    make_household(village, "王建国", no="001")
    page = open_page(ReportsPage, village)
    printer = new_printer("一户一档")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setResolution(72)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    page.print_on(printer)
    settled(qtbot, page)
    with PdfPages((tmp_path / "printed.pdf").read_bytes()) as printed:
        assert len(printed) == len(page.proof.sizes)
        dark = printed.picture(0, 200).rgb
    assert min(dark) < 120  # ink on the page, not a white sheet
    assert page.desk.heard.sentences[-1] == ("good", f"{len(page.proof.sizes)} 页已送到打印机")


def test_the_diary_of_a_time_without_visits_says_so(qtbot, village, open_page):
    make_visit(village, make_household(village, "王建国"), "晚稻快收了。")
    page = open_page(ReportsPage, village, Where("reports", "diary"))
    settled(qtbot, page)
    assert "晚稻快收了" in words_of(page.proof.pdf)
    page.choices.since.show_day(village.today().replace(year=2024))
    page.choices.until.show_day(village.today().replace(year=2024))
    page.choices.changed.emit()
    settled(qtbot, page)
    assert page.proof is None
    assert not page.choices.print.isEnabled()


def test_the_summary_counts(qtbot, township, open_page):
    page = open_page(ReportsPage, township, Where("reports", "summary"))
    settled(qtbot, page)
    assert "云岭镇" in words_of(page.proof.pdf)
