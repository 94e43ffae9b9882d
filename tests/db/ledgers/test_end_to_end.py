"""The whole way, as a check from outside would go it: file in, roster out, every cell held against the truth."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from db import Store
from db.ledgers.exports import export_roster
from db.ledgers.imports import import_ledger
from tests.ledgers.scorer import FIELDS, HERE, Truth, households_by_row, same

TRUTH = Truth()


def _rows(store: Store, path: Path) -> dict[tuple[str, int], dict[str, str]]:
    export_roster(store, path, headers="codes")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {(row["source_sheet"], int(row["source_row"])): row for row in csv.DictReader(file)}


@pytest.mark.slow
@pytest.mark.parametrize("path", TRUTH.files())
def test_what_comes_out_is_true_or_told(path: str, make_store: Callable[..., Store], tmp_path: Path) -> None:
    store = make_store("village", name=path.split("/", maxsplit=1)[0])
    document = import_ledger(store, HERE / path).document()
    told = {(cell["sheet"], cell["row"], cell["column"]) for cell in document["flagged"]}
    rows = _rows(store, tmp_path / "out.csv")
    wrong, checked = [], 0
    defects = {(d["sheet"], d["row"], d["column"]): d for d in TRUTH.defects(path)}
    for sheet, columns in TRUTH.sheets(path):
        persons = TRUTH.rows(path, sheet, "person")
        starts = TRUTH.rows(path, sheet, "household")
        at = households_by_row(persons, starts)
        for row, person in persons.items():
            for _number, heading, name, *_rest in columns:
                if name in ("ignore", "person.note", "household.head_name") or (sheet, row, heading) in told:
                    continue
                defect = defects.get((sheet, row, heading))
                true = TRUTH.value(name, person, at[row])
                mine = rows[sheet, row][FIELDS[name]]
                first = next(r for r in starts if at[r] == at[row] and starts[r] == at[row])
                if same(FIELDS[name], mine, true) or (sheet, first, heading) in told:
                    checked += 1
                elif not (mine == "" and _nothing_there(defect, defects.get((sheet, first, heading)))):
                    wrong.append((sheet, row, heading, mine, true))
    assert wrong == []
    assert checked > 2000


def _nothing_there(*defects: dict[str, str] | None) -> bool:
    return any(defect is not None and defect["expect"] == "null" for defect in defects)
