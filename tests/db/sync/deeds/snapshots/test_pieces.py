"""A piece of a snapshot: signed by the office, bound to its file; what no honest office makes is refused."""

from __future__ import annotations

import msgspec
import pytest

from db.sync.deeds.snapshots.pieces import Covered, Piece, opened, read_compacted, seal, unseal
from db.sync.errors import BundleError
from db.sync.log.segment import Body, Insert, Malformed
from tests.bundles.model.stores import pair, scope

OFFICE = pair("office")
PIECE = Piece(snapshot="s", to="a" * 32, no=0, part=(scope("p"), 0), devices=["b" * 32], last=True)


def _body(ops: int = 1, who: int = 1) -> bytes:
    body = Body(
        schema=1, cols=[("t", ["a"])], ops=[Insert(0, "1" * 32, ["x"])] * ops, who=[(who, "ann", 0, None, None)]
    )
    return msgspec.msgpack.encode(body)


def test_it_comes_back_from_its_own_office_only() -> None:
    payload = seal(PIECE, OFFICE)
    assert unseal(payload, OFFICE.public) == PIECE
    for wrong, key in ((payload, pair("another")), (payload[:-1] + b"x", OFFICE), (b"", OFFICE), (b"\x92\xc4", OFFICE)):
        with pytest.raises(BundleError) as refused:
            unseal(wrong, key.public)
        assert refused.value.code == "BAD_SNAPSHOT"


def test_what_is_signed_but_no_piece_is_refused() -> None:
    bad = msgspec.structs.replace(PIECE, to="short")
    with pytest.raises(BundleError):
        unseal(seal(bad, OFFICE), OFFICE.public)


@pytest.mark.parametrize(("count", "raw", "fine"), [(1, _body(), True), (2, _body(), True), (0, _body(), False),
                                                    (2, _body(2, 1), False)])  # fmt: skip
def test_a_compacted_segment_has_no_more_ops_than_its_segment_and_each_has_its_author(
    count: int, raw: bytes, fine: bool
) -> None:
    if fine:
        assert len(read_compacted(count, raw).ops) == 1
    else:
        with pytest.raises(Malformed):
            read_compacted(count, raw)


def test_nothing_left_is_nothing_and_rubbish_is_refused() -> None:
    assert opened(Covered(b"h" * 32, 0, 1, 1, 1, [])) is None
    with pytest.raises(BundleError) as refused:
        opened(Covered(b"h" * 32, 0, 1, 1, 1, [], b"rubbish"))
    assert refused.value.code == "BAD_SNAPSHOT"
