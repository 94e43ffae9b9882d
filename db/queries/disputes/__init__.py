"""What is known of disputes: the list, one case, what is due."""

from db.queries.disputes.cases import (
    AgreementLine,
    ClauseLine,
    DisputeCase,
    PartyLine,
    RevisitLine,
    SittingLine,
    StepLine,
    dispute_case,
)
from db.queries.disputes.due import DueLine, mediation_due
from db.queries.disputes.lines import (
    DisputeFilter,
    DisputeLine,
    dispute_lines,
    dispute_list,
    household_dispute_marker,
)

__all__ = [
    "AgreementLine",
    "ClauseLine",
    "DisputeCase",
    "DisputeFilter",
    "DisputeLine",
    "DueLine",
    "PartyLine",
    "RevisitLine",
    "SittingLine",
    "StepLine",
    "dispute_case",
    "dispute_lines",
    "dispute_list",
    "household_dispute_marker",
    "mediation_due",
]
