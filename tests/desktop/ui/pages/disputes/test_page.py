"""The list by last day, and the case with what it lacks."""

from PySide6.QtCore import Qt

from db.actions.disputes import accept_dispute
from desktop.ui.desk import Where
from desktop.ui.pages.disputes.page import DisputesPage
from tests.dispute_makers import agree, days_ago, make_accepted, make_clause, make_dispute, sit
from tests.makers import make_household


def neighbours(store, no):
    return make_household(store, "龙芳", no=f"{no}1"), make_household(store, "周忠良", no=f"{no}2")


def shown(page):
    return [(row[0].data(), row[1].data()) for row in rows(page.board.table)]


def rows(table):
    model = table.model()
    return [[model.index(at, column) for column in range(model.columnCount())] for at in range(model.rowCount())]


def test_the_nearest_last_day_stands_first(village, open_page):
    make_dispute(village, neighbours(village, 1), title="水沟")
    late = make_dispute(village, neighbours(village, 2), title="田埂")
    accept_dispute(village, late, days_ago(35))
    make_accepted(village, neighbours(village, 3), title="院墙")
    page = open_page(DisputesPage, village)
    assert [title for _clock, title in shown(page)] == ["田埂", "院墙", "水沟"]
    assert shown(page)[0][0].startswith("逾期 ")
    assert page.board.head.sentence.text() == "共 3 件，未结 3 件，其中逾期 1 件"
    page.board.search.setText("院墙")
    assert len(shown(page)) == 1


def test_a_case_says_where_it_stands_and_what_is_missing(qtbot, village, open_page):
    wanted = make_accepted(village, neighbours(village, 1), title="龙芳与周忠良通道纠纷")
    sit(village, wanted, place="村调解室")
    agree(village, wanted, make_clause(what="恢复通道"), make_clause(what="补路", due_on=days_ago(2)), sealed=False)
    page = open_page(DisputesPage, village, Where("disputes", "open", wanted))
    case = page.case
    assert page._stack.currentWidget() is case
    assert case.title.text() == "龙芳与周忠良通道纠纷"
    assert "协议" in case.strip.accessibleName()
    assert [row[2].data() for row in rows(case.clauses)] == ["恢复通道", "补路"]
    assert [row[6].data() for row in rows(case.clauses)] == ["还没到期", "到期未履行"]
    assert case.side.missing.badge.words.startswith("还差 ")
    qtbot.keyClick(case.parties, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page.board)


def test_a_party_leads_to_its_household(qtbot, village, open_page):
    homes = neighbours(village, 1)
    wanted = make_dispute(village, homes)
    page = open_page(DisputesPage, village, Where("disputes", "open", wanted))
    qtbot.keyClick(page.case.parties, Qt.Key.Key_Return)
    assert page.desk.heard.places[-1] == Where("households", "open", homes[0])


def test_a_village_at_peace_is_taught(village, open_page):
    page = open_page(DisputesPage, village)
    assert page.board._pages.currentIndex() == 1
