"""Every side of a matter says who wrote it, when, on which computer, and what stood there before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db import Store
from db.actions.corrections import correct, remove
from db.queries.dossier import household_file
from db.sync import Wish, enroll, make_card, pack, unpack
from db.sync.matters.shown.conflicts import conflicts
from db.sync.matters.shown.sides import DELETED, reopened_as
from tests.makers import make_household


def _joined(make_store: Callable[..., Store], folder: Path) -> tuple[Store, Store]:
    village, office = make_store("village"), make_store("township")
    card, grant = folder / "a.card", folder / "a.grant"
    card.write_text(make_card(village), encoding="utf-8")
    grant.write_text(enroll(office, card, Wish(("430499101201",))).paper, encoding="utf-8")
    enroll(village, grant)
    return village, office


def _carry(sender: Store, receiver: Store, folder: Path) -> None:
    to = None if sender.role == "village" else receiver.name
    assert unpack(receiver, [pack(sender, folder, to).path])[0].result == "taken"


def test_both_sides_of_a_field_are_told(make_store: Callable[..., Store], tmp_path: Path) -> None:
    village, office = _joined(make_store, tmp_path)
    home = make_household(village, phone="15400000000")
    _carry(village, office, tmp_path)
    correct(village, "household", home, {"phone": "15400000001"})
    correct(office, "household", home, {"phone": "15400000002"})
    _carry(village, office, tmp_path)
    (conflict,) = conflicts(office)
    told = {(s.value, s.cadre, s.device, s.screen) for s in conflict.sides}
    assert told == {
        ("15400000001", "周建国", village.device_id, "更正"),
        ("15400000002", "肖建英", office.device_id, "更正"),
    }
    assert (conflict.before, sum(s.shown for s in conflict.sides)) == ("15400000000", 1)
    dot = conflict.sides[0].dot
    assert reopened_as(dot) == f"undo:{dot.segment.hex()}:{dot.idx}"


def test_a_deletion_is_a_side_of_its_own(make_store: Callable[..., Store], tmp_path: Path) -> None:
    village, office = _joined(make_store, tmp_path)
    home = make_household(village)
    _carry(village, office, tmp_path)
    remove(village, "household", home)
    correct(office, "household", home, {"note": "新房"})
    _carry(village, office, tmp_path)
    kinds = {c.kind: c for c in conflicts(office)}
    sides = {(s.value, s.cadre) for s in kinds["deleted_but_edited"].sides}
    assert sides == {(DELETED, "周建国"), ("新房", "肖建英")}
    assert household_file(office, home).note == "新房"
