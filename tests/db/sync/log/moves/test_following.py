"""Late work follows what moved, at the office alone, in the name of whoever moved it; never twice."""

from __future__ import annotations

import dataclasses

from db.sync.log.moves.following import follow, send_again
from db.sync.log.rows.display import Tally
from tests.bundles.model.stores import SmallStore, scope
from tests.db.sync.log.houses import V
from tests.db.sync.log.moves.carried import carry


def _late(town: SmallStore) -> SmallStore:
    """The laptop of p writes without knowing of the move; its stick lies at the office."""
    laptop = SmallStore("laptop of p")
    laptop.stage(town.rows("SELECT head, sig, body FROM sync_segment"), ["p"])  # type: ignore[arg-type]
    carry(town)
    laptop.steps += 5
    laptop.do("UPDATE house SET phone = '9'")
    laptop.do("UPDATE visit SET talk = 'late'")
    laptop.seal()
    return laptop


def _given(laptop: SmallStore) -> list[tuple[bytes, bytes, bytes]]:
    return laptop.rows("SELECT head, sig, body FROM sync_segment ORDER BY id")  # type: ignore[return-value]


def test_late_edits_are_carried_after_it(town: SmallStore) -> None:
    laptop = _late(town)
    town.stage(_given(laptop), ["p", "q"])
    assert town.rows("SELECT scope, phone FROM house") == [(scope("q"), "9")]
    assert town.rows("SELECT scope, talk FROM visit") == [(scope("q"), "late")]
    before = town.rows("SELECT count(*) FROM sync_segment")
    town.stage(_given(laptop), ["p", "q"])
    assert town.rows("SELECT count(*) FROM sync_segment") == before


def test_only_an_office_carries(town: SmallStore) -> None:
    laptop = _late(town)
    town.replica = dataclasses.replace(town.replica, office=False)
    town.stage(_given(laptop), ["p", "q"])
    assert town.rows("SELECT talk FROM visit") == [("t",)]
    book, tally = town.replica.bookkeeping(), Tally()
    tally.touch("visit", [V])
    assert follow(town.replica, book, tally) == 0
    assert send_again(town.replica, "9999") == 0


def test_what_left_for_a_village_where_it_never_came_goes_there_again(town: SmallStore) -> None:
    """The office was restored from an older copy; only the laptop still knew that it left."""
    old = town.image()
    carry(town)
    left = town.rows(
        "SELECT head, sig, body FROM sync_segment s JOIN sync_part p ON p.no = s.part WHERE p.scope = ?", scope("p")
    )
    again = SmallStore("town", old)
    again.replica = dataclasses.replace(again.replica, office=True)
    again.steps = 50
    again.stage(left, ["p", "q"])  # type: ignore[arg-type]
    assert again.rows("SELECT hidden FROM house") == [(1,)]
    assert send_again(again.replica, "0000") == 0
    assert send_again(again.replica, "9999") > 0
    assert again.rows("SELECT scope, hidden FROM house") == [(scope("q"), 0)]
