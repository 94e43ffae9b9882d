"""The program's own typefaces on screen, with the one that knows the rare characters of names behind them."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFontDatabase

from desktop.fonts import RARE, SANS, SANS_SEMIBOLD, font_bytes


@cache
def load_typefaces() -> tuple[str, ...]:
    """Make the shipped faces known to Qt (once) and name their families, best first.

    Characters the first family lacks (𬭎, 䶮, 𠮷 in names) come from the last one.
    """
    families: list[str] = []
    for face in (SANS, SANS_SEMIBOLD, RARE):
        number = QFontDatabase.addApplicationFontFromData(font_bytes(face))
        # the semibold face also answers to a name of its own, which would hide the weights of the family
        families += [name for name in QFontDatabase.applicationFontFamilies(number)[:1] if name not in families]
    return tuple(families)
