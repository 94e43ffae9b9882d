"""From a PDF to screen, printer and file; what is slow runs in workers."""

from __future__ import annotations

import os
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from db.errors import KnownError

if TYPE_CHECKING:
    from db.store import Store
    from desktop.reports.preview import PdfPages, Picture

Progress = Callable[[int, int, str], None]
_FINE = 300  # dots an inch: finer than a laser printer shows, and a page stays below 30 MB


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of every page, in points."""
    from desktop.reports.preview import PdfPages

    with PdfPages(pdf) as pages:
        return tuple(pages.size(at) for at in range(len(pages)))


def page_picture(_store: Store, pdf: bytes, page: int, width: int) -> Picture:
    """One page as a picture so many pixels wide."""
    from desktop.reports.preview import PdfPages

    with PdfPages(pdf) as pages:
        return pages.picture(page, width)


def as_image(picture: Picture) -> QImage:
    """A rendered page as Qt paints it."""
    image = QImage(picture.rgb, picture.width, picture.height, picture.width * 3, QImage.Format.Format_RGB888)
    return image.copy()  # the bytes belong to the picture


def write_pdf(pdf: bytes, path: str) -> str:
    """A PDF as a file, whole or not at all; returns its name. KnownError where the place cannot be written to."""
    target = Path(path)
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as out:
            out.write(pdf)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    except OSError as error:
        raise KnownError(
            _("“{name}”写不进去，请换个位置，或看看盘满没满。").format(name=target.name), code="NOT_WRITTEN"
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return target.name


def new_printer(name: str) -> QPrinter:
    """A printer set to A4 upright; the pages bring their own margins."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )
    printer.setFullPage(True)
    printer.setDocName(name)
    return printer


def print_pages(progress: Progress, pdf: bytes, printer: QPrinter) -> int:
    """Send a PDF to a printer, page by page; returns the number of pages. Stopping leaves nothing in the queue.

    Qt allows painting on a printer outside the GUI thread (threads-modules, “Painting in threads”).
    """
    from desktop.reports.preview import PdfPages

    with PdfPages(pdf) as pages:
        wanted = chosen_pages(len(pages), printer.fromPage(), printer.toPage())
        painter = _begin(printer)
        try:
            for at, page in enumerate(wanted):
                progress(at, len(wanted), _("正在送第 {n} 页").format(n=page + 1))
                if at:
                    printer.newPage()
                _paint_page(painter, printer, pages, page)
        except BaseException:
            printer.abort()
            raise
        finally:
            painter.end()
    return len(wanted)


def chosen_pages(count: int, first: int, last: int) -> list[int]:
    """The pages, from 0, that the print dialog asked for (from 1; 0 and 0 mean all).

    >>> chosen_pages(5, 0, 0), chosen_pages(5, 2, 3), chosen_pages(2, 4, 9)
    ([0, 1, 2, 3, 4], [1, 2], [])
    """
    if not first:
        return list(range(count))
    return list(range(first - 1, min(last or count, count)))


def _begin(printer: QPrinter) -> QPainter:
    painter = QPainter()
    if not painter.begin(printer):
        raise KnownError(_("打印机没有应答。看看电源和线，或先存成 PDF。"), code="NO_PRINTER")
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    return painter


def _paint_page(painter: QPainter, printer: QPrinter, pages: PdfPages, page: int) -> None:
    sheet = printer.paperRect(QPrinter.Unit.DevicePixel)
    width, height = pages.size(page)
    scale = min(sheet.width() / width, sheet.height() / height)
    place = QRectF(0, 0, width * scale, height * scale)
    place.moveCenter(QRectF(0, 0, sheet.width(), sheet.height()).center())
    dots = min(round(place.width()), round(width / 72 * _FINE))
    image = as_image(pages.picture(page, dots)).convertToFormat(
        QImage.Format.Format_Grayscale8, Qt.ImageConversionFlag.AutoColor
    )
    painter.drawImage(place, image)
