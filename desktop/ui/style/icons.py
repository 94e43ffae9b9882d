"""Outline icons in the colour of the place they stand in."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


@cache
def _drawing(name: str) -> str:
    return resources.files("resources").joinpath("icons", f"{name}.svg").read_text("utf-8")


def drawing(name: str, colour: str) -> bytes:
    """The SVG of an icon with its strokes in a colour; Qt does not resolve ``currentColor`` itself."""
    return _drawing(name).replace("currentColor", colour).encode()


@lru_cache(maxsize=2000)
def _pixmap(name: str, size: int, colour: str, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing(name, colour))).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon_pixmap(name: str, size: int, colour: str, ratio: float = 0) -> QPixmap:
    """An icon as a picture of ``size`` logical pixels, sharp on the screen it is shown on."""
    screen = QGuiApplication.primaryScreen()
    return _pixmap(name, size, colour, ratio or (screen.devicePixelRatio() if screen else 1.0))


def icon(name: str, size: int, colour: str) -> QIcon:
    """An icon for a button or a menu entry."""
    return QIcon(icon_pixmap(name, size, colour))


def forget_pictures() -> None:
    """Let the cached pictures go, before the application ends."""
    _pixmap.cache_clear()
