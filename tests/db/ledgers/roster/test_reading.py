"""Rosters of any layout: the same people come out, in the same households, whatever the village's paper looks like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.errors import KnownError
from db.ledgers.roster import read_roster
from db.ledgers.verdicts import Outcome, PersonRead, RosterReading
from tests.ledgers import villages
from tests.ledgers.remix import remixed
from tests.ledgers.scorer import TODAY, Truth, same, score_file
from tests.ledgers.villages import Page, Who, to_xlsx

HEAD = ["户号", "户主姓名", "住址", "电话", "姓名", "与户主关系", "性别", "出生日期", "身份证号", "备注"]
OWN = {"name": "name", "relation": "relation", "sex": "sex", "birth_date": "birth", "id_no": "id_no"}
OWN |= {"nationality": "nationality", "education": "education"}


def _row(who: Who, **changes: object) -> list[object]:
    w = replace(who, **{k: v for k, v in changes.items() if k in Who.__dataclass_fields__})  # type: ignore[arg-type]
    cells = [w.number, w.head, w.address, w.phone, w.name, w.word, w.sex, w.birth, w.id_no, ""]
    for heading, value in changes.items():
        if heading in HEAD:
            cells[HEAD.index(heading)] = value
    return list(cells)


def _family(size: int = 3) -> list[Who]:
    return next(members for members in villages.people() if len(members) == size)


def _read(folder: Path, rows: list[list[object]], head: list[str] | None = None) -> RosterReading:
    page = Page("一组", [head or HEAD, *rows], [])  # type: ignore[list-item]
    return read_roster(to_xlsx(folder / "册.xlsx", [page]), TODAY)


def _kinds(reading: RosterReading) -> dict[str, str]:
    return {cell.where.cell: cell.finding.kind for cell in reading.flagged}


@pytest.mark.parametrize("shape", villages.SHAPES, ids=lambda shape: shape.__name__)
def test_every_village_has_its_own_paper(shape: Callable[..., Path], tmp_path: Path) -> None:
    folder = tmp_path / "桃溪村"
    folder.mkdir()
    families = villages.people(households=24)
    reading = read_roster(shape(folder, families), TODAY)
    found = {person.value("id_no"): person for person in reading.persons}
    assert len(found) == len(reading.persons) == sum(map(len, families))
    assert reading.village == "桃溪村"
    assert [cell for cell in reading.flagged if cell.finding.kind] == []
    for members in families:
        own = {found[who.id_no].household for who in members}
        assert len(own) == 1
        assert len(reading.households[own.pop()].members) == len(members)
        for who in members:
            _same_person(reading, found[who.id_no], who)


def _same_person(reading: RosterReading, person: PersonRead, who: Who) -> None:
    for field, name in OWN.items():
        if field in person.cells:
            assert same(field, person.value(field), getattr(who, name)), (field, who)
    household = reading.households[person.household]
    group = household.value("village_group")
    assert group in (who.group, None)
    if "person_phone" in person.cells:
        assert person.value("person_phone") == (villages.own_phone(who) if who.birth <= "2012" else None)
    elif "phone" in household.cells:
        assert (household.value("phone") or "") == who.phone


@pytest.mark.parametrize("turn", range(9))
def test_the_samples_in_other_layouts(turn: int, seed: int, tmp_path: Path) -> None:
    """The defects of the sample files in columns shuffled, renamed, dropped, unmerged, under higher headers."""
    truth = Truth()
    path = truth.files()[turn]
    remix = remixed(truth, path, seed + turn, tmp_path / "册.xlsx")
    score = score_file(remix, path, read_roster(tmp_path / "册.xlsx", TODAY))
    assert score.wrong == []
    assert score.invented == []
    clean = score.counts["(clean)"]
    assert clean["flagged"] <= 0.005 * clean.total()


def test_a_person_in_two_households_is_asked_about(tmp_path: Path) -> None:
    home, other = villages.people()[1], villages.people()[2]
    daughter = home[1]
    first = other[0]
    again = replace(daughter, number=first.number, head=first.head, address=first.address, phone=first.phone)
    reading = _read(
        tmp_path, [_row(w) for w in home] + [_row(w) for w in other] + [_row(again, 与户主关系="妹妹", 备注="外嫁")]
    )
    last = len(home) + len(other) + 2
    assert _kinds(reading) == {f"I{last}": "dup_person_two_households"}


def test_a_copied_number_stays_with_the_one_it_describes(tmp_path: Path) -> None:
    first, second, third = _family()
    reading = _read(tmp_path, [_row(first), _row(second), _row(third, id_no=first.id_no)])
    assert _kinds(reading)["I4"] == "id_copied_from_other"
    assert reading.persons[0].value("id_no") == first.id_no


def test_two_heads_and_no_head(tmp_path: Path) -> None:
    one, two, three = _family()
    second_head = _read(tmp_path, [_row(one), _row(two, 与户主关系="户主"), _row(three)])
    assert "two_heads" in _kinds(second_head).values()
    nobody = _read(tmp_path, [_row(who, 户主姓名="") for who in (replace(one, relation="98"), two, three)])
    assert "no_head" in _kinds(nobody).values()


def test_the_head_column_may_be_out_of_date(tmp_path: Path) -> None:
    reading = _read(tmp_path, [_row(w, head="王老五") for w in _family()])
    assert [c.finding.kind for c in reading.flagged] == ["head_column_stale"]
    assert reading.flagged[0].repeated == (3, 4)


def test_counts_that_do_not_agree(tmp_path: Path) -> None:
    head = [*HEAD, "家庭人口"]
    rows = [[*_row(w), 5] for w in _family()]
    rows.append(["合计", "1户", "", "", "9人"])
    kinds = _kinds(_read(tmp_path, rows, head))
    assert kinds == {"K2": "member_count_mismatch", "E5": "total_mismatch"}


def test_birth_and_number_far_apart(tmp_path: Path) -> None:
    one, *rest = _family()
    reading = _read(tmp_path, [_row(one, birth="1931-01-02"), *map(_row, rest)])
    assert _kinds(reading) == {"H2": "birth_conflicts_id", "I2": "id_conflicts_row"}
    slip = _read(tmp_path, [_row(one, birth=one.birth[:-2] + "28"), *map(_row, rest)])
    assert _kinds(slip) == {"H2": "birth_conflicts_id"}


def test_a_row_without_a_name_is_not_lost(tmp_path: Path) -> None:
    one, *rest = _family()
    empty: list[object] = ["001", "", "", "", "", "", "", "", "", "空户"]
    reading = _read(tmp_path, [_row(one), *(_row(w, name="") for w in rest), empty])
    assert [c.finding.kind for c in reading.flagged] == ["name_missing", "name_missing"]
    assert len(reading.persons) == 3


def test_what_cannot_be_understood_is_told(tmp_path: Path) -> None:
    rows = [_row(w) for w in _family()]
    rows.insert(1, ["", "", "桃溪村一组3号", "15412345678", "", "", "男", "", "", ""])
    reading = _read(tmp_path, rows)
    assert [(row.row, row.kind) for row in reading.refused] == [(3, "not_understood")]
    assert len(reading.persons) == 3


def test_ditto_marks(tmp_path: Path) -> None:
    one, *rest = _family()
    head = [*HEAD, "民族"]
    rows = [[*_row(one), "苗"], *([*_row(w), "〃"] for w in rest)]
    reading = _read(tmp_path, rows, head)
    assert [person.value("nationality") for person in reading.persons] == ["苗", "苗", "苗"]
    assert reading.flagged == ()


def test_a_daughter_in_law_written_as_a_daughter(tmp_path: Path) -> None:
    """性别 against 关系: nobody is decided for, both stay open where no number helps."""
    one, two, three = _family()
    reading = _read(tmp_path, [_row(one), _row(two), _row(three, sex="女" if three.sex == "男" else "男", id_no="")])
    assert set(_kinds(reading).values()) >= {"relation_conflicts_sex", "sex_conflicts_relation"}


def test_hidden_sheets_stay_out(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "册.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("一组", "旧册"):
            sheet = book.add_worksheet(name)
            for r, row in enumerate([HEAD, *(_row(w) for w in _family())]):
                sheet.write_row(r, 0, row)
        sheet.hide()
    reading = read_roster(path, TODAY)
    assert len(reading.persons) == 3
    assert [(row.sheet, row.kind) for row in reading.rows if row.row == 0] == [("旧册", "hidden_sheet")]


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (["序号", "排查日期", "当事人", "纠纷类型", "简要情况", "化解结果"], "WRONG_KIND"),
        (["序号", "接件时间", "姓名", "联系方式", "诉求内容", "是否受理", "答复时间"], "WRONG_KIND"),
        (["甲", "乙", "丙"], "NO_HEADER"),
    ],
)
def test_other_papers_are_refused(tmp_path: Path, head: list[str], code: str) -> None:
    with pytest.raises(KnownError) as refused:
        _read(tmp_path, [["1", "2025-01-02", "蒋兆丰", "邻里", "屋檐滴水", "成功", "x"][: len(head)]], head)
    assert refused.value.code == code
    assert str(refused.value).endswith("。")


def test_nothing_is_taken_and_empty_at_once(tmp_path: Path) -> None:
    reading = _read(tmp_path, [_row(w) for members in villages.people(households=10) for w in members])
    for cell in reading.cells:
        assert (cell.finding.outcome is Outcome.TAKEN) == (cell.value is not None)


def test_today_decides_what_a_short_year_means(tmp_path: Path) -> None:
    one, *rest = _family()
    rows = [_row(one, 出生日期="16.4.13", 身份证号="", 与户主关系="户主"), *(_row(w) for w in rest)]
    path = to_xlsx(tmp_path / "册.xlsx", [Page("一组", [HEAD, *rows], [])])  # type: ignore[list-item]
    assert read_roster(path, date(2015, 1, 1)).persons[0].value("birth_date") == "1916-04-13"
    assert read_roster(path, date(2025, 1, 1)).persons[0].value("birth_date") == "2016-04-13"
