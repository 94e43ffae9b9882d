"""The invented roster: taken in again it gives the people it was made of, and its damage is noticed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest

from db.actions.households import NewHousehold
from db.ledgers.files.readers import read_book
from db.ledgers.roster import read_roster
from desktop.demo.ledger import write_roster
from desktop.demo.people import Inventor, Plan

PLAN = Plan(120, ("一组", "二组"), "桃溪村", date(2025, 10, 20))


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[NewHousehold]]:
    """The workbook and the households it was made of."""
    homes = list(Inventor(Random(7), PLAN).households())
    path = tmp_path_factory.mktemp("roster") / "册.xlsx"
    write_roster(path, PLAN, homes, Random(7))
    return path, homes


def test_everybody_comes_back_in_his_household_and_group(roster: tuple[Path, list[NewHousehold]]) -> None:
    path, homes = roster
    reading = read_roster(path, PLAN.until)
    people = [person for home in homes for person in home.persons]
    assert [person.value("name") for person in reading.persons] == [person.name for person in people]
    assert [len(home.members) for home in reading.households] == [len(home.persons) for home in homes]
    assert {home.value("village_group") for home in reading.households} == set(PLAN.groups)
    lost = [p for p, real in zip(reading.persons, people, strict=True) if p.value("id_no") != real.id_no]
    assert {person.cells["id_no"].finding.kind for person in lost} == {"id_float_lost"}
    assert len(lost) < 0.05 * len(people)  # a few cells are spoilt, and asked about


def test_it_is_as_uneven_as_a_villages(roster: tuple[Path, list[NewHousehold]]) -> None:
    """Cells merged over a household, full-width figures and blanks in a few numbers."""
    path, homes = roster
    sheets = read_book(path).sheets
    merged = sum(merge.left == merge.right == 1 and merge.top > 3 for sheet in sheets for merge in sheet.merges)
    assert merged == sum(len(home.persons) > 1 for home in homes)
    numbers = [row[10] for sheet in sheets for row in sheet.rows if isinstance(row[10], str) and len(row[10]) > 10]
    wide = [number for number in numbers if number[0] == "４"]
    blank = [number for number in numbers if number.endswith(" ")]
    assert 0 < len(wide) < 0.1 * len(numbers)
    assert 0 < len(blank) < 0.1 * len(numbers)
