"""The window in tests: offscreen unless a display is there, its own settings, and no Qt warning left unheard."""

import os

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler

from desktop.ui.style import Size, Theme, look
from desktop.ui.window import Window

_SPOKEN: list[str] = []
_OFFSCREEN = "This plugin does not support "  # what a window can do only with a display


def _hear(kind, _context, message):
    if kind in {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg} and not message.startswith(_OFFSCREEN):
        _SPOKEN.append(message)


@pytest.fixture
def qtbot(qtbot):
    """What a test adds looks as in the program, where pages, parts of the frame and dialogs are dressed."""
    add = qtbot.addWidget

    def dressed(widget, **more):
        if not isinstance(widget, Window):
            look().dress(widget)
        add(widget, **more)

    qtbot.addWidget = dressed
    return qtbot


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


@pytest.fixture
def program(qtbot, tmp_path, around):
    """The whole program over a store, as the cadre meets it after the door."""
    from desktop.app import Program
    from desktop.paths import places_under

    made = []

    def start(store=None):
        program = Program(places_under(tmp_path), around)
        made.append(program)
        qtbot.addWidget(program.window)
        program.window.resize(1366, 768)
        if store is None:
            program.start()
        else:
            program.open(store)
        program.window.show()
        program.window.activateWindow()
        qtbot.waitUntil(lambda: program.window.isActiveWindow() and program.jobs.quiet, timeout=10_000)
        return program

    yield start
    for program in made:
        program.end()
