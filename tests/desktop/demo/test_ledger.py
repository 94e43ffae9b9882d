"""The invented roster: taken in again it gives the people it was made of, and its damage is noticed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from db.ledgers.roster import read_roster
from desktop.demo import ledger
from desktop.demo.people import Inventor, Plan

PLAN = Plan(12, ("一组", "二组"), "桃溪村", date(2025, 10, 20))


def test_everybody_comes_back_and_what_was_spoilt_is_asked_about(tmp_path: Path) -> None:
    homes = list(Inventor(Random(7), PLAN).households())
    path = tmp_path / "册.xlsx"
    ledger.write_roster(path, PLAN, homes, Random(7))
    reading = read_roster(path, PLAN.until)
    people = [person for home in homes for person in home.persons]
    assert [person.value("name") for person in reading.persons] == [person.name for person in people]
    assert len(reading.households) == len(homes)
    assert {home.value("village_group") for home in reading.households} == set(PLAN.groups)
    wrong = [p for p, real in zip(reading.persons, people, strict=True) if p.value("id_no") not in (real.id_no, None)]
    assert wrong == []
