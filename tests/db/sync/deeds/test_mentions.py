"""Where texts name a person, with the words around the name."""

from __future__ import annotations

from db import Store
from db.sync.deeds.mentions import mentions
from tests.db.sync.log.conftest import VILLAGE_ID
from tests.makers import make_household, make_visit


def test_texts_of_other_records_that_name_a_person(office: Store) -> None:
    household = make_household(office, "李林峰", "王", village_id=VILLAGE_ID)
    visit = make_visit(office, household, "王家的水渠\n修好了，李林峰很高兴，说收成也好，还要再修一段。")
    with office.connection(immediate=False) as connection:
        people = [row[0] for row in connection.exec_driver_sql("SELECT id FROM person")]
        found = mentions(connection, {"person": people})
        assert [(m.table, m.id, m.words) for m in found] == [
            ("visit", visit, "王家的水渠 修好了，李林峰很高兴，说收成也好，还要")
        ]
        assert mentions(connection, {"person": people, "visit": [visit]}) == ()
        assert mentions(connection, {"person": people}, most=1) == found
