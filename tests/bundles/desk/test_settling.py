"""T13: every kind of matter opened, both texts visible, every answer, taken back; both ends always agree."""

from __future__ import annotations

import pytest

from db import RuleError, Store
from db.actions.corrections import correct
from db.queries.households import household_list
from db.queries.land.certificates import double_collections
from db.queries.requests import request_list
from db.queries.totals import totals
from db.sync.matters import (
    DeskItem,
    decided,
    decided_today,
    item,
    items,
    preview,
    resolve,
    rules,
    settle,
    settle_all,
    take_back,
)
from db.sync.matters.deciding.undoing import is_trusted
from tests.bundles.desk.conftest import KINDS, Desk
from tests.bundles.post import exchange, shown
from tests.makers import id_number, overwrite

ANSWERS = [
    ("words", "side:0", {}), ("words", "side:1", {}), ("words", "both", {}),
    ("words", "value", {"talk": "两头都问了。"}),
    ("fact", "side:0", {}), ("fact", "value", {"phone": "13900000000"}),
    ("facts", "side:0", {}), ("facts", "value", {"education": "高中", "phone": "13900000000"}),
    ("deleted", "keep", {}), ("deleted", "delete", {}),
    ("person", "merge", {}), ("person", "merge_homes", {}), ("person", "leave", {}),
    ("collected", "side:0", {}), ("collected", "side:1", {}), ("collected", "leave", {}),
    ("collected", "value", {"collector_name": "李小红"}),
    ("unanswered", "reply", {"content": "路灯已经换好。"}), ("unanswered", "reopen", {}), ("unanswered", "leave", {}),
    ("code", "side:0", {}), ("code", "side:1", {}), ("code", "leave", {}),
    ("lost", "restore", {}), ("lost", "remove", {}), ("lost", "value", {"household_id": "32"}), ("lost", "leave", {}),
]  # fmt: skip
ONCE = {"words both", "facts side:0", "deleted delete", "person merge_homes", "collected side:0", "unanswered reply",
        "code side:1", "lost value"}  # fmt: skip
CASES = [
    pytest.param(kind, answer, values, marks=[] if f"{kind} {answer}" in ONCE else pytest.mark.prove)
    for kind, answer, values in ANSWERS
]


def evidence(desk: Desk) -> tuple[object, ...]:
    found = desk.only()
    return found.id, found.title, found.about, found.lines, [(p.letter, p.device, p.cadre, p.at) for p in found.parties]


def both_are_seen(found: DeskItem) -> None:
    """Two people, two computers, two texts; and so in the list of the command line."""
    assert [party.letter for party in found.parties] == ["甲", "乙"]
    assert {party.cadre for party in found.parties} == {"周建国", "肖建英"}
    assert {party.device for party in found.parties} == {"桃溪村", "云岭镇"}
    assert all(len(line.values) == 2 for line in found.lines)
    line = next(line for line in found.lines if line.differs)
    assert line.values[0] != line.values[1]
    assert found.household_id
    assert all(matter.sides for matter in found.matters)


@pytest.mark.parametrize(("kind", "answer", "values"), CASES)
def test_settled_at_the_office_and_taken_back(desk: Desk, kind: str, answer: str, values: dict[str, str]) -> None:
    found = desk.make(kind)
    assert found.kind == KINDS[kind]
    assert found.sentence
    assert all(a.title and a.consequence and a.deed for a in found.answers)
    assert found.about
    both_are_seen(found)
    before = evidence(desk)
    done = settle(desk.township, desk.only(desk.township), answer, "问过村里", values)
    assert items(desk.township) == []
    desk.meet()
    assert desk.empty()
    for store in (desk.village, desk.township):
        (decision,) = decided(store)
        assert (decision.id, decision.reason, decision.cadre, decision.device) == (
            done.id, "问过村里", "肖建英", "云岭镇",
        )  # fmt: skip
    assert totals(desk.village) == totals(desk.township)
    take_back(desk.township, done.id)
    desk.meet()
    assert decided(desk.village) == decided(desk.township) == []
    if answer != "restore":  # who deletes again now knows of the visit
        assert evidence(desk) == before
    with pytest.raises(RuleError, match="已经收回"):
        take_back(desk.township, done.id)


def test_what_the_words_say(desk: Desk) -> None:
    found = desk.make("words")
    (line,) = (line for line in found.lines if line.differs)
    assert (line.before, line.words) == ("问了收成。", True)
    assert set(line.values) == {"晚稻快收了，想清机耕道口的石头。", "晚稻快收了，担心收割机进不来。"}
    settle(desk.village, found, "both")
    talk = item(desk.village, found.id)
    assert talk is None
    with desk.village.read() as session:
        text = session.connection().exec_driver_sql("SELECT talk FROM visit").scalar()
    assert text.split("\n") == [line.values[0], line.values[1]]


def test_the_largest_damage_comes_first(desk: Desk) -> None:
    for kind in ("fact", "words", "deleted", "collected"):
        getattr(desk, f"_{kind}")()
    desk.meet()
    assert [found.rank for found in items(desk.village)] == sorted(found.rank for found in items(desk.village))
    assert [found.kind for found in items(desk.village)] == [
        "rule:double_collected", "deleted_but_edited", "field", "field",
    ]  # fmt: skip
    assert [found.is_words for found in items(desk.village)] == [False, False, True, False]
    assert [found.grave for found in items(desk.village)] == [True, False, False, False]


def test_one_collection_counts_and_the_other_is_revoked(desk: Desk) -> None:
    desk.make("collected")
    settle(desk.township, desk.only(desk.township), "side:1", "问过了")
    desk.meet()
    assert double_collections(desk.village) == []
    (case,) = [c for land in _land(desk.village) for c in land.certificates]
    assert (case.collected.collector_name if case.collected else "") == "王秀兰"
    assert totals(desk.village).land.collected == 1


def _land(store: Store) -> tuple[object, ...]:
    from db.queries.land.household import household_land

    return tuple(land for line in household_list(store) for land in household_land(store, line.id))


def test_merging_person_and_household_counts_once(desk: Desk) -> None:
    desk.make("person")
    before = totals(desk.village)
    settle(desk.village, desk.only(), "merge_homes")
    desk.meet()
    after = totals(desk.township)
    assert (before.households - after.households, before.persons - after.persons) == (1, 1)


def test_a_reply_written_at_the_desk_is_a_reply(desk: Desk) -> None:
    found = desk.make("unanswered")
    with pytest.raises(RuleError, match="写明理由"):
        settle(desk.village, found, "leave")
    with pytest.raises(RuleError, match="请先填"):
        settle(desk.village, found, "reply")
    settle(desk.village, found, "reply", values={"content": "路灯已经换好。"})
    assert totals(desk.village).requests.unanswered == 0
    assert request_list(desk.village)[0].replies == 1


def test_a_matter_left_alone_comes_back_when_another_record_joins_it(desk: Desk) -> None:
    from db.actions.households import NewPerson, add_person

    found = desk.make("person")
    settle(desk.village, found, "leave", "双胞胎")
    desk.meet()
    assert desk.empty()
    add_person(desk.township, NewPerson(household_id=found.household_id, name="李小红", id_no=id_number()))
    desk.meet()
    assert len(desk.only().parties) == 3


def test_only_what_was_on_the_desk_is_closed(desk: Desk) -> None:
    found = desk.make("fact")
    correct(desk.township, "household", found.pk, {"phone": "13700000003"})
    exchange(desk.township, desk.village, desk.stick)
    settle(desk.village, found, "side:0")
    (left,) = items(desk.village)
    assert {value for line in left.lines if line.differs for value in line.values} == {"13800000001", "13700000003"}
    desk.meet()


def test_two_people_settle_the_same_matter(desk: Desk) -> None:
    desk.make("fact")
    settle(desk.village, desk.only(), "side:0")
    settle(desk.township, desk.only_at(desk.township), "side:1")
    desk.meet()
    again = desk.only()
    assert [side.screen for matter in again.matters for side in matter.sides] == ["合并台", "合并台"]
    settle(desk.village, again, "side:0")
    desk.meet()
    assert desk.empty()


def test_what_does_not_fit_is_said(desk: Desk) -> None:
    found = desk.make("facts")
    for answer in ("both", "merge", "nonsense"):
        with pytest.raises(RuleError, match="不能这样定"):
            settle(desk.village, found, answer)
    with pytest.raises(RuleError, match="不认识"):
        settle(desk.village, found, "value", values={"education": "识字"})
    settle(desk.village, found, "side:0")
    for gone in (found, found.id):
        with pytest.raises(RuleError, match="处理过"):
            settle(desk.village, gone, "side:0")
    with pytest.raises(RuleError, match="收回"):
        take_back(desk.village, "0" * 32)


def test_steps_of_undoing_that_somebody_else_wrote_are_not_carried_out(desk: Desk) -> None:
    desk.make("fact")
    done = settle(desk.village, desk.only(), "side:0")
    desk.meet()
    (there,) = decided(desk.township)
    assert not there.can_take_back  # the village's steps are not carried out in the office's name
    with pytest.raises(RuleError, match="收不回来"):
        take_back(desk.township, done.id)
    overwrite(desk.township, "decision", done.id, undo="[]")
    desk.meet()
    (here,) = decided(desk.village)
    assert not here.can_take_back
    assert is_trusted.__doc__


def test_in_two_villages_one_keeps_it(desk: Desk) -> None:
    found = desk.moved()
    assert found.kind == "moved_twice"
    assert [line.values for line in found.lines if line.field == "scope"] == [("石桥村", "桃溪村")]
    before = shown(desk.township)["household"]
    done = settle(desk.township, found, "side:1")
    assert items(desk.township) == []
    assert [row for row in shown(desk.township)["household"] if "桃溪村三组031号" in row]
    take_back(desk.township, done.id)
    assert shown(desk.township)["household"] == before
    assert [item.kind for item in items(desk.township)] == ["moved_twice"]
    settle(desk.township, items(desk.township)[0], "side:0")
    assert [row for row in shown(desk.township)["household"] if "石桥村三组" in row]


def test_small_matters_by_a_rule_with_a_count_before(desk: Desk) -> None:
    for kind in ("fact", "facts", "words"):
        getattr(desk, f"_{kind}")()
    desk.meet()
    assert {rule.code: rule.count for rule in rules(desk.village)} == {
        "office": 2, "newest": 2, f"device:{desk.village.device_id}": 2, f"device:{desk.township.device_id}": 2,
    }  # fmt: skip
    assert {choice.answer for choice in preview(desk.village, "office")} == {"side:1"}
    done = settle_all(desk.village, preview(desk.village, "office"), "以镇里为准")
    assert len(done) == len(decided_today(desk.village)) == 2
    assert [found.is_words for found in items(desk.village)] == [True]
    desk.meet()
    assert "13800000002" in [row for table in shown(desk.township)["household"] for row in table]
    take_back(desk.village, done[0].id)
    assert len(items(desk.village)) == 2


KEEPS = {
    "words": ("both", "问过"), "fact": ("theirs", "13900000000"), "deleted": ("ours", None), "person": ("theirs", None),
    "collected": ("ours", "李小红"), "unanswered": ("theirs", "已修。"), "code": ("both", "430499101201010077"),
    "lost": ("theirs", "罗冬林"),
}  # fmt: skip


@pytest.mark.parametrize(
    "kind",
    [
        kind if kind in {"deleted", "person", "unanswered", "lost"} else pytest.param(kind, marks=pytest.mark.prove)
        for kind in KEEPS
    ],
)
def test_the_command_line_settles_every_kind(desk: Desk, kind: str) -> None:
    found = desk.make(kind)
    keep, value = KEEPS[kind]
    done = resolve(desk.village, found.id, keep=keep)  # type: ignore[arg-type]
    assert items(desk.village) == []
    if value is not None:
        take_back(desk.village, done.id)
        resolve(desk.village, items(desk.village)[0].id, value=value)
        assert items(desk.village) == []
    desk.meet()
    assert desk.empty()


def test_the_command_line_says_what_is_missing(desk: Desk) -> None:
    found = desk.make("deleted")
    with pytest.raises(RuleError, match="请选择保留哪一个"):
        resolve(desk.village, found.id)
    with pytest.raises(RuleError, match="不能这样定"):
        resolve(desk.village, found.id, value="x")
    with pytest.raises(RuleError, match="处理过"):
        resolve(desk.village, "nothing", keep="ours")
