"""Who contracted what, and who leaves the work: always with a reason, and always with a way back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from db import RuleError, Store
from db.actions.land import (
    NewContract,
    NewContractor,
    NewContractorMember,
    NewHolding,
    NewTerminal,
    add_contract,
    add_contractor,
    add_contractor_member,
    add_parcel_holding,
    set_terminal,
    undo_terminal,
)
from db.models import Contract, Contractor, ContractorMember, Holding, Household, Issuer, Parcel, Person
from db.queries.history import history
from db.queries.land import certificate_gaps
from tests.land_makers import make_contractor
from tests.makers import make_household


def test_a_contractor_comes_with_members_parcels_and_contract(village: Store) -> None:
    contractor_id = make_contractor(village)
    with village.read() as session:
        contractor = session.exec(select(Contractor)).one()
        household = session.exec(select(Household)).one()
        members = session.exec(select(ContractorMember).order_by(ContractorMember.id)).all()
        holdings = session.exec(select(Holding)).all()
        contract = session.exec(select(Contract)).one()
        parcels = {p.name: p for p in session.exec(select(Parcel))}
        issuer = session.exec(select(Issuer)).one()
    assert (contractor.id, contractor.household_id, contractor.name) == (contractor_id, household.id, "李林峰")
    assert {contractor.scope, parcels["长冲"].scope, contract.scope} == {household.scope}
    assert [m.name for m in members] == ["李林峰", "王秀兰"]
    assert {h.contract_id for h in holdings} == {contract.id}
    assert (parcels["门前田"].measured_area, parcels["门前田"].measured_area_mu) == ("820.5", None)
    assert (issuer.name, issuer.village_id, contractor.issuer_id) == ("桃溪村一组", household.village_id, issuer.id)
    assert (contract.start_on, contract.end_on, contract.perpetual) == ("1998-10-01", "2028-09-30", 0)


def test_a_deed_says_what_it_touched(village: Store) -> None:
    household_id = make_household(village, "李林峰")
    changes = add_contractor(village, NewContractor(household_id=household_id))
    assert (changes.nouns, changes.households) == (frozenset({"land"}), frozenset({household_id}))


def test_a_contractor_without_a_name_is_named_after_the_head(village: Store) -> None:
    household_id = make_household(village, "陈福生", "陈小妹")
    add_contractor(village, NewContractor(household_id=household_id))
    with village.read() as session:
        assert session.exec(select(Contractor.name)).one() == "陈福生"


def test_a_code_is_not_given_twice_and_nothing_of_the_second_is_kept(village: Store) -> None:
    make_contractor(village, no="001")
    household_id = make_household(village, "赵六", no="002")
    with pytest.raises(RuleError, match="李林峰") as caught:
        add_contractor(village, NewContractor(household_id=household_id, contractor_code="430499101201010001"))
    assert caught.value.field == "contractor_code"
    with village.read() as session:
        assert len(session.exec(select(Contractor.id)).all()) == 1


def test_contractors_without_a_code_do_not_collide(village: Store) -> None:
    for no in ("001", "002"):
        add_contractor(village, NewContractor(household_id=make_household(village, "刘" + no, no=no)))
    with village.read() as session:
        assert len(session.exec(select(Contractor.id)).all()) == 2


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewHolding(), "name"),
        (NewHolding(name="长冲", contract_area_mu="一亩二"), "contract_area_mu"),
        (NewHolding(name="长冲", measured_area="-3"), "measured_area"),
        (NewHolding(name="长冲", measured_area="1e3"), "measured_area"),
        (NewHolding(name="长冲", purpose="77"), "purpose"),
        (NewHolding(parcel_id="0" * 32), "parcel_id"),
    ],
)
def test_a_parcel_that_cannot_be(village: Store, new: NewHolding, field: str) -> None:
    contractor_id = make_contractor(village)
    with pytest.raises(RuleError) as caught:
        add_parcel_holding(village, NewHolding(**{n: getattr(new, n) for n in new.__dataclass_fields__}
                                               | {"contractor_id": contractor_id}))  # fmt: skip
    assert caught.value.field == field


def test_an_area_is_kept_as_it_was_stated(village: Store) -> None:
    contractor_id = make_contractor(village)
    add_parcel_holding(village, NewHolding(contractor_id=contractor_id, name="新田", contract_area_mu="1.870"))
    with village.read() as session:
        assert "1.870" in session.exec(select(Holding.contract_area_mu)).all()


def test_two_contractors_may_hold_one_parcel(village: Store) -> None:
    first, second = make_contractor(village, no="001"), make_contractor(village, "赵六", no="002")
    ids = add_parcel_holding(village, NewHolding(contractor_id=first, name="共有山塘")).ids
    add_parcel_holding(village, NewHolding(contractor_id=second, parcel_id=ids[1]))
    with village.read() as session:
        assert len(session.exec(select(Holding).where(Holding.parcel_id == ids[1])).all()) == 2


def test_a_contract_takes_in_the_parcels_that_had_none(village: Store) -> None:
    contractor_id = add_contractor(
        village,
        NewContractor(household_id=make_household(village, "李林峰"), parcels=(NewHolding(name="门前田"),)),
    ).id
    contract_id = add_contract(village, NewContract(contractor_id=contractor_id, perpetual=True)).id
    with village.read() as session:
        assert session.exec(select(Holding.contract_id)).one() == contract_id


@pytest.mark.parametrize(
    "new",
    [
        NewContract(contractor_id="x", start_on=date(2028, 10, 1), end_on=date(2028, 10, 1)),
        NewContract(contractor_id="x", perpetual=True, end_on=date(2058, 10, 1)),
    ],
)
def test_a_contract_ends_after_it_began_or_never(village: Store, new: NewContract) -> None:
    contractor_id = make_contractor(village)
    values = {n: getattr(new, n) for n in new.__dataclass_fields__} | {"contractor_id": contractor_id}
    with pytest.raises(RuleError) as caught:
        add_contract(village, NewContract(**values))
    assert caught.value.field == "end_on"


def test_a_member_taken_from_the_roster_brings_what_it_knows(village: Store) -> None:
    contractor_id = make_contractor(village)
    with village.read() as session:
        person = session.exec(select(Person).where(Person.name == "王秀兰")).one()
    add_contractor_member(village, NewContractorMember(contractor_id=contractor_id, person_id=person.id))
    with village.read() as session:
        member = session.exec(select(ContractorMember).where(ContractorMember.person_id == person.id)).one()
    assert (member.name, member.relation) == ("王秀兰", person.relation)
    with pytest.raises(RuleError, match="成员姓名"):
        add_contractor_member(village, NewContractorMember(contractor_id=contractor_id))


def test_leaving_the_work_needs_reason_evidence_and_successor(village: Store) -> None:
    first, second = make_contractor(village, no="001"), make_contractor(village, "赵六", no="002")
    for given, field in (
        ({"reason": ""}, "reason"),
        ({"reason": "并入赵六户"}, "evidence"),
        ({"reason": "并入赵六户", "evidence": "户口簿"}, "successor_ids"),
        ({"reason": "并入赵六户", "evidence": "户口簿", "successor_ids": ("0" * 32,)}, "successor_ids"),
        (
            {"reason": "并入", "evidence": "户口簿", "successor_ids": (second,), "on_date": date(2025, 10, 21)},
            "on_date",
        ),
    ):
        with pytest.raises(RuleError) as caught:
            set_terminal(village, NewTerminal(contractor_id=first, terminal="merged", **given))
        assert caught.value.field == field
    new = NewTerminal(
        contractor_id=first, terminal="merged", reason="并入赵六户", evidence="户口簿", successor_ids=(second,)
    )
    set_terminal(village, new)
    with village.read() as session:
        gone = session.get(Contractor, first)
        assert gone is not None
        kept = (gone.terminal, gone.terminal_on, gone.terminal_evidence, gone.successor_id)
    assert kept == ("merged", "2025-10-20", "户口簿", second)
    with pytest.raises(RuleError, match="先撤销"):
        set_terminal(village, new)


def test_who_left_comes_back_and_the_history_remembers(village: Store) -> None:
    contractor_id = make_contractor(village)
    before = certificate_gaps(village)
    set_terminal(
        village, NewTerminal(contractor_id=contractor_id, terminal="extinct", reason="老人去世", evidence="死亡证明")
    )
    assert [(row.letter, row.code) for row in certificate_gaps(village)] == [("C", "EXTINCT")]
    with pytest.raises(RuleError, match="理由"):
        undo_terminal(village, contractor_id, " ")
    undo_terminal(village, contractor_id, "登记错了户")
    assert certificate_gaps(village) == before
    changed = [(c.field, c.old, c.new) for c in history(village, "contractor", contractor_id)]
    assert ("terminal", None, "extinct") in changed
    assert ("terminal", "extinct", None) in changed
    with pytest.raises(RuleError, match="不用撤销"):
        undo_terminal(village, contractor_id, "再撤一次")
