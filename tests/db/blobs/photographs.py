"""Pictures as cameras and scanners make them."""

from __future__ import annotations

import io
from random import Random
from typing import Any

from PIL import Image, ImageDraw

GPS = 0x8825
ORIENTATION = 0x0112
MAKER = "Camera of Baijia"


def scene(width: int, height: int, seed: int = 3) -> Image.Image:
    """Something with shades and edges, which does not compress to nothing."""
    small = Image.frombytes("RGB", (64, 48), Random(seed).randbytes(64 * 48 * 3))
    return small.resize((width, height), Image.Resampling.BICUBIC)


def noise(width: int, height: int, seed: int = 3) -> Image.Image:
    """The worst there is."""
    return Image.frombytes("RGB", (width, height), Random(seed).randbytes(width * height * 3))


def page(width: int = 2480, height: int = 3508) -> Image.Image:
    """A page of A4 at 300 points an inch, 22 lines of 28 signs of black strokes (GB/T 9704), with a red seal."""
    picture, rng = Image.new("RGB", (width, height), (250, 249, 245)), Random(5)
    draw = ImageDraw.Draw(picture)
    for y in range(437, height - 413, 121):
        for x in range(331, width - 307, 66):
            for _stroke in range(9):
                at = [(x + rng.randrange(56), y + rng.randrange(56)) for _n in range(2)]
                draw.line(at, fill=(20, 20, 30), width=5)
    draw.ellipse((1500, 2600, 2000, 3100), outline=(200, 20, 20), width=14)
    return picture


def notes(orientation: int = 1) -> Image.Exif:
    """What a telephone writes into its photos: maker, time, place."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = MAKER
    exif[0x9003] = "2025:10:18 09:30:00"
    gps = exif.get_ifd(GPS)
    gps[1], gps[2], gps[3], gps[4] = "N", (28.0, 15.0, 30.0), "E", (113.0, 4.0, 12.0)
    return exif


def saved(picture: Image.Image, kind: str = "JPEG", **more: Any) -> bytes:
    """As a file."""
    out = io.BytesIO()
    picture.save(out, kind, **({"compress_level": 1} if kind == "PNG" else {}), **more)
    return out.getvalue()


def opened(raw: bytes) -> Image.Image:
    """As a picture again."""
    picture = Image.open(io.BytesIO(raw))
    picture.load()
    return picture
