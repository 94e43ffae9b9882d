"""Totals under a list: right for the sheet or for the whole file, or asked about."""

from __future__ import annotations

import pytest

from db.ledgers.layout.lines import SheetLines, Spot
from db.ledgers.roster.drafts import drafts_of
from db.ledgers.roster.totals import check_totals
from db.ledgers.verdicts import Where
from tests.db.ledgers.roster.rows import TODAY, line


def _checked(*cells: str) -> list[str]:
    """Two sheets: 册 with one household of two, 二组 with one of one; the totals stand under 册."""
    families = drafts_of([[line(2), line(3)], [line(2, sheet="二组")]], TODAY)
    spots = tuple(Spot(cell, Where("册", 9, n, "")) for n, cell in enumerate(cells, start=1))
    found = check_totals([SheetLines("册", totals=[spots]), SheetLines("二组")], families)
    return [cell.finding.kind for cell in found]


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        (("合计", "1户", "2人"), ["", ""]),
        (("合计", "2户", "3人"), ["", ""]),
        (("合计", "1户", "4人"), ["", "total_mismatch"]),
        (("合 计", "0户"), ["total_mismatch"]),
        (("共1户2人",), [""]),
        (("共1户5人",), ["total_mismatch"]),
        (("本页小计", "25人"), []),
        (("合计", "见附表"), []),
    ],
)
def test_a_total_fits_its_sheet_or_the_whole_file(said: tuple[str, ...], kinds: list[str]) -> None:
    assert _checked(*said) == kinds


def test_what_was_counted_is_proposed() -> None:
    families = drafts_of([[line(2), line(3)]], TODAY)
    spot = Spot("合计3人", Where("册", 9, 1, ""))
    (cell,) = check_totals([SheetLines("册", totals=[(spot,)])], families)
    assert cell.finding.proposal == "2人"
    assert "3人" in cell.finding.message
