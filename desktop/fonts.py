"""The typefaces that travel with the program, for the screen and for paper alike."""

from __future__ import annotations

import logging
import os
import sys
import threading
from contextlib import suppress
from importlib import resources
from pathlib import Path

import platformdirs

SANS = "NotoSansSC-Regular"
SANS_SEMIBOLD = "NotoSansSC-SemiBold"
SERIF = "NotoSerifSC-Regular"
SERIF_BOLD = "NotoSerifSC-Bold"
RARE = "HanaMinB"  # characters of extensions B to F that the others lack: a fallback for rare names

FACES = (SANS, SANS_SEMIBOLD, SERIF, SERIF_BOLD, RARE)
log = logging.getLogger(__name__)


def font_file(name: str) -> Path | None:
    """A face as a TrueType file: beside the program where a package put it, else unpacked once into the user's cache.

    A window that is given a path reads what it shows; given the bytes, it would hold all of them (10 to 30 MB a face).
    None where the cache cannot be written; raises KeyError for a name not in FACES.
    """
    folder = _folder(name)
    beside = folder / f"{name}.ttf"
    if beside.is_file():
        return beside
    packed = folder / f"{name}.ttf.zst"
    kept = Path(platformdirs.user_cache_path("baijia", False)) / "fonts" / f"{name}-{packed.stat().st_size}.ttf"
    if kept.is_file():
        return kept
    return kept if _unpack(packed, kept) else None


def font_bytes(name: str) -> bytes:
    """A face as the bytes of a TrueType file (10 to 30 MB); raises KeyError for a name not in FACES."""
    file = font_file(name)
    try:
        return unpacked(name) if file is None else file.read_bytes()
    except OSError:
        return unpacked(name)


def unpacked(name: str) -> bytes:
    """The bytes of a face as they travel with the program, whatever lies in the cache (20 to 100 ms)."""
    beside = _folder(name) / f"{name}.ttf"
    return beside.read_bytes() if beside.is_file() else _inflated(_folder(name) / f"{name}.ttf.zst")


def _folder(name: str) -> Path:
    if name not in FACES:
        raise KeyError(name)
    return Path(str(resources.files("resources"))) / "fonts"


def _unpack(packed: Path, kept: Path) -> bool:
    """Whole or not at all: another start may be reading at this moment."""
    half = kept.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(_inflated(packed))
        half.replace(kept)
        for old in kept.parent.glob(f"{kept.name.rpartition('-')[0]}-*"):
            if old.suffix == ".ttf" and old != kept:
                old.unlink()  # of an earlier version of the program
    except OSError as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        log.warning("a typeface was not unpacked: %s", type(error).__name__)
        return kept.is_file()
    return True


def _inflated(packed: Path) -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    data: bytes = zstd.decompress(packed.read_bytes())
    return data
