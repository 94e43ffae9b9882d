"""迁户 on the page of a household: only at the township, said before what goes along."""

import pytest

from db.queries.households import household_list
from desktop.ui.desk import Where
from desktop.ui.pages.households.moving import MoveDialog
from desktop.ui.pages.households.page import HouseholdsPage
from tests.bundles.post import exchange, join
from tests.makers import make_household


@pytest.fixture
def opened(qtbot, open_page):
    """opened(store, household): the dossier stands open; settled() waits for its answers."""

    def show(store, household):
        page = open_page(HouseholdsPage, store, Where("households", "open", household))
        page.settled = lambda: qtbot.waitUntil(
            lambda: not page._pause.isActive() and page.desk.jobs.quiet, timeout=20_000
        )
        page.settled()
        return page

    return show


def test_a_household_is_moved_from_its_page(enrolled, make_store, opened, tmp_path):
    village, township = enrolled
    other = make_store("village", name="石桥村", region_code="430499101202")
    join(township, other)
    home = make_household(village, "李林峰", no="031")
    exchange(village, township, tmp_path / "usb")
    page = opened(township, home)
    assert page.dossier.move_away.isVisibleTo(page.dossier)
    page.dossier.move_away.click()
    page.settled()
    dialog = page.findChild(MoveDialog)
    assert [dialog.village.itemText(at) for at in range(dialog.village.count())] == ["石桥村"]
    assert "李林峰" in dialog.accessibleName()
    dialog.reason.setText("随迁")
    dialog.go.click()
    page.settled()
    assert page.desk.heard.sentences[-1] == ("good", "已迁往石桥村，共 2 条记录；下次交接两个村都会更新。")
    exchange(township, other, tmp_path / "usb", other.device_id)
    assert [line.id for line in household_list(other)] == [home]


def test_a_village_cannot_move_its_households(village, opened):
    page = opened(village, make_household(village, "李林峰", no="031"))
    assert not page.dossier.move_away.isVisibleTo(page.dossier)
