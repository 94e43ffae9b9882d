"""The heat table counts every case once, and the names follow its frame."""

from PySide6.QtCore import Qt

from db.actions.land import NewBlocker, NewTerminal, open_blocker, set_terminal
from db.queries.land import certificate_gaps
from desktop.ui.desk import Where
from desktop.ui.pages.certificates.heat import FIRST
from desktop.ui.pages.certificates.page import CertificatesPage
from desktop.ui.pages.certificates.reasons import count_places, gaps
from tests.land_makers import collect, days_ago, happen, make_case, make_certificate, make_contractor


def fill(store):
    """One household of each kind: in the survey, head dead, at the village, collected, gone."""
    make_case(store, "陈在查", no="001")
    blocked = make_case(store, "罗冬林", no="002")
    open_blocker(store, NewBlocker(case_id=blocked, code="HEAD_DEAD", opened_on=days_ago(30)))
    waiting = make_certificate(store, make_case(store, "曾未领", no="003"))
    happen(store, waiting, "at_village", on_date=days_ago(8))
    done = make_certificate(store, make_case(store, "文已领", no="004"))
    happen(store, done, "at_village", on_date=days_ago(8))
    collect(store, done, "文已领")
    gone = make_contractor(store, "龙消亡", no="005")
    set_terminal(store, NewTerminal(contractor_id=gone, terminal="extinct", reason="老人去世", evidence="死亡证明"))
    return waiting


def names(page):
    return [row.contractor_name for row in page.names.table.rows]


def test_every_case_is_counted_once(village):
    fill(village)
    found = gaps(village)
    places, total = count_places(found)
    assert total.due + total.not_due == len(certificate_gaps(village)) == 5
    assert total.due == total.collected + total.missing == 4
    assert sum(place.missing for place in places) == total.missing


def test_the_names_follow_the_frame(qtbot, village, open_page):
    fill(village)
    page = open_page(CertificatesPage, village)
    assert page.head.sentence.text() == "全村未领证 3 户，领证率 25.0%"
    assert sorted(names(page)) == ["曾未领", "罗冬林", "陈在查"]  # the sum of what is missing
    heads = [page.heat.counts.head(at) for at in range(page.heat.counts.columnCount())]
    page.heat.choose("", heads.index("户主去世"))
    assert names(page) == ["罗冬林"]
    assert page.title.text() == "全村 · 户主去世"
    page.heat.choose("", heads.index("不应发"))
    assert names(page) == ["龙消亡"]
    page.heat.setFocus()
    qtbot.keyClick(page.heat, Qt.Key.Key_Left)
    assert len(names(page)) == 3


def test_the_segments_say_whose_move_it_is(village, open_page):
    fill(village)
    page = open_page(CertificatesPage, village)
    shown = {key: page.moves.button(key).text() for key in ("all", "village") if page.moves.button(key).isVisible()}
    assert shown["all"] == "全部  3"
    page.moves.choose("village")
    assert set(names(page)) <= {row.contractor_name for row in certificate_gaps(village) if row.whose_move == "village"}


def test_one_certificate_is_found_from_elsewhere(village, open_page):
    waiting = fill(village)
    page = open_page(CertificatesPage, village, Where("certificates", "open", waiting))
    assert page.names.row.contractor_name == "曾未领"
    assert page.heat.currentIndex().column() >= FIRST
    page.names.acted.emit(page.names.row)
    assert page.desk.heard.places[-1].place == "households"


def test_a_place_without_land_work_is_taught(village, open_page):
    page = open_page(CertificatesPage, village)
    assert page._pages.currentIndex() == 0
