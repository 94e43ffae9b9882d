"""What a paper shows; a file that is missing or spoilt is a sentence, not an end."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import KnownError, Store
from db.actions.papers import NewPaper, attach_paper
from db.blobs import shelf
from db.queries.papers import paper, paper_content, thumbnail
from tests.db.blobs.photographs import opened, saved, scene
from tests.makers import make_household

PDF = b"%PDF-1.7\n%%EOF\n"


def hang(store: Store, tmp_path: Path, raw: bytes) -> str:
    path = tmp_path / "f"
    path.write_bytes(raw)
    return attach_paper(store, NewPaper(noun="household", record_id=make_household(store)), path).id


def test_a_photo_shows_small_and_whole(village: Store, tmp_path: Path) -> None:
    kept = hang(village, tmp_path, saved(scene(900, 600)))
    small = thumbnail(village, kept, 120)
    assert small.jpeg is not None
    assert opened(small.jpeg).size == (120, 80)
    assert opened(paper_content(village, kept)).size == (900, 600)


def test_a_pdf_has_no_small_picture(village: Store, tmp_path: Path) -> None:
    kept = hang(village, tmp_path, PDF)
    assert (thumbnail(village, kept).jpeg, thumbnail(village, kept).why) == (None, "")
    assert paper_content(village, kept) == PDF
    assert not paper(village, kept).is_picture


def test_one_wrong_byte_shows_a_sentence_and_makes_a_placeholder(village: Store, tmp_path: Path) -> None:
    kept = hang(village, tmp_path, saved(scene(300, 300)))
    path = shelf.blob_path(village, paper(village, kept).sha256)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    assert "坏了" in thumbnail(village, kept).why
    assert paper(village, kept).state == "missing"
    with pytest.raises(KnownError, match="还不在本机"):
        paper_content(village, kept)
    assert "还不在本机" in thumbnail(village, kept).why


def test_what_another_computer_called_a_picture_may_be_none(village: Store, tmp_path: Path) -> None:
    kept = hang(village, tmp_path, saved(scene(30, 30)))
    blob = shelf.put(village, [b"no picture"])
    with village.connection() as connection:
        connection.exec_driver_sql("UPDATE attachment SET sha256 = ? WHERE id = ?", (blob.sha256, kept))
    assert thumbnail(village, kept).jpeg is None
    assert thumbnail(village, kept).why
