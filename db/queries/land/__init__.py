"""What is known of the land: one household's, the gaps of a whole township, what lies at the village."""

from db.queries.land.certificates import (
    DoubleCollection,
    WaitingCertificate,
    certificates_at_village,
    double_collections,
)
from db.queries.land.dossier import land_rows
from db.queries.land.gaps import GapCount, GapRow, certificate_gaps, gap_counts, gap_rows
from db.queries.land.household import CaseLine, CertificateLine, ContractorLand, EventLine, household_land, land_of

__all__ = [
    "CaseLine",
    "CertificateLine",
    "ContractorLand",
    "DoubleCollection",
    "EventLine",
    "GapCount",
    "GapRow",
    "WaitingCertificate",
    "certificate_gaps",
    "certificates_at_village",
    "double_collections",
    "gap_counts",
    "gap_rows",
    "household_land",
    "land_of",
    "land_rows",
]
