"""A new computer begins with a snapshot: the same view as from the log, and everything after it merges the same."""

from __future__ import annotations

import pytest

from db import Store
from db.check import check
from db.sync import Plan, handover, inspect, pack, resume, standings, unpack
from db.sync.deeds.snapshots import covering, making
from db.sync.envelope import header as hd
from db.sync.errors import BundleError
from db.sync.exchange.slips import slip_facts
from db.sync.log import proof
from db.sync.matters import resolve
from db.sync.matters.shown import conflicts
from tests.bundles.post import add_household, exchange, kept, shown
from tests.bundles.snapshots.conftest import Start

CADRES = "SELECT name FROM cadre ORDER BY name"


def village_rows(store: Store) -> dict[str, object]:
    """What a store shows of everything but its own cadres, whom only it has written down yet."""
    found = shown(store)
    return {name: rows for name, rows in found.items() if name not in ("cadre", "heads")}


def ask(store: Store, query: str, *values: object) -> list[tuple[object, ...]]:
    with store.connection(immediate=False) as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query, values)]


def test_the_new_laptop_shows_what_the_office_shows(start: Start) -> None:
    report = start.begin()
    assert (report.result, report.code) == ("taken", ""), report
    assert report.message.startswith("已收下：新电脑的起始数据，")
    assert village_rows(start.laptop) == village_rows(start.township)
    assert proof.differences(start.laptop) == []
    assert check(start.laptop) == []
    covered = ask(start.laptop, "SELECT count(*) FROM sync_segment WHERE st = 6")
    assert covered == ask(start.township, "SELECT count(*) FROM sync_segment WHERE st = 1")
    start.meet(start.laptop, start.village)
    assert shown(start.laptop) == shown(start.village) == shown(start.township)
    records = handover(start.laptop).records
    assert (records["local"], records["packed"], records["conflict"]) == (0, 0, 1)


def test_the_packer_says_what_it_is_and_old_programs_are_told(start: Start) -> None:
    made = pack(start.township, start.folder / "new", start.laptop.device_id, plan=Plan(snapshot=True))
    households = ask(start.township, "SELECT count(*) FROM sync_row")[0][0]
    assert f"新电脑的起始数据，{households} 条记录" in made.sentence()
    assert made.snapshot
    assert inspect(made.path)["kind"] == "snapshot"
    raw = made.path.read_bytes()
    assert hd.READER == 2
    assert b"min_reader\x02" in raw


def test_later_work_on_both_sides_merges_as_ever(start: Start) -> None:
    start.begin()
    ids = [row[0] for row in ask(start.village, "SELECT id FROM household ORDER BY CAST(household_no AS INTEGER)")]
    for store, word in ((start.village, "老电脑"), (start.laptop, "新电脑")):
        with store.write("户") as session:
            connection = session.connection()
            connection.exec_driver_sql("UPDATE household SET address = ? WHERE id = ?", (word, ids[0]))
            connection.exec_driver_sql("UPDATE household SET address = ? WHERE id = ?", (word, ids[8]))
    with start.laptop.write("户") as session:
        session.connection().exec_driver_sql("DELETE FROM household WHERE id = ?", (ids[1],))
    with start.village.write("户") as session:
        session.connection().exec_driver_sql("UPDATE household SET address = '还在' WHERE id = ?", (ids[1],))
    start.meet(start.laptop, start.village)
    assert shown(start.laptop) == shown(start.village) == shown(start.township)
    kinds = sorted(conflict.kind for conflict in conflicts.conflicts(start.laptop) if conflict.pk != ids[3])
    assert kinds == ["deleted_but_edited", "field", "field"]
    assert proof.differences(start.laptop) == []


def test_who_wrote_it_is_told_from_the_snapshot_too(start: Start) -> None:
    ids = [row[0] for row in ask(start.village, "SELECT id FROM household ORDER BY CAST(household_no AS INTEGER)")]
    for store, word in ((start.village, "村里说"), (start.township, "镇里说")):
        with store.write("户") as session:
            session.connection().exec_driver_sql("UPDATE household SET address = ? WHERE id = ?", (word, ids[7]))
    exchange(start.village, start.township, start.folder / "up")
    start.begin()
    (here,) = conflicts.conflicts_of(start.laptop, [ids[7]])
    (there,) = conflicts.conflicts_of(start.township, [ids[7]])
    assert [(s.value, s.cadre, s.at, s.device, s.screen) for s in here.sides] == [
        (s.value, s.cadre, s.at, s.device, s.screen) for s in there.sides
    ]
    assert (there.before, here.before) == ("桃溪村7号", None)  # which entry they replaced is not carried along
    resolve(start.laptop, here.id, value="都说好了")
    start.meet(start.laptop, start.village)
    assert shown(start.laptop) == shown(start.village) == shown(start.township)
    assert conflicts.conflicts_of(start.village, [ids[7]]) == []


def test_a_late_segment_concurrent_with_covered_ones_joins_in(start: Start) -> None:
    other = start.other
    exchange(start.township, other, start.folder / "down", other.device_id)
    ids = [row[0] for row in ask(start.village, "SELECT id FROM household ORDER BY CAST(household_no AS INTEGER)")]
    with other.write("户") as session:  # long before the snapshot is made, on a laptop that hands in long after
        session.connection().exec_driver_sql("UPDATE household SET address = '迟来的' WHERE id = ?", (ids[9],))
    with start.village.write("户") as session:
        session.connection().exec_driver_sql("UPDATE household SET address = '先到的' WHERE id = ?", (ids[9],))
    exchange(start.village, start.township, start.folder / "up")
    start.begin()
    start.meet(other, start.laptop, start.village)
    assert shown(start.laptop) == shown(start.village) == shown(start.township) == shown(other)
    assert [c.kind for c in conflicts.conflicts(start.laptop) if c.pk == ids[9]] == ["field"]


def test_a_new_laptop_that_has_recorded_something_before(start: Start) -> None:
    own = add_household(start.laptop, "77", address="新电脑先记的")
    exchange(start.laptop, start.township, start.folder / "up")
    with start.township.write("户") as session:
        session.connection().exec_driver_sql("UPDATE household SET address = '镇里补的' WHERE id = ?", (own,))
    report = start.begin()
    assert report.result == "taken"
    assert ask(start.laptop, "SELECT address FROM household WHERE id = ?", own) == [("镇里补的",)]
    start.meet(start.laptop, start.village)
    assert shown(start.laptop) == shown(start.village) == shown(start.township)
    assert proof.differences(start.laptop) == []


def test_taken_in_twice_or_by_a_laptop_that_has_the_log(start: Start) -> None:
    made = pack(start.township, start.folder / "new", start.laptop.device_id, plan=Plan(snapshot=True))
    assert unpack(start.laptop, [made.path])[0].result == "taken"
    before = shown(start.laptop)
    (again,) = unpack(start.laptop, [made.path])
    assert (again.result, again.code) == ("known", "DUPLICATE")
    assert shown(start.laptop) == before
    with start.laptop.write("户") as session:
        session.connection().exec_driver_sql("UPDATE household SET address = '后来改的'")
    exchange(start.laptop, start.township, start.folder / "up")
    before = shown(start.laptop)
    assert unpack(start.laptop, [made.path])[0].result == "known"  # an old one brings nothing back
    assert shown(start.laptop) == before
    assert ask(start.laptop, "SELECT DISTINCT address FROM household") == [("后来改的",)]
    start.begin(start.village)
    start.meet(start.laptop, start.village)
    assert shown(start.laptop) == shown(start.village) == shown(start.township)
    assert proof.differences(start.village) == []


def test_the_log_that_comes_after_all_is_not_laid_twice(start: Start) -> None:
    log = pack(start.township, start.folder / "log", start.laptop.device_id)
    assert not log.snapshot  # so small a log goes whole
    start.begin()
    before = shown(start.laptop)
    (report,) = unpack(start.laptop, [log.path])
    assert (report.result, report.new, report.changed) == ("known", 0, 0)
    assert shown(start.laptop) == before
    assert proof.differences(start.laptop) == []


@pytest.mark.parametrize("share", [0.2, 0.6, 0.97])
def test_a_broken_snapshot_brings_nothing_and_the_log_still_can(start: Start, share: float) -> None:
    made = pack(start.township, start.folder / "new", start.laptop.device_id, plan=Plan(snapshot=True))
    whole, before = made.path.read_bytes(), kept(start.laptop)
    made.path.write_bytes(whole[: int(len(whole) * share)])
    for salvage in (False, True):
        (report,) = unpack(start.laptop, [made.path], salvage=salvage)
        assert report.code in {"TRUNCATED", "DAMAGED"}
        assert kept(start.laptop) == before
        assert ask(start.laptop, "SELECT count(*) FROM sync_segment WHERE sig = x''") == [(0,)]
    log = pack(start.township, start.folder / "log", start.laptop.device_id)
    assert unpack(start.laptop, [log.path])[0].result == "taken"
    made.path.write_bytes(whole)
    assert unpack(start.laptop, [made.path])[0].result == "known"
    assert village_rows(start.laptop) == village_rows(start.township)


def test_a_power_cut_while_a_snapshot_is_read_leaves_nothing_for_the_log_to_stumble_over(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = pack(start.township, start.folder / "new", start.laptop.device_id, plan=Plan(snapshot=True))

    def gone(_self: object) -> None:
        raise BundleError("DAMAGED", at=1, total=2)

    with monkeypatch.context() as cut:
        cut.setattr(covering.Covering, "finish", gone)
        cut.setattr(covering.Covering, "drop", lambda _self: None)
        assert unpack(start.laptop, [made.path])[0].result == "refused"
    assert ask(start.laptop, "SELECT count(*) > 0 FROM sync_segment WHERE sig = x''") == [(1,)]
    log = pack(start.township, start.folder / "log", start.laptop.device_id)
    assert unpack(start.laptop, [log.path])[0].result == "taken"
    assert ask(start.laptop, "SELECT count(*) FROM sync_segment WHERE sig = x''") == [(0,)]
    assert village_rows(start.laptop) == village_rows(start.township)
    assert proof.differences(start.laptop) == []


def test_a_power_cut_between_verdict_and_effect_is_healed_at_the_next_start(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db.sync.log import apply

    made = pack(start.township, start.folder / "new", start.laptop.device_id, plan=Plan(snapshot=True))
    with monkeypatch.context() as cut:
        cut.setattr(apply, "apply_ready", lambda *_args, **_more: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            unpack(start.laptop, [made.path])
    resume(start.laptop)
    assert village_rows(start.laptop) == village_rows(start.township)
    assert ask(start.laptop, "SELECT DISTINCT result FROM sync_bundle_log") == [("taken",)]
    assert proof.differences(start.laptop) == []


def test_it_chooses_itself_where_the_log_is_much_larger(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "LEAST", 1)
    for n in range(8):  # the same few fields, again and again
        with start.village.write("户") as session:
            session.connection().exec_driver_sql("UPDATE household SET address = ?", (f"第{n}次",))
        exchange(start.village, start.township, start.folder / "up")
    assert not pack(start.township, start.folder / "old", start.village.device_id).snapshot  # it has confirmed a lot
    made = pack(start.township, start.folder / "new", start.laptop.device_id)
    assert made.snapshot
    assert unpack(start.laptop, [made.path])[0].result == "taken"
    assert village_rows(start.laptop) == village_rows(start.township)
    exchange(start.laptop, start.township, start.folder / "up")
    assert not pack(start.township, start.folder / "again", start.laptop.device_id).snapshot


def test_only_an_office_makes_one(start: Start) -> None:
    with pytest.raises(BundleError) as caught:
        pack(start.village, start.folder / "x", plan=Plan(snapshot=True))
    assert caught.value.code == "NO_SNAPSHOT"


def test_records_stand_as_confirmed_and_the_slip_counts_them(start: Start) -> None:
    start.begin()
    ids = [str(row[0]) for row in ask(start.laptop, "SELECT id FROM household")]
    assert sorted(standings(start.laptop, "household", ids).values()) == ["confirmed"] * 11 + ["conflict"]
    sent, came = slip_facts(start.township), slip_facts(start.laptop)
    assert sent.kinds == came.kinds
    assert ("household", 12) in {(kind.table, kind.new) for kind in came.kinds}
