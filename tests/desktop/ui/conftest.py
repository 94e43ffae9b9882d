"""The window in tests: offscreen unless a display is there, its own settings, and no Qt warning left unheard."""

import os

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler

from desktop.ui.style import Size, Theme, look

_SPOKEN: list[str] = []
_OFFSCREEN = "This plugin does not support "  # what a window can do only with a display


def _hear(kind, _context, message):
    if kind in {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg} and not message.startswith(_OFFSCREEN):
        _SPOKEN.append(message)


@pytest.fixture
def on_screen(qtbot):
    """Shows a widget as the active window, so that keys and shortcuts reach it."""

    def show(widget, width=0, height=0):
        qtbot.addWidget(widget)
        if width:
            widget.resize(width, height)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return show


@pytest.fixture(scope="session")
def qapp_args():
    return ["baijia"]


@pytest.fixture(autouse=True)
def quiet_qt(qapp):
    """A Qt warning fails the test during which it was said."""
    previous = qInstallMessageHandler(_hear)
    _SPOKEN.clear()
    look().show(Theme.LIGHT, Size.NORMAL)
    yield
    qInstallMessageHandler(previous)
    assert _SPOKEN == []
