"""What the book already has of a village: who stands there, what is open, and what only a file has said."""

from __future__ import annotations

from pathlib import Path

from db import Store
from db.actions.corrections import correct
from db.actions.households import tag_household, untag_household
from db.actions.merging import merge_persons
from db.ledgers.imports import import_ledger, undo_import
from db.ledgers.intake.known import Known
from db.models import Household, Person, Village
from tests.ledgers.villages import Page, to_xlsx
from tests.makers import make_household

HEAD = ["户号", "组", "姓名", "与户主关系", "住址"]


def _known(store: Store) -> Known:
    with store.read() as session:
        village = session.get(Village, store.scope)
        assert village is not None
        known = Known.of(session, village)
        session.expunge_all()
    return known


def _import(store: Store, folder: Path) -> str:
    rows = [HEAD, ["001", "一组", "李林峰", "户主", "一组1号"], ["001", "一组", "陈秀英", "干亲", "一组1号"]]
    report = import_ledger(store, to_xlsx(folder / "册.xlsx", [Page("册", rows, [])]))  # type: ignore[arg-type]
    assert report.import_id
    return report.import_id


def test_households_people_and_groups_are_filed(village: Store, tmp_path: Path) -> None:
    _import(village, tmp_path)
    known = _known(village)
    (home,) = known.by_household_no["001"]
    assert known.group_name(home) == "一组"
    assert [person.name for person in known.members[home.id]] == ["李林峰", "陈秀英"]
    assert set(known.by_name) == {"李林峰", "陈秀英"}


def test_an_open_cell_is_known_as_it_was_read(village: Store, tmp_path: Path) -> None:
    _import(village, tmp_path)
    known = _known(village)
    (wife,) = known.by_name["陈秀英"]
    assert known.raw_open(wife.id, "relation") == "干亲"
    assert known.raw_open(wife.id, "name") is None


def test_what_a_file_brought_is_told_from_what_a_cadre_typed(village: Store, tmp_path: Path) -> None:
    """Only the value a file set is remembered; taken back, nothing is."""
    batch = _import(village, tmp_path)
    (home,) = _known(village).by_household_no["001"]
    correct(village, "household", home.id, {"address": "老屋湾"})
    assert _known(village).imported[home.id, "address"] == "一组1号"
    undo_import(village, batch)
    assert _known(village).imported == {}


def test_hidden_and_merged_records_are_nobody(village: Store) -> None:
    home = make_household(village, "李林峰", "李麟峰")
    one, two = (_known(village).by_name[name][0].id for name in ("李林峰", "李麟峰"))
    merge_persons(village, two, one)
    assert "李麟峰" not in _known(village).by_name
    with village.write() as session:
        for kind, key in ((Person, one), (Household, home)):
            record = session.get(kind, key)
            assert record is not None
            record.hidden = 1
            session.add(record)
    known = _known(village)
    assert (known.by_name, known.households) == ({}, {})


def test_only_tags_that_still_hold(village: Store) -> None:
    home = make_household(village)
    mark = tag_household(village, home, "脱贫户").id
    assert (home, None, "脱贫户") in _known(village).tags
    untag_household(village, mark)
    assert _known(village).tags == set()
