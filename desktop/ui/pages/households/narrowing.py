"""Narrowing the list of households while one types and presses chips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.queries.households import HouseholdLine


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which households are shown; what is not set does not matter."""

    text: str = ""
    village: str = ""
    group: str = ""
    tag: str = ""
    uncollected: bool = False
    never_visited: bool = False
    open_request: bool = False


def narrowed(lines: Sequence[HouseholdLine], wanted: Wanted) -> list[HouseholdLine]:
    """The households that fit, in the order they came."""
    text = wanted.text.strip()
    return [line for line in lines if _fits(line, wanted) and (not text or _says(line, text))]


def _fits(line: HouseholdLine, wanted: Wanted) -> bool:
    return (
        (not wanted.village or line.village == wanted.village)
        and (not wanted.group or line.village_group == wanted.group)
        and (not wanted.tag or wanted.tag in line.tags)
        and not (wanted.uncollected and not line.certificate_uncollected)
        and not (wanted.never_visited and line.last_visit)
        and not (wanted.open_request and not line.open_requests)
    )


def _says(line: HouseholdLine, text: str) -> bool:
    return any(text in part for part in (line.head_name, line.household_no, line.address, *line.tags))


def choices(lines: Sequence[HouseholdLine], what: str) -> list[tuple[str, int]]:
    """The groups, villages or tags there are, with the number of households, in the order of the list."""
    if what == "tag":
        return Counter(tag for line in lines for tag in line.tags).most_common()
    names = [line.village_group if what == "group" else line.village for line in lines]
    return list(Counter(name for name in names if name).items())
