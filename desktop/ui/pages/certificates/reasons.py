"""The reasons for a missing certificate as the heat table groups them, and their counting by place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import gettext as _
from typing import TYPE_CHECKING

from db.queries.figures.land import due, uncollected
from db.queries.land import certificate_gaps, certificates_at_village
from db.rules.codes import GapLetter

if TYPE_CHECKING:
    from db.queries.land import GapRow
    from db.store import Store


@dataclass(frozen=True, slots=True)
class Reason:
    """One column of the heat table: its letter, its words, and the codes it stands for (none: all other ones)."""

    letter: str
    words: str
    codes: frozenset[str] = frozenset()


def letters() -> dict[str, tuple[str, str]]:
    """What the letters say: title and what to do about it."""
    return {
        "A": (_("流程未到"), _("按阶段")),
        "B": (_("有障碍"), _("先解决再走")),
        "D": (_("证已到未领"), ""),
        "C": (_("不应发"), ""),
    }


def reasons() -> tuple[Reason, ...]:
    """The sixteen reasons in the order of the work."""
    return (
        Reason("A", _("调查"), _stages(1, 2, 3)),
        Reason("A", _("公示"), _stages(4, 5, 6)),
        Reason("A", _("合同"), _stages(7)),
        Reason("A", _("登记制证")),
        Reason("B", _("争议"), frozenset({"DISPUTE"})),
        Reason("B", _("面积不符"), frozenset({"AREA", "BOUND", "MISSING", "SHARE"})),
        Reason("B", _("户主去世"), frozenset({"HEAD_DEAD"})),
        Reason("B", _("分合户"), frozenset({"SPLIT", "MERGE"})),
        Reason("B", _("外出失联"), frozenset({"AWAY"})),
        Reason("B", _("资料缺失"), frozenset({"DOCS", "ID_ERR", "OLD_CONTRACT"})),
        Reason("B", _("其他")),
        Reason("D", _("未通知"), frozenset({"NOT_TOLD"})),
        Reason("D", _("外出"), frozenset({"AWAY"})),
        Reason("D", _("拒领"), frozenset({"REFUSE"})),
        Reason("D", _("有误遗失"), frozenset({"WRONG", "LOST"})),
        Reason("D", _("代领手续")),
    )


def _stages(*numbers: int) -> frozenset[str]:
    return frozenset(f"A{n}" for n in numbers)


def column_of(row: GapRow) -> int | None:
    """The column of the heat table a case belongs to; None where it has its certificate or needs none."""
    last = None
    for at, reason in enumerate(reasons()):
        if reason.letter == row.letter:
            if row.code in reason.codes:
                return at
            if not reason.codes:
                last = at
    return last


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """One row of the heat table, in households: ``due`` (应领证) = ``collected`` + ``missing`` (未领证).

    ``counts`` are the cases by column: a household with two cases stands in two columns and is one in the sums.
    """

    key: str
    name: str
    due: int
    missing: int
    counts: tuple[int, ...]
    not_due: int

    @property
    def collected(self) -> int:
        """How many have every certificate that is due to them."""
        return self.due - self.missing


@dataclass(frozen=True, slots=True)
class Gaps:
    """Every case, and the household of each certificate lying at the village."""

    rows: list[GapRow]
    waiting: dict[str, str]
    township: bool


def gaps(store: Store) -> Gaps:
    """What the page shows, asked in a worker."""
    waiting = {line.certificate_id: line.household_id for line in certificates_at_village(store)}
    return Gaps(certificate_gaps(store), waiting, store.role == "township")


def place_of(row: GapRow, *, township: bool) -> tuple[str, str]:
    """Key and name of the row a case is counted in: its village at the township, its group at a village."""
    if township:
        return row.village_id, row.village or _("没有归村")
    return row.village_group, row.village_group or _("没有归组")


def count_places(found: Gaps) -> tuple[list[PlaceCount], PlaceCount]:
    """The rows of the heat table in house order, and their sum."""
    by_place: dict[tuple[str, str], list[GapRow]] = {}
    for row in found.rows:
        by_place.setdefault(place_of(row, township=found.township), []).append(row)
    places = [_count(key, name, rows) for (key, name), rows in by_place.items()]
    return places, _count("", _("全镇") if found.township else _("全村"), found.rows)


def whose(row: GapRow) -> str:
    """The household of a case; where none is known its contractor, or the case alone."""
    return row.household_id or row.contractor_id or row.case_id


def _count(key: str, name: str, rows: Sequence[GapRow]) -> PlaceCount:
    cases = [(whose(row), GapLetter(row.letter)) for row in rows]
    counts = [0] * len(reasons())
    for row in rows:
        at = column_of(row)
        if at is not None:
            counts[at] += 1
    must = due(cases)
    return PlaceCount(
        key, name, len(must), len(uncollected(cases)), tuple(counts), len({of for of, _x in cases} - must)
    )
