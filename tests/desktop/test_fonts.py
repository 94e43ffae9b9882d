"""The typefaces that travel with the program."""

import io
from pathlib import Path

import platformdirs
import pytest
from fontTools.ttLib import TTFont

from desktop.fonts import FACES, RARE, SANS, SANS_SEMIBOLD, SERIF, SERIF_BOLD, font_bytes, font_file, unpacked

# GB 18030-2022, implementation level 3: ideographs
LEVEL_3 = (
    (0x4E00, 0x9FEF),
    (0x3400, 0x4DB5),
    (0x20000, 0x2A6D6),
    (0x2A700, 0x2B734),
    (0x2B740, 0x2B81D),
    (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0),
)
COMPATIBILITY = (0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29)


def face(name: str) -> TTFont:
    return TTFont(io.BytesIO(font_bytes(name)), lazy=True)


def test_serif_and_the_rare_face_draw_every_ideograph_of_gb_18030() -> None:
    wanted = {code for first, last in LEVEL_3 for code in range(first, last + 1)} | set(COMPATIBILITY)
    drawn = set(face(SERIF).getBestCmap()) | set(face(RARE).getBestCmap())
    assert len(wanted) == 87_887
    assert wanted <= drawn


@pytest.mark.parametrize("name", FACES)
def test_every_face_says_its_licence_and_may_be_embedded(name: str) -> None:
    font = face(name)
    assert font["OS/2"].fsType == 0
    assert font["name"].getDebugName(0)
    assert "glyf" in font
    assert "GSUB" not in font


@pytest.mark.parametrize("name", [SANS, SANS_SEMIBOLD, SERIF, SERIF_BOLD])
def test_digits_have_one_width_so_that_columns_of_numbers_stand(name: str) -> None:
    font = face(name)
    cmap, metrics = font.getBestCmap(), font["hmtx"]
    assert len({metrics[cmap[ord(digit)]][0] for digit in "0123456789"}) == 1


def test_an_unknown_face_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        font_bytes("simsun")


@pytest.fixture
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_words: tmp_path / "cache")
    return tmp_path / "cache" / "fonts"


def test_a_face_is_unpacked_once_and_one_of_an_earlier_version_goes(cache_folder: Path) -> None:
    cache_folder.mkdir(parents=True)
    old, other = cache_folder / f"{SANS}-17.ttf", cache_folder / f"{SANS_SEMIBOLD}-17.ttf"
    old.write_bytes(b"old")
    other.write_bytes(b"another face")
    file = font_file(SANS)
    assert file is not None
    assert file.read_bytes() == unpacked(SANS)
    assert sorted(cache_folder.iterdir()) == sorted([file, other])
    written = file.stat().st_mtime_ns
    assert font_file(SANS) == file
    assert file.stat().st_mtime_ns == written


def test_where_nothing_can_be_unpacked_the_bytes_come_from_the_program(cache_folder: Path) -> None:
    cache_folder.parent.write_bytes(b"a file where the folder should be")
    assert font_file(SANS) is None
    assert font_bytes(SANS) == unpacked(SANS)
    assert cache_folder.parent.read_bytes() == b"a file where the folder should be"
