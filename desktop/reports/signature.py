"""Where people sign: rooms large enough for a brush pen, a ring for the finger, never parted by a page."""

from collections.abc import Sequence
from gettext import gettext as _
from typing import Any

from reportlab.lib.units import mm

from desktop.reports.page import WIDTH
from desktop.reports.table import PAD_X, Cell, Grid, Row, label
from desktop.reports.text import CELL, LABEL, Style, Text

ROOM = 18 * mm
"""Height of a room for a signature; the least a form may have is 15 mm (and 40 mm wide)."""

_FAINT = Style(CELL.font, 8, 11, "center", grey=0.45)


def fingerprint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
    """A dashed ring at the right of the cell for the fingerprint of the right index finger."""
    radius = min(height, 16 * mm) / 2 - 1.2 * mm
    centre = x + width - PAD_X - radius
    canvas.saveState()
    canvas.setDash(2, 2)
    canvas.setStrokeGray(0.55)
    canvas.circle(centre, y + height / 2, radius)
    canvas.restoreState()
    word = Text(_("指印"), _FAINT)
    word.wrap(2 * radius, 0)
    word.draw_at(canvas, centre - radius, y + height / 2 - word.height / 2)


def signature_block(statement: str, signers: Sequence[tuple[str, bool]]) -> Grid:
    """A statement, then for each signer (who, with a fingerprint or not) a room to sign and one for the date."""
    quarter = (24 * mm, 58 * mm, 24 * mm, WIDTH - 106 * mm)
    rows = [Row([Cell(Text(statement, CELL.but(align="justify", indent=2)), span=4)], least=10 * mm, tied=True)]
    for who, finger in signers:
        rows.append(
            Row(
                [label(who), Cell(Text("", CELL), drawing=fingerprint if finger else None), label(_("日期")), _blank_date()],
                least=ROOM,
                tied=True,
            )
        )
    rows[-1].tied = False
    return Grid(quarter, rows)


def _blank_date() -> Cell:
    return Cell(Text(_("　　　　年　　　月　　　日"), CELL.but(align="center", font=CELL.font)))


def seal_room(words: str) -> Cell:
    """A room for the seal of an office, its name faint in the middle."""
    return Cell(Text(words, LABEL.but(grey=0.45)))
