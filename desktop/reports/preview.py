"""A finished PDF as pictures: for the preview on the screen and for the printer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from types import TracebackType
from typing import Self

import pypdfium2

_pdfium = Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as rows of red, green, blue bytes without gaps, from the top left."""

    width: int
    height: int
    rgb: bytes


class PdfPages:
    """An opened PDF whose pages can be looked at one by one; close it, or use it in a with statement.

    Several threads may ask: PDFium is not made for that, so they wait for each other.
    """

    def __init__(self, pdf: bytes) -> None:
        with _pdfium:
            self._pdf = pypdfium2.PdfDocument(pdf)

    def __len__(self) -> int:
        return len(self._pdf)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the memory back."""
        with _pdfium:
            self._pdf.close()

    def size(self, index: int) -> tuple[float, float]:
        """Width and height of a page in points."""
        with _pdfium:
            width, height = self._pdf.get_page_size(index)
        return width, height

    def picture(self, index: int, width: int) -> Picture:
        """A page (from 0) as a picture so many pixels wide; IndexError where there is no such page."""
        if not 0 <= index < len(self._pdf):
            raise IndexError(index)
        with self._page(index) as page:
            # half a pixel less, because PDFium rounds up
            bitmap = page.render(scale=(width - 0.5) / page.get_width(), rev_byteorder=True)
            try:
                return Picture(bitmap.width, bitmap.height, _without_gaps(bitmap))
            finally:
                bitmap.close()

    def text(self, index: int) -> str:
        """The words of a page as they would be copied out of it."""
        with self._page(index) as page:
            words = page.get_textpage()
            try:
                text: str = words.get_text_range()
                return text
            finally:
                words.close()

    @contextmanager
    def _page(self, index: int) -> Iterator[pypdfium2.PdfPage]:
        with _pdfium:
            page = self._pdf[index]
            try:
                yield page
            finally:
                page.close()


def pictures(pdf: bytes, width: int) -> Iterator[Picture]:
    """All pages one after another, for the printer."""
    with PdfPages(pdf) as pages:
        for index in range(len(pages)):
            yield pages.picture(index, width)


def _without_gaps(bitmap: pypdfium2.PdfBitmap) -> bytes:
    data, row = bytes(bitmap.buffer), bitmap.width * 3
    if bitmap.stride == row:
        return data
    return b"".join(data[start : start + row] for start in range(0, bitmap.stride * bitmap.height, bitmap.stride))
