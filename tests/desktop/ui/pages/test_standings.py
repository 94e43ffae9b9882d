"""Every record shows where it stands: 仅本机, 已装盘, 镇里已确认, 有冲突; a household the least of its own."""

import pytest
from PySide6.QtCore import Qt

from db.actions.corrections import correct
from db.sync import pack, unpack
from desktop.ui.desk import Where
from desktop.ui.pages.disputes.page import DisputesPage
from desktop.ui.pages.households.page import HouseholdsPage
from desktop.ui.pages.notices.page import NoticesPage
from desktop.ui.pages.requests.page import RequestsPage
from desktop.ui.pages.visits.page import VisitsPage
from desktop.ui.widgets.badge import BadgeLabel
from tests.bundles.post import district, enrolled, exchange
from tests.desktop.ui.pages.notices.test_page import hang
from tests.dispute_makers import make_accepted
from tests.makers import make_household, make_request, make_visit

__all__ = ["district", "enrolled"]
WORDS = ("仅本机", "已装盘", "镇里已确认", "有冲突")


def spoken_standings(model, column):
    role = Qt.ItemDataRole.AccessibleTextRole
    texts = [str(model.index(row, column).data(role)) for row in range(model.rowCount())]
    return [next((word for word in WORDS if word in text), text) for text in texts]


def badges(pane):
    return {badge.badge.words for badge in pane.findChildren(BadgeLabel) if badge.isVisible()} & set(WORDS)


@pytest.fixture
def dossier(qtbot, open_page):
    def show(store, home):
        page = open_page(HouseholdsPage, store, Where("households", "open", home))
        qtbot.waitUntil(lambda: not page._pause.isActive() and page.desk.jobs.quiet, timeout=20_000)
        return page

    return show


def test_a_visit_goes_from_this_laptop_to_the_office_and_the_household_with_it(enrolled, dossier, tmp_path):
    village, township = enrolled
    home, other = make_household(village, "李林峰", no="031"), make_household(village, "罗冬林", no="032")
    exchange(village, township, tmp_path / "first")
    exchange(township, village, tmp_path / "back")

    def said():
        page = dossier(village, home)
        moments = page.dossier.overview.timeline.model()
        entries = [moment.standing.words for moment in moments.rows]
        page.dossier.show_tab("visits")
        return (
            spoken_standings(page.browse.list.lines, 0),
            page.dossier._state.badge.words,
            entries,
            badges(page.dossier.visits),
        )

    assert said() == (["镇里已确认", "镇里已确认"], "镇里已确认", [], set())
    make_visit(village, home)
    assert said() == (["仅本机", "镇里已确认"], "仅本机", ["仅本机"], {"仅本机"})
    packed = pack(village, tmp_path / "up").path
    assert said() == (["已装盘", "镇里已确认"], "已装盘", ["已装盘"], {"已装盘"})
    unpack(township, [packed])
    exchange(township, village, tmp_path / "down")
    assert said() == (["镇里已确认", "镇里已确认"], "镇里已确认", ["镇里已确认"], {"镇里已确认"})
    assert spoken_standings(dossier(township, other).browse.list.lines, 0) == ["镇里已确认", "镇里已确认"]
    for store, phone in ((village, "13800000001"), (township, "13800000002")):
        correct(store, "household", home, {"phone": phone})
    exchange(township, village, tmp_path / "quarrel")
    assert said() == (["有冲突", "镇里已确认"], "有冲突", ["镇里已确认"], {"镇里已确认"})


def test_ledgers_and_details_say_it_too(qtbot, enrolled, open_page, tmp_path):
    village, township = enrolled
    homes = make_household(village, "李林峰", no="031"), make_household(village, "罗冬林", no="032")
    make_visit(village, homes[0])
    make_request(village, homes[0])
    make_accepted(village, homes, title="水沟")
    hang(village, 4)
    exchange(village, township, tmp_path / "up")
    exchange(township, village, tmp_path / "down")
    make_visit(village, homes[1])
    make_request(village, homes[1], "二组的路灯不亮。")
    make_accepted(village, homes, title="田埂")
    hang(village, 2, place="二组路口")
    for kind, table_of, column in (
        (VisitsPage, lambda page: page.ledger.table, 2),
        (RequestsPage, lambda page: page.ledger.table, 2),
        (DisputesPage, lambda page: page.board.table, 1),
        (NoticesPage, lambda page: page.table, 2),
    ):
        page = open_page(kind, village)
        qtbot.waitUntil(lambda page=page: page.desk.jobs.quiet, timeout=20_000)
        said = spoken_standings(table_of(page).table, column)
        assert sorted(said) == ["仅本机", "镇里已确认"], kind
        if kind in {RequestsPage, NoticesPage}:
            for at, word in enumerate(said):
                table_of(page).choose(at)
                qtbot.waitUntil(lambda page=page: page.desk.jobs.quiet, timeout=20_000)
                assert badges(page.side) == {word}
