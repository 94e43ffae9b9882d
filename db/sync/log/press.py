"""Pressing what travels: zstd, and for little things a dictionary of what all of them share.

A visit alone is half column names; with the dictionary it takes two thirds of the bytes. What needs the dictionary
says so by its number in the zstd frame; its segment says so in its head, and its file asks for a reader that has it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from backports import zstd

LEVEL: Final = 6
HARD: Final = 19
"""For little things: a millisecond for one visit, forty for two hundred, and a tenth fewer bytes."""
SMALL: Final = 128 * 1024
"""Above this the dictionary gains nothing."""
NAME: Final = "segments-1.zdict"
_WINDOW: Final[dict[int, int]] = {zstd.DecompressionParameter.window_log_max: 23}


class TooLarge(Exception):
    """More came out than was allowed."""


@cache
def dictionary() -> zstd.ZstdDict:
    """The dictionary of this version; a later one would stand beside it."""
    return zstd.ZstdDict((files("resources") / NAME).read_bytes())


def press(raw: bytes) -> bytes:
    """The shorter of pressed alone and pressed with the dictionary."""
    alone = zstd.compress(raw, LEVEL)
    if len(raw) > SMALL:
        return alone
    return min(alone, zstd.compress(raw, HARD, zstd_dict=dictionary()), key=len)


def needs_dictionary(packed: bytes) -> bool:
    """Whether a reader without the dictionary is helpless; bytes that are no zstd at all are nobody's to read."""
    try:
        return zstd.get_frame_info(packed[:64]).dictionary_id != 0
    except zstd.ZstdError:
        return False


def inflate(packed: bytes, limit: int) -> bytes:
    """What was pressed; TooLarge, or ValueError where it is not exactly one whole frame."""
    known = dictionary() if needs_dictionary(packed) else None
    machine = zstd.ZstdDecompressor(known, options=_WINDOW)
    try:
        raw = machine.decompress(packed, max_length=limit + 1)
    except (zstd.ZstdError, MemoryError) as error:
        raise ValueError(str(error)) from None
    if len(raw) > limit:
        raise TooLarge
    if not machine.eof or machine.unused_data:
        raise ValueError("not one zstd frame")
    return raw
