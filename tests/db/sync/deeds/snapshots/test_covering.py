"""A snapshot that streams in: from this computer's own office, for it, of what it may read; whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import msgspec
import pytest

from db import Store, own_device
from db.device_keys import KeyPair
from db.models import RESTRICTED
from db.sync.deeds.snapshots import pieces
from db.sync.deeds.snapshots.covering import Covering
from db.sync.deeds.snapshots.pieces import Covered, Piece
from db.sync.envelope.header import Header
from db.sync.errors import BundleError
from db.sync.peers import peers


class _Rights:
    """May read everything but what a test takes away."""

    refused: tuple[str, int] | None = None

    def may(self, _device: str, scope: str, compartment: int, _what: str) -> bool:
        return (scope, compartment) != self.refused


Make = Callable[..., tuple[Covering, bytes, peers.Peer]]


@pytest.fixture
def make(enrolled: tuple[Store, Store]) -> Make:
    """make(to=…): a covering at the laptop, the payload of a piece, its sender."""
    laptop, office = enrolled
    with office.connection() as connection:
        keys = cast("KeyPair", own_device.office_pair(connection, office))
    with laptop.connection() as connection:
        sender = cast("peers.Peer", peers.office(connection))

    def made(kind: str = "snapshot", key: KeyPair = keys, **more: Any) -> tuple[Covering, bytes, peers.Peer]:
        covered = [Covered(b"h" * 32, 0, 1, 1, 1, [])]
        piece = Piece(snapshot="s", to=laptop.device_id, no=0, part=(laptop.scope, 0), devices=["a" * 32],
                      covered=covered, last=True)  # fmt: skip
        header = Header(
            bundle_id="s", kind=kind, sender=office.device_id, sender_name="", to=laptop.device_id, to_name="",
            office=office.scope, card=b"", file_no=1, made_at="", app="", schema=1, n_segments=0, plain_bytes=0,
        )  # fmt: skip
        return Covering(laptop, header, "file"), pieces.seal(msgspec.structs.replace(piece, **more), key), sender

    return made


def _stubs(store: Store) -> int:
    with store.connection() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM sync_segment WHERE sig = x''").scalar_one())


def test_whole_it_is_accepted_and_broken_off_it_leaves_nothing(make: Make, enrolled: tuple[Store, Store]) -> None:
    laptop = enrolled[0]
    covering, payload, sender = make()
    assert covering.closing is None
    with pytest.raises(BundleError):
        covering.finish()
    covering.take(payload, sender, _Rights())  # type: ignore[arg-type]
    covering.finish()
    assert covering.closing is not None
    covering.drop()
    assert _stubs(laptop) == 0
    covering, payload, sender = make()
    covering.take(payload, sender, _Rights())  # type: ignore[arg-type]
    assert _stubs(laptop) == 1
    Covering(laptop, covering._header, "another").begin()  # a power cut broke the first off
    assert _stubs(laptop) == 0


def test_accepted_in_the_transaction_of_the_verdict(make: Make, enrolled: tuple[Store, Store]) -> None:
    covering, payload, sender = make()
    covering.take(payload, sender, _Rights())  # type: ignore[arg-type]
    with enrolled[0].connection() as connection:
        assert covering.accept(connection) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "up"}, {"to": "b" * 32}, {"snapshot": "another"}, {"part": ("c" * 32, RESTRICTED)}, {"no": 1}],
)
def test_what_is_not_for_this_computer_is_refused(
    make: Make, enrolled: tuple[Store, Store], wrong: dict[str, Any]
) -> None:
    covering, payload, sender = make(**wrong)
    with pytest.raises(BundleError) as refused:
        covering.take(payload, sender, _Rights())  # type: ignore[arg-type]
    assert refused.value.code == "BAD_SNAPSHOT"
    assert _stubs(enrolled[0]) == 0


def test_what_it_may_not_read_is_refused(make: Make, enrolled: tuple[Store, Store]) -> None:
    covering, payload, sender = make()
    rights = _Rights()
    rights.refused = (enrolled[0].scope, 0)
    with pytest.raises(BundleError):
        covering.take(payload, sender, rights)  # type: ignore[arg-type]


def test_only_the_own_office_is_believed(make: Make, enrolled: tuple[Store, Store]) -> None:
    assert enrolled[0].pair is not None
    covering, payload, sender = make(key=enrolled[0].pair)
    with pytest.raises(BundleError):
        covering.take(payload, sender, _Rights())  # type: ignore[arg-type]
