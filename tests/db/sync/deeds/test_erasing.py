"""What belongs to a person, a household, a record that is to go."""

from __future__ import annotations

import pytest

from db import RuleError, Store
from db.sync.deeds import erasing as deeds
from tests.db.sync.log.conftest import VILLAGE_ID
from tests.makers import make_household, make_visit


def test_what_the_archives_keep_is_never_among_what_goes(office: Store) -> None:
    household = make_household(office, "李林峰", "王秀英", village_id=VILLAGE_ID)
    make_visit(office, household)
    rows = deeds.of_household(office, household)
    assert {table: len(pks) for table, pks in rows.items() if table != "visit_cadre"} == {
        "household": 1, "person": 2, "visit": 1,
    }  # fmt: skip
    assert not deeds.KEPT & rows.keys()


def test_a_preview_changes_nothing_and_names_nobody_without_laptops(office: Store) -> None:
    household = make_household(office, "李林峰", village_id=VILLAGE_ID)
    seen = deeds.preview(office, deeds.of_household(office, household))
    assert (seen.title, seen.total, seen.computers, seen.kept, seen.set_aside) == ("李林峰", 2, (), (), 0)
    assert deeds.preview(office, deeds.of_household(office, household)) == seen


def test_a_person_written_down_twice_goes_twice(office: Store) -> None:
    home = make_household(office, "李林峰", "李林锋", "王秀英", village_id=VILLAGE_ID)
    with office.write() as session:
        connection = session.connection()
        one, other = connection.exec_driver_sql("SELECT id FROM person WHERE name LIKE '李%' ORDER BY id").scalars()
        connection.exec_driver_sql("UPDATE person SET merged_into = ? WHERE id = ?", (one, other))
    assert deeds.of_person(office, one) == deeds.of_person(office, other) == {"person": {one, other}}
    assert len(deeds.of_household(office, home)["person"]) == 3


def test_nothing_asked_for_is_refused(office: Store) -> None:
    with pytest.raises(RuleError):
        deeds.of_records(office, "visit", [])


def test_the_sentence_tells_who_carries_it_out_and_of_the_copies(office: Store) -> None:
    household = make_household(office, "李林峰", village_id=VILLAGE_ID)
    done = deeds.erase(office, deeds.of_household(office, household), "个人信息保护法第四十七条")
    assert done.sentence() == (
        "已在本机抹去 2 条记录，不能恢复。以前拷到 U 盘或别处的备份里还有，请收回销毁，重新备份一份。"
    )
    assert {"household", "person", "bundles"} <= done.changes.nouns
    assert [file.name.rsplit("-", 1)[1] for file in (office.path / "backups").glob("*.db")] == ["erase.db"]
