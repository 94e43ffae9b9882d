"""What was set aside is looked at in words, printed, let in or refused; never deleted, and its sender hears of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import RuleError, Store
from db.identity import new_id
from db.sync import handover, unpack
from db.sync.exchange import receipts
from db.sync.log.segment import Delete, Insert
from db.sync.matters import decided, quarantine
from db.sync.matters.quarantine import content, quarantined, reject, release, returned
from desktop.papers import held_papers
from desktop.reports.quarantine import quarantine_report
from tests.bundles.post import Forge, add_household, exchange, shown

ELSEWHERE = ("0f" * 16, 0)
ROWS = [("1a" * 16, ["031", "石桥村三组"]), ("1b" * 16, ["032", "石桥村四组"])]


@pytest.fixture
def held(forge: Forge) -> tuple[Store, Store, str]:
    """(village, township, the id of what was set aside): two households in a village the laptop has no grant for."""
    unpack(forge.receiver, [forge.bundle(forge.segment(*ROWS, part=ELSEWHERE))])
    (found,) = quarantined(forge.receiver)
    return forge.sender, forge.receiver, found.id


def test_by_whom_why_and_what_is_in_it(held: tuple[Store, Store, str]) -> None:
    _village, township, name = held
    (found,) = quarantined(township)
    assert (found.device, found.reason, found.deeds, found.rejected) == ("桃溪村", "OUT_OF_SCOPE", 2, False)
    assert found.reason_words == "不在那台电脑的授权范围里"
    assert found.place == "别的村 · 一般记录"
    assert found.file == "a.bjb（第 1 号）"
    first, second = content(township, name)
    assert (first.deed, first.noun, first.cadre) == ("新增", "农户", "周建国")
    assert first.fields == (("户号", "031"), ("住址", "石桥村三组"))
    assert second.said == "户号：032；住址：石桥村四组"
    assert shown(township)["household"] == []


def test_let_in_it_comes_into_effect(held: tuple[Store, Store, str]) -> None:
    _village, township, name = held
    assert release(township, [name[:16]], "借调到石桥村的").new == 2
    assert {row[0] for row in shown(township)["household"]} == {pk for pk, _values in ROWS}
    assert (quarantined(township), decided(township)) == ([], [])
    with pytest.raises(RuleError, match="没有编号"):
        release(township, [name])
    with pytest.raises(RuleError, match="不在隔离区"):
        content(township, name)


def test_refused_it_stays_and_the_sender_reads_it(held: tuple[Store, Store, str], tmp_path: Path) -> None:
    village, township, name = held
    add_household(village, "1")
    own = exchange(village, township, tmp_path / "up")
    assert own.result == "taken"
    reject(township, [name], "不是你们村的")
    (found,) = quarantined(township)
    assert (found.rejected, found.reason_words) == (True, "已经退回，没有收")
    assert len(content(township, name)) == 2
    exchange(township, village, tmp_path / "down")
    with village.connection(immediate=False) as connection:
        from db.sync.peers import peers

        office = peers.office(connection)
        assert office is not None
        assert receipts.told_by(connection, office.id).refused == {bytes.fromhex(name): "REJECTED"}
    assert handover(village).records["confirmed"] >= 1
    assert release(township, [name]).new == 2  # a word can be taken back


def test_its_author_learns_it_from_the_next_receipt(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    add_household(village, "1")
    from db.sync.peers import peers

    with township.connection() as connection:
        peers.set_status(connection, village.device_id, "revoked")
    report = exchange(village, township, tmp_path / "up")
    assert (report.code, quarantined(township)[0].reason_words) == ("REVOKED", "那台电脑已经停用")
    with township.connection() as connection:
        peers.set_status(connection, village.device_id, "active")
    for words, final in (("那台电脑已经停用", False), ("已经退回，没有收", True)):
        exchange(township, village, tmp_path / words)
        assert {(found.reason_words, found.final) for found in returned(village)} == {(words, final)}
        reject(township, [held.id for held in quarantined(township)])
    release(township, [held.id for held in quarantined(township)])
    exchange(township, village, tmp_path / "last")
    assert returned(village) == []


def test_what_cannot_be_read_and_strange_deeds_are_said_in_words(forge: Forge) -> None:
    from db.sync.log import segment as sg

    who = [(2, None, 0, None, None)]
    ops = [Insert(0, new_id(), ["x"]), Delete(0, new_id(), [])]
    body = sg.Body(schema=9, cols=[("starlight", ["colour"])], ops=ops, who=who)
    unpack(forge.receiver, [forge.bundle(forge.segment(part=ELSEWHERE, body=body))])
    (found,) = quarantined(forge.receiver)
    deeds = content(forge.receiver, found.id)
    assert [(deed.deed, deed.noun, deed.fields) for deed in deeds] == [
        ("新增", "记录", (("colour", "x"),)), ("删除", "记录", ()),
    ]  # fmt: skip
    with forge.receiver.connection() as connection:
        connection.exec_driver_sql("UPDATE sync_segment SET body = x'00' WHERE st = 3")
    assert content(forge.receiver, found.id) == []
    with pytest.raises(RuleError, match="编号"):
        content(forge.receiver, "not hex")
    with pytest.raises(RuleError, match="请先选"):
        reject(forge.receiver, [])


def test_the_list_is_printed(held: tuple[Store, Store, str]) -> None:
    import pypdfium2

    _village, township, name = held
    papers = held_papers(township, [name])
    assert [line.said for line in papers.pages[0].lines] == [
        "户号：031；住址：石桥村三组",
        "户号：032；住址：石桥村四组",
    ]
    document = pypdfium2.PdfDocument(quarantine_report(papers).pdf)
    page = document[0]
    text = page.get_textpage()
    said = "".join(text.get_text_range().split())
    text.close()
    page.close()
    document.close()
    for words in ("隔离清单", "桃溪村：不在那台电脑的授权范围里", "石桥村四组", "周建国"):
        assert words in said
    assert quarantine.REASONS
    assert quarantine_report(held_papers(township, ["x"])).pages == 1
