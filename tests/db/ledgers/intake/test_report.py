"""What an import says of itself, in one line and as a document."""

from __future__ import annotations

from db.ledgers.intake.report import FlaggedCell, ImportReport, UndoReport

CELL = FlaggedCell("册.xlsx", "一组", 2, "身份证号", 5, "E2", "id_no", "id_bad_checksum", "43", "请核对", None, "r1")


def _report(**more: object) -> ImportReport:
    given: dict[str, object] = {"village": "桃溪村", "flagged": (CELL,), "refused": (), "outcomes": ()}
    return ImportReport("i1", "roster", "册.xlsx", rows=9, new=3, changed=2, same=4, **(given | more))  # type: ignore[arg-type]


def test_the_sentence_counts_and_ends() -> None:
    assert _report().sentence == "“册.xlsx”：9 人，新增 3，更新 2，不变 4；1 处请核对。"
    assert _report(refused=(CELL, CELL)).sentence.endswith("，2 行没有读入。")
    assert _report(known_file=True).sentence == "“册.xlsx”以前已经收过，没有改动。"


def test_another_village_on_the_paper_is_said_but_not_its_own_name_written_shorter() -> None:
    assert "石桥村" in _report(named_village="石桥村").sentence
    for own in ("桃溪村", "桃溪", "云岭镇桃溪村", ""):
        assert "注意" not in _report(named_village=own).sentence


def test_the_document_of_a_dry_run_has_no_id() -> None:
    assert next(iter(_report().document())) == "import_id"
    dry = ImportReport(None, "roster", "册.xlsx", "桃溪村", 1, 1, 0, 0, (CELL,), (), ())
    assert "import_id" not in dry.document()
    assert dry.document()["flagged"] == [CELL.document()]
    assert CELL.document()["record_id"] == "r1"


def test_an_undo_names_five_of_those_that_stay() -> None:
    assert UndoReport("i1", "册.xlsx", 3, 1, ()).sentence == "“册.xlsx”的导入已撤回：删去 3 条，还原 1 条。"
    kept = UndoReport("i1", "册.xlsx", 3, 1, ("甲", "乙", "丙", "丁", "戊", "己")).sentence
    assert "6 条" in kept
    assert kept.endswith("甲、乙、丙、丁、戊。")
