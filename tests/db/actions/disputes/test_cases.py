"""A dispute is written down with all who quarrel; others learn no more than that there is one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlmodel import select

from db import RuleError, Store
from db.actions.disputes import (
    NewDispute,
    NewParty,
    NewScreening,
    add_party,
    assign_official_number,
    record_screening,
    register_dispute,
    tell_rights,
)
from db.models import (
    GENERAL,
    MEDIATION,
    Dispute,
    DisputeMarker,
    DisputeStep,
    Party,
    Person,
    Screening,
    Village,
    metadata,
)
from db.queries.disputes import dispute_case, household_dispute_marker
from db.queries.rows import ask
from tests.dispute_makers import (
    agree,
    days_ago,
    make_accepted,
    make_clause,
    make_dispute,
    sit,
    two_households,
)
from tests.makers import make_household


def test_any_number_of_parties_stand_on_each_side(village: Store) -> None:
    first, second = two_households(village)
    parties = tuple(NewParty(side="applicant", household_id=first, name=f"甲{n}") for n in range(7))
    parties += (
        NewParty(side="respondent", household_id=second, name="赵六"),
        NewParty(side="other", organisation="供销社"),
    )
    dispute_id = register_dispute(village, NewDispute(dispute_type="neighbour", summary="争水", parties=parties)).id
    case = dispute_case(village, dispute_id)
    assert (len(case.line.applicants), case.line.respondents, case.line.others) == (7, ("赵六",), ("供销社",))
    assert case.line.title == "甲0与赵六邻里纠纷"


def test_what_the_roster_knows_is_filled_in(village: Store) -> None:
    household_id = make_household(village, "李林峰")
    with village.write() as session:
        person = session.exec(select(Person)).one()
        person.phone, person.sex = "15488160538", "1"
        session.add(person)
        person_id = person.id
    new = NewDispute(dispute_type="neighbour", summary="争水", parties=(NewParty(person_id=person_id),))
    changes = register_dispute(village, new)
    with village.read() as session:
        party = session.exec(select(Party)).one()
    assert (party.name, party.phone, party.household_id, party.sex) == ("李林峰", "15488160538", household_id, "1")
    assert (changes.nouns, changes.households) == (frozenset({"disputes"}), frozenset({household_id}))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"summary": ""}, "summary"),
        ({"dispute_type": "口角"}, "dispute_type"),
        ({"parties": ()}, "parties"),
        ({"parties": (NewParty(side="respondent"),)}, "name"),
        ({"parties": (NewParty(side="left", name="甲"),)}, "side"),
        ({"parties": (NewParty(household_id="0" * 32, name="甲"),)}, "household_id"),
        ({"found_on": days_ago(-1)}, "found_on"),
        ({"known_since": days_ago(-1)}, "known_since"),
        ({"amount": "很多"}, "amount"),
    ],
)
def test_what_cannot_be_written_down(village: Store, given: dict[str, object], field: str) -> None:
    values = {"dispute_type": "neighbour", "summary": "争水", "parties": (NewParty(name="甲"),)} | given
    with pytest.raises(RuleError) as caught:
        register_dispute(village, NewDispute(**values))  # type: ignore[arg-type]
    assert caught.value.field == field
    with village.read() as session:
        assert session.exec(select(Dispute.id)).all() == []


def test_everything_but_the_marker_stands_in_the_mediation_compartment(village: Store) -> None:
    dispute_id = make_accepted(village)
    sit(village, dispute_id)
    agree(village, dispute_id, make_clause())
    record_screening(village, NewScreening(found=1))
    tables = ["screening", "dispute", "dispute_step", "party", "sitting", "agreement", "clause"]
    with village.read() as session:
        for table in tables:
            found = ask(session, f"SELECT DISTINCT compartment, scope FROM {table}")
            assert [tuple(r) for r in found] == [(MEDIATION, village.scope)], table
        markers = ask(session, "SELECT compartment, scope FROM dispute_marker")
        assert [tuple(r) for r in markers] == [(GENERAL, village.scope)] * 2
        said = {name for name, t in metadata.tables.items() if t.info.get("sync") and name not in tables}
        for table in said:
            columns = [c.name for c in metadata.tables[table].columns]
            rows = ask(session, f"SELECT * FROM {table} WHERE compartment = 0")
            assert all(dispute_id not in (getattr(r, c) for c in columns) for r in rows), table


def test_one_marker_a_household_however_often_it_quarrels(village: Store) -> None:
    households = two_households(village)
    other = make_household(village, "王五", no="003")
    for _n in range(2):
        make_dispute(village, households)
    with village.read() as session:
        marked = session.exec(select(DisputeMarker.household_id)).all()
    assert sorted(m or "" for m in marked) == sorted(households)
    assert [household_dispute_marker(village, h) for h in (*households, other)] == [True, True, False]


def test_a_party_may_come_later(village: Store) -> None:
    dispute_id = make_dispute(village)
    household_id = make_household(village, "王五", no="003")
    changes = add_party(village, dispute_id, NewParty(side="other", household_id=household_id, name="王五"))
    assert household_id in changes.households
    assert household_dispute_marker(village, household_id)
    assert [p.name for p in dispute_case(village, dispute_id).parties] == ["李林峰", "王秀兰", "赵六", "王五"]


def test_found_in_a_screening_it_says_so(village: Store) -> None:
    screening_id = record_screening(village, NewScreening(found=1, screened_on=days_ago(40))).id
    dispute_id = make_dispute(village, screening_id=screening_id)
    with village.read() as session:
        steps = session.exec(select(DisputeStep.step).order_by(DisputeStep.id)).all()  # type: ignore[arg-type]
        assert session.exec(select(Dispute.screening_id)).one() == screening_id
    assert steps == ["found", "registered"]
    assert dispute_case(village, dispute_id).line.state == "registered"


def test_a_round_that_found_nothing_is_a_record(village: Store) -> None:
    record_screening(village, NewScreening())
    with village.read() as session:
        found = session.exec(select(Screening)).one()
    assert (found.found, found.nil_report, found.screened_on) == (0, 1, "2025-10-20")
    with pytest.raises(RuleError):
        record_screening(village, NewScreening(found=-1))


def test_two_laptops_never_give_the_same_draft_number(make_store: Callable[..., Store]) -> None:
    stores = [make_store("village"), make_store("village", name="石桥村", region_code="430499101202")]
    stores.append(make_store("village"))  # a second laptop of the same village
    numbers = []
    for store in stores:
        household_id = make_household(store, "李林峰")
        for _n in range(3):
            make_dispute(store, (household_id, household_id))
        with store.read() as session:
            numbers += session.exec(select(Dispute.draft_no)).all()
    assert len(set(numbers)) == len(numbers) == 9
    assert all(number and number.startswith("草稿-") for number in numbers)


def test_the_official_number_comes_from_the_office(village: Store, township: Store) -> None:
    with pytest.raises(RuleError, match="镇里"):
        assign_official_number(village, make_dispute(village))
    with township.write() as session:
        place = Village(scope=township.scope, name="桃溪村", region_code="430499101201")
        session.add(place)
        session.flush()
        village_id = place.id
    party = (NewParty(name="甲"),)
    first, second, third = (
        register_dispute(
            township, NewDispute(village_id=village_id, dispute_type="labour", summary="欠薪", parties=party)
        ).id
        for _n in range(3)
    )  # fmt: skip
    assign_official_number(township, first)
    assign_official_number(township, second, "（2025）云岭镇人调字第2号")
    assign_official_number(township, third)
    numbers = [dispute_case(township, d).line.number for d in (first, second, third)]
    assert numbers == [f"（2025）云岭镇人调字第{n}号" for n in (1, 2, 3)]
    with pytest.raises(RuleError, match="已有正式编号"):
        assign_official_number(township, first)
    fourth = register_dispute(
        township, NewDispute(village_id=village_id, dispute_type="labour", summary="欠薪", parties=party)
    ).id
    with pytest.raises(RuleError, match="已经用过"):
        assign_official_number(township, fourth, numbers[0])
    with township.read() as session:
        assert {d.scope for d in session.exec(select(Dispute))} == {village_id}


def test_the_office_takes_the_village_from_the_party(township: Store) -> None:
    with township.write() as session:
        place = Village(scope=township.scope, name="桃溪村", region_code="430499101201")
        session.add(place)
        session.flush()
        village_id = place.id
    household_id = make_household(township, "李林峰", village_id=village_id)
    make_dispute(township, (household_id, household_id))
    with township.read() as session:
        assert session.exec(select(Dispute.village_id)).one() == village_id
    with pytest.raises(RuleError, match="哪个村"):
        register_dispute(township, NewDispute(dispute_type="labour", summary="欠薪", parties=(NewParty(name="甲"),)))


def test_telling_the_rights_is_written_once(village: Store) -> None:
    dispute_id = make_dispute(village)
    tell_rights(village, dispute_id, days_ago(30))
    assert {p.notice_told_on for p in dispute_case(village, dispute_id).parties} == {days_ago(30)}
    with pytest.raises(RuleError, match="已告知过"):
        tell_rights(village, dispute_id)
