"""Photos and papers travel behind the records, only to those who may see them; a bad one never keeps the rest out."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db import Store, open_store
from db.actions.corrections import bring_back
from db.actions.papers import remove_paper
from db.blobs import shelf, standing
from db.blobs.shelf import blob_path
from db.bundles import Wish, exit_code, handover, inspect, pack, resume, unpack
from db.bundles.envelope import write
from db.bundles.envelope.chunk import CHUNK
from db.bundles.envelope.disk import Disk
from db.bundles.envelope.write import Draft
from db.bundles.errors import BundleError
from db.bundles.stick import blobs
from db.bundles.stick import pack as packing
from db.check import check
from db.identity import new_id
from db.models import Attachment
from db.queries.papers import paper
from db.store import Surroundings
from tests.bundles.photos import chunks_of, contents, frames_in, hang, lose, paper_of, spoil, states
from tests.bundles.post import exchange, join
from tests.conftest import PASSWORD
from tests.db.blobs.dying import dying
from tests.dispute_makers import make_dispute
from tests.makers import make_household

Pair = tuple[Store, Store]


@pytest.fixture
def three(enrolled: Pair, tmp_path: Path) -> tuple[Store, Store, list[str]]:
    """Village and township, and three papers of the village: of 20 KB, of 2.5 MiB, of 30 KB."""
    village, township = enrolled
    sizes = (20_000, CHUNK * 5 // 2, 30_000)
    ids = [hang(village, tmp_path, paper_of(n, size), caption=f"第{n}页") for n, size in enumerate(sizes)]
    return village, township, ids


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


# --- parts ----------------------------------------------------------------------------------------------------------


def test_a_large_hand_over_is_three_bundles_in_any_order(three: tuple[Store, Store, list[str]], tmp_path: Path) -> None:
    village, township, ids = three
    ticks: list[tuple[int, int]] = []
    packed = pack(village, tmp_path / "up", None, lambda done, total: ticks.append((done, total)), None, 25_000)
    assert [p.name for p in packed.files] == [f"桃溪村-云岭镇-第{n}号-共3份之{n}.bjb" for n in (1, 2, 3)]
    assert ticks == sorted(ticks)
    assert ticks[-1][0] == ticks[-1][1]
    assert "等 3 个文件" in packed.sentence()
    assert len(packed.document()["files"]) == 3
    for number, file in enumerate(packed.files, 1):
        found = inspect(file)
        assert (found["part"], found["file_no"], found["signature"], found["missing"]) == (
            [number, 3],
            number,
            "valid",
            0,
        )
    last, first, middle = packed.files[2], packed.files[0], packed.files[1]
    reports = [unpack(township, [file])[0] for file in (last, first, middle)]
    assert [r.result for r in reports] == ["taken"] * 3
    assert [r.papers for r in reports] == [1, 1, 1]
    assert [r.papers_missing for r in reports] == [0, 1, 0]
    assert contents(township, ids) == contents(village, ids)
    assert [r.result for r in unpack(township, packed.files)] == ["known"] * 3
    assert pack(village, tmp_path / "up").file_no == 4


def test_records_too_are_shared_out_and_wait_for_each_other(enrolled: Pair, tmp_path: Path) -> None:
    village, township = enrolled
    for n in range(6):
        make_household(village, no=str(n))
        pack(village, tmp_path / "seal")  # one segment each
    packed = pack(village, tmp_path / "up", part_bytes=1500)
    assert len(packed.files) > 2
    assert handover(village).records["local"] == 0
    (late,) = unpack(township, packed.files[-1:])
    assert (late.result, late.code) == ("waiting", "WAITING")
    gaps = handover(township).devices[0].gaps
    assert gaps[-len(packed.files) + 1 :] == tuple(range(packed.file_no, packed.file_no + len(packed.files) - 1))
    reports = unpack(township, packed.files)
    assert {r.result for r in reports} <= {"taken", "known"}
    with township.read() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM household").scalar() == 6


def test_a_part_that_never_came_leaves_placeholders_and_only_they_are_sent_again(
    three: tuple[Store, Store, list[str]], tmp_path: Path
) -> None:
    village, township, ids = three
    packed = pack(village, tmp_path / "up", part_bytes=25_000)
    unpack(township, [packed.files[0], packed.files[2]])
    assert states(township, ids) == ["here", "missing", "here"]
    assert [f.kind for f in check(township)] == ["attachment"]
    exchange(township, village, tmp_path / "down", "桃溪村")
    again = pack(village, tmp_path / "up")
    assert (again.papers, again.segments) == (1, 0)
    unpack(township, [again.path])
    assert states(township, ids) == ["here"] * 3


class Narrow(Disk):
    """A stick with room for so many files of this hand-over."""

    def __init__(self, files: int) -> None:
        self._files = files

    def free(self, folder: Path) -> int:
        full = len(list(folder.glob("*.bjb"))) >= self._files
        return 0 if full else 1 << 40


def test_a_stick_takes_as_many_parts_as_it_holds(three: tuple[Store, Store, list[str]], tmp_path: Path) -> None:
    village, township, ids = three
    stick = tmp_path / "up"
    packed = pack(village, stick, disk=Narrow(2), part_bytes=25_000)
    assert (len(packed.files), packed.left, packed.papers) == (2, 1, 2)
    assert "还有 1 份没有装" in packed.sentence()
    assert len(list(stick.glob("*.bjb"))) == 2
    unpack(township, packed.files)
    assert states(township, ids) == ["here", "here", "missing"]
    exchange(township, village, tmp_path / "down", "桃溪村")
    assert exchange(village, township, tmp_path / "rest").papers == 1
    with pytest.raises(BundleError) as caught:
        pack(village, stick, disk=Narrow(0))
    assert caught.value.code == "DISK_FULL"


def test_a_file_named_by_the_clerk_has_brothers(three: tuple[Store, Store, list[str]], tmp_path: Path) -> None:
    packed = pack(three[0], tmp_path / "x.bjb", part_bytes=25_000)
    assert [p.name for p in packed.files] == ["x.bjb", "x-2.bjb", "x-3.bjb"]


# --- who may see them -----------------------------------------------------------------------------------------------


def test_papers_of_a_mediation_go_only_to_those_it_was_granted(
    enrolled: Pair, make_store: Callable[..., Store], tmp_path: Path
) -> None:
    village, township = enrolled
    second = make_store("village", name="桃溪村二号", region_code="430499101201")
    join(township, second, Wish(mediation=False))
    general, secret = paper_of(1, 4000), paper_of(2, 4000)
    home = hang(village, tmp_path, general)
    dispute = make_dispute(village)
    hidden = hang(village, tmp_path, secret, noun="dispute", record_id=dispute)
    exchange(village, township, tmp_path / "up")
    assert states(township, [home, hidden]) == ["here", "here"]
    to_second = pack(township, tmp_path / "down", "桃溪村二号")
    _kinds, _inner, papers = frames_in(to_second.path, second)
    assert list(papers.values()) == [general]
    unpack(second, [to_second.path])
    assert states(second, [home, hidden]) == ["here", "absent"]
    lose(township, hidden)
    standing.verify_all(township)
    _kinds, inner, _papers = frames_in(pack(township, tmp_path / "down", "桃溪村二号").path, second)
    assert inner.blobs_want == []  # not even its name


def test_papers_of_an_accusation_are_not_packed_at_all(enrolled: Pair, tmp_path: Path) -> None:
    village, township = enrolled
    content = paper_of(3, 4000)
    blob = shelf.put(village, [content])
    with village.write("检举") as session:
        session.add(Attachment(id=new_id(), compartment=2, noun="request", record_id=new_id(), sha256=blob.sha256))
    with village.connection() as connection:
        standing.note_here(connection, blob, "application/pdf")
    packed = pack(village, tmp_path / "up")
    _kinds, _inner, papers = frames_in(packed.path, township)
    assert papers == {}
    exchange(township, village, tmp_path / "down", "桃溪村")
    assert pack(village, tmp_path / "up").papers == 0


def test_asking_for_a_paper_of_another_village_brings_nothing(
    enrolled: Pair, make_store: Callable[..., Store], tmp_path: Path
) -> None:
    village, township = enrolled
    other = make_store("village", name="石桥村", region_code="430499101202")
    join(township, other)
    one = hang(village, tmp_path, paper_of(4, 4000))
    exchange(village, township, tmp_path / "up")
    with township.connection() as connection:
        blobs.keep_wanted(connection, other.device_id, [bytes.fromhex(paper(village, one).sha256)])
    packed = pack(township, tmp_path / "down", "石桥村")
    assert packed.papers == 0
    assert frames_in(packed.path, other)[2] == {}


def test_a_paper_taken_down_is_not_sent_and_one_put_up_again_is(
    three: tuple[Store, Store, list[str]], tmp_path: Path
) -> None:
    village, township, ids = three
    pack(village, tmp_path / "lost")  # sealed: what comes and goes between two seals leaves no trace at all
    remove_paper(village, ids[0])
    packed = pack(village, tmp_path / "up")
    assert packed.papers == 2
    unpack(township, [packed.path])
    bring_back(village, "attachment", ids[0])
    for _trip in range(2):
        exchange(village, township, tmp_path / "up")
        exchange(township, village, tmp_path / "down", "桃溪村")
    assert states(township, ids) == ["here"] * 3


def test_a_paper_taken_away_for_good_does_not_come_back(three: tuple[Store, Store, list[str]], tmp_path: Path) -> None:
    village, township, ids = three
    packed = pack(village, tmp_path / "up")
    unpack(township, [packed.path])
    standing.purge(township, paper(township, ids[0]).sha256)
    unpack(township, [pack(village, tmp_path / "up").path])
    assert states(township, ids) == ["purged", "here", "here"]
    assert check(township) == []


def test_a_new_laptop_gets_what_even_the_office_had_to_ask_for(
    three: tuple[Store, Store, list[str]], make_store: Callable[..., Store], tmp_path: Path
) -> None:
    village, township, ids = three
    exchange(village, township, tmp_path / "up")
    lose(township, ids[1])
    standing.verify_all(township)
    new = make_store("village", name="桃溪村新", region_code="430499101201")
    join(township, new)
    assert exchange(township, new, tmp_path / "down", "桃溪村新").papers == 2
    assert states(new, ids) == ["here", "missing", "here"]
    exchange(new, township, tmp_path / "up")
    exchange(township, village, tmp_path / "down", "桃溪村")
    exchange(village, township, tmp_path / "up")
    exchange(township, new, tmp_path / "down", "桃溪村新")
    assert contents(new, ids) == contents(village, ids)


# --- power cuts -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
@pytest.mark.parametrize("stride", [9, pytest.param(1, marks=pytest.mark.prove)])
def test_taking_in_is_killed_at_any_step(enrolled: Pair, around: Surroundings, tmp_path: Path, stride: int) -> None:
    """At every step in the long proof, at every ninth in the ordinary run."""
    village, township = enrolled
    ids = [hang(village, tmp_path, paper_of(n, size)) for n, size in enumerate((3000, CHUNK + 5))]
    bundle = pack(village, tmp_path / "up").path
    wanted = contents(village, ids)
    township.close()
    answer, kill_at, seen = "killed", 4, list[str]()
    with dying() as ask:
        while answer == "killed":
            copy = Path(shutil.copytree(township.path, tmp_path / f"{kill_at}.baijia"))
            answer = ask(township, copy, kill_at, bundles=[str(bundle)])
            again = open_store(copy, PASSWORD, around)
            resume(again)
            for one, state in zip(ids, states(again, ids), strict=True):
                seen.append(state)
                assert state != "here" or shelf.is_whole(again, paper(again, one).sha256)
            assert {r.result for r in unpack(again, [bundle])} <= {"taken", "known"}
            assert contents(again, ids) == wanted
            assert check(again) == []
            again.close()
            kill_at += stride
    assert len(seen) > 60 // stride
    assert set(seen) == {"absent", "here"}


def test_pieces_an_honest_program_makes(enrolled: Pair, tmp_path: Path) -> None:
    village, township = enrolled
    content = paper_of(5, 2 * CHUNK)
    hang(village, tmp_path, content)
    kinds, _inner, papers = frames_in(pack(village, tmp_path / "up").path, township)
    assert kinds.count("B") == len(chunks_of(next(iter(papers)), content)) == 2
