"""The one window: a door, and behind it the frame of an open store."""

from __future__ import annotations

from gettext import gettext as _

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QWindow
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.frame.rail import mark_icon
from desktop.ui.style import look
from desktop.ui.widgets.notice import Banner

_PRESSED = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel}


class Window(QMainWindow):
    """Shows one thing at a time, asks before it closes over a running job, and locks itself when nobody is there."""

    left_alone = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(_("百家"))
        self.setWindowIcon(mark_icon())
        self._stack, self.warning = QStackedWidget(), Banner()
        look().dress(self.warning)
        self.setCentralWidget(self._arrange())
        self._focus: QWidget | None = None
        self.setMinimumSize(1000, 600)
        self.resize(1366, 768)
        self.working = _nothing
        self.may_leave = _yes
        self._alone = QTimer(self)
        self._alone.setSingleShot(True)
        self._alone.timeout.connect(self.left_alone)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusWindowChanged.connect(self._on_focus_window)

    def _arrange(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.warning)
        column.addWidget(self._stack, 1)
        return whole

    def warn(self, sentence: str) -> None:
        """Say over door and frame what is wrong with this computer, until it is closed; nothing where it is empty."""
        self.warning.say("due", sentence)

    def show_only(self, widget: QWidget) -> None:
        """Put a widget in front; what stood there before is let go unless it is kept."""
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)

    def let_go(self, widget: QWidget) -> None:
        """A door or frame is not needed any more."""
        self._stack.removeWidget(widget)
        widget.deleteLater()

    def come_forward(self) -> None:
        """Somebody asked for the window that is open already."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()

    @property
    def front(self) -> QWidget:
        """What the cadre sees."""
        return self._stack.currentWidget()

    def remember_focus(self) -> None:
        """A door is put before what is in front."""
        self._focus = self.focusWidget()

    def give_focus_back(self) -> None:
        """The door is gone: keys go where they went before."""
        at, self._focus = self._focus, None
        if at is not None and shiboken6.isValid(at):
            at.setFocus()

    def lock_after(self, minutes: int) -> None:
        """Lock when nobody has touched the computer so long; 0 means never."""
        self._alone.stop()
        self._alone.setInterval(minutes * 60_000)
        if minutes:
            self._alone.start()

    def _on_focus_window(self, window: QWindow | None) -> None:
        """Keys and clicks come to a window before they reach what is in it: to listen there spares all other events."""
        if window is not None:
            window.installEventFilter(self)  # once, however often it is asked for

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _PRESSED and self._alone.interval():
            self._alone.start()
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        doing = self.working()
        if doing and not self._sure(doing):
            event.ignore()
            return
        if not self.may_leave():
            event.ignore()
            return
        self.closed.emit()
        event.accept()

    def _sure(self, doing: str) -> bool:
        box = QMessageBox(self)
        look().dress(box)
        box.setWindowTitle(_("还有事在办"))
        box.setText(doing)
        box.setInformativeText(_("现在关掉，这件事就停下；已经存好的都在，下次可以重来。"))
        stay = box.addButton(_("等它办完"), QMessageBox.ButtonRole.RejectRole)
        box.addButton(_("停下并关掉"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        box.exec()
        return box.clickedButton() is not stay


def _nothing() -> str:
    return ""


def _yes() -> bool:
    return True
