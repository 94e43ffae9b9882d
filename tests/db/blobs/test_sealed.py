"""A paper at rest opens to exactly what was put in, or not at all."""

from __future__ import annotations

import io
from random import Random

import pytest

from db.blobs.sealed import MAGIC, PIECE, SealedWriter, Spoilt, blob_key, unsealed

KEY = blob_key(bytes(range(32)))


def sealed(plain: bytes, step: int = 10_000) -> bytes:
    out = io.BytesIO()
    writer = SealedWriter(out, KEY)
    for at in range(0, len(plain), step):
        writer.write(plain[at : at + step])
    writer.finish()
    return out.getvalue()


def opened(raw: bytes, key: bytes = KEY) -> bytes:
    return b"".join(unsealed(io.BytesIO(raw), key))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 17])
def test_what_went_in_comes_out(size: int) -> None:
    plain = Random(size).randbytes(size)
    for step in (1000, PIECE, 10 * PIECE):
        assert opened(sealed(plain, step)) == plain


def test_the_same_content_never_looks_the_same_and_shows_nothing() -> None:
    plain = b"430499198010036753" * 100
    first, second = sealed(plain), sealed(plain)
    assert first != second
    assert first.startswith(MAGIC)
    assert b"430499" not in first


def test_every_wrong_byte_and_every_cut_is_noticed(seed: int) -> None:
    rng = Random(seed)
    raw = sealed(rng.randbytes(2 * PIECE + 100))
    for at in [*range(60), *(rng.randrange(len(raw)) for _n in range(60)), len(raw) - 1]:
        with pytest.raises(Spoilt):
            opened(raw[:at] + bytes([raw[at] ^ rng.randrange(1, 256)]) + raw[at + 1 :])
    whole = PIECE + 16
    for cut in [0, 5, 39, 40, 40 + whole, 40 + 2 * whole, len(raw) - 1, *(rng.randrange(len(raw)) for _n in range(40))]:
        with pytest.raises(Spoilt):
            opened(raw[:cut])


def test_pieces_cannot_change_places_nor_be_added() -> None:
    raw, whole = sealed(Random(1).randbytes(3 * PIECE)), PIECE + 16
    start, one, two, three = raw[:40], raw[40 : 40 + whole], raw[40 + whole : 40 + 2 * whole], raw[40 + 2 * whole :]
    for wrong in (two + one + three, one + three, one + two + three + three, one + two, three):
        with pytest.raises(Spoilt):
            opened(start + wrong)
    assert opened(start + one + two + three)


def test_the_key_of_another_store_opens_nothing() -> None:
    with pytest.raises(Spoilt):
        opened(sealed(b"paper"), blob_key(bytes(32)))
    assert blob_key(bytes(32)) != bytes(32)
