"""Beside every list: while the next record is fetched nothing of the former one is seen, and then only the next."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.ui.desk import Where
from desktop.ui.pages.disputes.page import DisputesPage
from desktop.ui.pages.notices.page import NoticesPage
from desktop.ui.pages.reports.page import ReportsPage
from desktop.ui.pages.requests.page import RequestsPage
from desktop.ui.widgets.badge import BadgeLabel
from tests.desktop.ui.pages.notices.test_page import hang
from tests.dispute_makers import agree, make_accepted, make_clause, sit
from tests.makers import make_household, make_request


def read(pane):
    said = {label.text() for label in pane.findChildren(QLabel) if label.isVisible()}
    return said | {badge.badge.words for badge in pane.findChildren(BadgeLabel) if badge.isVisible()} - {""}


def quiet(qtbot, page):
    qtbot.waitUntil(lambda: page.desk.jobs.quiet, timeout=10_000)


@pytest.fixture
def requests(village):
    homes = [make_household(village, name, no=no) for no, name in enumerate(("罗冬林", "单强"))]
    return [make_request(village, home, f"{home[-4:]}门前的路灯") for home in homes]


@pytest.fixture
def notices(village):
    return [hang(village, 4, place="村公示栏"), hang(village, 40, place="二组路口", round="second_list")]


def moves_on(qtbot, page, table, pane):
    """Choosing the next row: (what was read, what stands while it is fetched, what is read then)."""
    table.choose(0)
    quiet(qtbot, page)
    former = read(pane)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    between = read(pane)
    quiet(qtbot, page)
    return former, between, read(pane)


@pytest.mark.parametrize(("kind", "records"), [(RequestsPage, "requests"), (NoticesPage, "notices")])
def test_the_former_record_is_gone_at_once(qtbot, village, open_page, request, kind, records):
    made = request.getfixturevalue(records)
    page = open_page(kind, village)
    quiet(qtbot, page)
    table = page.ledger.table if kind is RequestsPage else page.table
    former, between, following = moves_on(qtbot, page, table, page.side)
    assert len(former) > 4
    assert between == {"正在打开…"}
    place = "requests" if kind is RequestsPage else "notices"
    fresh = open_page(kind, village, Where(place, "open", table.row.id))
    quiet(qtbot, fresh)
    assert table.row.id in made
    assert following == read(fresh.side) != former


def test_an_answer_that_comes_late_is_not_shown(qtbot, village, open_page, requests):
    page = open_page(RequestsPage, village)
    quiet(qtbot, page)
    late = page.detail.found
    table = page.ledger.table
    table.choose(1 - table.currentIndex().row())
    quiet(qtbot, page)
    assert page.detail.found.line.id == table.row.id != late.line.id
    page.detail._on_detail(late.line.id, late)  # two workers: the earlier answer may come last
    assert page.detail.found.line.id == table.row.id
    assert late.line.content not in read(page.side)


def test_another_case_is_opened_from_elsewhere(qtbot, village, open_page):
    rich = make_accepted(village, title="水沟")
    sit(village, rich)
    agree(village, rich, make_clause())
    homes = (make_household(village, "龙芳", no="71"), make_household(village, "周忠良", no="72"))
    bare = make_accepted(village, homes, title="田埂")
    page = open_page(DisputesPage, village, Where("disputes", "open", rich))
    quiet(qtbot, page)
    assert "水沟" in read(page)
    page.go(Where("disputes", "open", bare))
    assert read(page) == {"正在打开…"}
    quiet(qtbot, page)
    fresh = open_page(DisputesPage, village, Where("disputes", "open", bare))
    quiet(qtbot, fresh)
    assert read(page.case) == read(fresh.case)


def test_no_paper_of_another_household_stands_beside_a_name(qtbot, village, open_page):
    homes = [make_household(village, name, no=no) for no, name in enumerate(("罗冬林", "单强"))]
    page = open_page(ReportsPage, village, Where("reports", "household", homes[0], "罗冬林"))
    quiet(qtbot, page)
    assert page.paper.view.isVisible()
    page.go(Where("reports", "household", homes[1], "单强"))
    assert not page.paper.view.isVisible()
    assert page.proof is None
    assert not page.choices.print.isEnabled()
    quiet(qtbot, page)
    assert page.paper.view.isVisible()
    assert page.proof.household_id == homes[1]
