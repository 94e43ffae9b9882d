"""A frame of one compartment: opened by its receivers, skipped by others, always of the length foretold."""

from __future__ import annotations

from random import Random

import pytest

from db.device_keys import KeyPair
from db.sync.envelope import locked
from db.sync.envelope.write import frame


@pytest.mark.parametrize("length", [0, 1, 200, 65_536, 70_000])
@pytest.mark.parametrize("receivers", [1, 2])
def test_it_is_as_long_as_foretold_and_opens_for_its_receivers_alone(
    two_pairs: tuple[KeyPair, KeyPair], length: int, receivers: int
) -> None:
    content = frame("S", Random(1).randbytes(length))
    for _n in range(20):  # the stanza of random length differs each time
        payload = locked.lock(1, content, [p.public.box for p in two_pairs[:receivers]])
        assert len(frame("C", payload)) == locked.size(len(content), receivers)
        assert locked.unlock(payload, two_pairs) == (1, "S", content[5:])
    assert (locked.unlock(payload, two_pairs[1:]) is None) is (receivers == 1)
    assert length < 200 or content[5:] not in payload


def test_what_is_no_locked_frame_is_named_so(two_pairs: tuple[KeyPair, KeyPair]) -> None:
    (pair, _other), rng = two_pairs, Random(3)
    good = locked.lock(2, frame("S", b"segment"), [pair.public.box])
    cut = locked.lock(2, frame("S", b"segment")[:-1], [pair.public.box])
    bad = [b"", b"\x93", good[:40], rng.randbytes(90), b"\x92\x01\xc4\x01x", b"\x92\x00" + good[2:], cut, good + b"x"]
    bad += [good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :] for at in (0, 2, 20)]
    for payload in bad:
        with pytest.raises(locked.Unreadable):
            locked.unlock(payload, [pair])
