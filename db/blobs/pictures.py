"""Photos and scans made small: upright, without the camera's notes of place and time, legible (sync.md §15)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from gettext import gettext as _
from typing import Final

from PIL import Image, ImageOps

from db.errors import RuleError

LIMIT: Final = 300 * 1024
"""Bytes of a photo after it was made small."""
FORMATS: Final = ("JPEG", "PNG", "WEBP")
MAX_PIXELS: Final = {"JPEG": 110_000_000, "MPO": 110_000_000}
"""A camera of 108 megapixels still fits (a JPEG can be read at a fraction of its size); MPO is a JPEG with a second
picture behind it, as some telephones make them."""
MAX_PIXELS_ELSE: Final = 50_000_000
"""More is a trap that would eat the memory."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How small a picture may become: longest sides to try in turn, and JPEG qualities from best to worst."""

    sides: tuple[int, ...]
    qualities: tuple[int, ...]


PHOTO: Final = Plan((1920, 1600, 1280, 1024, 800, 640), (82, 74, 66, 58))
SCAN: Final = Plan((2400, 2000, 1754, 1500, 1280, 1024, 800, 640), (80, 65, 50, 40, 32))
"""Writing needs points more than shades: a page of A4 keeps 150 points an inch (1754) before it gets coarser."""


def small(raw: bytes, *, scan: bool = False, limit: int = LIMIT) -> bytes:
    """A JPEG of at most ``limit`` bytes; RuleError for a picture that does not open or is far too large."""
    plan = SCAN if scan else PHOTO
    picture = _upright(raw, plan.sides[0])
    for side in plan.sides:
        best = _fitting(_within(picture, side), plan.qualities, limit)
        if best is not None:
            return best
    return _jpeg(_within(picture, 320), 40)


def thumbnail(raw: bytes, side: int) -> bytes:
    """A small JPEG for lists, whose longest side has ``side`` points."""
    return _jpeg(_within(_upright(raw, side), side), 75)


def check_picture(raw: bytes) -> None:
    """RuleError where a picture that is to be kept as it is does not open."""
    _upright(raw, 640)


def _upright(raw: bytes, side: int) -> Image.Image:
    """The picture as a person sees it: turned as its notes say, on white, in RGB or grey, at least ``side`` long."""
    too_large = RuleError(_("这张图片太大（点数过多），请缩小后再放进来。"), field="file")
    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as found:
            if found.width * found.height > MAX_PIXELS.get(found.format or "", MAX_PIXELS_ELSE):
                raise too_large
            found.draft(None, (side, side))  # a large JPEG is read at a half, a quarter or an eighth
            found.load()
            return _plain(_turned(found))
    except RuleError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise too_large from None
    except Exception:  # a damaged picture ends in any error at all
        raise RuleError(_("这张图片坏了，打不开，没有收下。请重新拍照或重新拷贝。"), field="file") from None


def _turned(picture: Image.Image) -> Image.Image:
    """Turned as the camera noted; notes that cannot be read turn nothing."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # the notes are made by any program at all
        return picture


def _plain(picture: Image.Image) -> Image.Image:
    """Points alone, without notes, palettes or transparency."""
    if picture.mode.startswith("I"):  # 16 bits of grey, from some scanners
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.mode in ("1", "L"):
        clean = Image.new("L", picture.size)
        clean.paste(picture.convert("L"))
        return clean
    clean = Image.new("RGB", picture.size, "white")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        whole = picture.convert("RGBA")
        clean.paste(whole, mask=whole.getchannel("A"))
    else:
        clean.paste(picture.convert("RGB"))
    return clean


def _within(picture: Image.Image, side: int) -> Image.Image:
    longest = max(picture.size)
    if longest <= side:
        return picture
    size = (max(1, picture.width * side // longest), max(1, picture.height * side // longest))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _fitting(picture: Image.Image, qualities: tuple[int, ...], limit: int) -> bytes | None:
    """The best quality that fits; None where even the worst does not."""
    worst = _jpeg(picture, qualities[-1])
    if len(worst) > limit:
        return None
    for quality in qualities[:-1]:
        better = _jpeg(picture, quality)
        if len(better) <= limit:
            return better
    return worst


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
