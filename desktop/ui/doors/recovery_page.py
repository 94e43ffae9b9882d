"""The printed recovery page."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from desktop.ui.style import look


def print_recovery_page(parent: QWidget, name: str, key: str) -> None:
    """Ask for a printer and print the page; nothing of it is kept."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("打印恢复页"))
    if dialog.exec():
        paint_recovery_page(printer, name, key, date.today())  # noqa: DTZ011 - the day on this desk


def paint_recovery_page(printer: QPrinter, name: str, key: str, day: date) -> None:
    """Name, key in groups of four, and what it is for."""
    painter = QPainter(printer)
    unit = printer.logicalDpiY() / 72
    width = printer.pageRect(QPrinter.Unit.Point).width()

    def line(top: float, text: str, points: float, height: float = 40, *, centred: bool = False) -> None:
        font = look().font("strong")
        font.setPointSizeF(points)
        painter.setFont(font)
        align = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
        flags = int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
        painter.drawText(QRectF(40 * unit, top * unit, (width - 80) * unit, height * unit), flags, text)

    line(60, _("恢复页"), 22, centred=True)
    line(
        110,
        _("{name}  {year}年{month}月{day}日").format(name=name, year=day.year, month=day.month, day=day.day),
        12,
        centred=True,
    )
    painter.setPen(QPen(Qt.GlobalColor.black, unit))
    painter.drawRect(QRectF(60 * unit, 170 * unit, (width - 120) * unit, 110 * unit))
    groups = key.split("-")
    half = len(groups) // 2
    line(180, "   ".join(groups[:half]), 18, 45, centred=True)
    line(225, "   ".join(groups[half:]), 18, 45, centred=True)
    line(310, _("密码忘了，在输密码的地方输入上面这一串就能打开。电脑坏了，用备份恢复时也要它。"), 12, 50)
    line(360, _("拿到这一页的人能看到全部数据：锁进柜子，不拍照，不外传。"), 12, 50)
    painter.end()
