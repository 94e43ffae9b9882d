"""PIPL art. 47 on real stores: after the township erased a person nobody holds a word of them, whatever came first."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from db import RuleError, Store
from db.actions.corrections import correct
from db.backup import back_up, restore
from db.check import check
from db.queries.search import search
from db.store import Surroundings
from db.sync import handover, pack, revoke, unpack
from db.sync.deeds import erasing as deeds
from db.sync.log import press, remains, segment
from db.sync.log.proof import differences
from db.sync.log.redaction.redacting import redact_rows
from db.sync.log.rows.folding import Signed
from db.sync.log.rows.replica import replica_of
from db.sync.matters.quarantine import content, quarantined, reject, release
from tests.bundles.erasing.conftest import CANARY, Holds
from tests.bundles.opened import open_bundle
from tests.bundles.papers.sheets import hang, paper_of
from tests.bundles.post import Forge, exchange, shown
from tests.conftest import CHEAP, PASSWORD
from tests.makers import make_household, make_request, make_visit

WHY = "本人申请，个人信息保护法第四十七条"


def _family(store: Store, folder: Path) -> tuple[str, str]:
    """A household of two, one of whom will go; returns (household, person)."""
    household = make_household(store, "李林峰", f"{CANARY}莺", no="007")
    with store.read() as session:
        person = session.connection().exec_driver_sql(
            "SELECT id FROM person WHERE household_id = ? AND name LIKE ?", (household, f"{CANARY}%")
        ).scalar_one()  # fmt: skip
    correct(store, "person", person, {"phone": "13900000007", "note": f"{CANARY}的备注"})
    hang(store, folder, paper_of(1, 3_000) + CANARY.encode(), noun="person", record_id=person, caption=f"{CANARY}证件")
    return household, person


def said(bundle: Path, receiver: Store) -> bytes:
    """Every byte of a bundle, what redactions left of other segments opened too."""
    opened = open_bundle(bundle, receiver)
    found = [opened.plain]
    for piece in opened.pieces[1:]:
        with suppress(msgspec.MsgspecError):
            body = msgspec.msgpack.decode(piece, type=segment.Body)
            found += [press.inflate(op.rest, 1 << 25) for _idx, op in remains.redactions(body) if op.rest]
    assert len(found) > 1
    return b"".join(found)


def _person(store: Store, person: str) -> list[object]:
    with store.connection(immediate=False) as connection:
        found = connection.exec_driver_sql(
            "SELECT name, phone, note, id_no, hidden FROM person WHERE id = ?", (person,)
        )
        return [tuple(row) for row in found]


def test_a_person_goes_from_every_computer(
    enrolled: tuple[Store, Store], second: Store, tmp_path: Path, holds: Holds
) -> None:
    village, township = enrolled
    household, person = _family(village, tmp_path)
    make_visit(village, household, "家里都好。")
    old = pack(village, tmp_path / "old").path
    exchange(village, township, tmp_path / "s")
    exchange(township, village, tmp_path / "s", village.device_id)
    assert holds(village)
    assert holds(township)
    seen = deeds.preview(township, deeds.of_person(township, person))
    assert (seen.title, seen.computers) == (f"{CANARY}莺", ("桃溪村", "桃溪村二"))
    done = deeds.erase(township, deeds.of_person(township, person), WHY)
    assert done.records == seen.total == 2
    assert not holds(township)
    assert (
        exchange(township, village, tmp_path / "s", village.device_id).message
        == "已收下：新增 0 条，更新 2 条；按规定删除了 2 条记录。"
    )
    answer = pack(township, tmp_path / "s", second.device_id).path
    assert CANARY.encode() not in said(answer, second)
    (report,) = unpack(second, [answer])  # never saw a word of them
    assert (report.code, report.erased) == ("", 0)
    exchange(second, township, tmp_path / "s")
    exchange(township, village, tmp_path / "s", village.device_id)
    for store in (village, second, township):
        assert not holds(store), store.name
        assert _person(store, person) == [(None, None, None, None, 1)]
        assert shown(store) == shown(township)
        assert [search(store, text) for text in (CANARY, "13900000007")] == [[], []]
        assert differences(store) == []
        assert [finding for finding in check(store) if finding.kind != "attachment"] == []
    assert unpack(township, [old])[0].result == "known"
    assert not holds(township)
    assert handover(village).records["local"] == 0


def test_a_restored_laptop_takes_it_again(enrolled: tuple[Store, Store], tmp_path: Path, holds: Holds) -> None:
    village, township = enrolled
    _household, person = _family(village, tmp_path)
    exchange(village, township, tmp_path / "s")
    backup = back_up(village, tmp_path / "backups").path
    deeds.erase(township, deeds.of_person(township, person), WHY)
    exchange(township, village, tmp_path / "s", village.device_id)
    assert not holds(village)
    village.close()
    again = restore(backup, tmp_path / "again.baijia", PASSWORD, Surroundings(village.profile, village.clock, CHEAP))
    try:
        assert holds(again)
        from tests.bundles.post import join

        join(township, again)
        exchange(again, township, tmp_path / "s")
        assert not holds(township)
        exchange(township, again, tmp_path / "s", again.device_id)
        assert not holds(again)
        assert shown(again) == shown(township)
        assert deeds.preview(township, deeds.of_person(township, person)).out_of_reach == ()
    finally:
        again.close()


@pytest.mark.prove
def test_a_township_restored_from_before_learns_it_from_its_laptops(
    enrolled: tuple[Store, Store], district: Path, tmp_path: Path, holds: Holds
) -> None:
    village, township = enrolled
    _household, person = _family(village, tmp_path)
    exchange(village, township, tmp_path / "s")
    backup = back_up(township, tmp_path / "backups").path
    deeds.erase(township, deeds.of_person(township, person), WHY)
    exchange(township, village, tmp_path / "s", village.device_id)
    township.close()
    key = (district / "township-recovery.txt").read_text()
    again = restore(backup, tmp_path / "t.baijia", key, Surroundings(tmp_path / "new", township.clock, CHEAP))
    try:
        assert holds(again)
        exchange(again, village, tmp_path / "s", village.device_id)
        assert not holds(village)
        assert exchange(village, again, tmp_path / "s").erased == 2
        assert not holds(again)
        assert shown(again)["person"] == shown(village)["person"]
    finally:
        again.close()


@pytest.mark.prove
def test_work_done_meanwhile_is_put_before_a_person_and_goes_with_the_next_erasure(
    enrolled: tuple[Store, Store], tmp_path: Path, holds: Holds
) -> None:
    village, township = enrolled
    household, person = _family(village, tmp_path)
    exchange(village, township, tmp_path / "s")
    deeds.erase(township, deeds.of_person(township, person), WHY)
    correct(village, "person", person, {"note": f"{CANARY}又来过"})
    correct(village, "household", household, {"phone": "13811112222"})
    exchange(village, township, tmp_path / "s")
    assert {row[4] for row in shown(township)["conflicts"]} == {"deleted_but_edited"}
    assert holds(township)
    deeds.erase(township, deeds.of_person(township, person), WHY)
    exchange(township, village, tmp_path / "s", village.device_id)
    for store in (village, township):
        assert not holds(store)
        assert shown(store)["conflicts"] == []
        (row,) = [row for row in shown(store)["household"] if household in row]
        assert "13811112222" in row


@pytest.mark.prove
def test_a_household_goes_and_what_the_law_keeps_stays(
    enrolled: tuple[Store, Store], tmp_path: Path, holds: Holds
) -> None:
    village, township = enrolled
    household, person = _family(village, tmp_path)
    make_visit(village, household, f"{CANARY}说收成好。")
    request = make_request(village, household)
    exchange(village, township, tmp_path / "s")
    rows = deeds.of_household(township, household)
    seen = deeds.preview(township, rows)
    assert dict(seen.records) == {"农户": 1, "人员": 2, "走访": 1, "走访的干部": 1, "材料": 1}
    assert dict(seen.kept) == {"诉求": 1}
    deeds.erase(township, rows, WHY)
    exchange(township, village, tmp_path / "s", village.device_id)
    for store in (village, township):
        assert not holds(store)
        assert [row[0] for row in shown(store)["request"]] == [request]
    assert person in rows["person"]


def test_where_else_a_person_is_named(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    household, person = _family(village, tmp_path)
    visit = make_visit(village, household, f"今天见到{CANARY}莺，说收成好。")
    exchange(village, township, tmp_path / "s")
    (mention,) = deeds.preview(township, deeds.of_person(township, person)).mentions
    assert (mention.table, mention.id, mention.noun) == ("visit", visit, "走访")
    assert mention.words == f"今天见到{CANARY}莺，说收成好。"
    deeds.erase(township, deeds.of_records(township, "visit", [visit]), WHY)
    revoke(township, village.device_id)
    seen = deeds.preview(township, deeds.of_person(township, person))
    assert (seen.computers, seen.out_of_reach) == ((), ("桃溪村",))
    assert any("请收回电脑" in line for line in seen.lines())
    assert deeds.preview(township, deeds.of_person(township, person)).mentions == ()


def test_what_is_refused_and_changes_nothing(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    household, person = _family(village, tmp_path)
    request = make_request(village, household)
    exchange(village, township, tmp_path / "s")
    before = shown(township)
    with pytest.raises(RuleError, match="信访档案"):
        deeds.of_records(township, "request", [request])
    for table, words in (("certificate", "权证"), ("party", "调解卷宗"), ("sync_segment", "没有"), ("cadre", "没有")):
        with pytest.raises(RuleError, match=words):
            deeds.of_records(township, table, ["0" * 32])
    with pytest.raises(RuleError, match="没有找到"):
        deeds.of_person(township, "0" * 32)
    with pytest.raises(RuleError, match="依据"):
        deeds.erase(township, deeds.of_person(township, person), " ")
    with pytest.raises(RuleError, match="信访档案"):
        deeds.erase(township, {"request": [request]}, WHY)
    with pytest.raises(RuleError, match="只有镇里"):
        deeds.erase(village, deeds.of_person(village, person), WHY)
    assert shown(township) == before


def test_a_laptop_may_not_erase(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    """Its redaction is set aside unread, and nothing changes."""
    village, township = enrolled
    _household, person = _family(village, tmp_path)
    exchange(village, township, tmp_path / "s")
    before = shown(township)
    with replica_of(village) as replica:
        redact_rows(replica, {"person": [person]}, Signed("周建国", "", "一时生气", ""))
    report = exchange(village, township, tmp_path / "s")
    assert (report.code, report.quarantined, report.erased) == ("OUT_OF_SCOPE", 1, 0)
    assert shown(township) == before
    (held,) = quarantined(township)
    assert [deed.deed for deed in content(township, held.id)] == ["抹去"]


def test_what_is_set_aside_is_settled_first(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    _household, person = _family(village, tmp_path)
    exchange(village, township, tmp_path / "s")
    correct(village, "person", person, {"note": f"{CANARY}等着"})
    exchange(village, township, tmp_path / "s")
    with township.connection() as connection:
        connection.exec_driver_sql(
            "UPDATE sync_segment SET st = 3, reason = 'OUT_OF_SCOPE' WHERE id = (SELECT max(id) FROM sync_segment)"
        )
    assert deeds.preview(township, deeds.of_person(township, person)).set_aside == 1
    with pytest.raises(RuleError, match="隔离区"):
        deeds.erase(township, deeds.of_person(township, person), WHY)
    (held,) = quarantined(township)
    reject(township, [held.id])
    deeds.erase(township, deeds.of_person(township, person), WHY)
    assert content(township, held.id) == []
    with pytest.raises(RuleError, match="抹去"):
        release(township, [held.id])


def test_what_is_left_of_a_segment_nobody_made_is_set_aside(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    """A redaction that puts words into the mouth of another computer."""
    village, township = enrolled
    exchange(village, township, tmp_path / "s")
    exchange(township, village, tmp_path / "s", village.device_id)
    before = shown(village)
    forge = Forge(township, village, tmp_path)
    real = forge.segment(part=(village.scope, 0), pair=village.pair)
    made = remains.made(real[1:], [], {})
    redactions = [replace(made, sig=forge.pair.sign(segment.LABEL, real.head)), replace(made, head=b"none"), made]
    for redaction, code in zip(redactions, ("BAD_SEGMENT", "BAD_SEGMENT", ""), strict=True):
        body = segment.Body(schema=2, cols=[], ops=[redaction], who=[(1, "肖建英", 0, "依法抹去", None)])
        file = forge.bundle(forge.segment(part=(village.scope, 0), body=body), header={"min_reader": 2})
        (report,) = unpack(village, [file])
        assert (report.code, report.quarantined) == ("OUT_OF_SCOPE" if code else "", int(bool(code))), report
        assert (shown(village) == before) is bool(code)
        file.unlink()
    assert [held.reason for held in quarantined(village)] == ["BAD_SEGMENT", "BAD_SEGMENT"]
