"""Where people sign: rooms large enough for a brush pen, a ring for the finger, never parted by a page."""

from collections.abc import Sequence
from gettext import gettext as _
from typing import Any

from reportlab.lib.units import mm

from desktop.reports.layout.page import WIDTH
from desktop.reports.layout.table import PAD_X, PAD_Y, Cell, Grid, Row, label
from desktop.reports.layout.text import CELL, CELL_CENTER, Text

ROOM: float = 27 * mm
"""Height of a room for signature and date; a signature needs at least 15 mm by 40 mm."""

_FAINT = CELL_CENTER.but(size=8, leading=11, grey=0.45)
_DATE = CELL.but(align="right")


def _date(canvas: Any, x: float, y: float, width: float, _height: float) -> None:
    words = Text(_("年　　　月　　　日"), _DATE)
    words.wrap(width - 2 * PAD_X, 0)
    words.draw_at(canvas, x + PAD_X, y + PAD_Y)


def _ring_and_date(canvas: Any, x: float, y: float, width: float, height: float) -> None:
    """A dashed ring for a fingerprint at the upper right, the date below."""
    radius = 7.5 * mm
    centre, middle = x + width - 2 * PAD_X - radius, y + height - 2 * PAD_Y - radius
    canvas.saveState()
    canvas.setDash(2, 2)
    canvas.setStrokeGray(0.55)
    canvas.circle(centre, middle, radius)
    canvas.restoreState()
    words = Text(_("指印"), _FAINT)
    words.wrap(2 * radius, 0)
    words.draw_at(canvas, centre - radius, middle - words.height / 2)
    _date(canvas, x, y, width, height)


def signature_block(statement: str, signers: Sequence[tuple[str, bool]], *, room: float = 10 * mm) -> Grid:
    """A statement with `room` points to write on, and below it a room for each of two or three signers: (who, with a
    fingerprint).
    """
    said = Cell(Text(statement, CELL.but(align="justify", indent=2)), len(signers), middle=room < 12 * mm)
    rooms = [Cell(Text("", CELL), drawing=_ring_and_date if finger else _date) for _who, finger in signers]
    rows = [
        Row([said], least=room, tied=True),
        Row([label(who) for who, _finger in signers], tied=True),
        Row(rooms, least=ROOM),
    ]
    return Grid([WIDTH / len(signers)] * len(signers), rows)
