"""Scores what was read from the sample rosters against what is true, cell by cell."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from db.ledgers.verdicts import CellVerdict, Outcome, RosterReading

HERE = Path(__file__).parent
TODAY = date(2025, 10, 20)
FIELDS = {
    "village.name": "village",
    "group.name": "village_group",
    "household.no": "household_no",
    "household.head_name": "head_name",
    "household.address": "address",
    "household.phone": "phone",
    "person.name": "name",
    "person.rel": "relation",
    "person.sex": "sex",
    "person.eth": "nationality",
    "person.birth": "birth_date",
    "person.id_no": "id_no",
    "person.edu": "education",
    "person.pol": "political_status",
    "person.note": "note",
}
LESS_PRECISE = {
    "20": {"22", "23", "24", "25", "26", "27"},
    "30": {"32", "33", "34", "35", "36", "37"},
    "10": {"11", "12"},
}


@dataclass
class Score:
    """The cells of one file by what became of them, and the ones that went wrong."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    wrong: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    def add(self, kind: str, result: str, place: str) -> None:
        """One cell."""
        self.counts[kind][result] += 1
        if result == "wrong":
            self.wrong.append(place)


class Truth:
    """The truth file, opened up."""

    def __init__(self, path: Path = HERE / "truth.json") -> None:
        self.data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        self.persons = {p["id"]: p for p in self.table("persons")}
        self.households = {h["id"]: h for h in self.table("households")}
        self.groups = {g["code"]: g["name"] for g in self.table("groups")}
        self.villages = {v["code"]: v["name"] for v in self.table("villages")}

    def table(self, name: str) -> list[dict[str, Any]]:
        """A table as records."""
        t = self.data[name]
        return [dict(t["constants"], **dict(zip(t["columns"], row, strict=False))) for row in t["rows"]]

    def files(self) -> list[str]:
        """The paths of the roster files."""
        return [f["path"] for f in self.data["files"]]

    def sheets(self, path: str) -> Iterator[tuple[str, list[list[Any]]]]:
        """Sheet names of a file with their columns."""
        file = next(f for f in self.data["files"] if f["path"] == path)
        columns: list[list[Any]] = []
        for sheet in file["sheets"]:
            columns = columns if isinstance(sheet["columns"], str) else sheet["columns"]
            yield sheet["name"], columns

    def rows(self, path: str, sheet: str, entity: str) -> dict[int, str]:
        """Row to record id."""
        out: dict[int, str] = {}
        for block in self.data["rows"]:
            if (block["file"], block["sheet"], block["entity"]) == (path, sheet, entity):
                for row, first, n in block["runs"]:
                    letter, digits = re.fullmatch(r"([a-z]+)(\d+)", first).groups()  # type: ignore[union-attr]
                    out.update({row + i: f"{letter}{int(digits) + i:0{len(digits)}d}" for i in range(n)})
        return out

    def defects(self, path: str) -> list[dict[str, Any]]:
        """The defects of a file."""
        return [
            dict(zip(block["columns"], row, strict=False), sheet=block["sheet"])
            for block in self.data["defects"]
            if block["file"] == path
            for row in block["rows"]
        ]

    def value(self, name: str, person: str, household: str) -> str | None:
        """The true value of a field for the person in a row."""
        p, h = self.persons[person], self.households[household]
        kind, _dot, key = name.partition(".")
        if name == "household.head_name":
            return str(self.persons[h["head"]]["name"])
        if name == "village.name":
            return str(self.villages[h["village"]])
        if name == "group.name":
            return str(self.groups[h["group"]])
        return (p if kind == "person" else h).get(key)


def same(field_name: str, mine: str | None, true: str | None) -> bool:
    """The stored value is the true one, in the spellings the data set allows."""
    if field_name == "sex":
        mine = {"1": "男", "2": "女"}.get(mine or "", mine)
    if field_name == "nationality":
        return (mine or "").removesuffix("族") == (true or "").removesuffix("族")
    if field_name == "relation":
        return mine == true or (true or "") in LESS_PRECISE.get(mine or "", set())
    return (mine or "") == (true or "")


def result_of(cell: CellVerdict | None, field_name: str, true: str | None, raw: str) -> str:
    """recovered, flagged or wrong."""
    if cell is None:
        return "wrong"
    if cell.flagged:
        return "flagged"
    if field_name == "note":  # the words are kept as they stand; status and tags are read from them later
        return "recovered" if (cell.value or "") == raw.strip() else "wrong"
    return "recovered" if same(field_name, cell.value, true) else "wrong"


def score_file(truth: Truth, path: str, reading: RosterReading) -> Score:
    """Every mapped cell of one file."""
    score = Score()
    cells = {
        (c.where.sheet, row, c.where.column): c
        for c in reading.cells
        if c.where.column
        for row in (c.where.row, *c.repeated)
    }
    person_rows = {(p.sheet, p.row) for p in reading.persons}
    expected_rows: set[tuple[str, int]] = set()
    defects = {(d["sheet"], d["row"], d["column"]): d for d in truth.defects(path)}
    for sheet, columns in truth.sheets(path):
        own = truth.rows(path, sheet, "person")
        twice = truth.rows(path, sheet, "person_dup")
        starts = truth.rows(path, sheet, "household")
        at = households_by_row(own | twice, starts)
        for row, person in sorted((own | twice).items()):
            expected_rows.add((sheet, row))
            for number, heading, name, *_rest in columns:
                defect = defects.get((sheet, row, heading))
                shared = name.split(".")[0] in ("household", "group", "village")
                if name == "ignore" or (
                    shared and row not in starts and (sheet, row, number) not in cells and not defect
                ):
                    continue
                expected = Expected(
                    FIELDS[name],
                    truth.value(name, person, at[row]),
                    defect,
                    f"{path} {sheet} R{row} {heading}",
                    row in twice,
                )
                _score_cell(score, cells.get((sheet, row, number)), expected)
    score.invented = [f"{path} {s} R{r}" for s, r in sorted(person_rows - expected_rows)]
    for s, r in sorted(expected_rows - person_rows):
        score.add("row_lost", "wrong", f"{path} {s} R{r}")
    _score_rows(score, truth, path, reading, person_rows)
    return score


def households_by_row(rows: dict[int, str], starts: dict[int, str]) -> dict[int, str]:
    """The household each row belongs to."""
    at: dict[int, str] = {}
    current = ""
    for row in sorted(rows):
        current = starts.get(row, current)
        at[row] = current
    return at


@dataclass(frozen=True)
class Expected:
    """What a cell is to hold: the field, its true value, the defect listed for it, whether the row is a second one."""

    field: str
    true: str | None
    defect: dict[str, Any] | None
    place: str
    dup: bool


def _score_cell(score: Score, cell: CellVerdict | None, expected: Expected) -> None:
    raw, name, defect = cell.raw if cell else "", expected.field, expected.defect
    told = f"{expected.place}: {raw!r} -> {cell.value if cell else None!r}, true {expected.true!r}"
    if defect is None:
        result = result_of(cell, name, expected.true, raw)
        # the second row of a person says where she was born into, not where she lives
        score.add("(clean)", "recovered" if expected.dup and result == "wrong" else result, told)
        return
    kind, expect = defect["kind"], defect["expect"]
    if expect == "null":
        result = "flagged" if cell and cell.flagged else "recovered" if cell is None or cell.value is None else "wrong"
    else:
        result = result_of(cell, name, defect["true"], str(defect["raw"]) if name == "note" else raw)
    if kind.startswith("dup_person") and result != "flagged":
        result = "wrong"
    score.add(f"{expect}:{kind}", result, f"{kind} {told}")


def _score_rows(score: Score, truth: Truth, path: str, reading: RosterReading, persons: set[tuple[str, int]]) -> None:
    flagged = {(c.where.sheet, c.where.row, c.where.cell) for c in reading.flagged}
    sheets = {
        name: next(h.value("village_group") for h in reading.households if h.sheet == name)
        for name, _c in truth.sheets(path)
    }
    checks: dict[str, Callable[[dict[str, Any]], str]] = {
        "blank_row": lambda d: "wrong" if (d["sheet"], d["row"]) in persons else "recovered",
        "total_row": lambda d: "wrong" if (d["sheet"], d["row"]) in persons else "recovered",
        "footer_row": lambda d: "wrong" if (d["sheet"], d["row"]) in persons else "recovered",
        "csv_trailing_empty_columns": lambda d: "wrong" if _beyond(reading, truth, path) else "recovered",
        "total_mismatch": lambda d: "flagged" if any(f[:2] == (d["sheet"], d["row"]) for f in flagged) else "wrong",
        "sheet_name_variant": lambda d: "recovered" if sheets[d["sheet"]] == d["true"] else "wrong",
    }
    for defect in truth.defects(path):
        if defect["kind"] in checks:
            score.add(
                f"{defect['expect']}:{defect['kind']}",
                checks[defect["kind"]](defect),
                f"{path} {defect['sheet']} R{defect['row']} {defect['kind']}",
            )
    assert {c.outcome for c in (cell.finding for cell in reading.cells)} <= set(Outcome)


def _beyond(reading: RosterReading, truth: Truth, path: str) -> bool:
    """A cell was read to the right of the last column that holds anything."""
    last = max(column[0] for _sheet, columns in truth.sheets(path) for column in columns)
    return any(cell.where.column > last for cell in reading.cells)


def table(scores: dict[str, Score]) -> str:
    """The score as text: a line for each file and for each kind of defect."""
    lines = [f"{'':42}{'recovered':>11}{'flagged':>9}{'wrong':>7}"]
    total: dict[str, Counter[str]] = defaultdict(Counter)
    for path, score in scores.items():
        whole = Counter[str]()
        for kind, counts in score.counts.items():
            total[kind].update(counts)
            whole.update(counts)
        lines.append(_line(path, whole))
    lines += [_line(kind, total[kind]) for kind in sorted(total)]
    return "\n".join(lines)


def _line(name: str, counts: Counter[str]) -> str:
    wide = sum(1 for char in name if ord(char) > 0x2E80)
    return f"{name:<{42 - wide}}{counts['recovered']:>11}{counts['flagged']:>9}{counts['wrong']:>7}"
