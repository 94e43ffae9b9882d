"""A roster as a village keeps it: merged cells, a header of two rows, one sheet a group, numbers that were damaged."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Final

import xlsxwriter

from db.actions.households import NewHousehold, NewPerson
from db.rules.codes import ETHNICITY, RELATION, SEX, label
from desktop.demo.people import Plan

_TOP: Final = ("序号", "户号", "户主姓名", "家庭住址", "联系电话")
_BELOW: Final = ("姓名", "与户主关系", "性别", "民族", "出生日期", "身份证号码", "文化程度")
_EDUCATION: Final = {"80": "小学", "70": "初中", "60": "高中", "40": "中专", "30": "大专", "20": "本科"}


def write_roster(path: Path, plan: Plan, households: Sequence[NewHousehold], random: Random) -> None:
    """Writes the households of a village as an uneven workbook; a few cells are written the wrong way."""
    with xlsxwriter.Workbook(str(path)) as book:
        centred = book.add_format({"align": "center", "valign": "vcenter", "border": 1})
        for group, of_group in groupby(households, key=lambda h: h.village_group or ""):
            sheet = book.add_worksheet(group)
            _head(sheet, centred, plan.village, group)
            row = 4
            for number, household in enumerate(of_group, 1):
                row = _household(sheet, centred, row, number, household, random)
            sheet.write(row, 0, "合计")
            sheet.write(row + 1, 0, "填表人：周建国")


def _head(sheet: xlsxwriter.worksheet.Worksheet, centred: object, village: str, group: str) -> None:
    width = len(_TOP) + len(_BELOW)
    sheet.merge_range(0, 0, 0, width, f"{village}{group}户籍花名册", centred)
    sheet.write(1, 0, f"填报单位：{village}村民委员会")
    for column, words in enumerate(_TOP):
        sheet.merge_range(2, column, 3, column, words, centred)
    sheet.merge_range(2, len(_TOP), 2, width - 1, "家庭成员情况", centred)
    for column, words in enumerate(_BELOW, len(_TOP)):
        sheet.write(3, column, words, centred)
    sheet.merge_range(2, width, 3, width, "备注", centred)


def _household(
    sheet: xlsxwriter.worksheet.Worksheet,
    centred: object,
    row: int,
    number: int,
    household: NewHousehold,
    random: Random,
) -> int:
    last = row + len(household.persons) - 1
    shared: tuple[str | int | None, ...] = (
        number,
        household.household_no,
        household.persons[0].name,
        household.address,
        household.phone,
    )
    for column, value in enumerate(shared):
        if last > row:
            sheet.merge_range(row, column, last, column, value, centred)
        else:
            sheet.write(row, column, value, centred)
    for person in household.persons:
        for column, cell in enumerate(_cells(person, random), len(_TOP)):
            sheet.write(row, column, cell, centred)
        row += 1
    return row


def _cells(person: NewPerson, random: Random) -> tuple[str | float, ...]:
    born = person.birth_date
    assert born is not None
    number: str | float = person.id_no or ""
    luck = random.random()
    if luck < 0.01:
        number = float(person.id_no[:17] + "0") if person.id_no else ""  # a spreadsheet turned it into a number
    elif luck < 0.04:
        number = "".join(chr(ord(c) + 0xFEE0) if c.isdecimal() else c for c in person.id_no or "")
    elif luck < 0.06:
        number = f"{person.id_no} "
    day = random.choice((f"{born:%Y.%m.%d}", f"{born:%Y-%m-%d}", f"{born.year}年{born.month}月{born.day}日"))
    return (
        person.name,
        label(RELATION, person.relation),
        label(SEX, person.sex).removesuffix("性"),
        label(ETHNICITY, person.nationality).removesuffix("族"),
        day,
        number,
        _EDUCATION.get(person.education or "", ""),
        person.whereabouts or "",
    )
