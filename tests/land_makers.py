"""Builders of synthetic land records for tests; nobody in here exists."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlmodel import select

from db import Store
from db.actions.certificates import NewCertificate, NewCertificateEvent, add_certificate, record_certificate_event
from db.actions.land import (
    NewCase,
    NewContract,
    NewContractor,
    NewContractorMember,
    NewHolding,
    NewStage,
    add_contractor,
    open_case,
    record_stage,
)
from db.models import Contractor
from tests.makers import make_household

TODAY = date(2025, 10, 20)
"""The day on which the clock of the tests stands."""


def make_contractor(store: Store, *names: str, no: str = "001", **more: Any) -> str:
    """A household with its contractor, everybody a member, two parcels and a contract; returns the contractor's id."""
    names = names or ("李林峰", "王秀兰")
    household_id = make_household(store, *names, no=no)
    new = NewContractor(
        household_id=household_id,
        issuer_name="桃溪村一组",
        contractor_code=f"430499101201010{no}",
        members=tuple(NewContractorMember(name=name, is_head=n == 0 or None) for n, name in enumerate(names)),
        parcels=(
            NewHolding(name="门前田", contract_area_mu="1.20", measured_area="820.5", bound_e="路"),
            NewHolding(name="长冲", contract_area="620", measured_area_mu="0.93"),
        ),
        contract=NewContract(
            contract_code=f"430499101201010{no}J", round="second_round",
            start_on=date(1998, 10, 1), end_on=date(2028, 9, 30), signed_on=date(1998, 10, 1),
        ),
        **more,
    )  # fmt: skip
    return add_contractor(store, new).id


def household_of(store: Store, no: str = "001") -> str:
    """The household of the contractor with that number."""
    with store.read() as session:
        found = session.exec(
            select(Contractor.household_id).where(Contractor.contractor_code == f"430499101201010{no}")
        ).one()
    assert found
    return found


def make_case(store: Store, *names: str, no: str = "001", **more: Any) -> str:
    """A case of a new contractor; returns the case's id."""
    return open_case(store, NewCase(contractor_id=make_contractor(store, *names, no=no), **more)).id


def make_certificate(store: Store, case_id: str, **more: Any) -> str:
    """A certificate of a case; returns its id."""
    return add_certificate(store, NewCertificate(case_id=case_id, **more)).id


def do_stage(store: Store, case_id: str, stage: int, **more: Any) -> str:
    """Enters a stage; returns the event's id."""
    return record_stage(store, NewStage(case_id=case_id, stage=stage, **more)).id


def happen(store: Store, certificate_id: str, event: str, **more: Any) -> str:
    """Enters an event in a certificate's book; returns its id."""
    return record_certificate_event(store, NewCertificateEvent(certificate_id=certificate_id, event=event, **more)).id


def collect(store: Store, certificate_id: str, who: str = "李林峰", **more: Any) -> str:
    """Signs a certificate out to somebody, today unless another day is given; returns the event's id."""
    more.setdefault("on_date", TODAY)
    return happen(store, certificate_id, "collected", collector_name=who, **more)


def days_ago(days: int) -> date:
    """A day before today."""
    return TODAY - timedelta(days=days)
