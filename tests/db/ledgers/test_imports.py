"""Ledgers in the book: found again, never overwritten in silence, taken back whole."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import func, select

from db import Store
from db.actions.households import set_head
from db.errors import KnownError, RuleError
from db.ledgers.exports import export_roster
from db.ledgers.files.readers import read_book
from db.ledgers.flags import open_flags, settle_flag
from db.ledgers.imports import import_ledger, undo_import, write_import_report
from db.models import Household, ImportFlag, Person, TagMark
from db.queries.rows import ask
from tests.ledgers.scorer import HERE
from tests.ledgers.villages import Page, Who, people, to_xlsx

ROSTER = HERE / "桃溪村" / "户籍花名册.xlsx"
COPIES = (HERE / "桃溪村" / "花名册_GB18030.csv", HERE / "桃溪村" / "花名册_UTF8BOM.csv")
HEAD = ["户号", "组", "住址", "电话", "姓名", "与户主关系", "性别", "出生日期", "身份证号", "文化程度", "备注"]


def _line(w: Who, **changes: str) -> list[object]:
    cells = [w.number, w.group, w.address, w.phone, w.name, w.word, w.sex, w.birth, w.id_no, w.education, ""]
    for heading, value in changes.items():
        cells[HEAD.index(heading)] = value
    return list(cells)


def _file(path: Path, *rows: list[object]) -> Path:
    return to_xlsx(path, [Page("册", [HEAD, *rows], [])])  # type: ignore[list-item]


def _persons(store: Store) -> dict[str, Person]:
    with store.read() as session:
        found = {p.name or p.id: p for p in session.exec(select(Person).where(Person.hidden == 0))}
        session.expunge_all()
    return found


def _everything(store: Store) -> dict[str, list[str]]:
    """Every visible record of the book, as text, but for the log of imports."""
    with store.read() as session:
        return {
            table: sorted(
                json.dumps([str(v) for v in row], ensure_ascii=False)
                for row in ask(session, f"SELECT * FROM {table} WHERE hidden = 0")
            )
            for table in ("household", "person", "tag_mark", "village_group")
        }


def _exported(store: Store, path: Path) -> list[dict[str, str]]:
    export_roster(store, path, headers="codes")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _family(size: int = 3, nth: int = 0) -> list[Who]:
    return [members for members in people() if len(members) == size][nth]


def test_a_village_goes_in(village: Store) -> None:
    report = import_ledger(village, ROSTER)
    assert (report.rows, report.new, report.changed, report.same) == (249, 249, 0, 0)
    document = report.document()
    assert list(document)[:7] == ["import_id", "kind", "rows", "new", "changed", "same", "flagged"]
    assert {"sheet", "row", "column", "kind", "raw", "message"} <= set(document["flagged"][0])
    assert all(cell["message"] and cell["row"] > 0 for cell in document["flagged"])
    with village.read() as session:
        assert len(session.exec(select(Household)).all()) == 60
        assert session.exec(select(TagMark).where(TagMark.tag == "低保")).first() is not None
        flags = session.exec(select(ImportFlag)).all()
    # cells of total rows are told, but belong to no record
    assert len(flags) == len(report.flagged) - sum(1 for cell in report.flagged if cell.field == "total")


def test_the_same_file_again_changes_nothing(village: Store) -> None:
    first = import_ledger(village, ROSTER)
    before = _everything(village)
    again = import_ledger(village, ROSTER)
    assert (again.import_id, again.new, again.changed, again.same) == (first.import_id, 0, 0, 249)
    assert again.known_file
    assert _everything(village) == before


def test_a_dry_run_keeps_nothing(village: Store) -> None:
    before = _everything(village)
    report = import_ledger(village, ROSTER, dry_run=True)
    assert report.new == 249
    assert "import_id" not in report.document()
    assert _everything(village) == before


def test_three_copies_of_one_roster_mend_each_other(village: Store, tmp_path: Path) -> None:
    """Nobody comes twice, and what was lost in one file is filled in from another."""
    import_ledger(village, ROSTER)
    alone = len(open_flags(village))
    for copy in COPIES:
        report = import_ledger(village, copy)
        assert (report.new, report.absent) == (0, 0)
    with village.read() as session:
        assert session.exec(select(func.count()).select_from(Person)).one() == 249
    left = Counter(flag.kind for flag in open_flags(village))
    assert sum(left.values()) < alone / 4
    assert "id_float_lost" not in left
    rows = _exported(village, tmp_path / "a.csv")
    lost = next(row for row in rows if row["source_sheet"] == "一组" and row["source_row"] == "19")
    assert (lost["id_no"], lost["birth_date"]) == ("430499201210228404", "2012-10-22")


def test_an_open_cell_goes_out_as_it_was_read(village: Store, tmp_path: Path) -> None:
    import_ledger(village, ROSTER)
    rows = {(row["source_sheet"], row["source_row"]): row for row in _exported(village, tmp_path / "a.csv")}
    assert rows["一组", "19"]["id_no"] == "4.30499201210228e+17"
    assert rows["一组", "21"]["name"] == "周宸?"
    assert rows["一组", "13"]["relation"] == "儿子"
    assert rows["一组", "5"] | {"import_id": ""} == rows["一组", "5"] | {
        "import_id": "", "household_no": "001", "village_group": "一组", "address": "桃溪村一组1号",
        "phone": "15488160538", "name": "李林峰", "relation": "02", "sex": "男",
        "birth_date": "1980-10-03", "id_type": "居民身份证", "id_no": "430499198010036753",
        "nationality": "汉", "source_file": "户籍花名册.xlsx",
    }  # fmt: skip


@pytest.mark.parametrize("ending", ["xlsx", "csv", "dbf"])
def test_what_goes_out_can_be_read_again(ending: str, village: Store, tmp_path: Path) -> None:
    import_ledger(village, _file(tmp_path / "a.xlsx", *(_line(w) for w in _family())))
    assert export_roster(village, tmp_path / f"b.{ending}") == 3
    rows = read_book(tmp_path / f"b.{ending}").sheets[0].rows
    assert [row[4] for row in rows[1:]] == [w.name for w in _family()]
    assert rows[0][4] == ("NAME" if ending == "dbf" else "姓名")


def test_export_refuses_what_it_cannot_write(village: Store, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="xlsx"):
        export_roster(village, tmp_path / "a.doc")
    with pytest.raises(RuleError, match="没有“石桥村”"):
        export_roster(village, tmp_path / "a.csv", village="石桥村")
    with pytest.raises(KnownError, match="写不进去"):
        export_roster(village, tmp_path / "no" / "a.csv")


def test_a_newer_file_moves_what_a_file_brought(village: Store, tmp_path: Path) -> None:
    head, *rest = _family()
    import_ledger(village, _file(tmp_path / "2024.xlsx", _line(head), *map(_line, rest)))
    family = [_line(w, 电话="15400001111") for w in (head, *rest)]
    family[1] = _line(rest[0], 电话="15400001111", 文化程度="大专")
    report = import_ledger(village, _file(tmp_path / "2025.xlsx", *family))
    assert (report.new, report.changed, report.same) == (0, 2, 1)
    assert report.flagged == ()
    assert _persons(village)[rest[0].name].education == "30"


def test_what_a_cadre_wrote_stays(village: Store, tmp_path: Path) -> None:
    head, *rest = _family()
    import_ledger(village, _file(tmp_path / "2024.xlsx", _line(head), *map(_line, rest)))
    with village.write("农户") as session:
        person = session.get(Person, _persons(village)[rest[0].name].id)
        person.education = "20"
        session.add(person)
    report = import_ledger(village, _file(tmp_path / "2025.xlsx", _line(head), _line(rest[0], 文化程度="大专")))
    assert [(cell.kind, cell.field, cell.raw) for cell in report.flagged] == [
        ("differs_from_book", "education", "大专")
    ]
    assert _persons(village)[rest[0].name].education == "20"
    assert report.absent == 1


def test_who_somebody_is_never_moves(village: Store, tmp_path: Path) -> None:
    """Another name or birth for the same number is told, not taken."""
    head, *rest = _family()
    import_ledger(village, _file(tmp_path / "a.xlsx", _line(head), *map(_line, rest)))
    report = import_ledger(village, _file(tmp_path / "b.xlsx", _line(head), _line(rest[0], 姓名="王改名")))
    assert [(cell.kind, cell.field) for cell in report.flagged] == [("differs_from_book", "name")]
    assert report.new == 0
    assert rest[0].name in _persons(village)


def test_a_name_alone_is_nobody(village: Store, tmp_path: Path) -> None:
    """A namesake in another household, without number and birth, is another person."""
    head, *rest = _family()
    import_ledger(village, _file(tmp_path / "a.xlsx", _line(head), *map(_line, rest)))
    namesake = replace(head, number="099", address="桃溪村一组99号", phone="")
    report = import_ledger(village, _file(tmp_path / "b.xlsx", _line(namesake, 身份证号="", 出生日期="")))
    assert report.new == 1


def test_a_number_already_elsewhere_is_asked_about(village: Store, tmp_path: Path) -> None:
    one, other = _family(), _family(nth=1)
    import_ledger(village, _file(tmp_path / "a.xlsx", *map(_line, one), *map(_line, other)))
    moved = replace(one[1], number=other[0].number, address=other[0].address, phone=other[0].phone)
    report = import_ledger(village, _file(tmp_path / "b.xlsx", *map(_line, other), _line(moved)))
    kinds = [cell.kind for cell in report.flagged if cell.field == "id_no"]
    assert kinds == ["dup_person_two_households"]
    with village.read() as session:
        assert len(session.exec(select(Person).where(Person.id_no == one[1].id_no)).all()) == 1
        assert len(session.exec(select(Person).where(Person.name == one[1].name)).all()) == 2


def test_less_precise_words_take_nothing_away(village: Store, tmp_path: Path) -> None:
    head, *rest = _family()
    child = replace(rest[-1], relation="22" if rest[-1].sex == "男" else "32")
    import_ledger(village, _file(tmp_path / "a.xlsx", _line(head), _line(child)))
    plain = "儿子" if rest[-1].sex == "男" else "女儿"
    report = import_ledger(village, _file(tmp_path / "b.xlsx", _line(head), _line(child, 与户主关系=plain)))
    assert report.same == 2
    assert _persons(village)[child.name].relation == child.relation


def test_undo_takes_everything_back(village: Store) -> None:
    before = _everything(village)
    report = import_ledger(village, ROSTER)
    undone = undo_import(village, str(report.import_id))
    assert (undone.removed, undone.kept) == (309, ())
    after = _everything(village)
    assert {**after, "village_group": []} == {**before, "village_group": []}
    assert open_flags(village) == []
    with pytest.raises(RuleError, match="已经撤回"):
        undo_import(village, str(report.import_id))
    assert import_ledger(village, ROSTER).new == 249


def test_undo_of_a_second_file_gives_back_the_first(village: Store) -> None:
    import_ledger(village, ROSTER)
    before, open_before = _everything(village), [flag.id for flag in open_flags(village)]
    report = import_ledger(village, COPIES[0])
    assert _everything(village) != before
    undone = undo_import(village, str(report.import_id))
    assert undone.kept == ()
    assert _everything(village) == before
    assert [flag.id for flag in open_flags(village)] == open_before


def test_undo_leaves_what_somebody_has_worked_on(village: Store, tmp_path: Path) -> None:
    head, *rest = _family()
    report = import_ledger(village, _file(tmp_path / "a.xlsx", _line(head), *map(_line, rest)))
    set_head(village, _persons(village)[rest[0].name].id)
    undone = undo_import(village, str(report.import_id))
    assert undone.removed == 1
    assert set(undone.kept) == {head.name, rest[0].name, f"{head.number}号户"}
    assert set(_persons(village)) == {head.name, rest[0].name}


def test_undo_of_nothing(village: Store) -> None:
    with pytest.raises(RuleError, match="没有这次导入"):
        undo_import(village, "0" * 32)


def test_settling_an_open_cell(village: Store, tmp_path: Path) -> None:
    head, *rest = _family()
    import_ledger(village, _file(tmp_path / "a.xlsx", _line(head), _line(rest[0], 身份证号=rest[0].id_no[:17])))
    flag = open_flags(village)[0]
    assert (flag.kind, flag.person_name, flag.field) == ("id_17digits", rest[0].name, "id_no")
    with pytest.raises(RuleError):
        settle_flag(village, flag.id, rest[0].id_no[:16] + "00")
    settle_flag(village, flag.id, rest[0].id_no)
    assert open_flags(village) == []
    assert _persons(village)[rest[0].name].id_no == rest[0].id_no
    assert _exported(village, tmp_path / "b.csv")[1]["id_no"] == rest[0].id_no
    with pytest.raises(RuleError, match="已经核对"):
        settle_flag(village, flag.id, None)


def test_leaving_a_cell_empty_on_purpose(village: Store, tmp_path: Path) -> None:
    head, *rest = _family()
    import_ledger(village, _file(tmp_path / "a.xlsx", _line(head), _line(rest[0], 电话="15400")))
    household = _persons(village)[head.name].household_id
    flags = open_flags(village, household)
    assert len(flags) == 1
    settle_flag(village, flags[0].id, None)
    assert open_flags(village) == []


def test_a_report_for_people(village: Store, tmp_path: Path) -> None:
    report = import_ledger(village, ROSTER)
    write_import_report(tmp_path / "r.xlsx", [report])
    cells, rows = read_book(tmp_path / "r.xlsx").sheets
    assert len(cells.rows) == 1 + len(report.flagged) + len(report.refused)
    assert len(rows.rows) == 1 + len(report.outcomes)
    assert {row[3] for row in rows.rows[1:]} == {"新增", "不是人员行"}
    with pytest.raises(RuleError, match="xlsx"):
        write_import_report(tmp_path / "r.txt", [report])
    with pytest.raises(KnownError, match="写不进去"):
        write_import_report(tmp_path / "no" / "r.xlsx", [report])


def test_nothing_is_kept_of_a_bad_file(village: Store, tmp_path: Path) -> None:
    before = _everything(village)
    (tmp_path / "a.xlsx").write_bytes(ROSTER.read_bytes()[:5000])
    with pytest.raises(KnownError):
        import_ledger(village, tmp_path / "a.xlsx")
    with pytest.raises(RuleError, match="没有“猪”"):
        import_ledger(village, ROSTER, "猪")
    assert _everything(village) == before


def test_the_township_knows_villages_by_name(township: Store) -> None:
    from db.models import Village

    with pytest.raises(RuleError, match="哪个村"):
        import_ledger(township, ROSTER)
    with township.write("村") as session:
        session.add(Village(id="5" * 32, scope=township.scope, name="桃溪村", region_code="430499101201"))
    assert import_ledger(township, ROSTER).new == 249


def test_a_file_of_another_village_is_taken_with_a_word(village: Store) -> None:
    report = import_ledger(village, HERE / "石桥村" / "花名册_UTF8BOM.csv")
    assert report.sentence.endswith("注意：表上写的是石桥村，收进了桃溪村。")
    assert report.village == "桃溪村"
