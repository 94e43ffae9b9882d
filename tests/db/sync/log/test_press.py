"""Pressing: the shorter of two, what needs the dictionary says so, and no bytes do more than disappoint."""

from __future__ import annotations

import hashlib
from importlib.resources import files

import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from db.sync.log import press

VISIT = b"\xa7columns\x92\xa5visit\xa8visit_on" + "上门走访，老人身体还好，谈了收成。".encode()
ONCE = {"segments-1.zdict": "871ae2c3b330200c6493cea4f999ff378d3c7284134f15606df7333983aba10a"}


def test_a_dictionary_once_used_never_changes() -> None:
    found = {
        f.name: hashlib.sha256(f.read_bytes()).hexdigest()
        for f in files("resources").iterdir()
        if f.name.endswith(".zdict")
    }
    assert found == ONCE


@given(st.binary(max_size=3_000))
def test_everything_comes_back(raw: bytes) -> None:
    packed = press.press(raw)
    assert press.inflate(packed, len(raw)) == raw
    assert len(packed) <= len(zstd.compress(raw, press.LEVEL))


def test_the_dictionary_is_for_little_things() -> None:
    assert press.needs_dictionary(press.press(VISIT))
    assert not press.needs_dictionary(press.press(VISIT * 10_000))


def test_more_than_allowed_is_not_made() -> None:
    for raw in (b"0" * 1_000, VISIT):
        with pytest.raises(press.TooLarge):
            press.inflate(press.press(raw), len(raw) - 1)


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_disappoint(raw: bytes) -> None:
    for packed in (raw, zstd.compress(VISIT, zstd_dict=press.dictionary())[:6] + raw, press.press(VISIT) + raw):
        try:
            assert press.inflate(packed, 10_000) == VISIT
        except (ValueError, press.TooLarge):
            continue
        assert not raw


def test_a_dictionary_of_a_later_version_is_not_ours() -> None:
    other = zstd.train_dict([VISIT[n:] + bytes([n]) * 30 for n in range(60)] * 5, 2_000)
    with pytest.raises(ValueError, match="ictionary"):
        press.inflate(zstd.compress(VISIT, zstd_dict=other), 10_000)
