"""What is stored. These classes never leave db/."""

import db.models.bundles  # noqa: F401
from db.models import bundles as _bundles  # noqa: F401 - its tables belong to the metadata
from db.models.certificates import (
    Blocker,
    Certificate,
    CertificateEvent,
    LandBatch,
    LandCase,
    Objection,
    Publicity,
    RegisterEntry,
    StageEvent,
)
from db.models.decisions import Decision
from db.models.disputes import (
    Agreement,
    Clause,
    Dispute,
    DisputeMarker,
    DisputeStep,
    Party,
    Performance,
    Revisit,
    Screening,
    Sitting,
)
from db.models.drafts import Draft, SearchDirty, SearchPlace, StoreFact
from db.models.fields import GENERAL, MEDIATION, RESTRICTED, Recorded, metadata
from db.models.households import Household, Person, TagMark
from db.models.imports import ImportBatch, ImportFlag, ImportRow
from db.models.land import Contract, Contractor, ContractorMember, Holding, Issuer, Parcel
from db.models.people import Attachment, Cadre, ContactPoint, Setting
from db.models.places import County, Township, Village, VillageGroup
from db.models.requests import Reply, Request, RequestStep
from db.models.visits import Campaign, Visit, VisitCadre, VisitPerson

__all__ = [
    "GENERAL",
    "MEDIATION",
    "RESTRICTED",
    "Agreement",
    "Attachment",
    "Blocker",
    "Cadre",
    "Campaign",
    "Certificate",
    "CertificateEvent",
    "Clause",
    "ContactPoint",
    "Contract",
    "Contractor",
    "ContractorMember",
    "County",
    "Decision",
    "Dispute",
    "DisputeMarker",
    "DisputeStep",
    "Draft",
    "Holding",
    "Household",
    "ImportBatch",
    "ImportFlag",
    "ImportRow",
    "Issuer",
    "LandBatch",
    "LandCase",
    "Objection",
    "Parcel",
    "Party",
    "Performance",
    "Person",
    "Publicity",
    "Recorded",
    "RegisterEntry",
    "Reply",
    "Request",
    "RequestStep",
    "Revisit",
    "Screening",
    "SearchDirty",
    "SearchPlace",
    "Setting",
    "Sitting",
    "StageEvent",
    "StoreFact",
    "TagMark",
    "Township",
    "Village",
    "VillageGroup",
    "Visit",
    "VisitCadre",
    "VisitPerson",
    "metadata",
]
