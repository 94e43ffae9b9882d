"""What two laptops can break together: each case comes to the queue once, and leaves it when it is put right."""

from __future__ import annotations

from typing import Any

import pytest

from db.models import metadata
from db.sync.matters.shown import conflicts
from tests.bundles.model.stores import SmallStore, scope

Values = dict[str, Any]


@pytest.fixture
def one() -> SmallStore:
    """A laptop with the real tables."""
    return SmallStore("ann", metadata=metadata)


@pytest.fixture
def two() -> SmallStore:
    """Another."""
    return SmallStore("bob", metadata=metadata)


def _add(store: SmallStore, table: str, number: int, **values: Any) -> str:
    pk = f"{number:032x}"
    found = {"id": pk, "scope": scope("p"), "compartment": 0} | values
    store.do(f"INSERT INTO {table}({', '.join(found)}) VALUES ({', '.join('?' * len(found))})", *found.values())
    return pk


def _meet(one: SmallStore, two: SmallStore) -> None:
    for sender, receiver in ((one, two), (two, one)):
        sender.seal()
        receiver.stage(sender.read(list(sender.graph("p"))), ["p"])


def _queue(*stores: SmallStore) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """The queue, which must be the same on all of them."""
    found = [sorted((c.kind, c.table, c.pk[-2:], tuple(o[-2:] for o in c.other)) for c in conflicts.listed(s.replica))
             for s in stores]  # fmt: skip
    assert all(queue == found[0] for queue in found)
    return found[0]


def test_one_id_number_on_two_laptops(one: SmallStore, two: SmallStore) -> None:
    _add(one, "person", 1, name="李小红", id_no="430499198010036753")
    _add(two, "person", 2, name="李晓红", id_no="430499198010036753")
    _add(two, "person", 3, name="李晓红", id_no="430499198010036761")
    _meet(one, two)
    assert _queue(one, two) == [("duplicate_identity", "person", "01", ("02",))]
    two.do("UPDATE person SET id_no = '430499198010036788' WHERE name = '李晓红' AND id_no LIKE '%53'")
    _meet(one, two)
    assert _queue(one, two) == []


def test_one_name_birth_date_and_household_number_on_two_laptops(one: SmallStore, two: SmallStore) -> None:
    for n, store in enumerate((one, two)):
        house = _add(store, "household", 10 + n, household_no="3")
        _add(store, "person", 1 + n, household_id=house, name="李小红", birth_date="1980-10-03")
        _add(store, "person", 5 + n, household_id=house, name=f"李{n}", birth_date="1980-10-03")
    _meet(one, two)
    assert _queue(one, two) == [("duplicate_identity", "person", "01", ("02",))]
    one.do("UPDATE household SET household_no = '4' WHERE id = ?", f"{10:032x}")
    _meet(one, two)
    assert _queue(one, two) == []


def test_twins_with_two_id_numbers_are_two_people(one: SmallStore, two: SmallStore) -> None:
    house = _add(one, "household", 10, household_no="3")
    for n, number in enumerate(("430499198010036753", "430499198010036761")):
        _add(one, "person", n, household_id=house, name="李小红", birth_date="1980-10-03", id_no=number)
    _meet(one, two)
    assert _queue(one, two) == []


@pytest.mark.parametrize("how", ["DELETE FROM person WHERE id = ?", "UPDATE person SET merged_into = 'x' WHERE id = ?"])
def test_deleting_or_merging_one_of_three_leaves_two(one: SmallStore, two: SmallStore, how: str) -> None:
    for n in (1, 2, 3):
        _add(one if n % 2 else two, "person", n, name="李小红", id_no="430499198010036753")
    _meet(one, two)
    assert _queue(one, two) == [("duplicate_identity", "person", "01", ("02", "03"))]
    one.do(how, f"{1:032x}")
    _meet(one, two)
    assert _queue(one, two) == [("duplicate_identity", "person", "02", ("03",))]


def test_a_certificate_signed_for_twice(one: SmallStore, two: SmallStore) -> None:
    certificate = _add(one, "certificate", 1)
    _meet(one, two)
    for n, store in enumerate((one, two)):
        _add(store, "certificate_event", 10 + n, certificate_id=certificate, event="collected", on_date="2026-03-01")
    _meet(one, two)
    assert _queue(one, two) == [("rule:double_collected", "certificate", "01", ("0a", "0b"))]
    revoked: Values = {"certificate_id": certificate, "event": "revoked", "revokes_id": f"{10:032x}"}
    _add(two, "certificate_event", 20, on_date="2026-03-02", **revoked)
    _meet(one, two)
    assert _queue(one, two) == []


def test_a_request_closed_on_one_laptop_while_its_reply_was_deleted_on_the_other(
    one: SmallStore, two: SmallStore
) -> None:
    request = _add(one, "request", 1, content="水渠")
    reply = _add(one, "reply", 2, request_id=request, content="已修好")
    _meet(one, two)
    one.do("DELETE FROM reply WHERE id = ?", reply)
    _add(two, "request_step", 3, request_id=request, step="closed", on_date="2026-03-01")
    _meet(one, two)
    assert _queue(one, two) == [("rule:closed_without_reply", "request", "01", ("03",))]
    _add(two, "reply", 4, request_id=request, content="已修好")
    _meet(one, two)
    assert _queue(one, two) == []


def test_a_request_closed_with_nothing_but_the_word_to_whom_it_went(one: SmallStore, two: SmallStore) -> None:
    request = _add(one, "request", 1)
    _add(one, "request_step", 2, request_id=request, step="closed", on_date="2026-03-01")
    _add(two, "reply", 3, request_id=request, content="已转给镇水利站。", outcome="passed_on")
    _meet(one, two)
    assert _queue(one, two) == [("rule:closed_without_reply", "request", "01", ("02",))]


def test_a_request_opened_again_is_not_closed(one: SmallStore, two: SmallStore) -> None:
    request = _add(one, "request", 1)
    for n, (step, day) in enumerate([("closed", "2026-03-01"), ("in_progress", "2026-03-02")]):
        _add(one, "request_step", 3 + n, request_id=request, step=step, on_date=day)
    _meet(one, two)
    assert _queue(one, two) == []


def test_one_code_for_two_contractors(one: SmallStore, two: SmallStore) -> None:
    _add(one, "contractor", 1, contractor_code="430499101201010001")
    _add(two, "contractor", 2, contractor_code="430499101201010001")
    _meet(one, two)
    assert _queue(one, two) == [("rule:same_contractor_code", "contractor", "01", ("02",))]


def test_a_member_added_while_the_household_was_deleted(one: SmallStore, two: SmallStore) -> None:
    house = _add(one, "household", 1)
    known = _add(one, "person", 2, household_id=house)
    _meet(one, two)
    one.do("DELETE FROM household WHERE id = ?", house)
    _add(two, "person", 3, household_id=house)
    _meet(one, two)
    assert _queue(one, two) == [("dangling_ref", "person", "03", ("01",))]  # not the one the deleter knew of
    assert known.endswith("02")
    two.do("UPDATE household SET hidden = 0 WHERE id = ?", house)
    _meet(one, two)
    assert _queue(one, two) == []


def test_deleting_what_one_knows_asks_nothing(one: SmallStore, two: SmallStore) -> None:
    house = _add(one, "household", 1)
    _add(one, "person", 2, household_id=house)
    one.do("DELETE FROM household WHERE id = ?", house)
    _meet(one, two)
    assert _queue(one, two) == []
