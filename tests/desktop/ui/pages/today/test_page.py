"""What must be done today."""

from datetime import date

from PySide6.QtCore import Qt

from db.actions.drafts import save_draft
from desktop.ui.desk import Where
from desktop.ui.pages.today.page import TodayPage
from desktop.ui.widgets.lists.lines import Head
from tests.land_makers import make_case
from tests.makers import make_household, make_request, make_visit


def rows_of(page):
    return [row.words if isinstance(row, Head) else row.matter for row in page.tasks.list.lines.rows]


def test_the_most_overdue_is_chosen_and_one_enter_away(qtbot, village, open_page):
    home = make_household(village, "李林峰")
    make_request(village, home, "路灯不亮", received_on=date(2025, 10, 17))
    late = make_request(village, home, "水沟堵了", received_on=date(2025, 10, 1))
    make_request(village, home, "请修路", received_on=date(2025, 10, 15))
    page = open_page(TodayPage, village)
    assert rows_of(page) == ["逾期 1", "水沟堵了", "三天内 1", "请修路", "本月内 1", "路灯不亮"]
    assert page.tasks.list.row.record_id == late
    qtbot.keyClick(page.tasks.list, Qt.Key.Key_Return)
    assert page.desk.heard.places == [Where("requests", "answer", late)]


def test_chips_choose_a_kind(qtbot, village, open_page):
    home = make_household(village, "李林峰")
    make_request(village, home, "水沟堵了")
    make_visit(village, home, visited_on=date(2025, 10, 1), next_visit_on=date(2025, 10, 22))
    page = open_page(TodayPage, village)
    assert len([row for row in page.tasks.list.lines.rows if not isinstance(row, Head)]) == 2
    page.tasks._kinds["visit"].click()
    assert [row.kind for row in page.tasks.list.lines.rows if not isinstance(row, Head)] == ["visit"]
    assert page.tasks._kinds["visit"].accessibleName() == "走访 1"
    assert page.tasks._kinds["dispute"].isHidden()


def test_counters_say_more_or_fewer_than_last_month_and_lead_there(qtbot, village, open_page):
    home, other = make_household(village, "李林峰"), make_household(village, "罗冬林", no="002")
    make_visit(village, home, visited_on=date(2025, 10, 2))
    make_visit(village, other, visited_on=date(2025, 10, 3))
    make_visit(village, home, visited_on=date(2025, 9, 2))
    page = open_page(TodayPage, village)
    card = page.counters["visited"]
    assert card.accessibleName().startswith("本月走访 2")
    assert card.accessibleName().endswith("9月同日 1")
    assert card._arrow.text() == "↑ 1"
    assert card._arrow.property("tone") == "good"
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert page.desk.heard.places == [Where("visits")]


def test_what_was_left_half_written_is_offered(qtbot, village, open_page):
    home = make_household(village, "李𬭎")
    save_draft(village, "visit", home, 1, {"household_id": home, "talk": "低保金到账了，" * 20})
    page = open_page(TodayPage, village)
    assert page.resume.isVisible()
    assert "李𬭎" in page.resume._who.text()
    assert page.resume._said.text().endswith("……”")
    page.resume.button.click()
    assert page.desk.heard.places == [Where("visits", "new", home)]


def test_the_first_morning_shows_where_to_begin(qtbot, village, open_page):
    page = open_page(TodayPage, village)
    assert page.tasks._pages.currentIndex() == 2
    assert not page.resume.isVisible()
    assert page.points._never.text() == "名单还是空的"
    assert page.head.sentence.text() == "2025年10月20日 星期一"


def test_whom_nobody_visited_is_one_press_away(qtbot, village, open_page):
    make_household(village, "罗冬林")
    page = open_page(TodayPage, village)
    assert page.points._never.text() == "从未走访  1 户"
    page.points._names.click()
    assert page.desk.heard.places == [Where("households", "never_visited")]


def test_what_nobody_knew_last_month_is_a_stroke_without_an_arrow(village, open_page):
    make_case(village)
    page = open_page(TodayPage, village)
    card = page.counters["uncollected"]
    assert card.accessibleName() == "未领证 1 户，9月同日 /"
    assert card._arrow.text() == ""
