"""Packing, taking in, and who may."""

import os
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel

from db import KnownError
from db.bundles import enroll, make_card, unpack
from db.bundles.stick.handover import DeviceRow
from desktop.ui.pages.handover.asking import card_text, keep_text, let_in, stranger
from desktop.ui.pages.handover.page import HandoverPage
from desktop.ui.pages.handover.rows import device_badge, missing_words
from desktop.ui.parts.sticks import sticks
from tests.makers import make_household, make_visit


@pytest.fixture
def joined(village, township, tmp_path):
    """A laptop and its office, enrolled with one another; a visit waits to be handed over."""
    card = tmp_path / "taoxi.card"
    card.write_text(make_card(village))
    grant = tmp_path / "taoxi.grant"
    grant.write_text(enroll(township, card).paper)
    enroll(village, grant)
    make_visit(village, make_household(village, "李𬭎"))
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def done(qtbot, page):
    qtbot.waitUntil(lambda: page.desk.jobs.quiet and page.job.isHidden(), timeout=20_000)


def cards(page):
    return [label.text() for label in page._side.findChildren(QLabel) if label.property("role") == "strong"]


def test_a_laptop_packs_and_the_office_takes_in(qtbot, village, township, joined, open_page):
    page = open_page(HandoverPage, village)
    assert "还没交的" in page.pack.accessibleName()
    page.pack_to(str(joined))
    done(qtbot, page)
    (bundle,) = joined.glob("*.bjb")
    assert "装好了，可以拔出" in cards(page)
    assert "已装盘" in page._standing.text()
    office = open_page(HandoverPage, township)
    office.take_in([str(bundle)])
    done(qtbot, office)
    (report,) = office.reports.table.rows
    assert (report.result, report.conflicts) == ("taken", 0)
    assert report.new > 0
    assert office.devices.table.rows[0].last_file_no == 1
    office.take_in([str(bundle)])
    done(qtbot, office)
    assert [row.result for row in office.reports.table.rows] == ["known", "taken"]


def test_a_refused_file_says_why_and_the_others_are_taken(qtbot, village, township, joined, open_page):
    page = open_page(HandoverPage, village)
    page.pack_to(str(joined))
    done(qtbot, page)
    (bundle,) = joined.glob("*.bjb")
    (joined / "别的.bjb").write_bytes(b"not a bundle at all")
    (joined / "断了的.bjb").write_bytes(bundle.read_bytes()[:-40])
    office = open_page(HandoverPage, township)
    office.take_in([str(path) for path in joined.glob("*.bjb")])
    done(qtbot, office)
    results = {row.file.name: row.result for row in office.reports.table.rows}
    assert results == {bundle.name: "taken", "别的.bjb": "refused", "断了的.bjb": "refused"}
    said = [label.text() for label in office._side.findChildren(QLabel)]
    assert any("不是百家数据包" in words for words in said)


def test_dropped_files_are_taken_in(qtbot, village, township, joined, open_page):
    page = open_page(HandoverPage, village)
    page.pack_to(str(joined))
    done(qtbot, page)
    office = open_page(HandoverPage, township)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in joined.glob("*.bjb")])
    event = QDropEvent(
        QPoint(10, 10), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    office.dropEvent(event)
    done(qtbot, office)
    assert [row.result for row in office.reports.table.rows] == ["taken"]


def test_a_stopped_job_is_told_and_can_begin_again(qtbot, village, township, joined, open_page):
    page = open_page(HandoverPage, village)
    page.pack_to(str(joined))
    done(qtbot, page)
    office = open_page(HandoverPage, township)
    office.take_in([str(path) for path in joined.glob("*.bjb")])
    office.job.stopped.emit()
    done(qtbot, office)
    if not office.reports.table.rows:  # the job may have been quicker than the hand
        assert "停下了" in cards(office)
    office.take_in([str(path) for path in joined.glob("*.bjb")])
    done(qtbot, office)
    assert office.reports.table.rows[0].result in {"taken", "known"}


def test_a_laptop_nobody_knows_is_told_how_to_be_let_in(qtbot, village, open_page):
    page = open_page(HandoverPage, village)
    assert page.invitation.isVisible()
    assert not page.pack.isEnabled()
    assert "先登记" in page.pack.accessibleName()
    assert page.take.isEnabled()


def test_a_stick_that_cannot_be_written_is_a_card_not_a_crash(qtbot, village, joined, open_page):
    page = open_page(HandoverPage, village)
    (joined / "file").write_text("a file where a folder should be")
    page.pack_to(os.fspath(joined / "file"))
    done(qtbot, page)
    assert "没有办成" in cards(page)
    assert page.pack.isEnabled()


def test_the_clerk_sees_who_asks_and_the_words_to_compare(village, township, tmp_path):
    text, check = card_text(village)
    path = tmp_path / "taoxi.card"
    keep_text(str(path), text)
    who = stranger(township, str(path))
    assert (who.place, who.words) == ("桃溪村", check)
    assert let_in(township, str(path)).paper
    with pytest.raises(KnownError):
        stranger(township, str(tmp_path / "nothing.card"))


ROW = DeviceRow("d", "桃溪村", "active", "", None, None, None, None, None, 0, ())


def test_where_a_computer_stands_is_said_in_a_word(village):
    today = village.today()

    def word(township=True, **more):
        return device_badge(replace(ROW, **more), today, township=township).words

    assert word() == "等U盘"
    assert word(last_bundle="2025-10-20T01:00:00.000Z") == "收下了，待回送"
    assert word(last_bundle="2025-10-01T01:00:00.000Z") == "两周没来"
    assert word(last_bundle="2025-10-20T01:00:00.000Z", sent_at="2025-10-20T02:00:00.000Z") == "已回送"
    assert word(gaps=(3,)) == "等补齐"
    assert word(status="revoked") == "已停用"
    assert word(township=False) == "还没交过"
    assert word(township=False, sent_at="2025-10-20T02:00:00.000Z") == "等镇里回执"
    assert missing_words(replace(ROW, gaps=(3, 5))) == "第3、5号"
    assert isinstance(sticks(), list)


def test_what_the_office_sends_comes_home(qtbot, village, township, joined, open_page):
    page = open_page(HandoverPage, village)
    page.pack_to(str(joined))
    done(qtbot, page)
    unpack(township, list(joined.glob("*.bjb")))
    office = open_page(HandoverPage, township)
    (joined / "back").mkdir()
    office.pack_to(str(joined / "back"), (office.devices.table.rows[0].name,))
    done(qtbot, office)
    page.take_in([str(path) for path in (joined / "back").glob("*.bjb")])
    done(qtbot, page)
    assert page.reports.table.rows[0].result == "taken"
    assert device_badge(page.devices.table.rows[0], village.today(), township=False).words == "对得上"
