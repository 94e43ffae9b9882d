"""What a cadre hands in: a file looked at, and made fit to be kept."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import Final

from db.engine import plain_words
from db.errors import RuleError

MAX_PICTURE: Final = 64 * 1024 * 1024
"""Bytes of a photo as the camera made it."""
MAX_KEPT: Final = 20 * 1024 * 1024
"""Bytes of a PDF, or of a photo that is kept as it is."""
_JPEG, _PNG, _WEBP, _PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"


@dataclass(frozen=True, slots=True)
class Fit:
    """A content fit to be kept, and its media type."""

    content: bytes
    mime: str


def fit(path: Path, *, scan: bool = False, keep_original: bool = False) -> Fit:
    """The content of a file as it is kept: a photo made small, a PDF (and, if asked, an original) byte for byte.

    RuleError, in one sentence, for what is neither, is damaged or is too large.
    """
    raw = _read(path)
    mime = kind_of(raw)
    if mime is None:
        raise RuleError(
            _("“{name}”不是照片也不是 PDF，没有收下。请存成 JPG、PNG、WebP 或 PDF 再放进来。").format(
                name=path.name[:60]
            ),
            field="file",
        )
    if (mime == _PDF or keep_original) and len(raw) > MAX_KEPT:
        raise RuleError(_too_large(path, MAX_KEPT), field="file")
    if mime == _PDF:
        return Fit(raw, mime)
    from db.blobs import pictures

    if keep_original:
        pictures.check_picture(raw)
        return Fit(raw, mime)
    return Fit(pictures.small(raw, scan=scan), _JPEG)


def kind_of(raw: bytes) -> str | None:
    """The media type by the first bytes; None for what is not kept.

    >>> kind_of(b"%PDF-1.7 ..."), kind_of(b"MZ")
    ('application/pdf', None)
    """
    if raw.startswith(b"\xff\xd8\xff"):
        return _JPEG
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return _PNG
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return _WEBP
    return _PDF if raw.startswith(b"%PDF-") else None


def _read(path: Path) -> bytes:
    try:
        with plain_words(), path.open("rb") as file:
            raw = file.read(MAX_PICTURE + 1)
    except (FileNotFoundError, IsADirectoryError):
        raise RuleError(_("找不到文件“{name}”，请重新选择。").format(name=path.name[:60]), field="file") from None
    if len(raw) > MAX_PICTURE:
        raise RuleError(_too_large(path, MAX_PICTURE), field="file")
    return raw


def _too_large(path: Path, limit: int) -> str:
    return _("“{name}”太大，超过 {megabytes} MB，没有收下。请压缩或分成几份再放进来。").format(
        name=path.name[:60], megabytes=limit // (1024 * 1024)
    )
