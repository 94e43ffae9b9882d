"""What two invented villages record in two months: visits, requests, replies, land, certificates, a mediation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from db import Store
from db.actions.certificates import (
    NewCertificate,
    NewCertificateEvent,
    add_certificate,
    record_certificate_event,
)
from db.actions.disputes.agreements import NewAgreement, NewClause, record_agreement
from db.actions.disputes.cases import NewDispute, NewParty, register_dispute
from db.actions.disputes.steps import NewSitting, accept_dispute, record_sitting
from db.actions.land.cases import NewBlocker, NewCase, NewStage, open_blocker, open_case, record_stage
from db.actions.land.contractors import NewContract, NewContractor, NewContractorMember, NewHolding, add_contractor
from db.actions.requests import NewReply, NewRequest, answer_request
from db.actions.visits import NewVisit, record_visit
from db.identity import CHINA
from db.queries.dossier import household_file
from db.queries.household_file import HouseholdFile
from db.queries.households import HouseholdLine, household_list
from desktop.demo.texts import REPLIES, REQUESTS, TALKS

Step = Callable[[int, int], None]


@dataclass
class DemoClock:
    """A clock the demonstration sets to the day it tells of."""

    at: datetime

    def now(self) -> datetime:
        """The instant it stands at, a little later at each look."""
        self.at += timedelta(milliseconds=1)
        return self.at

    def set(self, day: date, hour: int = 9) -> None:
        """Goes on to a day; never back."""
        self.at = max(self.at, datetime(day.year, day.month, day.day, hour, tzinfo=CHINA))


def record_village(store: Store, clock: DemoClock, random: Random, step: Step) -> None:
    """Eight weeks of one village, household by household."""
    lines = household_list(store)
    days = _working_days(clock.at.astimezone(CHINA).date(), len(lines))
    for number, (line, day) in enumerate(zip(lines, days, strict=True), 1):
        clock.set(day)
        file = household_file(store, line.id)
        if random.random() < 0.7:
            _visit(store, random, file)
        if random.random() < 0.8:
            _land(store, random, line, file)
        step(number, len(lines))


def _working_days(first: date, count: int) -> Iterator[date]:
    """So many days over the eight weeks that follow, in order."""
    return (first + timedelta(days=n * 48 // max(count, 1)) for n in range(count))


def _visit(store: Store, random: Random, file: HouseholdFile) -> None:
    requests: tuple[NewRequest, ...] = ()
    if random.random() < 0.4:
        content, topic = random.choice(REQUESTS)
        requests = (
            NewRequest(content=content, topic=topic, request_kind=random.choice(("need", "need", "suggestion"))),
        )
    home = [m.id for m in file.members if not m.whereabouts and not m.left_on]
    made = record_visit(
        store,
        NewVisit(
            household_id=file.id,
            talk=random.choice(TALKS),
            visit_kind=random.choice(("daily_visit", "daily_visit", "key_visit", "appointed_visit")),
            place_kind=random.choice(("home", "home", "field", "yard")),
            person_ids=tuple(home[:2]),
            next_visit_on=store.today() + timedelta(days=45) if random.random() < 0.2 else None,
            requests=requests,
        ),
    )
    if requests and random.random() < 0.6:
        satisfied = random.choice(("satisfied", "satisfied", "fairly"))
        answer_request(
            store,
            NewReply(
                request_id=made.ids[1],
                content=random.choice(REPLIES),
                outcome="solved_in_time",
                way="home_visit",
                satisfaction=satisfied,
                close=True,
            ),
        )


def _land(store: Store, random: Random, line: HouseholdLine, file: HouseholdFile) -> None:
    serial = int(line.household_no or 0)
    group = {"一组": "01", "二组": "02", "三组": "03"}.get(line.village_group, "00")
    code = f"{store.facts['region_code']}{group}{serial:04d}"
    parcels = tuple(
        NewHolding(
            parcel_code=f"{code[:14]}{serial * 10 + n:05d}",
            name=random.choice(("门前田", "大丘", "塘边", "庙背", "长垅", "樟树下")),
            use_type=random.choice(("011", "011", "013")),
            measured_area_mu=f"{random.randint(30, 260) / 100:.2f}",
            bound_e="田埂", bound_s="水沟", bound_w="机耕道", bound_n="山脚",
        )
        for n in range(random.randint(1, 4))
    )  # fmt: skip
    total = sum(float(p.measured_area_mu or 0) for p in parcels)
    members = tuple(
        NewContractorMember(person_id=m.id, name=m.name, is_head=m.is_head or None)
        for m in file.members
        if not m.left_on
    )
    made = add_contractor(
        store,
        NewContractor(
            household_id=line.id, contractor_code=code, name=file.head_name, address=file.address, members=members,
            issuer_name=f"{store.name}{line.village_group}村民小组", parcels=parcels,
            contract=NewContract(
                contract_code=code + "J", round="second_round", start_on=date(1998, 10, 1), end_on=date(2028, 9, 30),
                total_area_mu=f"{total:.2f}", signed_on=date(2017, 6, 20),
            ),
        ),
    )  # fmt: skip
    _certificate(store, random, made.id, file, code)


def _certificate(store: Store, random: Random, contractor_id: str, file: HouseholdFile, code: str) -> None:
    case = open_case(store, NewCase(contractor_id=contractor_id)).id
    luck = random.random()
    if luck < 0.15:
        record_stage(store, NewStage(case_id=case, stage=1))
        return
    if luck < 0.25:
        open_blocker(
            store, NewBlocker(case_id=case, code=random.choice(("HEAD_DEAD", "AREA", "AWAY")), note="待村里核实")
        )
        return
    certificate = add_certificate(
        store,
        NewCertificate(
            contractor_id=contractor_id, case_id=case, certificate_code=code + "J",
            issuing_body="云集县人民政府", issued_on=date(2017, 10, 26),
        ),
    ).id  # fmt: skip
    record_certificate_event(
        store, NewCertificateEvent(certificate_id=certificate, event="at_village", on_date=store.today())
    )
    if luck < 0.75:
        record_certificate_event(
            store,
            NewCertificateEvent(
                certificate_id=certificate, event="collected", collector_name=file.head_name, on_date=store.today()
            ),
        )


def mediate(store: Store) -> str:
    """A quarrel over a drain, told, mediated, agreed and performed; returns the id of the agreement."""
    applicant, respondent = household_list(store)[:2]
    dispute = register_dispute(
        store,
        NewDispute(
            dispute_type="neighbour",
            summary="两家共用的排水沟去年改道后，下雨时水进了申请人家的菜地，双方争吵过两次。",
            demands="恢复原来的排水沟，赔偿菜地损失。",
            place=applicant.address,
            people_count=2,
            amount="600",
            risk_grade="low",
            mediators="周建国、肖建英",
            parties=(
                NewParty(side="applicant", household_id=applicant.id, name=applicant.head_name),
                NewParty(side="respondent", household_id=respondent.id, name=respondent.head_name),
            ),
        ),
    ).id
    accept_dispute(store, dispute)
    return _agree(store, dispute, respondent.head_name)


def _agree(store: Store, dispute: str, who: str) -> str:
    record_sitting(
        store,
        NewSitting(
            dispute_id=dispute,
            place="村部调解室",
            mediators="周建国、肖建英",
            recorder="文书",
            result="agreed",
            record="告知双方权利义务。双方到现场看了排水沟，愿意各让一步。",
            notice_told_on=store.today(),
        ),
    )
    soon, later = store.today() + timedelta(days=3), store.today() + timedelta(days=10)
    clauses = (
        NewClause(who=who, what="把排水沟改回原来的位置", amount="0", how="自己出工", due_on=later),
        NewClause(who=who, what="赔偿菜地损失", amount="300", how="现金当面付清", due_on=soon),
    )
    agreement = NewAgreement(dispute_id=dispute, facts="排水沟改道，雨水进入菜地。", clauses=clauses)
    return record_agreement(store, agreement).id
