"""In a process of its own: through the door, to every place, the size switched; what the painting thread had to do."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db import surroundings
from db.keyring import Keyring
from desktop.app import Program, prepare_words, translate_qt
from desktop.paths import places_under
from desktop.ui.desk import Where
from desktop.ui.doors.unlock import Unlock
from tests.benchmarks._start.watch import megabytes

PLACES = ("today", "households", "visits", "requests", "certificates", "disputes", "notices", "handover", "reports",
          "desk", "quarantine", "settings")  # fmt: skip
QUIET = 15  # looks, 20 ms apart, that find no open question, until all is quiet
REST = 2_000  # ms until a program nobody asks anything has given back what it does not need
BEHIND = {"desk", "quarantine"}  # no place of the rail leads there
SIZES = ("large", "xlarge", "normal")


class Stretches:
    """The longest time the painting thread worked without looking at keys and mouse, in processor seconds."""

    def __init__(self) -> None:
        self._began, self.longest = time.thread_time(), 0.0
        found = QAbstractEventDispatcher.instance()
        found.awake.connect(self._awake)
        found.aboutToBlock.connect(self._block)

    def _block(self) -> None:
        self._close()

    def _awake(self) -> None:
        self._close()

    def _close(self) -> None:
        now = time.thread_time()
        self.longest, self._began = max(self.longest, now - self._began), now

    def during(self, program: Program, deed: Callable[[], None], quiet: int = QUIET) -> tuple[float, float, float]:
        """Processor seconds of a deed until all is quiet: longest stretch, the painting thread, the process."""
        self._close()
        self.longest = 0.0
        thread, process = time.thread_time(), time.process_time()
        deed()
        settle(program, quiet)
        self._close()
        return self.longest, time.thread_time() - thread, time.process_time() - process


def settle(program: Program, wanted: int = QUIET) -> None:
    """Until no question is open and nothing waits to be painted."""
    loop = QEventLoop()
    quiet = 0

    def look() -> None:
        nonlocal quiet
        quiet = quiet + 1 if program.jobs.quiet else 0
        if quiet >= wanted:
            loop.quit()

    timer = QTimer()
    timer.setInterval(20)
    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()


def main(store: Path, folder: Path, password: str, rounds: int) -> dict[str, Any]:
    """All figures, in milliseconds and megabytes."""
    prepare_words()
    app = QApplication(["baijia"])
    translate_qt(app)
    program = Program(places_under(folder / "places"), surroundings(profile=folder / "profile"))
    program.start(store)
    program.window.show()
    stretches = Stretches()
    settle(program)
    found: dict[str, Any] = {"door_mb": megabytes("self")}
    keys = []
    for _n in range(5):
        began = time.process_time()
        Keyring.read(store).unlock(password)
        keys.append(time.process_time() - began)
    door = program.window.front
    assert isinstance(door, Unlock)
    door.password.setText(password)
    found["key"] = median(keys) * 1000
    _longest, _thread, whole = stretches.during(program, door.open_it, 2)
    found["unlock"], found["unlock_stretch"] = whole * 1000, _longest * 1000
    assert program.shell is not None
    settle(program, 4 * QUIET)  # the other pages are read in
    found["places"] = _visit(program, stretches)
    again = [_visit(program, stretches) for _n in range(rounds)]
    found["places_again"] = {name: median(one[name] for one in again) for name in PLACES}
    found["sizes"] = {size: stretches.during(program, partial(program.choose_size, size))[0] * 1000 for size in SIZES}
    QTest.qWait(REST)
    settle(program)
    found["all_mb"] = megabytes("self")
    QTimer.singleShot(0, program.window.close)
    QTimer.singleShot(300, app.quit)
    app.exec()
    return found


def _visit(program: Program, stretches: Stretches) -> dict[str, float]:
    found = {}
    for place in PLACES:
        found[place] = stretches.during(program, partial(_click, program, place))[0] * 1000
    return found


def _click(program: Program, place: str) -> None:
    shell = program.shell
    assert shell is not None
    if place in BEHIND:
        shell.go(Where(place))
    else:
        QTest.mouseClick(shell.rail.button(place), Qt.MouseButton.LeftButton)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))))
