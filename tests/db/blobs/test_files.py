"""What may be handed in: photos and PDFs; everything else is told so in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import RuleError
from db.blobs import files
from db.blobs.files import fit
from tests.db.blobs.photographs import notes, opened, saved, scene

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "照片.jpg"


def test_a_photo_is_made_small_whatever_its_name_says(file: Path) -> None:
    file.write_bytes(saved(scene(2600, 650), "PNG"))
    done = fit(file)
    assert done.mime == "image/jpeg"
    assert opened(done.content).size == (1920, 480)
    assert max(opened(fit(file, scan=True).content).size) == 2400


def test_an_original_and_a_pdf_stay_as_they_are(file: Path) -> None:
    for raw, mime in ((saved(scene(600, 400), exif=notes()), "image/jpeg"), (saved(scene(9, 9), "PNG"), "image/png"),
                      (saved(scene(9, 9), "WEBP"), "image/webp"), (PDF, "application/pdf")):  # fmt: skip
        file.write_bytes(raw)
        done = fit(file, keep_original=True)
        assert (done.content, done.mime) == (raw, mime)
    assert fit(file).content == PDF


@pytest.mark.parametrize("raw", [b"", b"MZ\x90", b"GIF89a" + bytes(50), b"\x00\x00\x00\x18ftypheic", "花名册".encode()])
def test_anything_else_is_refused_with_one_sentence(file: Path, raw: bytes) -> None:
    file.write_bytes(raw)
    with pytest.raises(RuleError, match="不是照片也不是 PDF") as caught:
        fit(file)
    assert caught.value.field == "file"
    assert "照片.jpg" in str(caught.value)


def test_a_damaged_photo_is_refused_even_as_an_original(file: Path) -> None:
    raw = saved(scene(600, 400))
    file.write_bytes(raw[: len(raw) // 2])
    for keep in (False, True):
        with pytest.raises(RuleError, match="坏了"):
            fit(file, keep_original=keep)


def test_what_is_too_large_is_refused(file: Path) -> None:
    with file.open("wb") as out:
        out.write(PDF)
        out.truncate(files.MAX_KEPT + 1)
    with pytest.raises(RuleError, match="超过 20 MB"):
        fit(file)
    with file.open("r+b") as out:
        out.truncate(files.MAX_PICTURE + 1)
    with pytest.raises(RuleError, match="超过 64 MB"):
        fit(file)


def test_what_is_not_there_is_said_so(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.jpg", tmp_path):
        with pytest.raises(RuleError, match="找不到文件"):
            fit(path)
