"""The program inside the test, on the field screen with its window manager; stores with something of everything."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import Program
from desktop.paths import places_under
from desktop.ui.style import Size, Theme, look
from tests.conftest import StillClock
from tests.desktop.ui.conftest import quiet_qt
from tests.desktop.ui.pages.desk.conftest import desk, district, enrolled, everything, forge, quarrels
from tests.screens.walk import Walk
from tests.screens.worlds import make_township, open_world

__all__ = ["desk", "district", "enrolled", "everything", "forge", "quarrels", "quiet_qt"]


@pytest.fixture(scope="session")
def qapp_args(screen: Any) -> list[str]:
    """Qt draws on the field screen."""
    os.environ.update(screen.variables, QT_QPA_PLATFORM="xcb")
    return ["baijia"]


@pytest.fixture(scope="session")
def township_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's stores, made once."""
    return make_township(tmp_path_factory.mktemp("world"))


@pytest.fixture
def world(township_made: Path, tmp_path: Path, clock: StillClock) -> Iterator[Callable[[str], Any]]:
    """world("taoxi"), world("office"): a copy of a store of the demonstration, and what surrounds it."""
    folder = Path(shutil.copytree(township_made, tmp_path / "world"))
    opened = []

    def at(stem: str) -> Any:
        store, around = open_world(folder, stem, clock)
        opened.append(store)
        return store, around

    yield at
    for store in opened:
        store.close()


@pytest.fixture
def walk_with(
    qtbot: Any, qapp: QApplication, tmp_path: Path, screen: Any, photograph: Callable[[str, QWidget], None]
) -> Iterator[Callable[..., Walk]]:
    """walk_with(store, around, size, theme): the program over a store, dressed so, ready to be walked through."""
    made: list[Program] = []

    def start(store: Any, around: Any, size: Size, theme: Theme) -> Walk:
        program = Program(places_under(tmp_path), around)
        made.append(program)
        look().show(theme, size)
        if store is None:
            program.start()
        else:
            program.open(store)
        program.window.show()
        qtbot.waitUntil(lambda: program.window.isActiveWindow() and program.jobs.quiet, timeout=20_000)
        qtbot.waitUntil(lambda: program.window.width() == 1366 and program.window.height() == 696, timeout=10_000)
        return Walk(qtbot, program, photograph)

    yield start
    for program in made:
        program.window.hide()
        program.end()
        program.window.deleteLater()


@pytest.fixture
def photograph(request: pytest.FixtureRequest, screen: Any) -> Callable[[str, QWidget], None] | None:
    """Where BAIJIA_SHOTS names a folder, every sight is kept there as place-size-theme.png."""
    folder = os.environ.get("BAIJIA_SHOTS")
    if not folder:
        return None

    def keep(name: str, window: QWidget) -> None:
        window.repaint()
        QApplication.processEvents()
        screen.picture().save(Path(folder) / f"{name}-{look().size}-{look().theme}.png")

    return keep
