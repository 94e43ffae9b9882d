"""Names that every stick and every desktop can hold: FAT, exFAT, NTFS, and the file systems of Linux and macOS."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Final

FORBIDDEN: Final = frozenset('\\/:*?"<>|')
_RESERVED: Final = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³")}
_UNITS: Final = 255
"""UTF-16 units of a name on FAT, exFAT and NTFS; on Linux as many bytes."""
HALF: Final = ".part"
"""What a file is called until it is whole."""


def cleaned(text: str, most: int = 84) -> str:
    """A piece of a name without what some system refuses, in at most so many bytes of UTF-8.

    >>> cleaned("云岭 镇/办."), cleaned("CON"), cleaned(" ..."), cleaned("a\\nb"), cleaned("云" * 40) == "云" * 28
    ('云岭 镇办', 'CON', '_', 'ab', True)
    """
    kept = "".join(c for c in unicodedata.normalize("NFC", text) if c.isprintable() and c not in FORBIDDEN and c != ".")
    short = kept.encode("utf-8", "ignore")[:most].decode("utf-8", "ignore")
    return short.strip(" .") or "_"


def holds(name: str) -> bool:
    """Whether a whole file name can stand on any stick, with room for what it is called until it is whole.

    >>> holds("桃溪村-云岭镇-第17号.bjb"), holds("CON.bjb"), holds("a:b.bjb"), holds("第1号.bjb."), holds("村" * 90)
    (True, False, False, False, False)
    """
    base = name.split(".", 1)[0].strip(" ").upper()
    units = len((name + HALF).encode("utf-16-le", "surrogatepass")) // 2
    length = len((name + HALF).encode("utf-8", "surrogatepass"))
    return (
        bool(name)
        and base not in _RESERVED
        and not name.endswith((" ", "."))
        and all(c.isprintable() and c not in FORBIDDEN for c in name)
        and max(units, length) <= _UNITS
    )


def unused(target: Path, taken: frozenset[str]) -> Path:
    """The name itself, or with a number behind it where the stick has it already, in capitals or not."""
    found, number = target, 1
    while found.name.casefold() in taken:
        number += 1
        found = target.with_stem(f"{target.stem}-{number}")
    return found
