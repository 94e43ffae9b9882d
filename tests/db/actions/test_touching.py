"""Every deed says which records and households it touched and of which kind, so that every page looks again; what it
writes stands in its household's village; and what was taken out of sight is not worked on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import select

from db import RuleError, Store
from db.actions.cadres import NewCadre, add_cadre, assign_contact_point, change_password
from db.actions.certificates import certificate_here
from db.actions.corrections import correct, remove, take_back
from db.actions.disputes.agreements import (
    NewPerformance,
    NewRevisit,
    record_performance,
    record_revisit,
    sign_agreement,
)
from db.actions.disputes.steps import (
    NewDisputeStep,
    NewExtension,
    NewTermination,
    extend_mediation,
    take_dispute_step,
    terminate_dispute,
)
from db.actions.drafts import drop_draft, save_draft
from db.actions.households import NewPerson, add_person, tag_household
from db.actions.land.cases import NewBatch, NewBlocker, add_batch, close_blocker, open_blocker
from db.actions.land.contractors import NewContractorMember, add_contractor_member
from db.actions.land.publicity import NewObjection, NewPublicity, handle_objection, post_publicity, record_objection
from db.actions.papers import NewPaper, attach_paper
from db.actions.places import NewGroup, add_group, set_setting
from db.actions.requests import NewRequest
from db.actions.visits import NewVisit, record_visit
from db.changes import Changes
from db.models import Certificate, Contractor, DisputeStep, Person, Revisit, Visit, VisitCadre
from db.queries.rows import ask
from tests.conftest import PASSWORD
from tests.dispute_makers import agree, clauses_of, make_accepted, make_clause, sit, two_households
from tests.land_makers import make_case, make_certificate, make_contractor
from tests.makers import make_household, make_request, make_visit

Deed = Callable[[Store], tuple[Changes, str | None]]


def _cadre(store: Store) -> tuple[Changes, None]:
    return add_cadre(store, NewCadre(name="钱建华")), None


def _point(store: Store) -> tuple[Changes, str]:
    home = make_household(store)
    return assign_contact_point(store, "周建国", household_id=home), home


def _member(store: Store) -> tuple[Changes, str]:
    contractor = make_contractor(store, "李林峰")
    with store.read() as session:
        home = session.get(Contractor, contractor).household_id  # type: ignore[union-attr]
    made = add_contractor_member(store, NewContractorMember(contractor_id=contractor, name="李小满", sex="1"))
    assert contractor in made.ids
    return made, home


def _objection(store: Store) -> tuple[Changes, str]:
    home = make_household(store)
    posted = post_publicity(store, NewPublicity(round="first_list", place="村部")).id
    return record_objection(store, NewObjection(publicity_id=posted, household_id=home, text="少了一块")), home


DEEDS: dict[str, tuple[str, Deed]] = {
    "cadre": ("cadres", _cadre),
    "contact point": ("cadres", _point),
    "group": ("places", lambda store: (add_group(store, NewGroup(name="九组")), None)),
    "setting": ("places", lambda store: (set_setting(store, "village_reply_days", "9"), None)),
    "batch": ("land", lambda store: (add_batch(store, NewBatch(name="延包")), None)),
    "member": ("land", _member),
    "objection": ("land", _objection),
    "draft": ("drafts", lambda store: (save_draft(store, "visit", "h", 1, {"talk": "一半"}), None)),
    "draft gone": ("drafts", lambda store: (drop_draft(store, "visit", "h"), None)),
}


@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_says_what_it_touched(village: Store, name: str) -> None:
    noun, deed = DEEDS[name]
    changes, household = deed(village)
    assert changes.nouns == {noun}
    assert changes.ids
    assert changes.households == ({household} if household else set())


def test_the_log_names_the_deed_and_the_correction_its_noun(village: Store) -> None:
    home = make_household(village)
    request = make_request(village, home)
    assert correct(village, "request", request, {"content": "路灯修了没有？"}).nouns == {"requests"}
    assert correct(village, "request", request, {"place": "三组"}).households == {home}
    assert take_back(village, "request", request, "content").households == {home}
    with pytest.raises(RuleError) as caught:
        take_back(village, "request", request, "petition_kind")
    assert caught.value.field == "petition_kind"
    person = add_person(village, NewPerson(household_id=home, name="李小红")).id
    correct(village, "person", person, {"position": 5})
    take_back(village, "person", person, "position")
    with village.read() as session:
        assert session.get(Person, person).position == 1  # type: ignore[union-attr]


def test_a_password_is_changed_for_whoever_sits_here(village: Store) -> None:
    assert change_password(village, PASSWORD, "稻花香里说丰年-2").nouns == {"cadres"}


def test_what_a_visit_writes_is_of_its_village_and_its_requests_of_its_day(township: Store) -> None:
    with township.write() as session:
        sql = "INSERT INTO village(id, scope, name, compartment) VALUES (?, ?, '桃溪村', 0)"
        session.connection().exec_driver_sql(sql, ("a" * 32, township.scope))
    home = make_household(township, village_id="a" * 32)
    asked = (NewRequest(content="修路"), NewRequest(content="修桥", received_on=date(2025, 9, 2)))
    new = NewVisit(household_id=home, visited_on=date(2025, 9, 1), cadres=("肖建英", "周建国"), requests=asked)
    visit = record_visit(township, new).id
    with township.read() as session:
        assert session.get(Visit, visit).scope == "a" * 32  # type: ignore[union-attr]
        cadres = session.exec(select(VisitCadre).where(VisitCadre.visit_id == visit)).all()
        assert {(c.name, c.scope) for c in cadres} == {("肖建英", "a" * 32), ("周建国", "a" * 32)}
        days = [r.received_on for r in ask(session, "SELECT received_on FROM request ORDER BY content DESC")]
    assert days == ["2025-09-01", "2025-09-02"]


def test_the_deeds_of_a_mediation_touch_both_households_and_stay_in_their_compartment(village: Store) -> None:
    homes = two_households(village)
    dispute = make_accepted(village, homes)
    sit(village, dispute)
    agreement = agree(village, dispute, make_clause(), sealed=False)
    for gone in ("", "f" * 32):
        with pytest.raises(RuleError) as caught:
            sign_agreement(village, gone)
        assert caught.value.field == "agreement_id"
    assert sign_agreement(village, agreement).households == set(homes)
    (clause,) = clauses_of(village, agreement)
    done = record_performance(village, NewPerformance(clause_id=clause))
    assert (done.households, clause in done.ids) == (set(homes), True)
    revisit = record_revisit(village, NewRevisit(dispute_id=dispute, findings="都好。")).id
    with village.read() as session:
        assert session.get(Revisit, revisit).compartment == 1  # type: ignore[union-attr]
    other = make_accepted(village, homes)
    both = {"applicant_consents": True, "respondent_consents": True}
    assert extend_mediation(village, NewExtension(dispute_id=other, days=10, reason="忙", **both)).households == set(
        homes
    )
    ended = terminate_dispute(
        village, NewTermination(dispute_id=other, reason="no_agreement", routes_told="可以向法院起诉")
    )
    assert ended.households == set(homes)


def test_a_step_of_a_dispute_keeps_its_reason_in_the_log(village: Store) -> None:
    dispute = make_accepted(village)
    take_dispute_step(village, NewDisputeStep(dispute_id=dispute, step="inquiry", note="问了邻居"))
    with village.read() as session:
        steps = session.exec(select(DisputeStep).where(DisputeStep.dispute_id == dispute)).all()
    assert [step.step for step in steps][-1] == "inquiry"


def test_what_is_out_of_sight_is_not_worked_on(village: Store) -> None:
    case = make_case(village)
    certificate = make_certificate(village, case)
    blocker = open_blocker(village, NewBlocker(case_id=case, code="HEAD_DEAD")).id
    posted = post_publicity(village, NewPublicity(round="first_list", place="村部")).id
    objection = record_objection(village, NewObjection(publicity_id=posted, text="少了一块")).id
    for table, record_id, deed in (
        ("certificate", certificate, lambda: _look(village, certificate)),
        ("blocker", blocker, lambda: close_blocker(village, blocker, "办了继承")),
        ("objection", objection, lambda: handle_objection(village, objection, "补上了")),
        ("publicity", posted, lambda: record_objection(village, NewObjection(publicity_id=posted, text="再看"))),
    ):
        remove(village, table, record_id)
        with pytest.raises(RuleError):
            deed()
    for nothing in (None, "", "f" * 32):
        with pytest.raises(RuleError) as caught:
            _look(village, nothing)
        assert caught.value.field == "certificate_id"


def _look(store: Store, certificate_id: str | None) -> Certificate:
    with store.read() as session:
        return certificate_here(session, certificate_id)


def test_words_at_the_ends_of_an_answer_are_trimmed_and_blank_ones_refused(village: Store) -> None:
    case = make_case(village)
    blocker = open_blocker(village, NewBlocker(case_id=case, code="HEAD_DEAD")).id
    with pytest.raises(RuleError) as caught:
        close_blocker(village, blocker, " \u3000")
    assert caught.value.field == "resolution"
    close_blocker(village, blocker, " 办了继承 ")
    tag = tag_household(village, make_household(village, no="002"), " 低保 ").id
    with village.read() as session:
        (done,) = ask(session, "SELECT resolution, closed_on FROM blocker")
        assert (done.resolution, done.closed_on) == ("办了继承", "2025-10-20")
        assert ask(session, "SELECT tag FROM tag_mark WHERE id = ?", (tag,))[0].tag == "低保"


def test_a_paper_is_never_taken_tomorrow(village: Store, tmp_path: Path) -> None:
    picture = tmp_path / "p.jpg"
    Image.new("RGB", (20, 20), "white").save(picture)
    visit = make_visit(village, make_household(village))

    def attach(day: date) -> Changes:
        return attach_paper(village, NewPaper(noun="visit", record_id=visit, paper_kind="photo", taken_on=day), picture)

    with pytest.raises(RuleError, match="今天之后") as caught:
        attach(date(2025, 10, 21))
    assert caught.value.field == "taken_on"
    assert attach(date(2025, 10, 20)).ids
