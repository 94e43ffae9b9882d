"""The roster written out: one person a row, an open cell as it was read, in three formats."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from db import KnownError, RuleError, Store
from db.actions.corrections import correct
from db.actions.households import tag_household
from db.ledgers.exports import NAMES, export_roster
from db.ledgers.files.readers import read_book
from db.ledgers.imports import import_ledger
from db.models import Household
from tests.ledgers.villages import Page, to_xlsx
from tests.makers import make_household


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_one_person_a_row_in_house_order_with_the_head_beside(village: Store, tmp_path: Path) -> None:
    make_household(village, "王建平", no="002")
    make_household(village, "李林峰", "陈秀英", no="001", phone="15488160538")
    assert export_roster(village, tmp_path / "册.csv") == 3
    rows = _rows(tmp_path / "册.csv")
    assert [(r["户号"], r["姓名"], r["户主姓名"], r["与户主关系"]) for r in rows] == [
        ("001", "李林峰", "李林峰", "户主"),
        ("001", "陈秀英", "李林峰", "其他亲属"),
        ("002", "王建平", "王建平", "户主"),
    ]  # fmt: skip
    assert [r["联系电话"] for r in rows] == ["15488160538", "15488160538", ""]


def test_codes_instead_of_words_where_wished(village: Store, tmp_path: Path) -> None:
    make_household(village)
    export_roster(village, tmp_path / "册.csv", headers="codes")
    (row,) = _rows(tmp_path / "册.csv")
    assert list(row) == list(NAMES)
    assert row["relation"] == "02"


def test_an_open_cell_leaves_as_it_was_read(village: Store, tmp_path: Path) -> None:
    """What nobody has settled is not lost on the way through the book."""
    rows = [["户号", "姓名", "与户主关系", "身份证号"], ["001", "李林峰", "户主", "430499198010036754"]]
    import_ledger(village, to_xlsx(tmp_path / "册.xlsx", [Page("一组", rows, [])]))  # type: ignore[arg-type]
    export_roster(village, tmp_path / "出.csv", headers="codes")
    assert _rows(tmp_path / "出.csv")[0]["id_no"] == "430499198010036754"


def test_tags_of_persons_and_hidden_households(village: Store, tmp_path: Path) -> None:
    home = make_household(village)
    other = make_household(village, "王建平", no="002")
    tag_household(village, home, "脱贫户")
    with village.write() as session:
        gone = session.get(Household, other)
        assert gone is not None
        gone.hidden = 1
        session.add(gone)
    export_roster(village, tmp_path / "册.csv")
    assert [row["姓名"] for row in _rows(tmp_path / "册.csv")] == ["李林峰"]


def test_only_one_village_and_one_that_is_not_there(village: Store, tmp_path: Path) -> None:
    make_household(village)
    for named in ("桃溪村", "430499101201"):
        assert export_roster(village, tmp_path / "册.csv", village=named) == 1
    with pytest.raises(RuleError, match="石桥村"):
        export_roster(village, tmp_path / "无.csv", village="石桥村")
    assert not (tmp_path / "无.csv").exists()


@pytest.mark.parametrize("ending", ["xlsx", "csv", "dbf"])
def test_every_format_gives_back_the_same_words(village: Store, tmp_path: Path, ending: str) -> None:
    home = make_household(village)
    correct(village, "household", home, {"address": "=1+1"})
    export_roster(village, tmp_path / f"册.{ending}")
    rows = read_book(tmp_path / f"册.{ending}").sheets[0].rows
    assert len(rows) == 2
    assert {"001", "一组", "=1+1", "李林峰"} <= set(rows[1])


def test_an_unknown_ending_and_a_place_that_cannot_be_written(village: Store, tmp_path: Path) -> None:
    make_household(village)
    with pytest.raises(RuleError, match="xlsx"):
        export_roster(village, tmp_path / "册.pdf")
    with pytest.raises(KnownError) as refused:
        export_roster(village, tmp_path / "no folder" / "册.csv")
    assert refused.value.code == "NO_ACCESS"
