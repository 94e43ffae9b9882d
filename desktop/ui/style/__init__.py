"""How everything looks: one place that knows theme and size, asked by every widget."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from weakref import WeakKeyDictionary

import shiboken6
from PySide6.QtCore import QEvent, QLocale, QObject, QSize, Qt, QTemporaryDir, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.style.icons import drawing, forget_pictures, icon, icon_pixmap
from desktop.ui.style.sheet import style_sheet
from desktop.ui.style.tokens import THEMES, TYPE, Size, Theme, Tokens
from desktop.ui.style.typefaces import load_typefaces

__all__ = ["Look", "Size", "Theme", "look"]

_SMALLEST = QSize(1366, 696)  # the screen of the laptops, without its task bar
_FRAME = QSize(16, 48)  # title bar and edges of a window


class Look(QObject):
    """Theme and size of the moment; ``changed`` tells painted widgets to measure themselves again."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme = Theme.LIGHT
        self.size = Size.NORMAL
        self._families: list[str] = []
        self._pictures: QTemporaryDir | None = None
        self._sheet = ""
        self._dressed: WeakKeyDictionary[QWidget, str] = WeakKeyDictionary()
        self._spread = QTimer(self)
        self._spread.setInterval(0)
        self._spread.timeout.connect(self._dress_next)

    @property
    def tokens(self) -> Tokens:
        """The colours of the present theme."""
        return THEMES[self.theme]

    @property
    def scale(self) -> float:
        """How much larger than 标准."""
        return self.size.scale

    @property
    def roomy(self) -> bool:
        """Whether short rows of fields stand side by side; at 特大 everything stands in one column."""
        return self.size is not Size.XLARGE

    def px(self, length: float) -> int:
        """A height or width drawn at 标准, at the present size."""
        return round(length * self.scale)

    def dialog_size(self, width: float, height: float) -> QSize:
        """The size of a dialog drawn at 标准, at the present size, and no larger than the screen leaves."""
        screen = QGuiApplication.primaryScreen()
        room = screen.availableSize() if screen else QSize(_SMALLEST)
        return QSize(self.px(width), self.px(height)).boundedTo(room - QSize(_FRAME))

    def colour(self, name: str) -> QColor:
        """A token as a colour to paint with."""
        return QColor(getattr(self.tokens, name))

    def font(self, role: str = "body") -> QFont:
        """The typeface of a role (body, caption, section, title ...) at the present size."""
        points, weight = TYPE[role]
        font = QFont()
        font.setFamilies(self._families or font.families())
        font.setPointSizeF(points * self.scale)
        font.setWeight(QFont.Weight(weight))
        return font

    def pixmap(self, name: str, colour: str = "ink_soft", size: float = 16) -> QPixmap:
        """An icon in a token's colour; ``size`` as drawn at 标准."""
        return icon_pixmap(name, self.px(size), getattr(self.tokens, colour, colour))

    def icon(self, name: str, colour: str = "ink_soft", size: float = 16) -> QIcon:
        """An icon for a menu or a native button."""
        return icon(name, self.px(size), getattr(self.tokens, colour, colour))

    def show(self, theme: Theme | None = None, size: Size | None = None) -> None:
        """Dress the whole application; takes effect at once in all that is seen.

        A style sheet of the application would be worked out for every widget as often as it has ancestors (2 s for all
        pages), so it hangs on the parts: what is hidden follows one part at a time, or when it is shown.
        """
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.theme, self.size = theme or self.theme, size or self.size
        if not self._families:
            self._families = list(load_typefaces())
            app.setStyle("Fusion")
            app.aboutToQuit.connect(self._let_go)
        app.setFont(self.font())
        app.setPalette(self._palette())
        self._sheet = style_sheet(self.tokens, self.scale, self._draw_pictures(), self.px)
        for widget in self._undressed():
            if widget.isVisible():
                self._put_on(widget)
        self._spread.start()
        self.changed.emit()

    def dress(self, widget: QWidget) -> None:
        """From now on a page, a part of the frame or a dialog looks as everything does; what is in it needs nothing."""
        self._put_on(widget)
        widget.installEventFilter(self)

    def _put_on(self, widget: QWidget) -> None:
        self._dressed[widget] = self._sheet
        widget.setStyleSheet(self._sheet)

    def _undressed(self) -> list[QWidget]:
        worn = list(self._dressed.items())
        return [widget for widget, sheet in worn if sheet != self._sheet and shiboken6.isValid(widget)]

    def _dress_next(self) -> None:
        left = self._undressed()
        if left:
            self._put_on(left[0])
        if len(left) <= 1:
            self._spread.stop()

    def _palette(self) -> QPalette:
        role, tokens, palette = QPalette.ColorRole, self.tokens, QPalette()
        for name, colour in {
            role.Window: tokens.ground,
            role.WindowText: tokens.ink,
            role.Base: tokens.surface,
            role.AlternateBase: tokens.surface,
            role.Text: tokens.ink,
            role.Button: tokens.surface,
            role.ButtonText: tokens.ink,
            role.BrightText: tokens.late,
            role.Highlight: tokens.field,
            role.HighlightedText: tokens.on_field,
            role.ToolTipBase: tokens.surface,
            role.ToolTipText: tokens.ink,
            role.PlaceholderText: tokens.ink_soft,
            role.Link: tokens.field,
            role.Light: tokens.surface,
            role.Mid: tokens.line,
            role.Dark: tokens.edge,
        }.items():
            palette.setColor(name, QColor(colour))
        for name in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.ink_soft))
        return palette

    def _draw_pictures(self) -> str:
        # a style sheet can only load pictures from files
        self._pictures = self._pictures or QTemporaryDir()
        folder = Path(self._pictures.path()) / self.theme
        folder.mkdir(exist_ok=True)
        soft = self.tokens.ink_soft
        pictures = {"chevron-down": soft, "chevron-left": soft, "chevron-right": soft, "check": self.tokens.on_field}
        for name, colour in pictures.items():
            (folder / f"{name}.svg").write_bytes(drawing(name, colour))
        return folder.as_posix()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.Show
            and isinstance(watched, QWidget)
            and self._dressed.get(watched) not in {None, self._sheet}
        ):
            self._put_on(watched)
        return False

    def _let_go(self) -> None:
        forget_pictures()
        if self._pictures:
            self._pictures.remove()


@cache
def look() -> Look:
    """The look of this program."""
    return Look()


def speak_chinese() -> None:
    """Dates and numbers as they are written here, whatever the system is set to."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    QGuiApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
