"""An import taken back: row by row, as far as nobody has worked on its records since."""

from __future__ import annotations

from pathlib import Path

from db import Store
from db.actions.corrections import correct
from db.ledgers.flags import open_flags
from db.ledgers.imports import import_ledger, undo_import
from db.ledgers.intake.undo import take_back
from db.models import ImportBatch
from db.queries.rows import ask
from tests.ledgers.villages import Page, to_xlsx
from tests.makers import make_household, make_visit

HEAD = ["户号", "姓名", "与户主关系", "文化程度", "备注"]


def _take(store: Store, folder: Path, *rows: list[str], name: str = "册") -> str:
    page = Page("一组", [HEAD, *rows], [])  # type: ignore[list-item]
    report = import_ledger(store, to_xlsx(folder / f"{name}.xlsx", [page]))
    assert report.import_id
    return report.import_id


def _count(store: Store, table: str) -> int:
    with store.read() as session:
        return len(ask(session, f"SELECT 1 FROM {table} WHERE hidden = 0"))


ROWS = (["001", "李林峰", "户主", "初中", "低保"], ["001", "陈秀英", "干亲", "", ""])


def _id_of(store: Store, table: str) -> str:
    with store.read() as session:
        return str(ask(session, f"SELECT id FROM {table} WHERE hidden = 0 ORDER BY id")[0].id)


def test_what_nobody_touched_goes_whole(village: Store, tmp_path: Path) -> None:
    undone = undo_import(village, _take(village, tmp_path, *ROWS))
    assert (undone.removed, undone.kept) == (3, ())
    assert [_count(village, table) for table in ("person", "household", "tag_mark")] == [0, 0, 0]
    assert open_flags(village) == []


def test_what_somebody_corrected_stays_with_its_household_and_open_cells(village: Store, tmp_path: Path) -> None:
    batch = _take(village, tmp_path, *ROWS)
    with village.read() as session:
        (wife,) = ask(session, "SELECT id FROM person WHERE name = '陈秀英'")
    correct(village, "person", wife.id, {"note": "常年在外"})
    undone = undo_import(village, batch)
    assert undone.removed == 1
    assert undone.kept == ("陈秀英", "001号户")
    assert [_count(village, table) for table in ("person", "household")] == [1, 1]
    assert [flag.field for flag in open_flags(village)] == ["relation"]


def test_a_household_that_was_visited_stays(village: Store, tmp_path: Path) -> None:
    batch = _take(village, tmp_path, *ROWS)
    make_visit(village, _id_of(village, "household"))
    assert undo_import(village, batch).kept == ("001号户",)
    assert [_count(village, table) for table in ("person", "household")] == [0, 1]


def test_a_field_goes_back_to_what_it_was_unless_it_was_written_since(village: Store, tmp_path: Path) -> None:
    home = make_household(village, "李林峰", no="001")
    batch = _take(village, tmp_path, ["001", "李林峰", "户主", "初中", "种茶"])
    with village.read() as session:
        (he,) = ask(session, "SELECT id FROM person WHERE household_id = ?", (home,))
    correct(village, "person", he.id, {"education": "60"})
    undone = undo_import(village, batch)
    assert (undone.removed, undone.restored, undone.kept) == (0, 1, ("李林峰",))
    with village.read() as session:
        (after,) = ask(session, "SELECT education, note FROM person WHERE id = ?", (he.id,))
    assert (after.education, after.note) == ("60", None)


def test_all_of_it_is_one_transaction_of_the_caller(village: Store, tmp_path: Path) -> None:
    batch_id = _take(village, tmp_path, *ROWS)
    try:
        with village.write() as session:
            batch = session.get(ImportBatch, batch_id)
            assert batch is not None
            assert take_back(session, village, batch).removed == 3
            raise InterruptedError
    except InterruptedError:
        pass
    assert _count(village, "person") == 2
