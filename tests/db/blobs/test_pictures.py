"""Photos become small, upright and silent about place and time; scans stay legible; traps are refused."""

from __future__ import annotations

import io
import struct
import zlib
from random import Random

import pytest
from PIL import Image, ImageChops, ImageStat

from db import RuleError
from db.blobs import pictures
from db.blobs.pictures import LIMIT, check_picture, small, thumbnail
from tests.db.blobs.photographs import MAKER, noise, notes, opened, page, saved, scene


def is_red(picture: Image.Image, at: tuple[int, int]) -> bool:
    """Whether a point is red to the eye."""
    red, green, blue = picture.convert("RGB").getpixel(at)  # type: ignore[misc]
    return bool(red > 140 and max(green, blue) < 110)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_any_photo_becomes_a_small_jpeg(kind: str) -> None:
    done = small(saved(scene(2400, 1200), kind))
    found = opened(done)
    assert (found.format, found.mode, found.size) == ("JPEG", "RGB", (1920, 960))
    assert len(done) <= LIMIT


def test_the_worst_picture_still_fits() -> None:
    raw = saved(noise(1500, 1200), quality=95)
    assert len(raw) > 2_000_000
    done = small(raw)
    assert 100_000 < len(done) <= LIMIT
    assert len(small(raw, limit=5_000)) <= 30_000  # as small as it gets
    assert opened(small(raw, limit=60_000)).width >= 320


def test_a_small_picture_is_not_blown_up() -> None:
    assert opened(small(saved(scene(300, 200)))).size == (300, 200)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos_stand_upright(orientation: int) -> None:
    picture = Image.new("RGB", (400, 300), "white")
    picture.paste("red", (0, 0, 200, 150))
    done = opened(small(saved(picture, exif=notes(orientation), quality=95)))
    assert done.size == ((400, 300) if orientation < 5 else (300, 400))
    corner = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}[orientation]
    for x in (0, 1):
        for y in (0, 1):
            at = (x * (done.width - 20) + 10, y * (done.height - 20) + 10)
            assert is_red(done, at) == ((x, y) == corner)


def test_place_time_and_maker_are_gone() -> None:
    raw = saved(scene(1200, 900), exif=notes(), comment="张三家门口", xmp=b"<x:xmpmeta>GPSLatitude</x:xmpmeta>",
                icc_profile=b"profile of a telephone")  # fmt: skip
    assert MAKER.encode() in raw
    for done in (small(raw), small(raw, scan=True), thumbnail(raw, 200)):
        found = opened(done)
        assert not found.getexif()
        assert not {"exif", "comment", "xmp", "icc_profile", "photoshop"} & set(found.info)
        for secret in (MAKER.encode(), "张三".encode(), b"GPS", b"2025:10:18", b"Exif", b"profile of"):
            assert secret not in done


def test_a_scanned_page_stays_legible_and_its_seal_red() -> None:
    raw = saved(page(), "PNG")
    done = small(raw, scan=True)
    found = opened(done)
    assert len(done) <= LIMIT
    assert max(found.size) >= 1754  # 150 points an inch on A4
    like = page().resize(found.size, Image.Resampling.LANCZOS)
    difference = ImageStat.Stat(ImageChops.difference(found, like).convert("L"))
    assert difference.rms[0] < 20
    assert is_red(found, (found.width * 1500 // 2480 + 3, found.height * 2850 // 3508))


def test_a_grey_page_stays_grey_and_transparent_ground_becomes_white() -> None:
    assert opened(small(saved(page().convert("L"), "PNG"), scan=True)).mode == "L"
    assert opened(small(saved(page(600, 800).convert("1"), "PNG"), scan=True)).mode == "L"
    clear = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    for raw in (saved(clear, "PNG"), saved(clear, "WEBP"), saved(clear.convert("LA"), "PNG")):
        assert opened(small(raw)).convert("L").getextrema() == (255, 255)
    palette = Image.new("P", (50, 50), 0)
    palette.putpalette([10, 20, 30])
    assert opened(small(saved(palette, "PNG", transparency=0))).convert("L").getextrema() == (255, 255)


def test_sixteen_bits_of_grey_and_four_colours_of_a_printer() -> None:
    grey = Image.frombytes("I;16", (40, 40), struct.pack("<H", 0x8000) * 1600)
    done = opened(small(saved(grey, "PNG")))
    assert done.getextrema() == (128, 128)
    found = opened(small(saved(Image.new("CMYK", (40, 40), (0, 255, 255, 0)))))
    assert found.mode == "RGB"
    assert is_red(found, (20, 20))


def test_a_telephones_double_picture_is_taken() -> None:
    two = saved(scene(800, 600), "MPO", save_all=True, append_images=[scene(800, 600, 9)])
    assert opened(small(two)).size == (800, 600)


def test_the_same_photo_gives_the_same_bytes() -> None:
    raw = saved(scene(2500, 1200), exif=notes(6))
    assert small(raw) == small(raw)


def test_a_thumbnail_is_tiny() -> None:
    done = thumbnail(saved(scene(3000, 2000), exif=notes(6)), 160)
    assert opened(done).size == (106, 160)
    assert len(done) < 12_000


def test_damaged_pictures_are_refused_with_one_sentence(seed: int) -> None:
    rng, raw = Random(seed), saved(scene(800, 600))
    for wrong in (raw[: len(raw) // 2], raw[:20], b"\xff\xd8\xff" + rng.randbytes(5000), b"", b"RIFF1234WEBPVP8 xxxx"):
        for take in (small, check_picture):
            with pytest.raises(RuleError, match="坏了") as caught:
                take(wrong)
            assert caught.value.field == "file"
    png = saved(scene(300, 300), "PNG")
    with pytest.raises(RuleError, match="坏了"):
        small(png[:-2000])


def test_any_wrong_byte_ends_in_a_picture_or_in_a_sentence(seed: int) -> None:
    rng = Random(seed)
    for raw in (saved(scene(120, 90), exif=notes(6)), saved(scene(60, 40), "PNG"), saved(scene(120, 90), "WEBP")):
        for _n in range(60):
            at = rng.randrange(len(raw))
            wrong = raw[:at] + rng.randbytes(rng.randrange(1, 5)) + raw[at + 1 :]
            try:
                assert len(small(wrong)) <= LIMIT
            except RuleError:
                continue


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    line = bytes(1 + (width + 7) // 8)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(line * 10)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(10_000, 5_001), (20_000, 9_000), (60_000, 60_000), (2_000_000, 2_000_000)])
def test_traps_that_would_eat_the_memory_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(RuleError, match=r"太大|坏了"):
        small(bomb(*size))
    with pytest.raises(RuleError):
        check_picture(bomb(*size))


def test_what_is_no_picture_of_ours_is_not_even_tried() -> None:
    gif = io.BytesIO()
    scene(10, 10).save(gif, "GIF")
    with pytest.raises(RuleError):
        small(gif.getvalue())
    assert set(pictures.FORMATS) == {"JPEG", "PNG", "WEBP"}
