"""An accusation is laid down on a laptop, reaches the office, and is then nowhere in the village (privacy.md §7, 2)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from db import RuleError, Store, backup, open_store
from db.actions.corrections import correct
from db.actions.drafts import save_draft
from db.actions.papers import NewPaper, attach_paper
from db.backup import back_up, inner_backup, restore
from db.blobs import shelf, standing
from db.check import check
from db.engine import connect
from db.queries.papers import paper
from db.queries.requests import RequestFilter, accusation_list, request_list
from db.queries.search import search
from db.queries.totals import totals
from db.sync import pack, resume, unpack
from db.sync.deeds import deposit
from db.sync.exchange.handover import handover, standings
from db.sync.exchange.history import handed_in
from db.sync.exchange.slips import slip_facts
from db.sync.log import press, proof
from db.sync.log.seal import seal_pending
from tests.bundles.opened import open_bundle
from tests.bundles.papers.sheets import paper_of
from tests.bundles.post import exchange, join
from tests.conftest import PASSWORD, StillClock
from tests.makers import make_household, make_request

Pair = tuple[Store, Store]
CANARY = "金丝雀截留救灾款"


def accuse(store: Store, home: str, words: str = CANARY) -> str:
    """An accusation of the village's own committee."""
    return make_request(store, home, words, petition_kind="accusation", accused_unit="桃溪村村委会")


def states(store: Store) -> list[int]:
    """The states of the restricted segments here, in order."""
    return [
        row[0]
        for row in _rows(store, "SELECT st FROM sync_segment WHERE part IN"
                                " (SELECT no FROM sync_part WHERE compartment = 2) ORDER BY id")
    ]  # fmt: skip


def _rows(store: Store, query: str) -> list[Any]:
    with store.connection(immediate=False) as connection:
        return list(connection.exec_driver_sql(query))


def everything_in(path: Path, key: bytes) -> bytes:
    """Every value of every table of a book, as text; nothing is left out that somebody with the key could read."""
    book = connect(path, key, read_only=True)
    try:
        names = [row[0] for row in book.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = []
        for name in names:
            for row in book.execute(f'SELECT * FROM "{name}"'):
                for value in row:
                    found.append(value if isinstance(value, bytes) else str(value).encode("utf-8", "replace"))
        return b"\0".join(found + _unpacked(book))
    finally:
        book.close()


def _unpacked(book: Any) -> list[bytes]:
    """The bodies of segments, which are compressed."""
    bodies = [row[0] for row in book.execute("SELECT body FROM sync_segment WHERE body IS NOT NULL AND st <> 5")]
    return [press.inflate(body, 1 << 25) for body in bodies]


def in_store(store: Store, words: str = CANARY) -> list[str]:
    """The books of a store, its backups too, in which those words stand."""
    books = [store.path / "book.db", *sorted((store.path / "backups").glob("*.db"))]
    return [book.name for book in books if words.encode() in everything_in(book, store.data_key)]


@pytest.fixture
def accused(settled: Pair) -> tuple[Store, Store, str, str]:
    """Village, township, a household and an accusation written down in the village."""
    village, township = settled
    home = make_household(village, "曾国强")
    return village, township, home, accuse(village, home)


def test_it_is_erased_once_the_office_has_it(accused: tuple[Store, Store, str, str], tmp_path: Path) -> None:
    village, township, home, told = accused
    correct(village, "request", told, {"content": CANARY + "二次"})
    inner_backup(village, "unpack")
    assert in_store(village) != []
    assert standings(village, "request", [told]) == {told: "local"}
    up = pack(village, tmp_path / "up")
    assert standings(village, "request", [told]) == {told: "packed"}
    unpack(township, [up.path])
    assert request_list(township, RequestFilter(restricted=True))[0].content == CANARY + "二次"
    assert states(village) == [1]
    exchange(township, village, tmp_path / "down")
    assert states(village) == [5]
    assert in_store(village) == []
    assert standings(village, "request", [told]) == {}
    assert _rows(village, "SELECT count(*) FROM request")[0][0] == 0
    assert check(village) == []
    assert proof.differences(village) == []
    assert household_there(village, home)
    assert exchange(village, township, tmp_path / "up").new == 0
    assert request_list(township, RequestFilter(restricted=True))[0].content == CANARY + "二次"


def household_there(store: Store, home: str) -> bool:
    """Whether the household is still there."""
    return _rows(store, f"SELECT count(*) FROM household WHERE id = '{home}' AND hidden = 0")[0][0] == 1


def test_no_bundle_and_no_receipt_for_the_village_tells_of_it(
    accused: tuple[Store, Store, str, str], tmp_path: Path, clock: StillClock
) -> None:
    village, township, home, told = accused
    for number in range(3):
        exchange(village, township, tmp_path / f"up{number}")
        with township.write("办理") as session:
            session.connection().exec_driver_sql(
                "UPDATE request SET opinion = ? WHERE id = ?", (f"{CANARY}查实{number}", told)
            )
        down = open_bundle(pack(township, tmp_path / f"down{number}").path, village)
        assert CANARY.encode() not in down.plain
        assert told.encode() not in down.plain
        assert {part for _s, part in down.parts} <= {0}
        own = {row[0] for row in _rows(village, "SELECT hash FROM sync_segment")}
        said = {name for inner in down.told for _s, c, heads in inner.receipt for name in heads if c == 2}
        assert len(said) == 1
        assert said <= own  # of nobody else's segments there is a word, not even a hash
        assert not any(inner.want or inner.refused for inner in down.told)
        unpack(village, [tmp_path / f"down{number}" / f"云岭镇-桃溪村-第{number + 2}号.bjb"])
        clock.sleep(days=1)
    assert in_store(village) == []
    assert in_store(village, told) == []  # nor is its number left
    assert home


def test_nothing_counts_lists_or_finds_it_before_or_after(
    accused: tuple[Store, Store, str, str], tmp_path: Path
) -> None:
    village, township, home, told = accused
    plain = make_request(village, home)
    make_household(village, "李英", no="002")
    seal_pending(village)
    before = totals(village)

    def seen() -> list[object]:
        counted = sum(handover(village).records.values())
        return [request_list(village), totals(village).requests, search(village, "金丝雀"), counted]

    at_first = seen()
    packed = pack(village, tmp_path / "up")
    facts = slip_facts(village)
    assert {kind.table: kind.new for kind in facts.kinds}["request"] == 1
    unpack(township, [packed.path])
    assert {kind.table: kind.new for kind in slip_facts(township).kinds}["request"] == 1
    assert handed_in(township)[village.device_id].handed == packed.records + _first_records(township, village)
    exchange(township, village, tmp_path / "down")
    assert seen() == at_first
    assert before.requests.total == 1
    assert totals(township).requests.total == 1  # and on the township it stands in its own list alone
    assert [line.id for line in request_list(township)] == [plain]
    assert [line.id for line in accusation_list(township)] == [told]
    with pytest.raises(RuleError, match="镇里"):
        accusation_list(village)
    assert [line.id for line in request_list(village)] == [plain]
    assert request_list(village)[0].number.endswith("-001")  # no gap where it stood


def _first_records(township: Store, village: Store) -> int:
    """What the village had handed in before."""
    query = f"SELECT segments FROM sync_bundle_log WHERE direction = 'in' AND peer = '{village.device_id}'"
    return len(_rows(township, query)) - 1


def test_what_is_still_being_worked_on_stays_until_that_is_confirmed_too(
    accused: tuple[Store, Store, str, str], tmp_path: Path
) -> None:
    village, township, home, told = accused
    other = accuse(village, home, "另一件")
    exchange(village, township, tmp_path / "up")
    correct(village, "request", told, {"topic": "补充"})
    exchange(township, village, tmp_path / "down")
    assert standings(village, "request", [told, other]) == {told: "local", other: "confirmed"}  # one segment held both
    exchange(village, township, tmp_path / "up")
    exchange(township, village, tmp_path / "down")
    assert states(village) == [5, 5]
    assert in_store(village) == []
    assert proof.differences(village) == []


def test_a_township_restored_from_a_backup_gets_it_back(
    accused: tuple[Store, Store, str, str], tmp_path: Path, clock: StillClock, around: Any
) -> None:
    village, township, _home, told = accused
    township.close()
    shutil.copytree(township.path, tmp_path / "kept")
    township = open_store(township.path, PASSWORD, around)
    exchange(village, township, tmp_path / "up")
    exchange(township, village, tmp_path / "down")
    township.close()
    shutil.rmtree(township.path)
    shutil.copytree(tmp_path / "kept", township.path)
    township = open_store(township.path, PASSWORD, around)
    exchange(township, village, tmp_path / "down")  # smaller heads: it lacks something
    packed = pack(village, tmp_path / "up")
    assert "D" in open_bundle(packed.path, township).kinds
    assert CANARY.encode() not in packed.path.read_bytes()
    assert unpack(township, [packed.path])[0].quarantined == 0
    assert request_list(township, RequestFilter(restricted=True))[0].content == CANARY
    assert proof.differences(township) == []
    assert told
    clock.sleep(days=91)
    exchange(township, village, tmp_path / "down")
    assert _rows(village, "SELECT body FROM sync_segment WHERE st = 5") == [(None,)]
    assert pack(village, tmp_path / "late").records == 0
    township.close()


def test_sealed_bodies_stay_while_the_office_says_it_lacks_them(
    accused: tuple[Store, Store, str, str], tmp_path: Path, clock: StillClock
) -> None:
    village, township, _home, _told = accused
    exchange(village, township, tmp_path / "up")
    exchange(township, village, tmp_path / "down")
    with village.connection() as connection:
        connection.exec_driver_sql("UPDATE sync_peer SET heads = NULL")
    clock.sleep(days=200)
    deposit.settle(village)
    assert _rows(village, "SELECT count(body) FROM sync_segment WHERE st = 5") == [(1,)]


def test_its_papers_go_when_the_office_has_them_and_not_before(
    accused: tuple[Store, Store, str, str], tmp_path: Path
) -> None:
    village, township, _home, told = accused
    source = tmp_path / "paper.pdf"
    source.write_bytes(paper_of(1, 5000))
    one = attach_paper(village, NewPaper(noun="request", record_id=told, caption="材料"), source).id
    with village.read() as session:
        sha256 = session.connection().exec_driver_sql("SELECT sha256 FROM attachment WHERE id = ?", (one,)).scalar()
    assert sha256
    unpack(township, [pack(village, tmp_path / "up").path])
    shelf.drop(township, sha256)
    standing.note_missing(township, [sha256])
    exchange(township, village, tmp_path / "down")
    assert shelf.is_here(village, sha256)  # the office has the record, not the file
    assert 1 in states(village)
    exchange(village, township, tmp_path / "up")
    exchange(township, village, tmp_path / "down")
    assert set(states(village)) == {5}
    assert not shelf.is_here(village, sha256)
    assert _rows(village, "SELECT count(*) FROM sync_blob") == [(0,)]
    assert paper(township, one).state == "here"


def test_drafts_about_it_go_too(accused: tuple[Store, Store, str, str], tmp_path: Path) -> None:
    village, township, _home, told = accused
    save_draft(village, "reply", told, 1, {"content": CANARY})
    save_draft(village, "visit", "x", 1, {"content": "问了收成"})
    exchange(village, township, tmp_path / "up")
    exchange(township, village, tmp_path / "down")
    assert [row[0] for row in _rows(village, "SELECT key FROM draft")] == ["x"]
    assert in_store(village) == []


@pytest.mark.parametrize(
    "step", ["_drop_old", "backup", *(pytest.param(s, marks=pytest.mark.prove) for s in ("_erase", "_seal", "_note"))]
)
def test_cut_off_anywhere_it_is_done_at_the_next_start(
    accused: tuple[Store, Store, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    village, township, _home, _told = accused
    inner_backup(village, "unpack")

    def cut(*_args: object) -> None:
        raise KeyboardInterrupt

    exchange(village, township, tmp_path / "up")
    path = pack(township, tmp_path / "down").path
    if step == "backup":
        monkeypatch.setattr(backup, "renew_since", cut)
    else:
        monkeypatch.setattr(deposit._Forgetting, step, cut)
    with pytest.raises(KeyboardInterrupt):
        unpack(village, [path])
    monkeypatch.undo()
    assert states(village) == ([5] if step == "backup" else [1])
    resume(village)
    assert states(village) == [5]
    assert in_store(village) == []
    resume(village)
    assert states(village) == [5]


def test_a_restored_laptop_forgets_what_its_former_self_laid_down(
    accused: tuple[Store, Store, str, str], tmp_path: Path, around: Any
) -> None:
    village, township, _home, _told = accused
    exchange(village, township, tmp_path / "up")
    kept = back_up(village, tmp_path / "backup")
    village.close()
    again = restore(kept.path, tmp_path / "again.baijia", PASSWORD, around)
    join(township, again)
    assert states(again) == [1]
    exchange(again, township, tmp_path / "up")
    exchange(township, again, tmp_path / "down", "桃溪村")
    assert states(again) == [5]
    assert in_store(again) == []
    again.close()


def test_the_office_keeps_all_and_a_second_depositor_learns_nothing(
    accused: tuple[Store, Store, str, str], make_store: Callable[..., Store], tmp_path: Path
) -> None:
    village, township, _home, _told = accused
    second = make_store("village", name="桃溪村二号", region_code="430499101201")
    join(township, second)
    exchange(village, township, tmp_path / "up")
    assert not [c for c in open_bundle(pack(township, tmp_path / "down", "桃溪村二号").path, second).kinds if c == "C"]
    mine = make_household(second, "周英", no="009")
    accuse(second, mine, "第二台的")
    exchange(second, township, tmp_path / "up")
    down = open_bundle(pack(township, tmp_path / "down", "桃溪村二号").path, second)
    own = {row[0] for row in _rows(second, "SELECT hash FROM sync_segment")}
    assert {h for inner in down.told for _s, c, heads in inner.receipt if c == 2 for h in heads} <= own
    assert len(request_list(township, RequestFilter(restricted=True))) == 2
    assert timedelta(days=90) == deposit.KEPT


def test_what_accuses_the_township_does_not_even_begin_its_way(settled: Pair) -> None:
    village, _township = settled
    with pytest.raises(RuleError, match="县纪委"):
        make_request(village, make_household(village), "x", petition_kind="accusation", accused_unit="云岭镇党委")
