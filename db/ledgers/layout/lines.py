"""Every row of a sheet told apart: a person, a blank, a heading, a total, a footer, or something odd."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from gettext import gettext as _
from typing import Final

from db.ledgers.cells.groups import group_title
from db.ledgers.cells.marks import says_nothing
from db.ledgers.files.sheets import Raw, Sheet, is_blank, text_of
from db.ledgers.layout import columns, evidence
from db.ledgers.layout.headers import Table, find_tables
from db.ledgers.verdicts import Outcome, RowVerdict, Where

_TOTAL: Final = re.compile(
    r"(全组|全村|本组|本村|本页|本户|累计|人口)?(合计|总计|小计|共计|总数|累计)[:：]?(\d+[户人].*)?|共\d+户.*|共计?\d+人.*"
)
_FOOTER: Final = re.compile(
    r"^(填表人?|制表人?|填报人?|审核人?|负责人|经办人|联系人|统计人|登记人|填写人|村主任|村支书|组长|单位负责人|主管领导|分管领导)[:：(（]?|^(注|说明|备注|填表说明|填报说明|附)[:：]"
    r"|^(填报|填表|制表|上报|报送)?(单位|日期|时间)[:：]|盖章|公章|^第?\d+页|共\d+页|签字[:：]|年\d+月\d+日$|^单位[:：]|截至"
)
_PERSONAL: Final = (
    "name", "relation", "sex", "birth_date", "id_no", "nationality", "education", "political_status", "marital_status",
    "person_phone", "former_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """A raw cell and where it stands."""

    value: Raw
    where: Where


@dataclass(frozen=True, slots=True)
class Line:
    """A row that shows a person; ``tied`` when a merged cell ties it to the row above."""

    sheet: str
    row: int
    spots: Mapping[str, Spot]
    group: str | None
    tied: bool = False
    after_gap: bool = False

    def raw(self, name: str) -> Raw:
        """The raw value of a field, or nothing."""
        spot = self.spots.get(name)
        return spot.value if spot else None


@dataclass(slots=True)
class SheetLines:
    """The rows of one sheet, told apart."""

    name: str
    lines: list[Line] = field(default_factory=list)
    others: list[RowVerdict] = field(default_factory=list)
    totals: list[tuple[Spot, ...]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    tables: tuple[Table, ...] = ()


def read_lines(sheet: Sheet) -> SheetLines:
    """The rows of a sheet; without a table of persons in it there are no lines."""
    found = SheetLines(sheet.name, tables=find_tables(sheet))
    if not found.tables:
        return found
    for row in range(found.tables[0].header.start):
        _above(sheet, row, found)
    for table in found.tables:
        for row in table.header:
            found.others.append(_verdict(sheet, row, "header"))
        _body(sheet, table, found)
    return found


def _above(sheet: Sheet, row: int, found: SheetLines) -> None:
    blank = all(is_blank(value) for value in sheet.rows[row])
    found.others.append(_verdict(sheet, row, "blank_row" if blank else "title"))
    if not blank:
        found.titles.append(" ".join(text_of(value).strip() for value in sheet.rows[row] if not is_blank(value)))


def _verdict(sheet: Sheet, row: int, kind: str, message: str = "") -> RowVerdict:
    outcome = Outcome.FLAGGED if message else Outcome.IGNORED
    raw = " | ".join(text_of(value) for value in sheet.rows[row] if not is_blank(value))
    return RowVerdict(sheet.name, row + 1, outcome, kind, message, raw)


def _body(sheet: Sheet, table: Table, found: SheetLines) -> None:
    ties = _ties(sheet, table)
    group: str | None = found.lines[-1].group if found.lines else None
    gap = False
    for row in table.body:
        kind, message = _kind(sheet.rows[row], table)
        if kind == "group_title":
            group = group_title(_filled(sheet.rows[row])[0]) or group
        elif kind == "total_row":
            found.totals.append(_spots_of_total(sheet, table, row))
        if kind != "person":
            found.others.append(_verdict(sheet, row, kind, message))
            gap = True
            continue
        spots = _spots(sheet, table, row, ties.get(row, {}))
        tied = any(top < row for top in ties.get(row, {}).values())
        found.lines.append(Line(sheet.name, row + 1, spots, group, tied, gap))
        gap = False


def _filled(row: Sequence[Raw]) -> list[str]:
    return [text_of(value).strip() for value in row if not is_blank(value)]


def _kind(row: Sequence[Raw], table: Table) -> tuple[str, str]:
    filled = _filled(row)
    if not filled:
        return "blank_row", ""
    by_field: dict[str | None, Raw] = {
        c.field: row[c.index] for c in table.columns if c.field and not is_blank(row[c.index])
    }
    words = [re.sub(r"\s+", "", text) for text in filled[:4]]
    if not _surely_a_person(by_field):
        if any(_TOTAL.fullmatch(word) for word in words) or _only_counts(filled):
            return "total_row", ""
        if _FOOTER.search(words[0]) or (len(filled) <= 4 and any(_FOOTER.search(word) for word in words)):
            return "footer_row", ""
        if len(filled) == 1 and group_title(filled[0]):
            return "group_title", ""
    return _person_or_odd(by_field, filled)


def _surely_a_person(by_field: Mapping[str | None, Raw]) -> bool:
    """A number of an identity card, or a name with at least two more facts beside it."""
    if "id_no" in by_field and evidence.share([by_field["id_no"]], "id_no") == 1:
        return True
    facts = [name for name in _PERSONAL if name in by_field and not says_nothing(by_field[name])]
    return "name" in facts and len(facts) > 2 and not re.search(r"计|数|\d", evidence.compact(by_field["name"]))


def _only_counts(filled: Sequence[str]) -> bool:
    """Nothing but counts of households and persons: a total whose word stands nowhere."""
    counts = [text for text in filled if re.fullmatch(r"(共|计)?\d+\s*(户|人|口人|口)", text)]
    return bool(counts) and all(text in counts or text.isdecimal() for text in filled)


def _person_or_odd(by_field: Mapping[str | None, Raw], filled: list[str]) -> tuple[str, str]:
    personal = [name for name in _PERSONAL if name in by_field and not says_nothing(by_field[name])]
    if "name" in by_field and (
        len(personal) > 1 or len(by_field) > 1 or evidence.share([by_field["name"]], "name") == 1
    ):
        return "person", ""
    if "id_no" in personal or len(personal) >= 2:
        return "person", ""
    if set(by_field) <= {columns.SERIAL, columns.IGNORED, "village", "village_group", "note"} and len(filled) <= 3:
        return "blank_row", ""
    if len(filled) == 1 and len(filled[0]) > 12:
        return "footer_row", ""
    return "not_understood", _("这一行没有姓名，看不出是谁，没有读入，请核对")


def _ties(sheet: Sheet, table: Table) -> dict[int, dict[int, int]]:
    """For every body row under a merged cell: column and the row the merged cell begins in."""
    ties: dict[int, dict[int, int]] = {}
    wide = {c.index for c in table.columns if c.field}
    for merge in sheet.merges:
        if merge.top not in table.body or merge.left not in wide or merge.bottom == merge.top:
            continue
        for row in range(merge.top, min(merge.bottom, table.body.stop - 1) + 1):
            ties.setdefault(row, {})[merge.left] = merge.top
    return ties


def _spots(sheet: Sheet, table: Table, row: int, ties: Mapping[int, int]) -> dict[str, Spot]:
    spots: dict[str, Spot] = {}
    for column in table.columns:
        if column.field in (None, columns.IGNORED):
            continue
        top = ties.get(column.index, row)
        value = (
            sheet.rows[top][column.index] if column.field in columns.HOUSEHOLD_FIELDS else sheet.rows[row][column.index]
        )
        spots.setdefault(str(column.field), Spot(value, Where(sheet.name, row + 1, column.index + 1, column.heading)))
    return spots


def _spots_of_total(sheet: Sheet, table: Table, row: int) -> tuple[Spot, ...]:
    words = (re.sub(r"\s+", "", text) for text in _filled(sheet.rows[row]))
    word = next((found[2] for found in map(_TOTAL.fullmatch, words) if found and found[2]), "")
    return tuple(
        Spot(value, Where(sheet.name, row + 1, column.index + 1, word or column.heading))
        for column, value in zip(table.columns, sheet.rows[row], strict=True)
        if not is_blank(value)
    )
