"""What is not needed goes back, and paper is made as before."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop import memory
from desktop.reports.layout import fonts


def _held() -> int:
    """KiB of the faces for paper that this process holds."""
    blocks = Path("/proc/self/smaps").read_text().split("VmFlags")
    faces = [block for block in blocks if "NotoSerifSC-Regular" in block]
    return sum(int(line.split()[1]) for block in faces for line in block.splitlines() if line.startswith("Rss:"))


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_pages_of_a_face_go_and_come_back() -> None:
    song = fonts.font(fonts.SONG)
    face = song._face(0).face
    before, width = bytes(face.get_table("glyf")), song.stringWidth("周建国", 10)
    assert _held() > 4_000
    memory.give_back()
    assert _held() < 1_000
    assert bytes(face.get_table("glyf")) == before
    assert song.stringWidth("周建国", 10) == width


def test_a_system_without_such_means_keeps_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(memory.ctypes, "CDLL", asked.append)
    monkeypatch.setattr(sys, "platform", "win32")
    memory.give_back()
    assert asked == []
    monkeypatch.setattr(sys, "platform", "linux")
    memory.give_back()  # a C library without the call, as musl: CDLL gave None here
    assert asked == [None]
