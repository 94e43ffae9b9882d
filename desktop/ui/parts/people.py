"""How a household and its members are spoken of on screen."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _
from typing import TYPE_CHECKING

from db.rules.codes import ResidenceKind, spoken

if TYPE_CHECKING:
    from db.queries.household_file import HouseholdFile, MemberRow
    from db.queries.households import HouseholdLine


def age(birth: str, today: date) -> int | None:
    """Full years lived since a birth date that may be a year or a month only.

    >>> age("1949-01", date(2025, 10, 20)), age("", date(2025, 10, 20))
    (76, None)
    """
    parts = [int(part) for part in birth.split("-") if part.isdecimal()]
    if not parts or not 1850 <= parts[0] <= today.year:
        return None
    month, day = (parts[1:] + [1, 1])[:2]
    return today.year - parts[0] - ((today.month, today.day) < (month, day))


def spoken_age(birth: str, today: date) -> str:
    """51岁; empty where the birth date is not known."""
    years = age(birth, today)
    return "" if years is None else _("{n}岁").format(n=years)


def grouped(id_no: str) -> str:
    """An ID number in groups of 6, 8 and 4 as people read it out.

    >>> grouped("4304************53"), grouped("G12345678")
    ('4304** ******** **53', 'G12345678')
    """
    return f"{id_no[:6]} {id_no[6:14]} {id_no[14:]}" if len(id_no) == 18 else id_no


def address_of(file: HouseholdFile) -> str:
    """Village, group and house: 桃溪村三组31号."""
    place = f"{file.village}{file.village_group}"
    if file.address.startswith(place) or (file.village and file.address.startswith(file.village)):
        return file.address
    return f"{place}{file.address}"


def short_address(line: HouseholdLine) -> str:
    """Where in the village: 三组31号."""
    address = line.address.removeprefix(line.village)
    return address if address.startswith(line.village_group) else f"{line.village_group}{address}"


def at_home(member: MemberRow) -> bool:
    """Whether one may expect to meet a member at home: alive, still of the household, not working away."""
    away = spoken("residence_kind", ResidenceKind.AWAY) == member.residence_kind or bool(member.whereabouts)
    return not member.left_on and not away


def why_away(member: MemberRow) -> str:
    """Why a member is not at home: 外出 东莞."""
    return " ".join(part for part in (member.residence_kind, member.whereabouts) if part)


def present(file: HouseholdFile) -> list[MemberRow]:
    """The members who still belong to the household."""
    return [member for member in file.members if not member.left_on]
