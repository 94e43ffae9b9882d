"""Photos and papers travel behind the records, only to those who may see them; a bad one never keeps the rest out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db import Store
from db.blobs.shelf import blob_path
from db.check import check
from db.queries.papers import paper
from db.sync import exit_code, inspect, pack, unpack
from db.sync.envelope import write
from db.sync.envelope.chunk import CHUNK
from db.sync.envelope.write import Draft
from db.sync.exchange.packing import pack as packing
from tests.bundles.papers.sheets import chunks_of, contents, frames_in, hang, lose, paper_of, spoil, states
from tests.bundles.post import exchange
from tests.makers import make_household

Pair = tuple[Store, Store]


def test_papers_come_after_all_records_and_arrive_whole(three: tuple[Store, Store, list[str]], tmp_path: Path) -> None:
    village, township, ids = three
    packed = pack(village, tmp_path / "up")
    assert (packed.papers, packed.left, packed.damaged, packed.files) == (3, 0, (), (packed.path,))
    assert "和 3 份附件" in packed.sentence()
    kinds, _inner, papers = frames_in(packed.path, township)
    assert re.fullmatch("HS+B{5}E", kinds)
    assert sorted(papers.values()) == sorted(contents(village, ids))
    (report,) = unpack(township, [packed.path])
    assert (report.result, report.code, report.papers, report.papers_missing) == ("taken", "", 3, 0), report
    assert "附件 3 份" in report.message
    assert contents(township, ids) == contents(village, ids)
    assert check(township) == []
    for one in ids:  # each store has its own key
        sha256 = paper(village, one).sha256
        assert blob_path(township, sha256).read_bytes() != blob_path(village, sha256).read_bytes()


def test_they_are_sent_again_until_confirmed_and_never_after(
    three: tuple[Store, Store, list[str]], tmp_path: Path
) -> None:
    village, township, ids = three
    pack(village, tmp_path / "lost").path.unlink()
    again = pack(village, tmp_path / "up")
    assert again.papers == 3
    assert unpack(township, [again.path])[0].papers == 3
    (twice,) = unpack(township, [again.path])
    assert (twice.result, twice.code, twice.papers) == ("known", "DUPLICATE", 0)
    assert pack(village, tmp_path / "up").papers == 3  # no receipt yet
    exchange(township, village, tmp_path / "down", "桃溪村")
    last = pack(village, tmp_path / "up")
    assert (last.papers, last.segments) == (0, 0)
    one_more = hang(village, tmp_path, paper_of(9, 5000))
    assert pack(village, tmp_path / "up").papers == 1
    assert states(township, [*ids, one_more]) == ["here"] * 3 + ["absent"]


def test_a_paper_of_the_office_reaches_the_village(enrolled: Pair, tmp_path: Path) -> None:
    village, township = enrolled
    home = make_household(village)
    exchange(village, township, tmp_path / "up")
    reply = hang(township, tmp_path, paper_of(1, 9000), record_id=home)
    assert exchange(township, village, tmp_path / "down", "桃溪村").papers == 1
    assert contents(village, [reply]) == [paper_of(1, 9000)]


def test_what_was_lost_is_a_placeholder_is_asked_for_and_heals(
    three: tuple[Store, Store, list[str]], tmp_path: Path
) -> None:
    village, township, ids = three
    exchange(village, township, tmp_path / "up")
    exchange(township, village, tmp_path / "down", "桃溪村")
    lose(township, ids[0])
    spoil(township, ids[1])
    assert {f.record for f in check(township)} == {f"attachment {one}" for one in ids[:2]}
    assert states(township, ids) == ["missing", "missing", "here"]
    asking = pack(township, tmp_path / "down", "桃溪村").path
    _kinds, inner, papers = frames_in(asking, village)
    assert {name.hex() for name in inner.blobs_want} == {paper(village, one).sha256 for one in ids[:2]}
    assert papers == {}
    unpack(village, [asking])
    answer = pack(village, tmp_path / "up")
    assert (answer.papers, answer.segments) == (2, 0)
    assert inspect(answer.path)["kind"] == "up"
    (report,) = unpack(township, [answer.path])
    assert (report.result, report.code, report.papers, report.papers_missing) == ("taken", "", 2, 0)
    assert states(township, ids) == ["here"] * 3
    assert check(township) == []
    exchange(township, village, tmp_path / "down", "桃溪村")
    assert pack(village, tmp_path / "up").papers == 0


def test_a_photo_spoilt_at_home_is_named_left_out_and_asked_back(
    three: tuple[Store, Store, list[str]], tmp_path: Path
) -> None:
    village, township, ids = three
    exchange(village, township, tmp_path / "up")
    spoil(village, ids[2])
    packed = pack(village, tmp_path / "up")  # the receipt has not come: all would go once more
    assert (packed.papers, packed.damaged) == (2, ("照片“第2页”",))
    assert "有 1 份附件坏了" in packed.sentence()
    _kinds, inner, _papers = frames_in(packed.path, township)
    assert [name.hex() for name in inner.blobs_want] == [paper(village, ids[2]).sha256]
    assert unpack(township, [packed.path])[0].papers_bad == 0
    assert exchange(township, village, tmp_path / "down", "桃溪村").papers == 1
    assert contents(village, ids) == contents(township, ids)
    assert check(village) == []


def bundle_with(village: Store, folder: Path, change: Callable[[list[bytes]], list[bytes]]) -> Path:
    """A bundle as the village's program makes it, but with other pieces of papers behind an honest signature."""
    honest = packing.write_bundle

    def changed(target: Path, draft: Draft, *more: Any) -> Any:
        payloads = change(list(draft.chunks))
        size = sum(5 + len(payload) for payload in payloads)
        return honest(target, replace(draft, chunks=payloads, n_chunks=len(payloads), chunk_bytes=size), *more)

    packing.write_bundle = changed
    try:
        return pack(village, folder).path
    finally:
        packing.write_bundle = honest


def flipped(payload: bytes) -> bytes:
    return payload[:-1] + bytes([payload[-1] ^ 1])


PIECES = {  # the five pieces are: 0 of the first, 1 2 3 of the second, 4 of the third paper; which ones arrive
    "a wrong byte": (lambda p: [p[0], p[1], flipped(p[2]), p[3], p[4]], "here missing here"),
    "a wrong byte in the last": (lambda p: [*p[:4], flipped(p[4])], "here here missing"),
    "a piece is missing": (lambda p: [p[0], p[1], p[3], p[4]], "here missing here"),
    "the first piece is missing": (lambda p: [p[0], p[2], p[3], p[4]], "here missing here"),
    "the last piece is missing": (lambda p: p[:3] + p[4:], "here missing here"),
    "the very last piece is missing": (lambda p: p[:3], "here missing missing"),
    "two pieces change places": (lambda p: [p[0], p[2], p[1], p[3], p[4]], "here missing here"),
    "a piece comes twice": (lambda p: [p[0], p[1], p[1], p[2], p[3], p[4]], "here missing here"),
    "a paper comes twice": (lambda p: [p[0], *p], "here here here"),
    "papers are mixed": (lambda p: [p[1], p[0], p[2], p[3], p[4]], "here missing here"),
    "no piece at all": (lambda p: [p[0], b"", b"\xff" * 60, *p[1:]], "here here here"),
    "the wrong name": (lambda p: [b"\x00" * 32 + p[0][32:], *p[1:]], "missing here here"),
    "a giant": (lambda p: [p[0][:32] + b"\xff" * 7 + b"\x00" + p[0][40:], *p[1:]], "missing here here"),
}


@pytest.mark.parametrize("what", PIECES)
def test_one_bad_paper_never_keeps_the_others_out(
    three: tuple[Store, Store, list[str]], tmp_path: Path, what: str
) -> None:
    village, township, ids = three
    change, outcome = PIECES[what]
    path = bundle_with(village, tmp_path / "up", change)
    (report,) = unpack(township, [path])
    assert report.result == "taken"
    assert states(township, ids) == outcome.split()
    missing = [number for number, state in enumerate(outcome.split()) if state == "missing"]
    if missing:
        assert (report.code, report.papers_missing, exit_code([report])) == ("BAD_BLOB", len(missing), 3), report
        if what not in ("the wrong name", "the very last piece is missing"):
            assert f"照片“第{missing[0]}页”" in report.message
    assert not list((township.path / "blobs").rglob("*.part"))
    exchange(township, village, tmp_path / "down", "桃溪村")
    healed = exchange(village, township, tmp_path / "up")
    assert (healed.code, states(township, ids)) == ("", ["here"] * 3)
    assert contents(township, ids) == contents(village, ids)


def test_a_file_cut_among_the_papers_is_refused_and_gone_on_with(
    three: tuple[Store, Store, list[str]], tmp_path: Path
) -> None:
    village, township, ids = three
    packed = pack(village, tmp_path / "up")
    cut = tmp_path / "cut.bjb"
    cut.write_bytes(packed.path.read_bytes()[: CHUNK * 3 // 2])
    (report,) = unpack(township, [cut])
    assert (report.result, report.code) == ("refused", "TRUNCATED")
    assert states(township, ids) == ["absent"] * 3
    (whole,) = unpack(township, [packed.path])
    assert (whole.result, whole.papers) == ("taken", 2)  # the first had come already
    assert contents(township, ids) == contents(village, ids)


def test_the_intact_part_of_a_cut_file_may_be_taken(three: tuple[Store, Store, list[str]], tmp_path: Path) -> None:
    village, township, ids = three
    packed = pack(village, tmp_path / "up")
    packed.path.write_bytes(packed.path.read_bytes()[: CHUNK * 3 // 2])
    (report,) = unpack(township, [packed.path], salvage=True)
    assert (report.result, report.code) == ("taken", "TRUNCATED")
    assert states(township, ids) == ["here", "missing", "missing"]


def test_a_forged_file_leaves_no_paper_behind(three: tuple[Store, Store, list[str]], tmp_path: Path) -> None:
    village, township, ids = three
    path = pack(village, tmp_path / "up").path
    honest = write._Frames._end

    def lying(self: Any, _digest: bytes) -> bytes:
        return honest(self, bytes(32))

    write._Frames._end = lying  # type: ignore[method-assign]
    try:
        forged = pack(village, tmp_path / "forged").path
    finally:
        write._Frames._end = honest  # type: ignore[method-assign]
    (report,) = unpack(township, [forged])
    assert (report.result, report.code) == ("refused", "BAD_SIGNATURE")
    assert [p for p in (township.path / "blobs").rglob("*") if p.is_file()] == []
    assert unpack(township, [path])[0].papers == 3
    assert states(township, ids) == ["here"] * 3


def test_pieces_an_honest_program_makes(enrolled: Pair, tmp_path: Path) -> None:
    village, township = enrolled
    content = paper_of(5, 2 * CHUNK)
    hang(village, tmp_path, content)
    kinds, _inner, papers = frames_in(pack(village, tmp_path / "up").path, township)
    assert kinds.count("B") == len(chunks_of(next(iter(papers)), content)) == 2
