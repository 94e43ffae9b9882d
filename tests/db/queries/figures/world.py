"""A village in which anything may happen on any day, as rows of the book; and its figures counted by hand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlmodel import Session

from db.identity import new_id
from db.models import (
    Blocker,
    Certificate,
    CertificateEvent,
    Contractor,
    Dispute,
    DisputeStep,
    Household,
    LandCase,
    Person,
    Reply,
    Request,
    RequestStep,
    StageEvent,
    Village,
    Visit,
)
from db.queries.figures.disputes import DisputeTotals
from db.queries.figures.land import LandTotals
from db.queries.figures.requests import RequestTotals
from db.queries.totals import Totals
from db.rules import certificates as books
from db.rules import land
from db.rules.codes import (
    BlockerCode,
    CertificateEventKind,
    GapLetter,
    LandTerminal,
    StageOutcome,
    UncollectedCode,
)

FIRST = date(2025, 8, 1)
_CLOSED = ("closed", "archived", "not_accepted", "referred", "terminated")
_STEPS = (*_CLOSED, "registered", "accepted", "mediation", "performed", "extended")
_RECORDS = (Household, Person, Visit, Request, Reply, RequestStep, Dispute, DisputeStep, Contractor, LandCase,
            StageEvent, Blocker, Certificate, CertificateEvent)  # fmt: skip


def day(number: int) -> str:
    """The n-th day of the world."""
    return (FIRST + timedelta(days=number)).isoformat()


@dataclass
class World:
    """One village and all rows that were put into it."""

    session: Session
    random: Random
    village: str = field(default_factory=new_id)
    rows: dict[type, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def begin(self, township: str) -> World:
        """The village itself."""
        self.session.add(Village(id=self.village, scope=township, name="试村"))
        self.session.flush()
        return self

    def put(self, kind: type, at: int, **values: Any) -> Any:
        """A record written down on that day."""
        if kind in (Household, Visit, Request, Dispute, LandCase, Certificate):
            values["village_id"] = self.village
        row = kind(id=new_id(), scope=self.village, recorded_at=f"{day(at)}T05:00:00.000Z", **values)
        self.session.add(row)
        self.session.flush()
        self.rows[kind].append(row)
        return row

    def some(self, kind: type) -> Any:
        """One of the records of a kind; None where there is none."""
        return self.random.choice(self.rows[kind]) if self.rows[kind] else None

    def happen(self, at: int) -> None:
        """Something that happens on a day and is written down that day."""
        self.random.choice((_people, _requests, _disputes, _land, _papers, _papers))(self, at)

    def change(self, row: Any, **values: Any) -> None:
        """What is entered in a record that is there already."""
        for name, value in values.items():
            setattr(row, name, value)
        self.session.add(row)
        self.session.flush()


def _people(world: World, at: int) -> None:
    what, home, person = world.random.randrange(6), world.some(Household), world.some(Person)
    if what < 2 or home is None:
        home = world.put(Household, at, founded_on=world.random.choice([None, None, day(at)]))
        world.put(Person, at, household_id=home.id, birth_date="1970-05-01")
    elif what == 2:
        born = world.random.choice([None, "1980-01-01", day(at)])
        world.put(Person, at, household_id=home.id, birth_date=born, joined_on=world.random.choice([None, day(at)]))
    elif what == 3 and person is not None and not person.died_on and not person.left_on:
        world.change(person, **{world.random.choice(["died_on", "left_on"]): day(at)})
    elif what == 4 and not home.ended_on:
        world.change(home, ended_on=day(at))
    world.put(Visit, at, household_id=home.id, visited_on=day(at))


def _requests(world: World, at: int) -> None:
    what, request = world.random.randrange(5), world.some(Request)
    if what < 2 or request is None:
        due = day(at + world.random.randrange(1, 9))
        world.put(Request, at, received_on=day(at), first_due_on=due, due_on=due, content="路灯")
    elif what == 2:
        due = day(at + world.random.randrange(1, 9))
        world.put(RequestStep, at, request_id=request.id, step="extended", on_date=day(at), due_on=due)
        world.change(request, due_on=due)
    else:
        outcome = world.random.choice([None, "explained", "passed_on"])
        world.put(Reply, at, request_id=request.id, replied_on=day(at), outcome=outcome)


def _disputes(world: World, at: int) -> None:
    dispute = world.some(Dispute)
    if dispute is None or world.random.random() < 0.3:
        world.put(Dispute, at, found_on=day(at))
    else:
        step = world.random.choice(_STEPS)
        world.put(DisputeStep, at, dispute_id=dispute.id, step=step, on_date=day(at))


def _land(world: World, at: int) -> None:
    home, case, blocker = world.some(Household), world.some(LandCase), world.some(Blocker)
    what = world.random.randrange(6)
    if home is None:
        return
    if case is None or what == 0:
        contractor = world.put(Contractor, at, household_id=home.id, name="承包户")
        if case is None or world.random.random() < 0.7:
            kind = {"household_id": home.id, "certificate_kind": "CBJYQ"}
            world.put(LandCase, at, contractor_id=contractor.id, **kind)
    elif what in (1, 2):
        outcome = world.random.choice(list(StageOutcome)).value
        world.put(StageEvent, at, case_id=case.id, stage=world.random.randint(1, 11), on_date=day(at), outcome=outcome)
    elif what == 3:
        code = world.random.choice(list(BlockerCode)).value
        world.put(Blocker, at, case_id=case.id, code=code, opened_on=day(at))
    elif what == 4 and blocker is not None and not blocker.closed_on:
        world.change(blocker, closed_on=day(at))
    elif what == 5 and world.random.random() < 0.4:
        contractor = world.some(Contractor)
        if not contractor.terminal:
            world.change(contractor, terminal=world.random.choice(list(LandTerminal)).value, terminal_on=day(at))


def _papers(world: World, at: int) -> None:
    case, certificate = world.some(LandCase), world.some(Certificate)
    if case is None:
        return
    if certificate is None or world.random.random() < 0.15:
        values = {"household_id": case.household_id, "contractor_id": case.contractor_id, "certificate_kind": "CBJYQ"}
        world.put(Certificate, at, case_id=case.id, **values)
        return
    kind = world.random.choice(list(CertificateEventKind))
    values = {"certificate_id": certificate.id, "event": kind.value, "on_date": day(at)}
    if kind is CertificateEventKind.REVOKED:
        before = [e for e in world.rows[CertificateEvent] if e.certificate_id == certificate.id]
        if not before:
            return
        values["revokes_id"] = world.random.choice(before).id
    if kind is CertificateEventKind.UNCOLLECTED:
        values["reason"] = world.random.choice(list(UncollectedCode)).value
    if kind is CertificateEventKind.REISSUED:
        values["collector_name"] = world.random.choice([None, "李林峰"])
    world.put(CertificateEvent, at, **values)


def by_hand(world: World, since: str, on: str) -> dict[str, Any]:
    """Every figure of the period, by loops over the rows alone."""
    return {
        **_residents(world, on),
        "visits": sum(since <= w.visited_on <= on for w in world.rows[Visit]),
        "requests": _request_totals(world, since, on),
        "disputes": _dispute_totals(world, since, on),
        "land": _land_totals(world, on),
    }


def counted(totals: Totals) -> dict[str, Any]:
    """The same figures as the book says them."""
    return {name: getattr(totals, name) for name in ("households", "persons", "visits", "requests", "disputes", "land")}


def _written(row: Any) -> str:
    return str(row.recorded_at[:10])


def _residents(world: World, on: str) -> dict[str, int | None]:
    if not any(_written(h) <= on for h in world.rows[Household]):
        return {"households": None, "persons": None}
    homes = {
        h.id: h.founded_on or _written(h)
        for h in world.rows[Household]
        if (h.founded_on or _written(h)) <= on and not (h.ended_on and h.ended_on <= on)
    }
    people = 0
    for p in world.rows[Person]:
        if p.household_id not in homes or any(end and end <= on for end in (p.died_on, p.left_on)):
            continue
        born = p.birth_date if p.birth_date and p.birth_date > homes[p.household_id] else _written(p)
        people += (p.joined_on or min(born, _written(p))) <= on
    return {"households": len(homes), "persons": people}


def _request_totals(world: World, since: str, on: str) -> RequestTotals:
    received = [r for r in world.rows[Request] if since <= r.received_on <= on]
    open_ = [
        r for r in received
        if not any(
            a.request_id == r.id and a.replied_on <= on and a.outcome != "passed_on" for a in world.rows[Reply]
        )
    ]  # fmt: skip
    late = 0
    for request in open_:
        due = request.first_due_on
        steps = [s for s in world.rows[RequestStep] if s.request_id == request.id and s.on_date <= on]
        for step in sorted(steps, key=lambda s: (s.on_date, s.id)):
            due = step.due_on
        late += due < on
    return RequestTotals(len(received), len(open_), late)


def _dispute_totals(world: World, since: str, on: str) -> DisputeTotals:
    closed, found = 0, [d for d in world.rows[Dispute] if since <= d.found_on <= on]
    for dispute in found:
        state = ""
        steps = [s for s in world.rows[DisputeStep] if s.dispute_id == dispute.id and s.on_date <= on]
        for step in sorted(steps, key=lambda s: (s.on_date, s.id)):
            state = state if step.step == "extended" else step.step
        closed += state in _CLOSED
    return DisputeTotals(len(found) - closed, closed)


def _land_totals(world: World, on: str) -> LandTotals:
    known = [row for kind in (Contractor, LandCase, Certificate) for row in world.rows[kind] if _written(row) <= on]
    if not known:
        return LandTotals()
    cases = [k for k in world.rows[LandCase] if _written(k) <= on]
    letters = [(k.household_id, _letter(world, k, on)) for k in cases]
    with_case = {k.contractor_id for k in cases}
    for contractor in world.rows[Contractor]:
        if _written(contractor) <= on and contractor.id not in with_case:
            gap = land.gap([], [], [], _terminal(contractor, on))
            letters.append((contractor.household_id, gap.letter))
    counts = {letter: sum(found is letter for _of, found in letters) for letter in GapLetter}
    due = {of for of, letter in letters if letter is not GapLetter.C}
    lacking = {of for of, letter in letters if letter.value in "ABD"}
    return LandTotals(
        len(letters), counts[GapLetter.OK], counts[GapLetter.A], counts[GapLetter.B], counts[GapLetter.C],
        counts[GapLetter.D], len(due), len(lacking),
    )  # fmt: skip


def _terminal(contractor: Any, on: str) -> land.Terminal | None:
    if not contractor.terminal or contractor.terminal_on > on:
        return None
    return land.Terminal(LandTerminal(contractor.terminal), date.fromisoformat(contractor.terminal_on))


def _letter(world: World, case: Any, on: str) -> GapLetter:
    stages = [
        land.StageEvent(s.stage, StageOutcome(s.outcome), date.fromisoformat(s.on_date), s.id)
        for s in world.rows[StageEvent]
        if s.case_id == case.id and s.on_date <= on
    ]
    blockers = [
        land.Blocker(
            BlockerCode(b.code), date.fromisoformat(b.opened_on),
            date.fromisoformat(b.closed_on) if b.closed_on and b.closed_on <= on else None,
        )
        for b in world.rows[Blocker]
        if b.case_id == case.id and b.opened_on <= on
    ]  # fmt: skip
    own = {c.id for c in world.rows[Certificate] if c.case_id == case.id}
    events = [
        books.CertificateEvent(
            e.certificate_id, CertificateEventKind(e.event), date.fromisoformat(e.on_date), e.id, e.revokes_id or "",
            e.collector_name or "", UncollectedCode(e.reason) if e.reason else None,
        )
        for e in world.rows[CertificateEvent]
        if e.certificate_id in own and e.on_date <= on
    ]  # fmt: skip
    contractor = next(c for c in world.rows[Contractor] if c.id == case.contractor_id)
    return land.gap(stages, blockers, events, _terminal(contractor, on)).letter
