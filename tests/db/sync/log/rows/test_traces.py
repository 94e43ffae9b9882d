"""Drafts and lines of imported files that speak of an erased record go with it; others stay."""

from __future__ import annotations

from db import Store
from db.actions.drafts import save_draft
from db.models import ImportRow
from db.queries.drafts import latest_drafts
from db.store import Session
from db.sync.deeds import erasing as deeds
from tests.db.sync.log.conftest import VILLAGE_ID
from tests.makers import make_household


def _add(session: Session, row: int, record_id: str) -> None:
    session.add(ImportRow(batch_id="b", sheet="一", row=row, noun="household", record_id=record_id, raw="李林峰 139"))


def test_drafts_and_imported_lines_go_with_the_record(office: Store) -> None:
    gone, stays = (
        make_household(office, "李林峰", village_id=VILLAGE_ID),
        make_household(office, "王秀英", no="002", village_id=VILLAGE_ID),
    )
    for household in (gone, stays):
        save_draft(office, "visit", household, 1, {"household_id": household, "talk": "说到一半"})
    with office.write() as session:
        _add(session, 1, gone)
        _add(session, 2, stays)
    deeds.erase(office, deeds.of_household(office, gone), "个人信息保护法第四十七条")
    assert [draft.key for draft in latest_drafts(office)] == [stays]
    with office.read() as session:
        rows = session.connection().exec_driver_sql("SELECT row, raw FROM import_row ORDER BY row").all()
    assert [tuple(row) for row in rows] == [(1, None), (2, "李林峰 139")]
