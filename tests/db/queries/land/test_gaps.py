"""The gap view says what the rules say, for every case, fast; and its counts add up."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest
from sqlmodel import Session, select

from db import Store
from db.identity import new_id
from db.models import Blocker, Certificate, CertificateEvent, Contractor, Household, LandCase, StageEvent, Village
from db.queries.land import certificate_gaps, gap_counts
from db.rules import land as rules
from db.rules.certificates import CertificateEvent as BookEvent
from db.rules.codes import BlockerCode, CertificateEventKind, LandTerminal, StageOutcome, UncollectedCode
from tests.land_makers import collect, happen, make_case, make_certificate, make_contractor

K = CertificateEventKind
_FIRST = date(2024, 1, 1)


def _day(random: Random) -> str:
    return (_FIRST + timedelta(days=random.randrange(400))).isoformat()


def _book(random: Random, certificate: Certificate, *, wild: bool) -> Iterator[CertificateEvent]:
    """A certificate's entries as two laptops and an import may leave them: in any order, some taken back."""
    made: list[str] = []
    kinds = list(K) if wild else [K.PRINTED, K.SENT_TO_TOWNSHIP, K.AT_VILLAGE, K.UNCOLLECTED, K.COLLECTED]
    for _n in range(random.randrange(5)):
        kind = random.choice(kinds)
        if kind is K.REVOKED and not made:
            continue
        event = CertificateEvent(
            id=new_id(), scope=certificate.scope, certificate_id=certificate.id, event=kind.value,
            on_date=_day(random), revokes_id=random.choice(made) if kind is K.REVOKED else None,
            reason=random.choice(list(UncollectedCode)).value if kind is K.UNCOLLECTED else None,
            collector_name=random.choice([None, "李林峰"]) if kind in (K.COLLECTED, K.REISSUED, K.REPLACED) else None,
        )  # fmt: skip
        made.append(event.id)
        yield event


def scatter(session: Session, random: Random, village_id: str, count: int) -> None:
    """Cases in every state a year of work and merging may leave."""
    for n in range(count):
        household = Household(id=new_id(), scope=village_id, village_id=village_id, household_no=f"{n:05d}")
        terminal = random.choice([*LandTerminal, *[None] * 30])
        contractor = Contractor(
            id=new_id(), scope=village_id, household_id=household.id, name=f"户{n}", terminal=terminal,
            terminal_on=_day(random) if terminal else None,
        )  # fmt: skip
        session.add_all([household, contractor])
        session.flush()
        kind = random.choice(["case", "case", "case", "loose", "none"])
        case = LandCase(
            id=new_id(), scope=village_id, contractor_id=contractor.id, household_id=household.id,
            village_id=village_id, certificate_kind="CBJYQ",
        )  # fmt: skip
        if kind == "case":
            session.add(case)
            session.flush()
            _case_rows(session, random, case)
        for _n in range(0 if kind == "none" else random.randrange(3)):
            certificate = Certificate(
                id=new_id(), scope=village_id, case_id=case.id if kind == "case" else None,
                contractor_id=contractor.id, household_id=household.id, certificate_kind="CBJYQ",
            )  # fmt: skip
            session.add(certificate)
            session.flush()
            session.add_all(_book(random, certificate, wild=random.random() < 0.3))


def _case_rows(session: Session, random: Random, case: LandCase) -> None:
    for _n in range(random.randrange(5)):
        session.add(
            StageEvent(
                id=new_id(), scope=case.scope, case_id=case.id, stage=random.randint(1, 11), on_date=_day(random),
                outcome=random.choice(["done", "done", "done", "waived", "returned"]),
            )
        )  # fmt: skip
    for _n in range(random.randrange(3)):
        session.add(
            Blocker(
                id=new_id(), scope=case.scope, case_id=case.id, code=random.choice(list(BlockerCode)).value,
                opened_on=_day(random), closed_on=random.choice([None, "2025-05-01"]),
            )
        )  # fmt: skip


def by_the_rules(session: Session) -> dict[tuple[str, str], rules.Gap]:
    """What the rules say of every case and every contractor without one, read row by row."""
    stages, blockers, books = defaultdict(list), defaultdict(list), defaultdict(list)
    for s in session.exec(select(StageEvent)):
        stages[s.case_id].append(
            rules.StageEvent(s.stage or 0, StageOutcome(s.outcome), date.fromisoformat(s.on_date or ""), s.id)
        )
    for b in session.exec(select(Blocker)):
        closed = date.fromisoformat(b.closed_on) if b.closed_on else None
        blockers[b.case_id].append(rules.Blocker(BlockerCode(b.code), date.fromisoformat(b.opened_on or ""), closed))
    whose = {c.id: c.case_id or c.contractor_id for c in session.exec(select(Certificate))}
    loose = {c.contractor_id for c in session.exec(select(Certificate)) if c.case_id is None}
    for e in session.exec(select(CertificateEvent)):
        reason = UncollectedCode(e.reason) if e.reason else None
        books[whose[e.certificate_id or ""]].append(
            BookEvent(
                e.certificate_id or "", K(e.event), date.fromisoformat(e.on_date or ""), e.id, e.revokes_id or "",
                e.collector_name or "", reason,
            )
        )  # fmt: skip
    found, with_case = {}, set()
    terminal = {
        c.id: rules.Terminal(LandTerminal(c.terminal), date.fromisoformat(c.terminal_on or "")) if c.terminal else None
        for c in session.exec(select(Contractor))
    }
    for case in session.exec(select(LandCase)):
        with_case.add(case.contractor_id)
        key = (case.id, case.contractor_id or "")
        found[key] = rules.gap(stages[case.id], blockers[case.id], books[case.id], terminal[case.contractor_id or ""])
    for contractor_id, left in terminal.items():
        if contractor_id not in with_case or contractor_id in loose:
            found["", contractor_id] = rules.gap([], [], books[contractor_id], left)
    return found


def test_the_view_says_what_the_rules_say(village: Store, seed: int) -> None:
    with village.write() as session:
        scatter(session, Random(seed), village.scope, 250)
    with village.read() as session:
        wanted = by_the_rules(session)
    rows = certificate_gaps(village)
    assert len(rows) == len(wanted)
    for row in rows:
        gap = wanted[row.case_id, row.contractor_id]
        assert (row.letter, row.code, row.since, row.codes) == (gap.letter.value, gap.code, gap.since, gap.codes)
        assert (row.label, row.whose_move) == (gap.label, gap.whose_move.value)
    assert {row.letter for row in rows} == {"OK", "A", "B", "C", "D"}


def test_counts_add_up_for_every_village_and_the_township(township: Store, seed: int) -> None:
    random, villages = Random(seed), {new_id(): 30, new_id(): 0, new_id(): 45}
    with township.write() as session:
        for n, (village_id, count) in enumerate(villages.items()):
            place = Village(id=village_id, scope=township.scope, name=f"{n}村", region_code=f"43049910120{n}")
            session.add(place)
            session.flush()
            scatter(session, random, village_id, count)
    rows = certificate_gaps(township)
    counts = gap_counts(rows)
    assert sum(c.count for c in counts) == len(rows) == 75
    for village_id, count in villages.items():
        of_village = certificate_gaps(township, village_id)
        assert [row for row in rows if row.village_id == village_id] == of_village
        assert sum(c.count for c in counts if c.village_id == village_id) == len(of_village) == count
    assert [c.village for c in counts] == sorted(c.village for c in counts)


def test_a_household_that_opened_no_case_is_on_the_list(village: Store) -> None:
    contractor_id = make_contractor(village)
    (row,) = certificate_gaps(village)
    assert (row.case_id, row.contractor_id, row.letter, row.code) == ("", contractor_id, "A", "A1")
    assert (row.label, row.village, row.village_group, row.household_no) == ("摸底未完成", "桃溪村", "一组", "001")


def test_a_hidden_entry_does_not_count(village: Store) -> None:
    certificate_id = make_certificate(village, make_case(village))
    happen(village, certificate_id, "at_village")
    event_id = collect(village, certificate_id)
    assert certificate_gaps(village)[0].letter == "OK"
    with village.write() as session:
        session.delete(session.get(CertificateEvent, event_id))
    assert certificate_gaps(village)[0].letter == "D"


@pytest.mark.prove
def test_twenty_thousand_households_in_a_second(township: Store, seed: int) -> None:
    village_id = new_id()
    with township.write() as session:
        session.add(Village(id=village_id, scope=township.scope, name="大村"))
        session.flush()
        scatter(session, Random(seed), village_id, 20_000)
    spent = []
    for _n in range(3):
        started = time.perf_counter()
        rows = certificate_gaps(township)
        assert sum(c.count for c in gap_counts(rows)) == len(rows) == 20_000
        spent.append(time.perf_counter() - started)
    assert min(spent) < 1
