"""T5: whatever happens to a file on its way ends in a named error, and the stores stay as they were (sync-tests.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random

import pytest

from db import Store
from db.sync import pack, unpack
from db.sync.errors import EFFECTS
from tests.bundles.post import add_household, kept

CALM = frozenset(EFFECTS) - {"BUG", "DUPLICATE", "WAITING", "LOCKED", "DISK_FULL", "READ_ONLY"}


def a_bundle(village: Store, stick: Path, rows: int = 1) -> bytes:
    for n in range(rows):
        add_household(village, str(n), address="山高路远" * 20)
    return pack(village, stick).path.read_bytes()


def refuse_all(store: Store, folder: Path, wrong: Iterable[tuple[str, bytes]]) -> Counter[str]:
    """Offers every wrong file; returns how often each code was the answer."""
    before, path, codes = kept(store), folder / "wrong.bjb", Counter[str]()
    for what, content in wrong:
        path.write_bytes(content)
        (report,) = unpack(store, [path])
        assert report.result == "refused", what
        assert report.code in CALM, (what, report)
        codes[report.code] += 1
    assert kept(store) == before
    return codes


def flips(raw: bytes, rng: Random, step: int = 1) -> Iterator[tuple[str, bytes]]:
    for at in range(0, len(raw), step):
        yield f"flip {at}", raw[:at] + bytes([raw[at] ^ rng.randrange(1, 256)]) + raw[at + 1 :]


def cuts(raw: bytes, step: int = 1) -> Iterator[tuple[str, bytes]]:
    for length in range(0, len(raw), step):
        yield f"cut {length}", raw[:length]


def mutilations(raw: bytes, rng: Random, count: int) -> Iterator[tuple[str, bytes]]:
    """Deletions, insertions, zeroed 512-byte ranges, copied blocks, appended tails."""
    for n in range(count):
        at, length = rng.randrange(len(raw)), rng.choice([1, 2, 16, 64, 512, 4096])
        match n % 5:
            case 0:
                wrong = raw[:at] + raw[at + length :]
            case 1:
                wrong = raw[:at] + rng.randbytes(length) + raw[at:]
            case 2:
                at -= at % 512
                wrong = raw[:at] + bytes(len(raw[at : at + 512])) + raw[at + 512 :]
            case 3:
                source = rng.randrange(len(raw))
                block = raw[source : source + length]
                wrong = raw[:at] + block + raw[at + len(block) :]
            case _:
                wrong = raw + rng.randbytes(length)
        if wrong != raw:
            yield f"mutilation {n} at {at} of {length}", wrong


def test_every_flipped_byte_is_refused(enrolled: tuple[Store, Store], tmp_path: Path, seed: int) -> None:
    village, township = enrolled
    raw = a_bundle(village, tmp_path / "stick")
    assert len(raw) <= 3072  # a bundle with one row (sync.md §24)
    codes = refuse_all(township, tmp_path, flips(raw, Random(seed)))
    assert {"DAMAGED", "BAD_SIGNATURE", "NOT_BUNDLE"} <= set(codes)
    (report,) = unpack(township, [tmp_path / "stick" / "桃溪村-云岭镇-第1号.bjb"])
    assert report.result == "taken"


def test_every_truncation_is_refused(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    codes = refuse_all(township, tmp_path, cuts(a_bundle(village, tmp_path / "stick")))
    assert set(codes) == {"EMPTY", "TRUNCATED"}
    assert codes["EMPTY"] == 1


def test_deletions_insertions_zeroes_and_copies_are_refused(
    enrolled: tuple[Store, Store], tmp_path: Path, seed: int
) -> None:
    village, township = enrolled
    rng = Random(seed)
    refuse_all(township, tmp_path, mutilations(a_bundle(village, tmp_path / "stick"), rng, 400))


def test_flips_and_cuts_of_a_file_of_several_chunks(enrolled: tuple[Store, Store], tmp_path: Path, seed: int) -> None:
    village, township = enrolled
    rng = Random(seed)
    for n in range(150):
        add_household(village, str(n), address="".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(400)))
    raw = pack(village, tmp_path / "stick").path.read_bytes()
    assert len(raw) > 2 * 65536
    codes = refuse_all(township, tmp_path, flips(raw, rng, len(raw) // 60))
    assert codes["DAMAGED"] > 40
    codes = refuse_all(township, tmp_path, cuts(raw, len(raw) // 60))
    assert codes["TRUNCATED"] > 40


@pytest.mark.prove
def test_every_byte_of_a_larger_file(
    enrolled: tuple[Store, Store], tmp_path: Path, seed: int, proved: Callable[..., None]
) -> None:
    village, township = enrolled
    rng = Random(seed)
    for n in range(60):
        add_household(village, str(n), address="".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(150)))
    raw = pack(village, tmp_path / "stick").path.read_bytes()
    assert len(raw) > 20_000
    told = refuse_all(township, tmp_path, flips(raw, rng))
    told += refuse_all(township, tmp_path, cuts(raw))
    told += refuse_all(township, tmp_path, mutilations(raw, rng, 3_000))
    for bit in range(8):
        told += refuse_all(township, tmp_path, ((f"{at}", raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :])
                                                for at in range(bit, len(raw), 8)))  # fmt: skip
    proved(damaged_files_refused=sum(told.values()))


def test_the_intact_part_of_a_broken_file_waits_and_may_be_taken(
    enrolled: tuple[Store, Store], tmp_path: Path, seed: int
) -> None:
    village, township = enrolled
    rng = Random(seed)
    for n in range(4):
        for m in range(20):
            add_household(village, f"{n}-{m}", address="".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(400)))
        pack(village, tmp_path / "other")  # seals, so that the file has several segments
    whole = pack(village, tmp_path / "stick").path
    cut = tmp_path / "cut.bjb"
    cut.write_bytes(whole.read_bytes()[:-5000])
    before = kept(township)
    (report,) = unpack(township, [cut])
    assert (report.result, report.code) == ("refused", "TRUNCATED")
    assert kept(township) == before
    (report,) = unpack(township, [cut], salvage=True)
    assert (report.result, report.code) == ("taken", "TRUNCATED")
    assert not report.whole
    assert 20 <= report.new < 80
    with township.connection(immediate=False) as connection:
        told = "SELECT receipt_at FROM sync_peer WHERE device_id = ?"
        assert connection.exec_driver_sql(told, (village.device_id,)).scalar() is None  # its receipt is not believed
    (report,) = unpack(township, [whole])
    assert (report.result, report.code) == ("taken", "")
    with township.connection(immediate=False) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM household").scalar() == 80
