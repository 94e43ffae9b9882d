"""The kinds of record that can be added by name, as the command line and later importers do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any

from db.actions.cadres import NewCadre, add_cadre
from db.actions.certificates import (
    NewCertificate,
    NewCertificateEvent,
    add_certificate,
    record_certificate_event,
)
from db.actions.disputes.agreements import (
    NewAgreement,
    NewPerformance,
    NewRevisit,
    record_agreement,
    record_performance,
    record_revisit,
)
from db.actions.disputes.cases import NewDispute, NewScreening, record_screening, register_dispute
from db.actions.disputes.steps import NewDisputeStep, NewSitting, record_sitting, take_dispute_step
from db.actions.households import NewHousehold, NewPerson, add_household, add_person
from db.actions.land.cases import (
    NewBatch,
    NewBlocker,
    NewCase,
    NewStage,
    add_batch,
    open_blocker,
    open_case,
    record_stage,
)
from db.actions.land.contractors import (
    NewContract,
    NewContractor,
    NewHolding,
    NewTerminal,
    add_contract,
    add_contractor,
    add_parcel_holding,
    set_terminal,
)
from db.actions.land.publicity import NewObjection, NewPublicity, post_publicity, record_objection
from db.actions.places import NewGroup, add_group
from db.actions.requests import (
    NewJudgement,
    NewReply,
    NewRequest,
    NewStep,
    answer_request,
    evaluate_request,
    record_request,
    take_step,
)
from db.actions.visits import NewVisit, record_visit
from db.changes import Changes
from db.errors import RuleError
from db.store import Store


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of record asks for, and the deed that keeps it."""

    input: type
    deed: Callable[[Store, Any], Changes]


KINDS: dict[str, Kind] = {
    "household": Kind(NewHousehold, add_household),
    "person": Kind(NewPerson, add_person),
    "village_group": Kind(NewGroup, add_group),
    "visit": Kind(NewVisit, record_visit),
    "request": Kind(NewRequest, record_request),
    "request_step": Kind(NewStep, take_step),
    "reply": Kind(NewReply, answer_request),
    "judgement": Kind(NewJudgement, evaluate_request),
    "contractor": Kind(NewContractor, add_contractor),
    "holding": Kind(NewHolding, add_parcel_holding),
    "contract": Kind(NewContract, add_contract),
    "terminal": Kind(NewTerminal, set_terminal),
    "land_batch": Kind(NewBatch, add_batch),
    "land_case": Kind(NewCase, open_case),
    "stage_event": Kind(NewStage, record_stage),
    "blocker": Kind(NewBlocker, open_blocker),
    "publicity": Kind(NewPublicity, post_publicity),
    "objection": Kind(NewObjection, record_objection),
    "certificate": Kind(NewCertificate, add_certificate),
    "certificate_event": Kind(NewCertificateEvent, record_certificate_event),
    "cadre": Kind(NewCadre, add_cadre),
    "dispute": Kind(NewDispute, register_dispute),
    "dispute_step": Kind(NewDisputeStep, take_dispute_step),
    "screening": Kind(NewScreening, record_screening),
    "sitting": Kind(NewSitting, record_sitting),
    "agreement": Kind(NewAgreement, record_agreement),
    "performance": Kind(NewPerformance, record_performance),
    "revisit": Kind(NewRevisit, record_revisit),
}


def kind_named(name: str) -> Kind:
    """The kind of that name, with - or _; RuleError lists the names there are."""
    found = KINDS.get(name.replace("-", "_"))
    if found is None:
        raise RuleError(_("没有“{name}”这一种，可以记：{known}。").format(name=name, known="、".join(KINDS)))
    return found
