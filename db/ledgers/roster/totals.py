"""Totals written under a list, compared with what was counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from gettext import gettext as _
from typing import Final

from db.ledgers.files.sheets import text_of
from db.ledgers.layout.lines import SheetLines, Spot
from db.ledgers.roster.drafts import Draft
from db.ledgers.verdicts import CellVerdict, doubted, taken

_WHOLE: Final = re.compile(r"合计|总计|共计|总数|共\d")
_COUNTED: Final = re.compile(r"(\d+)\s*(户|人)")


def check_totals(sheets: Sequence[SheetLines], households: Sequence[Sequence[Draft]]) -> tuple[CellVerdict, ...]:
    """The numbers in the total rows; one that fits neither its sheet nor the whole file is flagged."""
    persons = {"户": len(households), "人": sum(map(len, households))}
    found: list[CellVerdict] = []
    for sheet in sheets:
        mine = [members for members in households if members[0].line.sheet == sheet.name]
        here = {"户": len(mine), "人": sum(map(len, mine))}
        for total in sheet.totals:
            if any(_WHOLE.search(re.sub(r"\s+", "", text_of(spot.value))) for spot in total):
                found.extend(_check(spot, here, persons) for spot in total if _said(spot))
    return tuple(found)


def _said(spot: Spot) -> list[tuple[int, str]]:
    return [(int(number), unit) for number, unit in _COUNTED.findall(text_of(spot.value))]


def _check(spot: Spot, here: dict[str, int], whole: dict[str, int]) -> CellVerdict:
    raw = text_of(spot.value)
    for number, unit in _said(spot):
        if number not in (here[unit], whole[unit]):
            message = _("合计写的是{written}{unit}，表里数出来是{counted}{unit}，请核对").format(
                written=number, counted=here[unit], unit=unit
            )
            return CellVerdict(spot.where, "total", raw, doubted("total_mismatch", message, f"{here[unit]}{unit}"))
    return CellVerdict(spot.where, "total", raw, taken(raw))
