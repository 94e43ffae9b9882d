"""Written down twice: one household or person for everybody who reads, and two again when it was a mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from db import RuleError, Store
from db.actions.corrections import correct
from db.actions.households import NewPerson, add_person, tag_household
from db.actions.merging import merge_households, merge_persons, unmerge_household, unmerge_person
from db.actions.requests import NewReply, answer_request
from db.queries.dossier import household_file
from db.queries.history import history
from db.queries.households import household_list, household_totals, tags_in_use
from db.queries.land.gaps import certificate_gaps
from db.queries.land.household import household_land
from db.queries.merged import household_homes
from db.queries.places import village_groups, villages
from db.queries.requests import RequestFilter, request_list
from db.queries.search import search
from db.queries.today import today
from db.queries.totals import totals
from db.queries.visits import VisitFilter, visits
from tests.land_makers import household_of, make_contractor
from tests.makers import id_number, make_household, make_request, make_visit, overwrite


def link(store: Store, record_id: str, table: str = "household") -> str | None:
    with store.connection(immediate=False) as connection:
        return connection.exec_driver_sql(f"SELECT merged_into FROM {table} WHERE id = ?", (record_id,)).scalar()


def everything(store: Store) -> tuple[object, ...]:
    """All that lists and figures say of who lives here."""
    lines = [(x.id, x.household_no, x.head_name, x.members, x.last_visit, x.open_requests, x.tags, x.has_certificate)
             for x in household_list(store)]  # fmt: skip
    figures = totals(store)
    return (
        lines, household_totals(store), figures.households, figures.persons, figures.visits, figures.requests,
        figures.land, tags_in_use(store), [v.households for v in villages(store)],
        [g.households for g in village_groups(store)], [h.id for h in search(store, "031")],
    )  # fmt: skip


@pytest.fixture
def twice(village: Store) -> tuple[str, str]:
    """One household written down twice, each entry with something of its own; a third beside it."""
    one = make_household(village, "欧阳志刚", "王秀英", no="031")
    other = make_household(village, "欧阳志刚", no="031", phone="0731-8279225")
    make_household(village, "罗冬林", no="032")
    make_visit(village, one, "问了收成。", visited_on=date(2025, 9, 1))
    make_visit(village, other, "看了屋顶。", visited_on=date(2025, 10, 2))
    make_request(village, other)
    tag_household(village, one, "低保")
    tag_household(village, other, "残疾人")
    return one, other


def test_everything_of_both_stands_under_one_and_counts_once(village: Store, twice: tuple[str, str]) -> None:
    one, other = twice
    merge_households(village, other, one, "同一户")
    assert link(village, other) == one
    line = household_list(village)[0]
    assert (line.id, line.members, line.last_visit, line.open_requests) == (one, 3, date(2025, 10, 2), 1)
    assert line.tags == ("低保", "残疾人")
    assert (len(household_list(village)), totals(village).households, household_totals(village).households) == (2, 2, 2)
    assert household_totals(village).persons == totals(village).persons == 4
    for asked in (one, other):
        file = household_file(village, asked)
        assert (file.id, len(file.visits), len(file.requests), file.phone) == (one, 2, 1, "0731-8279225")
        assert [v.household_id for v in visits(village, VisitFilter(household_id=asked))] == [one, one]
        assert [r.household_id for r in request_list(village, RequestFilter(household_id=asked))] == [one]
    assert [hit.id for hit in search(village, "031") if hit.kind == "household"] == [one]
    assert [g.households for g in village_groups(village)] == [v.households for v in villages(village)] == [2]
    assert today(village).never_visited == 1
    assert next(c.value for c in today(village).counters if c.name == "visited") == 1
    assert [(c.field, c.old, c.new) for c in history(village, "household", other)][-1] == ("merged_into", None, one)


def test_taken_apart_all_is_as_it_was(village: Store, twice: tuple[str, str]) -> None:
    one, other = twice
    before = everything(village)
    for from_id, into_id in ((one, other), (other, one)):
        merge_households(village, from_id, into_id)
        assert everything(village) != before
        unmerge_household(village, from_id, into_id)
        assert everything(village) == before
        merge_households(village, from_id, into_id)
        unmerge_household(village, one)
        assert everything(village) == before


def test_both_ways_round_is_one_household_shown_under_the_smallest_id(village: Store, twice: tuple[str, str]) -> None:
    one, other = twice
    overwrite(village, "household", one, merged_into=other)
    overwrite(village, "household", other, merged_into=one)  # as it comes from two laptops
    assert household_homes(village).ids(other) == (one, other)
    assert next(line.id for line in household_list(village)) == one
    assert totals(village).households == 2
    with pytest.raises(RuleError, match="已经合成一户"):
        merge_households(village, one, other)
    unmerge_household(village, one)
    assert (link(village, one), link(village, other), totals(village).households) == (None, None, 3)


def test_chains_and_circles_are_one_household(village: Store) -> None:
    ids = [make_household(village, f"李{n}", no=str(n)) for n in "一二三四"]
    merge_households(village, ids[3], ids[2])
    merge_households(village, ids[1], ids[2])
    merge_households(village, ids[3], ids[0])  # already in a chain: its end is joined, nobody is parted
    assert [line.id for line in household_list(village)] == [ids[0]]
    assert household_list(village)[0].members == household_totals(village).persons == 4
    assert household_homes(village).ids(ids[2]) == tuple(sorted(ids))
    unmerge_household(village, ids[3], ids[0])  # exactly the last merge
    assert [line.id for line in household_list(village)] == [ids[0], ids[1]]
    for from_id, into_id in ((1, 2), (2, 3), (3, 1)):
        overwrite(village, "household", ids[from_id], merged_into=ids[into_id])
    merge_households(village, ids[2], ids[0])  # into a circle
    assert household_homes(village).ids(ids[0]) == tuple(sorted(ids))
    unmerge_household(village, ids[0], ids[2])
    assert len(household_homes(village).ids(ids[1])) == 3
    unmerge_household(village, ids[1])
    assert household_homes(village).ids(ids[1]) == (ids[1],)
    assert len(household_homes(village).ids(ids[2])) == 2


def test_what_cannot_be_merged_says_so(village: Store, twice: tuple[str, str]) -> None:
    one, other = twice
    with pytest.raises(RuleError, match="同一户"):
        merge_households(village, one, one)
    with pytest.raises(RuleError, match="找不到这一户"):
        merge_households(village, one, "0" * 32)
    with pytest.raises(RuleError, match="没有合并过"):
        unmerge_household(village, one)
    with pytest.raises(RuleError, match="没有合并过"):
        unmerge_household(village, one, other)
    with village.connection() as connection:
        connection.exec_driver_sql("UPDATE sync_state SET applying = 1")
        connection.exec_driver_sql("UPDATE household SET scope = ? WHERE id = ?", ("f" * 32, other))
        connection.exec_driver_sql("UPDATE sync_state SET applying = 0")
    with pytest.raises(RuleError, match="不在同一个村"):
        merge_households(village, one, other)


def test_a_deleted_half_takes_nothing_with_it(village: Store, twice: tuple[str, str]) -> None:
    one, other = twice
    merge_households(village, other, one)
    with village.write("删除") as session:
        session.connection().exec_driver_sql("DELETE FROM household WHERE id = ?", (one,))
    (line, *_rest) = household_list(village)
    assert (line.id, line.members, totals(village).persons) == (other, 3, 4)
    assert len(household_file(village, other).visits) == 2


def test_land_of_both_halves_is_found_under_one(village: Store) -> None:
    make_contractor(village, "李林峰", no="001")
    make_contractor(village, "李林峰", no="002")
    one, other = sorted((household_of(village, "001"), household_of(village, "002")))
    before = totals(village).land
    merge_households(village, other, one)
    assert [land.id for land in household_land(village, other)] == [land.id for land in household_land(village, one)]
    assert len(household_land(village, one)) == 2
    assert {row.household_id for row in certificate_gaps(village)} == {one}
    after = totals(village).land
    assert (before.due, after.due) == (2, 1)  # one household now, with two contractors
    assert replace(after, due=2, uncollected=2) == before


def test_one_person_written_down_twice(village: Store) -> None:
    old, new = make_household(village, "曾国强", "李英", no="001"), make_household(village, "曾小军", no="002")
    first = household_file(village, old).members[1].id
    second = add_person(
        village, NewPerson(household_id=new, name="李英", id_no=id_number("19820101", "122"), phone="13800000000")
    ).id
    assert totals(village).persons == 4
    merge_persons(village, second, first, "嫁过来的，两边都登了")
    assert totals(village).persons == household_totals(village).persons == 3
    member = household_file(village, old).members[1]
    assert (member.id, member.phone) == (first, "13800000000")  # what only the other entry knew
    assert [m.name for m in household_file(village, new).members] == ["曾小军"]
    assert [(hit.id, hit.household_id) for hit in search(village, "李英")] == [(first, old)]
    assert [hit.id for hit in search(village, "13800000000")] == [first]
    correct(village, "person", first, {"left_on": "2025-01-01"})  # left the first household: lives in the other
    assert [m.name for m in household_file(village, new).members] == ["曾小军", "李英"]
    assert totals(village).persons == 3
    unmerge_person(village, second)
    assert totals(village).persons == 3
    assert len(search(village, "李英")) == 2


def test_answers_given_to_either_half_are_seen(village: Store, twice: tuple[str, str]) -> None:
    one, other = twice
    merge_households(village, one, other)
    request = request_list(village)[0]
    answer_request(village, NewReply(request_id=request.id, content="已修好。"))
    assert household_list(village)[0].open_requests == 0
    assert household_file(village, one).requests[0].replies[0].content == "已修好。"
