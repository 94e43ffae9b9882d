"""Pieces that stream in: kept whole, passed over, or named as bad, whatever is sent."""

from __future__ import annotations

import hashlib
from random import Random

import pytest

from db import Store
from db.blobs import shelf, standing
from db.sync.envelope import chunk
from db.sync.envelope.chunk import CHUNK, Chunk
from db.sync.exchange.taking.landing import MAX_PAPER, Landing
from tests.bundles.papers.sheets import chunks_of


def name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def land(store: Store, *payloads: bytes) -> Landing:
    landing = Landing(store)
    for payload in payloads:
        landing.take(payload)
    landing.finish()
    landing.close()
    return landing


def files(store: Store) -> list[str]:
    return sorted(p.name for p in (store.path / "blobs").rglob("*") if p.is_file())


@pytest.mark.parametrize("size", [0, 1, CHUNK, 2 * CHUNK + 7])
def test_a_paper_is_kept_once_its_last_byte_is_there(village: Store, size: int) -> None:
    content = Random(size).randbytes(size)
    sha256 = name_of(content)
    landing = land(village, *chunks_of(sha256, content))
    assert (landing.new, landing.known, landing.bad) == ([sha256], 0, [])
    assert shelf.content(village, sha256) == content
    again = land(village, *chunks_of(sha256, content))
    assert (again.new, again.known, again.bad) == ([], 1, [])
    assert files(village) == [sha256]


def test_what_was_taken_away_for_good_is_passed_over(village: Store) -> None:
    standing.purge(village, name_of(b"secret"))
    landing = land(village, *chunks_of(name_of(b"secret"), b"secret"))
    assert (landing.new, landing.known, landing.bad) == ([], 1, [])
    assert files(village) == []


def test_a_paper_that_is_too_large_is_not_even_begun(village: Store) -> None:
    giant = chunk.encode(Chunk("ab" * 32, MAX_PAPER + 1, 0, b"x"))
    landing = land(village, giant, *chunks_of(name_of(b"good"), b"good"))
    assert (landing.new, landing.bad) == ([name_of(b"good")], ["ab" * 32])


def test_broken_off_in_the_middle_nothing_half_done_stays(village: Store) -> None:
    landing = Landing(village)
    landing.take(chunks_of("ab" * 32, bytes(2 * CHUNK))[0])
    assert len(files(village)) == 1
    landing.close()
    landing.close()
    assert (files(village), landing.bad) == ([], [])


def test_a_refused_file_takes_back_only_what_it_brought(village: Store) -> None:
    old = shelf.put(village, [b"old"]).sha256
    landing = land(village, *chunks_of(name_of(b"new"), b"new"), *chunks_of(old, b"old"))
    assert landing.new == [name_of(b"new")]
    landing.drop()
    assert files(village) == [old]


def test_whatever_comes_only_what_is_right_is_kept(village: Store, seed: int) -> None:
    rng = Random(seed)
    good = [rng.randbytes(rng.randrange(1, 40)) for _n in range(6)]
    for _n in range(25):
        payloads: list[bytes] = []
        for content in rng.sample(good, 3):
            size = len(content) // 2 or 1
            cuts = [content[at : at + size] for at in range(0, len(content), size)]
            at = 0
            for data in cuts:
                payloads.append(chunk.encode(Chunk(name_of(content), len(content), at, data)))
                at += len(data)
        for _m in range(rng.randrange(4)):
            victim = rng.randrange(len(payloads))
            match rng.randrange(4):
                case 0:
                    payloads.pop(victim)
                case 1:
                    payloads.insert(victim, rng.choice(payloads))
                case 2:
                    raw = bytearray(payloads[victim])
                    raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
                    payloads[victim] = bytes(raw)
                case _:
                    payloads.insert(victim, rng.randbytes(rng.randrange(80)))
        landing = land(village, *payloads)
        assert set(landing.new) <= {name_of(content) for content in good}
        assert all(shelf.is_whole(village, sha256) for sha256 in files(village))
        landing.drop()
        assert files(village) == []
