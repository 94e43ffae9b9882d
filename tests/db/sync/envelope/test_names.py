"""Names on sticks of every kind, and what is done where one is taken or cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.sync.envelope.disk import Disk
from db.sync.envelope.names import cleaned, holds, unused
from db.sync.exchange.packing.pack import file_name

HARD = ["CON", "nul", "com1.txt", "村" * 200, "𠮷" * 200, "a" * 300, "a/b\\c:d*e?f\"g<h>i|j", "名.", "名 ", ".", "",
        "\t\n\x00",
        "e\u0301" * 90, "\u202e反", "Lpt9.第", "🙂" * 70]  # fmt: skip


@pytest.mark.parametrize("sender", HARD)
def test_whatever_a_village_is_called_its_files_have_a_name_every_stick_holds(sender: str, tmp_path: Path) -> None:
    for receiver in HARD:
        name = file_name(sender, receiver, 123_456, (12, 34))
        assert holds(name), name
        assert holds(Path(name).stem + "-99.bjb")
        (tmp_path / (name + ".part")).write_bytes(b"")
        (tmp_path / (name + ".part")).unlink()


def test_names_no_stick_holds() -> None:
    for name in ("CON.bjb", "aux", "a.", "a ", "a*b", "a\nb", "x" * 260, "村" * 84 + ".bjb"):
        assert not holds(name), name
    assert holds("名" * 80)
    assert cleaned("") == cleaned("???") == "_"


def test_a_name_that_differs_in_capitals_only_is_taken_on_a_stick(tmp_path: Path) -> None:
    (tmp_path / "Village-A.BJB").write_bytes(b"")
    target = unused(tmp_path / "village-a.bjb", Disk().names(tmp_path))
    assert target.name == "village-a-2.bjb"
    assert unused(tmp_path / "other.bjb", Disk().names(tmp_path)).name == "other.bjb"


def test_what_is_read_back_comes_whole_whatever_its_length(tmp_path: Path) -> None:
    for length in (0, 1, 511, 512, 4096, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 700_001):
        content = bytes(n % 251 for n in range(length))
        (tmp_path / "a").write_bytes(content)
        with Disk().open_again(tmp_path / "a") as file:
            found = b""
            while piece := file.read(100_003):
                found += piece
        assert found == content
