"""The land part of a household's file, as dossier and paper want it: words, not codes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from gettext import gettext as _

from sqlmodel import Session

from db.queries.household_file import CertificateRow, LandRow, ParcelRow
from db.queries.land.household import CertificateLine, ContractorLand, land_of


def land_rows(session: Session, household_id: str) -> tuple[LandRow, ...]:
    """One row a contractor; its newest contract, its parcels, its certificates, and whose move it is."""
    return tuple(_row(land) for land in land_of(session, household_id))


def _text(on: date | None) -> str:
    return on.isoformat() if on else ""


def _sum(areas: tuple[str, ...]) -> str:
    try:
        return str(sum(map(Decimal, areas), Decimal(0))) if areas and all(areas) else ""
    except InvalidOperation:
        return ""


def _row(land: ContractorLand) -> LandRow:
    contract = land.contracts[-1] if land.contracts else None
    open_gaps = [case.gap for case in land.cases if case.gap.letter != "OK"]
    gap = open_gaps[0] if open_gaps else None
    return LandRow(
        id=land.id,
        contractor_code=land.contractor_code,
        contractor_name=land.name,
        issuer_name=land.issuer_name,
        contract_code=contract.contract_code if contract else "",
        contract_from=_text(contract.start_on) if contract else "",
        contract_to=_text(contract.end_on) if contract else "",
        perpetual=contract.perpetual if contract else False,
        signed_on=_text(contract.signed_on) if contract else "",
        contract_area_mu=(contract.total_area_mu if contract else "")
        or _sum(tuple(parcel.contract_area_mu for parcel in land.parcels)),
        measured_area_mu=_sum(tuple(parcel.measured_area_mu for parcel in land.parcels)),
        parcels=tuple(
            ParcelRow(p.id, p.parcel_code, p.name, p.use_type, p.contract_area_mu, p.measured_area_mu, p.bounds, p.note)
            for p in land.parcels
        ),
        co_owners=tuple(member.name for member in land.members if not member.left_on),
        certificates=tuple(map(_certificate, land.certificates)),
        gap_letter=gap.letter if gap else "",
        gap=_("{reason}（{whose}）").format(reason=gap.label, whose=gap.whose_move_label) if gap else "",
    )


def _certificate(line: CertificateLine) -> CertificateRow:
    signed = line.collected
    return CertificateRow(
        id=line.id,
        certificate_kind=line.certificate_kind,
        certificate_code=line.certificate_code,
        serial_no=line.serial_no,
        issued_on=_text(line.issued_on),
        where=line.where,
        where_since=_text(line.since),
        collected_on=_text(signed.on) if signed else "",
        collector_name=signed.collector_name if signed else "",
        collector_relation=signed.collector_relation if signed else "",
        is_proxy=signed.is_proxy if signed else False,
    )
