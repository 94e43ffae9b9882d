"""The check finds what is wrong, and nothing where all is well."""

from __future__ import annotations

from db import Store
from db.check import check
from tests.makers import make_household, make_request, make_visit


def test_a_store_in_use_is_whole(village: Store) -> None:
    home = make_household(village, "曾国强", "李𬭎")
    make_visit(village, home)
    make_request(village, home)
    assert check(village) == []


def test_each_kind_of_harm_is_found(village: Store) -> None:
    home = make_household(village)
    with village.write() as session:
        session.connection().exec_driver_sql("UPDATE household SET phone = '15400000001' WHERE id = ?", (home,))
    with village.engine.connect() as connection:
        raw = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DROP TRIGGER capture_household_update")
        raw.execute("DROP TRIGGER capture_audit_fixed")
        raw.execute("UPDATE audit_log SET new = '15499999999' WHERE field = 'phone'")
        raw.execute("UPDATE person SET household_id = 'gone'")
        raw.execute("INSERT INTO sync_blob(sha256, size, state) VALUES ('ab12', 3, 'here')")
        raw.execute("PRAGMA foreign_keys = ON")
    kinds = {finding.kind for finding in check(village)}
    assert kinds == {"capture", "reference", "log", "attachment"}
