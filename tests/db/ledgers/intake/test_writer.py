"""A ledger put into the book: open fields are filled, a file follows a newer file, what a cadre wrote stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Store
from db.actions.corrections import correct
from db.ledgers.imports import import_ledger
from db.ledgers.intake.report import ImportReport
from db.ledgers.intake.writer import Made
from db.models import Person
from db.queries.rows import ask
from tests.ledgers.villages import Page, to_xlsx
from tests.makers import id_number

HEAD = ["户号", "姓名", "与户主关系", "性别", "身份证号", "文化程度", "备注"]
HIS, OTHERS = id_number(), id_number("19500203", "631")


def _take(store: Store, folder: Path, *rows: list[str], name: str = "册") -> ImportReport:
    page = Page("一组", [HEAD, *rows], [])  # type: ignore[list-item]
    return import_ledger(store, to_xlsx(folder / f"{name}.xlsx", [page]))


def _row(**changes: str) -> list[str]:
    cells = {"户号": "001", "姓名": "李林峰", "与户主关系": "户主", "性别": "男", "身份证号": HIS, "文化程度": "初中"}
    return [(cells | changes).get(heading, "") for heading in HEAD]


def _him(store: Store) -> Person:
    with store.read() as session:
        (row,) = ask(session, "SELECT id FROM person WHERE id_no = ?", (HIS,))
        person = session.get(Person, row.id)
        assert person is not None
        session.expunge_all()
    return person


def test_an_open_field_is_filled_and_its_flag_settled(village: Store, tmp_path: Path) -> None:
    _take(village, tmp_path, _row(文化程度="半工半读"))
    assert _him(village).education is None
    report = _take(village, tmp_path, _row(文化程度="高中"), name="二")
    assert (report.new, report.changed) == (0, 1)
    assert _him(village).education == "60"
    with village.read() as session:
        assert [r.settled_value for r in ask(session, "SELECT settled_value FROM import_flag")] == ["60"]


def test_what_a_file_brought_follows_the_newer_file(village: Store, tmp_path: Path) -> None:
    _take(village, tmp_path, _row())
    _take(village, tmp_path, _row(文化程度="高中"), name="二")
    assert _him(village).education == "60"


def test_what_a_cadre_wrote_stays_and_is_told(village: Store, tmp_path: Path) -> None:
    _take(village, tmp_path, _row())
    correct(village, "person", _him(village).id, {"education": "30"})
    report = _take(village, tmp_path, _row(文化程度="高中"), name="二")
    assert _him(village).education == "30"
    assert [(cell.field, cell.kind) for cell in report.flagged] == [("education", "differs_from_book")]


def test_who_somebody_is_never_changes_by_a_list(village: Store, tmp_path: Path) -> None:
    _take(village, tmp_path, _row())
    report = _take(village, tmp_path, _row(姓名="李麟峰"), name="二")
    assert _him(village).name == "李林峰"
    assert [cell.kind for cell in report.flagged] == ["differs_from_book"]


@pytest.mark.parametrize(("word", "kept"), [("子女", "22"), ("次子", "23")])
def test_a_less_precise_relation_takes_nothing_away(village: Store, tmp_path: Path, word: str, kept: str) -> None:
    head = _row(姓名="王建平", 身份证号=OTHERS)
    _take(village, tmp_path, head, _row(与户主关系="长子"))
    _take(village, tmp_path, head, _row(与户主关系=word), name="二")
    assert _him(village).relation == kept


def test_a_number_that_is_in_the_book_elsewhere_is_asked_about(village: Store, tmp_path: Path) -> None:
    wife = _row(户号="002", 姓名="陈秀英", 与户主关系="妻", 性别="女", 身份证号=id_number("19520511", "662"))
    home = (_row(户号="002", 姓名="王建平", 身份证号=OTHERS), wife)
    _take(village, tmp_path, _row(), *home)
    report = _take(village, tmp_path, *home, _row(户号="002", 与户主关系="长子"), name="二")
    assert "dup_person_two_households" in {cell.kind for cell in report.flagged}
    with village.read() as session:
        assert len(ask(session, "SELECT 1 FROM person WHERE id_no = ?", (HIS,))) == 1


def test_absent_people_are_counted_and_stay(village: Store, tmp_path: Path) -> None:
    wife = _row(姓名="陈秀英", 与户主关系="妻", 性别="女", 身份证号=id_number("19820511", "662"))
    _take(village, tmp_path, _row(), wife)
    report = _take(village, tmp_path, _row(), name="二")
    assert (report.absent, report.same) == (1, 1)
    with village.read() as session:
        assert len(ask(session, "SELECT 1 FROM person WHERE hidden = 0")) == 2


def test_a_note_gives_tags_once(village: Store, tmp_path: Path) -> None:
    for name in ("一", "二"):
        _take(village, tmp_path, _row(备注="低保户"), name=name)
    with village.read() as session:
        marks = ask(session, "SELECT tag, person_id IS NULL AS whole FROM tag_mark ORDER BY whole")
    assert [(m.tag, m.whole) for m in marks] == [("低保", 0), ("低保", 1)]


def test_nothing_done_is_nothing_to_undo() -> None:
    assert not Made("r")
    assert Made("r", new=True)
    assert Made("r", tags=["t"])
