"""Goes from sight to sight of a running program, waits until each stands still, and hands it to whoever looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.ui.desk import Where
from desktop.ui.page import Page
from tests.screens.faults import Found, elided_on, faults_on

Dialog = TypeVar("Dialog", bound=QDialog)
_STILL = 8  # rounds of events without a change, after which a layout has followed its words


class Walk:
    """One way through the program; ``found`` says what was wrong, by the name of the sight."""

    def __init__(self, qtbot: Any, running: Any, photograph: Callable[[str, QWidget], None] | None = None) -> None:
        self.qtbot, self.running = qtbot, running
        self._photograph = photograph
        self.found: dict[str, Found] = {}
        self.seen: list[str] = []

    def told(self) -> str:
        """What was found, a line each."""
        return "\n" + "\n".join(
            f"{name}: {what}: {why}" for name, found in self.found.items() for what, why in found.items()
        )

    def go(self, place: str, deed: str = "", record: str = "", text: str = "") -> Page:
        """To a place of the program."""
        self.running.shell.go(Where(place, deed, record, text))
        self.quiet()
        return self.running.shell.page(place)

    def quiet(self) -> None:
        """Every answer of the workers has come."""
        self.qtbot.waitUntil(lambda: self.running.jobs.quiet, timeout=20_000)

    def see(self, name: str, window: QWidget | None = None) -> None:
        """Look at the window, or at a dialog over it."""
        self.quiet()
        self._look(name, window or self.running.window)

    def see_dialog(self, name: str, parent: QObject, kind: type[Dialog]) -> None:
        """Look at a dialog that has just been opened, and close it."""
        self.quiet()
        self.qtbot.waitUntil(lambda: any(d.isVisible() for d in parent.findChildren(kind)), timeout=10_000)
        dialog = next(d for d in parent.findChildren(kind) if d.isVisible())
        self.quiet()
        self._look(name, dialog)
        dialog.reject()
        self.qtbot.waitUntil(lambda: not dialog.isVisible())

    def see_question(self, name: str, ask: Callable[[], object]) -> None:
        """Look at a dialog that waits for its answer inside ``ask``, and say no."""
        looked: list[str] = []

        def look() -> None:
            box = QApplication.activeModalWidget()
            if box is None or not box.isVisible():
                QTimer.singleShot(20, look)
                return
            self._look(name, box)
            looked.append(name)
            box.close()

        QTimer.singleShot(0, look)
        ask()
        assert looked == [name]

    def _look(self, name: str, window: QWidget) -> None:
        self.qtbot.waitUntil(lambda: window.windowHandle() is not None and window.windowHandle().isExposed())
        found: Found = {}
        same = 0
        while same < _STILL:
            QApplication.processEvents()
            before, found = found, faults_on(window)
            if not found:
                break
            same = same + 1 if found == before else 0
        found |= elided_on(window)
        self.seen.append(name)
        if found:
            self.found[name] = found
        if self._photograph is not None:
            self._photograph(name, window)
