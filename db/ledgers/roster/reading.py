"""A household roster (户籍花名册), read: households, persons, and a verdict on every cell and row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from gettext import gettext as _
from pathlib import Path
from typing import Final

from db.errors import KnownError
from db.identity import china_day
from db.ledgers.cells.groups import village_name
from db.ledgers.cells.phones import read_phone
from db.ledgers.files.readers import read_book
from db.ledgers.files.sheets import Book, Sheet, text_of
from db.ledgers.layout import columns, evidence
from db.ledgers.layout.lines import SheetLines, read_lines
from db.ledgers.roster.crosscheck import check_persons
from db.ledgers.roster.drafts import Draft, drafts_of
from db.ledgers.roster.grouping import households_of
from db.ledgers.roster.household_cells import NumberStyle, household_cells, phones_are_personal
from db.ledgers.roster.kinship import check_households
from db.ledgers.roster.totals import check_totals
from db.ledgers.verdicts import CellVerdict, HouseholdRead, Outcome, PersonRead, RosterReading, RowVerdict, Where

_REPEATED: Final = 0.8
_KIND_WORDS: Final = {
    "monitor": "防返贫监测名单",
    "land": "土地确权台账",
    "requests": "诉求台账",
    "disputes": "矛盾纠纷台账",
}


def read_roster(path: Path, today: date | None = None) -> RosterReading:
    """Reads a roster file whatever its layout; a file that is none is refused with a KnownError."""
    book = read_book(path)
    return read_roster_of(book, today or china_day(datetime.now(UTC)))


def read_roster_of(book: Book, today: date, *, insist: bool = False) -> RosterReading:
    """Reads the roster in a book that is in memory; ``insist`` where somebody says it is one although it looks like
    another ledger.
    """
    sheets = [read_lines(sheet) for sheet in book.sheets if sheet.visible]
    if not any(sheet.lines for sheet in sheets):
        raise _refusal(book)
    if not insist and _is_of_another_kind(sheets):
        raise _refusal(book)
    repeats = _repeating_sheets(sheets)
    grouped = [lines for sheet in sheets if sheet.name not in repeats for lines in households_of(sheet.lines)]
    households = drafts_of(grouped, today)
    drafts = [draft for members in households for draft in members]
    check_persons(drafts, today)
    check_households(households)
    return _reading(book, [sheet for sheet in sheets if sheet.name not in repeats], households, today)


def _repeating_sheets(sheets: Sequence[SheetLines]) -> set[str]:
    """Sheets that show again whom the sheets before them have shown: a list of the whole village, an old copy."""
    seen: set[str] = set()
    repeats: set[str] = set()
    for sheet in sheets:
        numbers = {number for line in sheet.lines if len(number := evidence.compact(line.raw("id_no"))) >= 15}
        if len(numbers) >= 5 and len(numbers & seen) > _REPEATED * len(numbers):
            repeats.add(sheet.name)
        seen |= numbers
    return repeats


def _is_of_another_kind(sheets: Sequence[SheetLines]) -> bool:
    headings = [column.heading for sheet in sheets for table in sheet.tables for column in table.columns]
    return columns.other_kind(headings) is not None


def _refusal(book: Book) -> KnownError:
    rows = [[v for v in row if isinstance(v, str) and len(v) < 20] for sheet in book.sheets for row in sheet.rows[:8]]
    kind = next(filter(None, map(columns.other_kind, rows)), None)
    if kind:
        sentence = _("“{name}”看起来是{kind}，不是户籍花名册，没有读入。")
        return KnownError(sentence.format(name=book.file_name, kind=_(_KIND_WORDS[kind])), code="WRONG_KIND")
    sentence = _("在“{name}”里找不到表头（姓名、身份证号、与户主关系等），没有读入。请在表格上方写明每一列是什么。")
    return KnownError(sentence.format(name=book.file_name), code="NO_HEADER")


def _reading(
    book: Book, sheets: Sequence[SheetLines], households: Sequence[Sequence[Draft]], today: date
) -> RosterReading:
    style = NumberStyle.of(households)
    personal = phones_are_personal(households)
    titles = {sheet.name: sheet.titles for sheet in sheets}
    read: list[HouseholdRead] = []
    persons: list[PersonRead] = []
    for index, members in enumerate(households):
        first = members[0].line
        cells = household_cells(members, style, titles[first.sheet], personal, today)
        rows = tuple(range(len(persons), len(persons) + len(members)))
        read.append(HouseholdRead(first.sheet, first.row, cells, rows))
        persons.extend(_person(draft, index, personal) for draft in members)
    rows_told = [row for sheet in sheets for row in sheet.others]
    rows_told += [RowVerdict(p.sheet, p.row, Outcome.TAKEN, "person") for p in persons]
    rows_told += _sheet_verdicts(book.sheets, sheets)
    return RosterReading(
        book.file_name,
        book.sha256,
        _village(book, sheets, read),
        tuple(read),
        tuple(persons),
        tuple(sorted(rows_told, key=lambda row: (_order(book, row.sheet), row.row))),
        check_totals(sheets, households),
    )


def _order(book: Book, sheet: str) -> int:
    return next(i for i, one in enumerate(book.sheets) if one.name == sheet)


def _person(draft: Draft, household: int, personal: bool) -> PersonRead:
    cells = {}
    found = dict(draft.found)
    if personal and "phone" in draft.line.spots:
        found["person_phone"] = found.get("person_phone") or read_phone(draft.line.raw("phone"))
    for name, finding in found.items():
        spot = draft.line.spots.get("phone" if name == "person_phone" and personal else name)
        where = spot.where if spot else Where(draft.line.sheet, draft.line.row, 0, "")
        cells[name] = CellVerdict(where, name, text_of(spot.value) if spot else "", finding)
    return PersonRead(draft.line.sheet, draft.line.row, household, cells)


def _sheet_verdicts(all_sheets: Sequence[Sheet], read: Sequence[SheetLines]) -> list[RowVerdict]:
    told = [
        RowVerdict(sheet.name, 0, Outcome.IGNORED, "hidden_sheet", raw=_("隐藏的工作表"))
        for sheet in all_sheets
        if not sheet.visible
    ]
    names = {sheet.name for sheet in read}
    told += [
        RowVerdict(sheet.name, 0, Outcome.IGNORED, "repeats_another_sheet", raw=_("和前面的工作表重复，没有读入"))
        for sheet in all_sheets
        if sheet.visible and sheet.name not in names
    ]
    for sheet in read:
        if not sheet.tables:
            told.append(RowVerdict(sheet.name, 0, Outcome.IGNORED, "not_a_roster", raw=_("没有花名册的表头")))
        unknown = [c.heading for table in sheet.tables for c in table.columns if c.heading and c.field is None]
        if unknown:
            raw = "、".join(dict.fromkeys(unknown))
            told.append(RowVerdict(sheet.name, 0, Outcome.IGNORED, "columns_left_out", raw=raw))
    return told


def _village(book: Book, sheets: Sequence[SheetLines], households: Sequence[HouseholdRead]) -> str:
    """The village most cells name, else the titles, the file or its folder."""
    counted = Counter(filter(None, (household.value("village") for household in households)))
    if counted:
        return str(counted.most_common(1)[0][0])
    texts = [title for sheet in sheets for title in sheet.titles] + [book.file_name, book.folder]
    texts += [str(household.value("address") or "") for household in households[:20]]
    return next(filter(None, (village_name(re.sub(r"\.\w+$", "", text)) for text in texts)), "")
