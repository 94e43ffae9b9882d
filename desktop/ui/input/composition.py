"""What is under composition counts as typed: it is taken over before anything happens that would drop it."""

from __future__ import annotations

import time

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWindow

_BREAKS = {QEvent.Type.MouseButtonPress, QEvent.Type.FocusAboutToChange, QEvent.Type.Hide, QEvent.Type.Close}
_BARE = {Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock}
_LATE = 0.3  # seconds in which an input method may still send what it was told to let go of


class Composition(QObject):
    """Listens where keys go, and to the windows only while something is being composed.

    Input methods differ in what they do when the words under composition are in the way of a click: some commit them,
    some drop them. Here they are told to let go, and what they did not commit then is written where it stood.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._at: QObject | None = None  # where keys go
        self._text = ""  # what is under composition there
        self._windows: list[QWindow] = []
        self._keeping = self._came = False
        self._kept, self._kept_at = "", 0.0
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusObjectChanged.connect(self._on_focus_moved)
        self._on_focus_moved(app.focusObject())

    @property
    def text(self) -> str:
        """What is under composition now."""
        return self._text

    def keep(self) -> None:
        """Take over what is under composition, exactly once; call it before a lock that nobody pressed."""
        text, at = self._text, self._at
        if not text or self._keeping:
            return
        self._keeping, self._came = True, False
        try:
            QGuiApplication.inputMethod().reset()
            if not self._came and at is not None and shiboken6.isValid(at):
                self._kept, self._kept_at = text, time.monotonic()
                written = QInputMethodEvent("", [])
                written.setCommitString(text)
                QCoreApplication.sendEvent(at, written)
        finally:
            self._keeping = False
            self._compose("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            return self._hear(event)
        if self._text and (kind in _BREAKS or (kind == QEvent.Type.ShortcutOverride and _means_something(event))):
            self.keep()
        return super().eventFilter(watched, event)

    def _hear(self, event: QInputMethodEvent) -> bool:
        """Remember what is composed; an input method that commits after all what was kept already is not heard."""
        commits = event.commitString()
        late = bool(commits) and commits == self._kept and time.monotonic() - self._kept_at < _LATE
        if late and not self._keeping:
            self._kept = ""
            return True
        self._came = self._came or bool(commits)
        if not self._keeping:
            self._compose(event.preeditString())
        return False

    def _compose(self, text: str) -> None:
        if text and not self._text:
            self._windows = QGuiApplication.topLevelWindows()
            for window in self._windows:
                window.installEventFilter(self)
        elif self._text and not text:
            for window in self._windows:
                if shiboken6.isValid(window):
                    window.removeEventFilter(self)
            self._windows = []
        self._text = text

    def _on_focus_moved(self, to: QObject | None) -> None:
        if self._at is not None and shiboken6.isValid(self._at):
            self._at.removeEventFilter(self)
        self._compose("")
        self._at = to
        if to is not None:
            to.installEventFilter(self)


def _means_something(event: QEvent) -> bool:
    """Whether a key that the input method let through is more than Ctrl or Shift alone."""
    return isinstance(event, QKeyEvent) and event.key() not in _BARE
