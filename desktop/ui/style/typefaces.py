"""The program's own typefaces on screen, with the one that knows the rare characters of names behind them."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFontDatabase

from desktop.fonts import RARE, SANS, SANS_SEMIBOLD, font_file, unpacked


@cache
def load_typefaces() -> tuple[str, ...]:
    """Make the shipped faces known to Qt (once) and name their families, best first.

    Characters the first family lacks (𬭎, 䶮, 𠮷 in names) come from the last one.
    """
    families: list[str] = []
    for face in (SANS, SANS_SEMIBOLD, RARE):
        # the semibold face also answers to a name of its own, which would hide the weights of the family
        families += [name for name in _families_of(face)[:1] if name not in families]
    return tuple(families)


def _families_of(face: str) -> list[str]:
    file = font_file(face)
    if file is not None:
        found = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
        if found:
            return found
    # no room in the cache, or what lies there is spoilt: then all of it in memory
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFontFromData(unpacked(face)))
