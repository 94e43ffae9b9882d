"""Typefaces on paper: every character is printed by the first face that has it, and copied out of the PDF as itself."""

import io
import mmap
import threading
from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics, ttfonts

from desktop import fonts

SONG = "Song"  # body
SONG_BOLD = "Song-Bold"  # the title of a document
HEI = "Hei"  # headings and the heads of tables

GETA = "〓"
"""Printed where no face has the character; a footnote then gives its code."""

_CHAINS = {
    SONG: (fonts.SERIF, fonts.RARE),
    SONG_BOLD: (fonts.SERIF_BOLD, fonts.RARE),
    HEI: (fonts.SANS_SEMIBOLD, fonts.SERIF_BOLD, fonts.RARE),
}
_GLYPH = tuple[int, str]  # face in the chain, character that is drawn

_opening = threading.RLock()
_opened: dict[str, Any] = {}
_maps: list[mmap.mmap] = []

writing = threading.Lock()
"""Held while a document is written out: a face cuts its subsets with one reading position for all documents."""


class FallbackFont:
    """A chain of faces under one name, usable wherever ReportLab takes a font name.

    ReportLab itself prints an empty box for a missing glyph and says nothing. Faces are opened when first needed.
    """

    _multiByte = 1  # noqa: N815
    _dynamicFont = 1  # noqa: N815
    shapable = False

    def __init__(self, name: str, *loaders: Callable[[], Any]) -> None:
        self.fontName = name
        self._loaders = loaders
        first = self._face(0)
        self.face, self.encoding = first.face, first.encoding
        self.ascent, self.descent = first.face.ascent, first.face.descent
        self._glyphs: dict[str, _GLYPH] = {}
        self._widths: dict[str, float] = {}
        self._plain: set[str] = set()  # drawn as themselves by the first face
        self._missing: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()

    def _face(self, index: int) -> Any:
        return self._loaders[index]()

    def _find(self, char: str) -> _GLYPH:
        code = ord(char)
        for index in range(len(self._loaders)):
            face = self._face(index).face
            if code in face.charToGlyph:
                found, width = (index, char), face.getCharWidth(code)
                if index == 0:
                    self._plain.add(char)
                break
        else:
            found, width = (0, GETA), self.face.getCharWidth(ord(GETA))
        self._glyphs[char], self._widths[char] = found, width
        return found

    def widths(self, text: str) -> list[float]:
        """The advance of each character in 1/1000 em."""
        known = self._widths
        for char in set(text).difference(known):
            self._find(char)
        return [known[char] for char in text]

    def has(self, char: str) -> bool:
        """Whether some face of the chain draws the character as itself."""
        return (self._glyphs.get(char) or self._find(char))[1] == char

    def take_missing(self, doc: Any) -> set[str]:
        """The characters this document asked for in vain since the last call."""
        return self._missing.pop(doc, set())

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802, ARG002
        """Width in points at this size, in ReportLab's words."""
        return 0.001 * size * sum(self.widths(text))

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[Any, bytes]]:  # noqa: N802, ARG002
        """The text as runs of one face each: ((face, subset), codes in the subset)."""
        if self._plain.issuperset(text):
            return [((0, subset), codes) for subset, codes in self._face(0).splitString(text, doc)]
        out: list[tuple[Any, bytes]] = []
        for index, run in groupby(self._drawn(text, doc), key=lambda glyph: glyph[0]):
            shown = "".join(char for _index, char in run)
            out += [((index, subset), codes) for subset, codes in self._face(index).splitString(shown, doc)]
        return out

    def _drawn(self, text: str, doc: Any) -> Iterator[_GLYPH]:
        for char in text:
            glyph = self._glyphs.get(char) or self._find(char)
            if glyph[1] != char:
                self._missing.setdefault(doc, set()).add(char)
            yield glyph

    def getSubsetInternalName(self, subset: tuple[int, int], doc: Any) -> str:  # noqa: N802
        """The name under which the page refers to one subset of one face."""
        name: str = self._face(subset[0]).getSubsetInternalName(subset[1], doc)
        return name


def take_missing(doc: Any) -> tuple[str, ...]:
    """The characters of a document, drawn since the last call, that no face could print; in code order."""
    return tuple(sorted({char for name in _CHAINS for char in font(name).take_missing(doc)}))


def font(name: str) -> FallbackFont:
    """The chain of that name (SONG, SONG_BOLD or HEI), made known to ReportLab on first use."""
    known: FallbackFont | None = pdfmetrics._fonts.get(name)
    if known is not None:
        return known
    with _opening:
        if name not in pdfmetrics._fonts:
            _mend_to_unicode()
            chain = [partial(_true_type, face) for face in _CHAINS[name]]
            # registerFont() would file it under the name of its first face
            pdfmetrics._fonts[name] = FallbackFont(name, *chain)
        opened: FallbackFont = pdfmetrics._fonts[name]
        return opened


def _true_type(face: str) -> Any:
    """One opened face, shared by all chains: two of one name in a document are an error in ReportLab."""
    if face not in _opened:
        with _opening:
            if face not in _opened:
                _opened[face] = ttfonts.TTFont(face, _Face(face), shapable=False)
    return _opened[face]


class _Face(io.RawIOBase):
    """A face as the file ReportLab reads: what it asks for is read from the disk when it asks (13 instead of 25 MB)."""

    def __init__(self, face: str) -> None:
        self._name = face

    def readall(self) -> Any:
        """All of it, to be cut like bytes."""
        file = fonts.font_file(self._name)
        if file is None:
            return fonts.font_bytes(self._name)
        with file.open("rb") as opened:
            mapped = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        _maps.append(mapped)
        return mapped


def rest() -> None:
    """No paper is made now: what was read of the faces may go; what is asked for is read again."""
    if hasattr(mmap, "MADV_DONTNEED"):
        for mapped in _maps:
            mapped.madvise(mmap.MADV_DONTNEED)


def to_unicode_map(name: str, subset: list[int]) -> str:
    """The table by which a reader of the PDF turns codes back into text (PDF 32000-1, 9.10.3).

    WORKAROUND: ReportLab 5.1 writes five digits for characters beyond U+FFFF, so that 李𬭎 is copied out as 李Ⲵ, and
    more than the 100 rows a block may have.
    """
    rows = [f"<{code:02X}> <{chr(char).encode('utf-16-be').hex().upper()}>" for code, char in enumerate(subset)]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    return "\n".join([
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
        *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    ])  # fmt: skip


def _mend_to_unicode() -> None:
    ttfonts.makeToUnicodeCMap = to_unicode_map
