"""What was set aside is looked at, let in or refused with the consequence said; its author sees what became of it."""

import pytest

from db.queries.households import household_list
from db.sync import unpack
from db.sync.matters.quarantine import quarantined, returned
from db.sync.peers import peers
from desktop.reports.preview import PdfPages
from desktop.ui.pages.quarantine.page import QuarantinePage
from desktop.ui.pages.quarantine.quarantine_jobs import paper
from tests.bundles.post import add_household, exchange


def cells(table):
    model = table.model()
    return [[model.index(row, at).data() for at in range(model.columnCount())] for row in range(model.rowCount())]


@pytest.fixture
def quiet(qtbot):
    return lambda page: qtbot.waitUntil(lambda: page.desk.jobs.quiet, timeout=20_000)


def test_who_sent_it_why_and_what_is_in_it(held, open_page):
    _village, township = held
    page = open_page(QuarantinePage, township)
    assert page.title.text() == "桃溪村交来的 2 条"
    assert "不在那台电脑的授权范围里" in page.advice.text()
    assert "别的村" in page.about.text()
    assert cells(page.deeds)[1] == ["新增农户", "周建国", "户号：032；住址：石桥村四组"]
    assert page.whole.text().endswith("户号：031\n住址：石桥村三组")
    with PdfPages(paper(township, (page.row.id,))) as pages:
        assert "石桥村四组" in "".join(pages.text(0).split())


def test_let_in_after_a_word_about_what_follows(held, open_page, asked, quiet):
    _village, township = held
    page = open_page(QuarantinePage, township)
    asked.yes = False
    page.take.click()
    assert "2 条马上生效" in asked[0]
    assert household_list(township) == []
    asked.yes = True
    page.take.click()
    quiet(page)
    assert quarantined(township) == []
    assert page.desk.heard.sentences[-1][1].startswith("收下了：新增 2 条")
    assert page._pages.currentIndex() == 0


def test_refused_its_author_reads_it_in_the_next_receipt(enrolled, open_page, asked, quiet, tmp_path):
    village, township = enrolled
    add_household(village, "1")
    with township.connection() as connection:
        peers.set_status(connection, village.device_id, "revoked")
    exchange(village, township, tmp_path / "up")
    page = open_page(QuarantinePage, township)
    page.refuse.click()
    quiet(page)
    assert "下一份回执里知道没有收" in asked[0]
    assert [held.rejected for held in quarantined(township)] == [True]
    assert not page.refuse.isEnabled()
    assert page.state.badge.words == "已退回"
    with township.connection() as connection:
        peers.set_status(connection, village.device_id, "active")
    exchange(township, village, tmp_path / "down")
    assert [back.final for back in returned(village)] == [True]
    theirs = open_page(QuarantinePage, village)
    assert theirs.title.text() == "交给云岭镇的 2 条没收"
    assert "退回了" in theirs.about.text()
    assert "镇里还可以收下" in theirs.advice.text()
    assert not theirs.take.isVisible()
    page.take.click()  # a word can be taken back
    quiet(page)
    assert quarantined(township) == []


def test_nothing_there_says_what_would_be(village, open_page):
    page = open_page(QuarantinePage, village)
    assert page._pages.currentIndex() == 0
    assert not page.take.isVisible()


def test_everything_of_one_computer_at_once(forge, open_page, asked, quiet):
    for n in range(3):
        place = forge.segment((f"{n}a" * 16, [f"03{n}", "石桥村三组"]), part=("0f" * 16, 0))
        unpack(forge.receiver, [forge.bundle(place, name=f"{n}.bjb")])
    page = open_page(QuarantinePage, forge.receiver)
    assert page.rest.text() == "连同“桃溪村”交来的另外 2 份一起定"
    page.rest.click()
    page.refuse.click()
    quiet(page)
    assert "退回这 3 份吗" in asked[0]
    assert [held.rejected for held in quarantined(forge.receiver)] == [True] * 3
    page.take.click()
    quiet(page)
    assert len(quarantined(forge.receiver)) == 2  # the tick was for the first word only


def test_what_the_former_one_wrote_is_gone_while_the_next_is_fetched(held, forge, open_page, quiet):
    _village, township = held
    unpack(township, [forge.bundle(forge.segment(("2a" * 16, ["099", "高坪村"]), part=("0e" * 16, 0)), name="b.bjb")])
    page = open_page(QuarantinePage, township)
    quiet(page)
    assert cells(page.deeds)
    assert page.whole.text()
    rows = page.list.lines.rows
    other = next(at for at, row in enumerate(rows) if getattr(row, "id", "") not in {"", page.row.id})
    page.list.choose(other)
    assert cells(page.deeds) == []
    assert page.whole.text() == ""
    quiet(page)
    assert cells(page.deeds)
