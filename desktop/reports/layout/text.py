"""Words on paper: styles, and a paragraph that breaks its lines as Chinese print does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from reportlab.platypus.flowables import Flowable

from desktop.reports.layout.fonts import HEI, SONG, SONG_BOLD, font
from desktop.reports.layout.lines import HALF_AT_END, break_lines, clean

Align = Literal["left", "right", "center", "justify"]
Span = tuple[str, str]
"""A font name and the words set in it."""

ABOVE = 0.88
"""Part of the em above the base line in Chinese faces."""

_SPREAD = 0.18
"""The most that characters are moved apart, in em, to make a line's right edge even."""


@dataclass(frozen=True, slots=True)
class Style:
    """How words stand: font, size and line distance in points, first-line indent in em, room before and after."""

    font: str = SONG
    size: float = 10.5
    leading: float = 16.0
    align: Align = "left"
    indent: float = 0.0
    before: float = 0.0
    after: float = 0.0
    grey: float = 0.0

    def but(self, **changes: Any) -> "Style":
        """The same style with some things changed."""
        return replace(self, **changes)


TITLE = Style(SONG_BOLD, 22, 32, "center", after=6)  # 二号
HEADING = Style(HEI, 12, 18, before=12, after=5)  # 小四
SUBHEADING = Style(HEI, 10.5, 17, before=8, after=2)
BESIDE = Style(SONG, 9.5, 18)
BODY = Style(SONG, 10.5, 17, "justify", indent=2)  # 五号
PLAIN = Style(SONG, 10.5, 16)
CELL = Style(SONG, 9.5, 13.5)
CELL_NUMBER = CELL.but(align="right")
CELL_CENTER = CELL.but(align="center")
LABEL = Style(HEI, 9.5, 13.5, "center")
NOTE = Style(SONG, 9, 13.5)  # 小五


class Text(Flowable):  # type: ignore[misc]
    """A paragraph (or several, at newlines) in one style; its spans may stand in other fonts."""

    def __init__(self, words: str | Sequence[Span], style: Style = BODY) -> None:
        super().__init__()
        spans = [(style.font, words)] if isinstance(words, str) else words
        self.spans = [(name, clean(text)) for name, text in spans if text]
        self.style = style
        self.lines: list[Line] = []
        self.goes_on = False
        self._room = -1.0

    def getSpaceBefore(self) -> float:  # noqa: N802
        """Room above, in points."""
        return self.style.before

    def getSpaceAfter(self) -> float:  # noqa: N802
        """Room below, in points."""
        return self.style.after

    def wrap(self, room: float, _height: float) -> tuple[float, float]:
        """Lay the lines out for this width; answers the width and height taken."""
        if room != self._room and not self.goes_on:
            self._room = room
            self.lines = _set(self.spans, self.style, room)
        height = len(self.lines) * self.style.leading
        self.width, self.height = room, height
        return room, height

    def split(self, room: float, height: float) -> list["Text"]:
        """The part that fits into the height and the rest; neither ever a single line of a longer paragraph."""
        self.wrap(room, height)
        fit = int((height + 1e-6) // self.style.leading)
        if fit >= len(self.lines):
            return [self]
        fit = min(fit, len(self.lines) - 2)
        if fit < 2:
            return []
        return [self._part(self.lines[:fit]), self._part(self.lines[fit:])]

    def _part(self, lines: list["Line"]) -> "Text":
        part = Text("", self.style)
        part.lines, part.goes_on, part._room = lines, True, self._room
        return part

    def draw(self) -> None:
        """Put the lines on the page."""
        self.draw_at(self.canv, 0.0, 0.0)

    def draw_at(self, canvas: Any, x: float, y: float) -> None:
        """Put the lines on the page, the lower left corner at this point."""
        style = self.style
        pen = canvas.beginText()
        if style.grey:
            pen.setFillGray(style.grey)
        gap = (style.leading - style.size) / 2
        y += self.height - gap - ABOVE * style.size
        spread = 0.0
        for line in self.lines:
            pen.setTextOrigin(x + line.x, y)
            if line.spread != spread:
                spread = line.spread
                pen.setCharSpace(spread)
            for name, words in line.spans:
                pen.setFont(name, style.size)
                pen.textOut(words)
            y -= style.leading
        if spread:
            pen.setCharSpace(0)
        if style.grey:
            pen.setFillGray(0)
        canvas.drawText(pen)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: where it begins, its spans, and the room added after each character to make both edges even."""

    spans: tuple[Span, ...]
    x: float
    spread: float


def spaced(title: str) -> str:
    """A short title with room between its characters, as it stands over a form."""
    return "\u2002".join(title)


def width_of(words: str, style: Style) -> float:
    """Width of the words on one line, in points."""
    return font(style.font).stringWidth(words, style.size)


def _set(spans: Sequence[Span], style: Style, room: float) -> list[Line]:
    lines: list[Line] = []
    for paragraph in _paragraphs(spans) if spans else ():
        text = "".join(words for _, words in paragraph)
        scale = style.size / 1000
        widths = [width * scale for name, words in paragraph for width in font(name).widths(words)]
        indent = style.indent * style.size
        cuts = break_lines(text, widths, room - indent, room)
        for index, (start, end) in enumerate(cuts):
            shift = indent if index == 0 else 0.0
            taken = sum(widths[start:end])
            last = index == len(cuts) - 1
            x, spread = _place(style, (taken, room - shift, end - start), last, text[end - 1 : end] in HALF_AT_END)
            lines.append(Line(_slice(paragraph, start, end), x + shift, spread))
    return lines


def _place(style: Style, measure: tuple[float, float, int], last: bool, half: bool) -> tuple[float, float]:
    """Where the line begins and how far its characters stand apart."""
    taken, room, count = measure
    slack = room - taken
    if style.align == "right":
        return max(slack, 0.0), 0.0
    if style.align == "center":
        return max(slack / 2, 0.0), 0.0
    if style.align == "justify" and not last and count > 1:
        spread = (slack + (style.size / 2 if half else 0.0)) / (count - 1)
        return 0.0, spread if 0 < spread <= _SPREAD * style.size else 0.0
    return 0.0, 0.0


def _paragraphs(spans: Sequence[Span]) -> list[list[Span]]:
    """The spans, cut at newlines."""
    out: list[list[Span]] = [[]]
    for name, words in spans:
        head, *more = words.split("\n")
        out[-1].append((name, head))
        out += [[(name, part)] for part in more]
    return [part for part in out if any(words for _, words in part)] or out[:1]


def _slice(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    if len(spans) == 1:
        return ((spans[0][0], spans[0][1][start:end].rstrip(" ")),)
    out, at = [], 0
    for name, words in spans:
        part = words[max(start - at, 0) : max(end - at, 0)]
        if part:
            out.append((name, part))
        at += len(words)
    return tuple(out)
