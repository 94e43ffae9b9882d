"""The sheet: A4 upright, bound at the left; running head, page numbers of each document, of when its data are."""

import io
import zlib
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable

from desktop.reports.layout.fonts import SONG, font, take_missing, writing
from desktop.reports.layout.text import BESIDE, HEADING, NOTE, Style, Text, width_of

LEFT, RIGHT, TOP, BOTTOM = 25 * mm, 18 * mm, 22 * mm, 22 * mm
WIDTH: float = A4[0] - LEFT - RIGHT
WIDTH_MM: float = WIDTH / mm
HEIGHT: float = A4[1] - TOP - BOTTOM
_SMALL = Style(SONG, 8.5, 12, grey=0.25)


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished PDF, its number of pages, and the characters that stand in it as 〓 because no face has them."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edges:
    """What stands around the text: running head left and right, foot left; and the entry in the PDF's outline."""

    left: str = ""
    right: str = ""
    foot: str = ""
    outline: str = ""


class Heading(Text):
    """A section's heading; it never stands alone at the foot of a page."""

    def __init__(self, words: str, beside: str = "", style: Style = HEADING) -> None:
        super().__init__(words, style)
        self._after = width_of(words, style) + style.size
        self._beside = Text(beside, BESIDE)

    def draw(self) -> None:
        """The heading, and beside it a remark in small print."""
        super().draw()
        self._beside.wrap(WIDTH - self._after, 0)
        self._beside.draw_at(self.canv, self._after, 0)


class MissingNote(Flowable):  # type: ignore[misc]
    """Says which characters above are printed as 〓; stands after all other words, no room where there are none."""

    def __init__(self, sheet: "Press") -> None:
        super().__init__()
        self._sheet = sheet
        self._text = Text("", NOTE)

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        """Ask what was missing so far."""
        chars = self._sheet.missing_here()
        codes = "、".join(f"U+{ord(char):04X}" for char in chars)
        self._text = Text(
            _("〓 处的字本机印不出，编码 {codes}，请照户口簿手写补上。").format(codes=codes) if chars else "", NOTE
        )
        self.width, self.height = size = self._text.wrap(room, height)
        return size

    def draw(self) -> None:
        """Print the sentence."""
        self._text.drawOn(self.canv, 0, 0)


class Press:
    """Prints one document after another into one PDF; each has its own page numbers.

    What is printed is packed at once, so that a township's thousands of households fit into memory.
    """

    def __init__(self, title: str) -> None:
        self._out = io.BytesIO()
        face = font(SONG).fontName  # without one of ours every page would name Helvetica, which is not embedded
        self._canvas = Canvas(
            self._out, pagesize=A4, pageCompression=1, invariant=1, lang="zh-CN", initialFontName=face
        )
        self._canvas.setTitle(title)
        self._canvas.setCreator("百家")
        self._canvas.setProducer("百家")
        self._open: list[dict[str, Any]] = []
        self._y = 0.0
        self._missing_here: tuple[str, ...] = ()
        self._missing: set[str] = set()
        self.pages = 0

    def print(self, flowables: Iterable[Flowable], edges: Edges) -> int:
        """Lay out one document from a fresh page on; answers its number of pages."""
        self._missing_here = ()
        self._y = HEIGHT
        queue = deque(flowables)
        while queue:
            self._place(queue)
        return self._close(edges)

    def missing_here(self) -> tuple[str, ...]:
        """The characters of this document so far that no face has."""
        self._missing_here = tuple(sorted({*self._missing_here, *take_missing(self._canvas._doc)}))
        return self._missing_here

    def _place(self, queue: "deque[Flowable]") -> None:
        """Put the next flowable on the page, or as much of it as fits."""
        flowable = queue.popleft()
        fresh = self._y == HEIGHT
        above = 0.0 if fresh else flowable.getSpaceBefore()
        room = self._y - above
        height = flowable.wrapOn(self._canvas, WIDTH, room)[1]
        if height <= room + 1e-6 and (fresh or not self._left_alone(flowable, queue, room - height)):
            flowable.drawOn(self._canvas, LEFT, BOTTOM + room - height)
            self._y = max(room - height - flowable.getSpaceAfter(), 0.0)
            return
        parts = flowable.splitOn(self._canvas, WIDTH, room) if height > room else []
        if len(parts) > 1:
            queue.extendleft(reversed(parts))
            return
        if fresh:
            queue.extendleft(reversed(flowable.split_anyhow(room)))
        else:
            queue.appendleft(flowable)
            self._turn()

    def _left_alone(self, flowable: Flowable, queue: "deque[Flowable]", left: float) -> bool:
        """Whether a heading would stand at the foot of the page without anything of what it heads."""
        if not isinstance(flowable, Heading) or not queue:
            return False
        left -= flowable.getSpaceAfter()
        if queue[0].wrapOn(self._canvas, WIDTH, left)[1] <= left:
            return False
        return len(queue[0].splitOn(self._canvas, WIDTH, left)) < 2

    def _turn(self) -> None:
        self._open.append(dict(self._canvas.__dict__))
        self._canvas._startPage()
        self._y = HEIGHT

    def _close(self, edges: Edges) -> int:
        """Now that their number is known, number the pages and finish them."""
        self._open.append(dict(self._canvas.__dict__))
        total = len(self._open)
        for number, state in enumerate(self._open, 1):
            self._canvas.__dict__.update(state)
            if number == 1 and edges.outline:
                key = f"d{self.pages}"
                self._canvas.bookmarkPage(key)
                self._canvas.addOutlineEntry(edges.outline, key)
            self._draw_edges(edges, number, total)
            self._canvas.showPage()
            _pack(self._canvas._doc.Pages.pages[-1])
        self._open.clear()
        self.pages += total
        self._missing.update(self.missing_here())
        return total

    def _draw_edges(self, edges: Edges, number: int, total: int) -> None:
        canvas = self._canvas
        canvas.setLineWidth(0.5)
        if number > 1:
            top = A4[1] - TOP + 4 * mm
            self._edge_words(edges.left, LEFT, top)
            self._edge_words(edges.right, LEFT + WIDTH - width_of(edges.right, _SMALL), top)
            canvas.line(LEFT, top - 1.5 * mm, LEFT + WIDTH, top - 1.5 * mm)
        foot = BOTTOM - 8 * mm
        canvas.line(LEFT, foot + 4.2 * mm, LEFT + WIDTH, foot + 4.2 * mm)
        self._edge_words(edges.foot, LEFT, foot)
        page = _("第 {number} 页　共 {total} 页").format(number=number, total=total)
        self._edge_words(page, LEFT + WIDTH - width_of(page, _SMALL), foot)

    def _edge_words(self, words: str, x: float, y: float) -> None:
        self._canvas.setFont(_SMALL.font, _SMALL.size)
        self._canvas.setFillGray(_SMALL.grey)
        self._canvas.drawString(x, y, words)
        self._canvas.setFillGray(0)

    def finish(self) -> Printed:
        """The whole PDF."""
        with writing:
            self._canvas.save()
        return Printed(self._out.getvalue(), self.pages, tuple(sorted(self._missing)))


def _pack(page: Any) -> None:
    """Compress a finished page now instead of at the end."""
    packed = pdfdoc.PDFStream(content=zlib.compress(pdfdoc.pdfdocEnc(page.stream)))
    packed.dictionary["Filter"] = pdfdoc.PDFName("FlateDecode")
    page.Contents, page.stream = packed, None
