"""依法抹去 in the window: at the township alone, after reading what would go, with a reason."""

from db.queries.households import household_totals
from desktop.ui.desk import Where
from desktop.ui.pages.households.erasing import EraseDialog
from desktop.ui.pages.households.page import HouseholdsPage
from tests.bundles.post import exchange
from tests.makers import make_household


def _settled(qtbot, page):
    qtbot.waitUntil(lambda: not page._pause.isActive() and page.desk.jobs.quiet, timeout=20_000)


def test_a_household_goes_after_reading_and_with_a_reason(enrolled, open_page, qtbot, tmp_path):
    village, township = enrolled
    home = make_household(village, "李林峰", no="031")
    exchange(village, township, tmp_path / "up")
    assert not open_page(HouseholdsPage, village, Where("households", "open", home)).dossier.erase.isVisible()
    page = open_page(HouseholdsPage, township, Where("households", "open", home))
    _settled(qtbot, page)
    page.dossier.erase.click()
    _settled(qtbot, page)
    dialog = page.findChild(EraseDialog)
    assert dialog.accessibleName() == "依法抹去 李林峰"
    assert dialog.found.lines[:2] == ["会抹去：农户 1 条、人员 1 条。", "这些电脑下次交接时照办：桃溪村。"]
    assert not dialog.take.isEnabled()
    dialog.reason.setText("本人申请，个人信息保护法第四十七条")
    dialog.take.click()
    _settled(qtbot, page)
    assert page.desk.heard.sentences[-1][1].startswith("已在本机抹去 2 条记录")
    assert household_totals(township).households == 0
