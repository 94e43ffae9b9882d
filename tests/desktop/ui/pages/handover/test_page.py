"""Packing, taking in, refusals, joining the township, the slip: with real stores and files."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox

from db.actions.corrections import correct, remove
from db.backup import back_up, restore
from db.queries.households import household_list
from db.store import Surroundings
from db.sync import UnpackReport, make_card, own_words, pack
from db.sync.peers import peers
from db.sync.peers.enrol import accept_device
from desktop.reports.preview import PdfPages
from desktop.ui.desk import Where
from desktop.ui.frame.facts import gather_facts
from desktop.ui.pages.handover.handover_jobs import ledger
from desktop.ui.pages.handover.page import HandoverPage
from desktop.ui.pages.handover.slips import slip_of
from desktop.ui.pages.handover.verdicts import advice
from desktop.ui.widgets.buttons import Button
from tests.bundles.post import exchange
from tests.conftest import CHEAP, PASSWORD
from tests.makers import make_household


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def settled(qtbot, page):
    qtbot.waitUntil(lambda: not page.news.working and page.desk.jobs.quiet, timeout=20_000)


def cells(table):
    model = table.model()
    return [[model.index(row, at).data() for at in range(model.columnCount())] for row in range(model.rowCount())]


def test_a_village_packs_and_sees_what_is_where(qtbot, enrolled, open_page, stick):
    village, _township = enrolled
    make_household(village, "李林峰")
    page = open_page(HandoverPage, village)
    assert int(page.books.figures["local"].number.text()) > 0
    page.pack_to(str(stick))
    settled(qtbot, page)
    assert [path.name for path in stick.glob("*.bjb")] == ["桃溪村-云岭镇-第1号.bjb"]
    assert page.books.figures["local"].number.text() == "0"
    assert int(page.books.figures["packed"].number.text()) > 0
    assert [row[:2] for row in cells(page.books.files)] == [["装出", "桃溪村-云岭镇-第1号"]]
    assert "可以拔出" in page.news.cards[0].accessibleName()
    assert list(stick.glob("百家备份/桃溪村-*/village-*.baijia"))
    wanted = []
    page.books.slip_wanted.connect(wanted.append)
    page.books.slip.click()
    name, pdf = slip_of(village, wanted[0])
    assert name == "桃溪村-云岭镇-第1号"
    with PdfPages(pdf) as pages:
        assert "还没有收盘" in pages.text(0)
        assert own_words(village) in pages.text(0)
        assert len(pages) == 1
    qtbot.waitUntil(lambda: page.desk.jobs.quiet)


def test_the_settings_can_leave_the_backup_out(qtbot, enrolled, open_page, stick):
    village, _township = enrolled
    page = open_page(HandoverPage, village)
    page.desk.settings.change(stick_backup=False)
    page.pack_to(str(stick))
    settled(qtbot, page)
    assert list(stick.glob("百家备份")) == []


def test_the_township_takes_in_what_was_dropped_on_the_page(qtbot, enrolled, open_page, stick):
    village, township = enrolled
    make_household(village, "李林峰")
    packed = pack(village, stick)
    page = open_page(HandoverPage, township)
    assert page.head.sentence.text().endswith("已收 0 台，还等 1 台")
    drop(page, packed.path)
    settled(qtbot, page)
    assert [line.head_name for line in household_list(township)] == ["李林峰"]
    (device,) = cells(page.books.devices)
    handed = f"{packed.records:,}"
    assert (device[0], device[4], device[5], device[6]) == ("桃溪村", handed, handed, "收下了，待回送")
    assert cells(page.books.files)[0][0] == "桃溪村-云岭镇-第1号"
    assert page.head.sentence.text().endswith("已收 1 台，还等 0 台")
    assert page.news.isHidden()  # nothing that anybody must decide


def test_a_broken_file_is_refused_in_plain_words_and_nothing_is_lost(qtbot, enrolled, open_page, stick):
    village, township = enrolled
    make_household(village, "李林峰")
    packed = pack(village, stick)
    packed.path.write_bytes(packed.path.read_bytes()[:-200])
    page = open_page(HandoverPage, township)
    page.take_in([str(packed.path)])
    settled(qtbot, page)
    (card,) = page.news.cards
    assert "没收下" in card.accessibleName()
    assert "请让对方重新拷贝" in card.accessibleName()
    assert "一条也不会丢" in card.accessibleName()
    assert household_list(township) == []
    assert packed.path.exists()
    assert not page.books.slip.isEnabled()
    card.closed.emit()
    assert page.news.isHidden()


def test_a_stranger_is_refused_and_can_be_let_in(qtbot, make_store, enrolled, open_page, stick):
    _village, township = enrolled
    other = make_store("village", name="石桥村", region_code="430499101202")
    stray = stick / "石桥村.bjb"
    stray.write_bytes(b"not a bundle at all")
    page = open_page(HandoverPage, township)
    page.take_in([str(stray)])
    settled(qtbot, page)
    assert "不是百家数据包" in page.news.cards[0].accessibleName()
    accept_device(township, make_card(other).encode())
    page.refresh()
    settled(qtbot, page)
    assert [row[0] for row in cells(page.books.devices)] == ["桃溪村", "石桥村"]


def test_a_new_laptop_first_joins_its_township(qtbot, village, township, open_page, stick):
    page = open_page(HandoverPage, village)
    assert page.invitation.isVisible()
    assert not page.pack.isEnabled()
    grant = stick / "桃溪村.grant"
    grant.write_text(accept_device(township, make_card(village).encode()).paper, encoding="utf-8")
    drop(page, grant)
    qtbot.waitUntil(page.pack.isEnabled, timeout=10_000)
    settled(qtbot, page)
    assert not page.invitation.isVisible()


def test_packing_can_be_stopped_and_leaves_no_file(qtbot, enrolled, open_page, stick):
    village, _township = enrolled
    for no in range(8):
        make_household(village, "李林峰", no=f"{no:03d}")
    page = open_page(HandoverPage, village)
    page.pack_to(str(stick))
    page.news.job.stop.click()
    settled(qtbot, page)
    assert page.pack.isEnabled()
    done = list(stick.glob("*.bjb"))
    assert list(stick.glob("*.part")) == []
    assert done == [] or "可以拔出" in page.news.cards[0].accessibleName()


def test_the_slip_names_both_sides_and_the_file(qtbot, enrolled, open_page, stick):
    village, township = enrolled
    make_household(village, "李林峰")
    packed = pack(village, stick)
    page = open_page(HandoverPage, township)
    page.take_in([str(packed.path)])
    settled(qtbot, page)
    wanted = []
    page.books.slip_wanted.connect(wanted.append)
    page.books.slip.click()
    name, pdf = slip_of(township, "", wanted[0])
    assert name == packed.path.stem
    with PdfPages(pdf) as pages:
        words = pages.text(0)
    assert "桃溪村" in words
    assert "云岭镇" in words
    assert packed.path.name in words
    assert packed.sha256[:4] in words
    assert own_words(village) in words
    qtbot.waitUntil(lambda: page.desk.jobs.quiet)


def drop(page, path: Path):
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(path))])
    page.dropEvent(
        QDropEvent(
            QPointF(10, 10), Qt.DropAction.CopyAction, files, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip


# --- what must be decided, and what was refused ---------------------------------------------------------------------


@pytest.fixture
def yes(monkeypatch):
    """Every dialog is answered with its first answer; what they said is kept."""
    said = []

    def answer(box):
        said.append(f"{box.text()} {box.informativeText()}")
        chosen = next(b for b in box.buttons() if box.buttonRole(b) == QMessageBox.ButtonRole.AcceptRole)
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda _box: chosen)

    monkeypatch.setattr(QMessageBox, "exec", answer)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    return said


def offers(page):
    return [button for card in page.news.cards for button in card.findChildren(Button)]


def test_what_two_wrote_differently_leads_to_the_desk(qtbot, enrolled, open_page, stick):
    village, township = enrolled
    home = make_household(village, "李林峰")
    exchange(village, township, stick)
    correct(village, "household", home, {"phone": "13800000001"})
    correct(township, "household", home, {"phone": "13800000002"})
    packed = pack(village, stick)
    page = open_page(HandoverPage, township)
    page.take_in([str(packed.path)])
    settled(qtbot, page)
    (offer,) = offers(page)
    assert offer.text() == "去合并台定"
    offer.click()
    page.to_desk.click()
    page.books.files.acted.emit(page.books.files.row)
    assert page.desk.heard.places == [Where("desk")] * 3
    assert page.to_desk.text() == "合并台 1 件"
    exchange(township, village, stick)
    theirs = open_page(HandoverPage, village)
    theirs.books.figures["conflict"].door.click()
    assert theirs.desk.heard.places == [Where("desk")]


def test_what_is_set_aside_leads_to_the_quarantine(qtbot, enrolled, open_page, stick):
    village, township = enrolled
    make_household(village, "李林峰")
    packed = pack(village, stick)
    with township.connection() as connection:
        peers.set_status(connection, village.device_id, "revoked")
    page = open_page(HandoverPage, township)
    page.take_in([str(packed.path)])
    settled(qtbot, page)
    (offer,) = offers(page)
    assert offer.text() == "去隔离区看"
    offer.click()
    page.books.devices.acted.emit(page.books.devices.row)
    assert page.desk.heard.places == [Where("quarantine")] * 2
    assert page.to_held.text() != "隔离区"


def test_a_stranger_is_let_in_with_the_card_in_its_file(qtbot, enrolled, open_page, stick, yes, tmp_path):
    village, township = enrolled
    backup = back_up(village, tmp_path / "backups").path
    around = Surroundings(tmp_path / "another", village.clock, CHEAP)
    restored = restore(backup, tmp_path / "again.baijia", PASSWORD, around)  # a new computer, not let in yet
    make_household(restored, "李林峰")
    check, packed = own_words(restored), pack(restored, stick)
    restored.close()
    page = open_page(HandoverPage, township)
    page.take_in([str(packed.path)])
    settled(qtbot, page)
    (offer,) = offers(page)
    assert offer.text() == "登记这台电脑"
    assert "先打电话核对" in page.news.cards[0].accessibleName()
    offer.click()
    qtbot.waitUntil(lambda: bool(household_list(township)), timeout=20_000)
    settled(qtbot, page)
    assert check in yes[0]


def test_an_expired_sender_is_renewed_and_taken_in(qtbot, enrolled, open_page, stick, yes, clock):
    village, township = enrolled
    make_household(village, "李林峰")
    packed = pack(village, stick)
    clock.sleep(days=3 * 366)
    page = open_page(HandoverPage, township)
    page.take_in([str(packed.path)])
    settled(qtbot, page)
    (offer,) = offers(page)
    assert offer.text() == "续期，再收"
    offer.click()
    qtbot.waitUntil(lambda: bool(household_list(township)), timeout=20_000)
    settled(qtbot, page)
    assert "给“桃溪村”续三年吗" in yes[0]


def test_a_file_for_somebody_else_says_whom_to_ask(qtbot, enrolled, open_page, stick):
    _village, township = enrolled
    packed = pack(township, stick, "桃溪村")
    page = open_page(HandoverPage, township)
    page.take_in([str(packed.path)])
    settled(qtbot, page)
    assert "请插到它要去的那台电脑上收" in page.news.cards[0].accessibleName()
    assert offers(page) == []
    refused = UnpackReport(packed.path, "refused", "NOT_FOR_US", "")
    assert "重新装一份" in advice(refused, township=False)


def test_the_status_line_and_the_ledger_say_one_number(enrolled, stick):
    village, township = enrolled
    home = make_household(village, "李林峰", "王秀英")
    make_household(village, "罗冬林", no="002")

    def numbers(store):
        facts = gather_facts(store)
        assert facts.standing.unsent == ledger(store).handover.records["local"]
        return facts.standing.unsent

    first = numbers(village)
    assert first > 0
    exchange(village, township, stick)
    assert numbers(village) == 0
    own = numbers(township)
    correct(village, "household", home, {"phone": "13800000001"})
    correct(township, "household", home, {"phone": "13800000002"})
    assert (numbers(village), numbers(township)) == (1, own + 1)
    exchange(village, township, stick)
    assert numbers(township) == own  # it is in conflict now, and counted there
    assert gather_facts(township).counts["handover"] == (1, False)
    remove(village, "household", home)
    assert numbers(village) == 1
