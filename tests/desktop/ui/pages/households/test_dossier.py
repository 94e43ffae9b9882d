"""From household to household: nothing of the former one is ever seen under the name of the next."""

from itertools import pairwise

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from db.actions.corrections import correct
from db.actions.papers import NewPaper, attach_paper
from db.queries.dossier import household_file
from desktop.reports.household import household_report
from desktop.ui.desk import Where
from desktop.ui.pages.households.dossier import TABS
from desktop.ui.pages.households.page import HouseholdsPage
from desktop.ui.widgets.badge import BadgeLabel
from desktop.ui.widgets.notice import Waiting
from tests.desktop.ui.pages.households.test_page import all_words, settled
from tests.dispute_makers import make_accepted
from tests.land_makers import days_ago, household_of, make_case, make_certificate
from tests.makers import make_household, make_request, make_visit


@pytest.fixture
def homes(village, tmp_path):
    """Four households: one with every kind of record, one with none, one with words, one with land and a dispute."""
    make_certificate(village, make_case(village, "欧阳志刚", "王秀英", "欧阳明", no="001"))
    everything = household_of(village, "001")
    nothing = make_household(village, "罗冬林", no="002", group="一组")
    spoken = make_household(village, "单强", no="003", group="一组")
    make_case(village, "龙芳", "龙小妹", no="004")
    quarrel = household_of(village, "004")
    for home, times in ((everything, 12), (spoken, 2)):
        for at in range(times):
            make_visit(village, home, f"第{at}次来，问了收成和水沟。" * 3, visited_on=days_ago(at * 20))
        make_request(village, home, f"{home[-4:]}门前路灯不亮。")
    for home in (everything, quarrel):
        make_accepted(village, (home, nothing), title="水沟")
    for home in (everything, spoken):
        correct(village, "household", home, {"phone": "13800000001"})
    add_tags(village, everything)
    Image.new("RGB", (40, 30)).save(tmp_path / "house.png")
    attach_paper(village, NewPaper(noun="household", record_id=everything, caption="老屋"), tmp_path / "house.png")
    return everything, nothing, spoken, quarrel


def add_tags(store, home):
    from db.identity import new_id
    from db.models import TagMark

    with store.write("户") as session:
        session.add_all([TagMark(id=new_id(), household_id=home, tag=tag) for tag in ("低保", "独居")])


def seen_on(qtbot, page, tab, wanted=None):
    """A tab as it is painted and spoken; a layout follows its words with the next events."""
    page.dossier.tabs.setCurrentIndex(tab)
    settled(qtbot, page)
    painted = page.dossier.grab().toImage()
    for _look in range(20):
        if wanted is not None and painted == wanted[0]:
            break
        QApplication.processEvents()
        before, painted = painted, page.dossier.grab().toImage()
        if wanted is None and painted == before:
            break
    spoken = {*all_words(page.dossier).split("\n"), *map(page.dossier.tabs.accessibleTabName, range(len(TABS)))}
    return painted, spoken


def open_at(qtbot, open_page, store, home):
    page = open_page(HouseholdsPage, store, Where("households", "open", home))
    settled(qtbot, page)
    return page


ROUND = (0, 1, 0, 2, 0, 3, 1, 2, 1, 3, 2, 3, 0)  # every household after every other one


def test_a_household_looks_the_same_whoever_was_looked_at_before(qtbot, village, homes, open_page):
    fresh = []
    for home in homes:
        page = open_at(qtbot, open_page, village, home)
        fresh.append([seen_on(qtbot, page, tab) for tab in range(len(TABS))])
        page.hide()
    page = open_at(qtbot, open_page, village, homes[0])
    assert len(set(pairwise(ROUND))) == 12
    differing = []
    for former, home in pairwise(ROUND):
        page.dossier.tabs.setCurrentIndex(former * 2)
        page.go(Where("households", "open", homes[home], TABS[former * 2]))
        settled(qtbot, page)
        for tab, name in enumerate(TABS):
            painted, spoken = seen_on(qtbot, page, tab, fresh[home][tab])
            if (painted, spoken) != fresh[home][tab]:
                differing.append((former, home, name, spoken ^ fresh[home][tab][1]))
    assert differing == []


def visible_words(page):
    said = [label.text() for label in page.dossier.findChildren(QLabel) if label.isVisible()]
    return said + [badge.badge.words for badge in page.dossier.findChildren(BadgeLabel) if badge.isVisible()]


@pytest.mark.parametrize("tab", TABS)
def test_while_the_next_household_is_fetched_only_its_name_stands(qtbot, village, homes, open_page, tab):
    page = open_at(qtbot, open_page, village, homes[0])
    page.dossier.show_tab(tab)
    settled(qtbot, page)
    page.browse.list.setFocus()
    qtbot.keyClick(page.browse.list, Qt.Key.Key_Down)
    assert page._pause.isActive()
    assert page.dossier.name.text() == "罗冬林"
    assert set(visible_words(page)) - {"", "罗冬林"} == {page.dossier.findChild(Waiting).accessibleName()}
    assert not page.dossier.overview.timeline.isVisible()
    assert not any(page.dossier.tabs.tabData(at) for at in range(len(TABS)))
    page.dossier.tabs.setCurrentIndex(1)
    assert not page.dossier.members.isVisible()
    page.dossier.visit.click()
    assert page.desk.heard.places[-1] == Where("visits", "new", homes[1])
    settled(qtbot, page)
    assert page.dossier.members.isVisible()


def test_every_field_declared_as_listed_stands_among_the_facts_and_on_paper(qtbot, village, open_page):
    home = make_household(village, "李林峰", "王秀英", no="031")
    wife = household_file(village, home).members[1].id
    correct(village, "household", home, {"household_kind": "脱贫户", "founded_on": "1998", "note": "门前有狗"})
    correct(village, "person", wife, {"political_status": "中共党员", "health": "慢性病"})
    page = open_at(qtbot, open_page, village, home)
    page.dossier.show_tab("facts")
    settled(qtbot, page)
    said = visible_words(page)
    for words in (
        "户类型",
        "脱贫户",
        "立户日期",
        "1998",
        "门前有狗",
        "王秀英",
        "政治面貌",
        "中共党员",
        "健康状况",
        "慢性病",
    ):
        assert words in said, words
    file = household_file(village, home)
    full, masked = (text_of(household_report(file, masked=masked).pdf) for masked in (False, True))
    for words in ("户类型脱贫户", "立户日期1998", "政治面貌：中共党员"):
        assert words in full, words
    assert "健康状况：慢性病" in full
    assert "慢性病" not in masked  # a copy to work with leaves out what is sensitive


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return "".join(text.split())
