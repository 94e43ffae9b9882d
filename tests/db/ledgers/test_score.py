"""The sample rosters of three villages, scored cell by cell against the truth."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from db.ledgers.roster import read_roster
from db.ledgers.verdicts import Finding, PersonRead, RosterReading, taken
from tests.ledgers.scorer import HERE, TODAY, Score, Truth, score_file, table


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    """Every roster file, read and scored."""
    truth = Truth()
    return {path: score_file(truth, path, read_roster(Path(HERE / path), TODAY)) for path in truth.files()}


def _sum(scores: dict[str, Score], expect: str) -> Counter[str]:
    total: Counter[str] = Counter()
    for score in scores.values():
        for kind, counts in score.counts.items():
            if kind.startswith(expect):
                total.update(counts)
    return total


def test_nothing_is_silently_wrong(scores: dict[str, Score]) -> None:
    print(table(scores))
    assert [place for score in scores.values() for place in score.wrong] == []


def test_what_can_be_recovered_is(scores: dict[str, Score]) -> None:
    found = _sum(scores, "recover:")
    assert found["recovered"] >= 0.98 * found.total()
    assert found.total() > 600


def test_what_must_be_looked_at_is_flagged(scores: dict[str, Score]) -> None:
    found = _sum(scores, "flag:")
    assert found["flagged"] == found.total() > 250


def test_nothing_is_made_of_nothing(scores: dict[str, Score]) -> None:
    assert [place for score in scores.values() for place in score.invented] == []
    assert _sum(scores, "null:")["wrong"] == _sum(scores, "ignore:")["wrong"] == 0


def test_sound_cells_are_left_in_peace(scores: dict[str, Score]) -> None:
    found = _sum(scores, "(clean)")
    assert found["flagged"] <= 0.001 * found.total()


def test_the_scorer_sees_what_is_wrong() -> None:
    """A value changed, a flag dropped, a row lost or invented: each is noticed."""
    truth = Truth()
    path = truth.files()[0]
    reading = read_roster(HERE / path, TODAY)
    flagged = next(p for p in reading.persons if p.cells["id_no"].finding.kind == "id_float_lost")
    spoilt = [
        _with(reading, reading.persons[5], "name", taken("王五")),
        _with(reading, reading.persons[5], "birth_date", taken("1999-01-01")),
        _with(reading, flagged, "id_no", taken(flagged.cells["id_no"].raw)),
        replace(reading, persons=reading.persons[:5] + reading.persons[6:]),
    ]
    assert [len(score_file(truth, path, one).wrong) > 0 for one in spoilt] == [True] * 4
    stray = replace(reading.persons[0], row=62)
    assert score_file(truth, path, replace(reading, persons=(*reading.persons, stray))).invented == [f"{path} 一组 R62"]


def _with(reading: RosterReading, person: PersonRead, field: str, finding: Finding) -> RosterReading:
    changed = replace(person, cells={**person.cells, field: person.cells[field].but(finding)})
    return replace(reading, persons=tuple(changed if one is person else one for one in reading.persons))
