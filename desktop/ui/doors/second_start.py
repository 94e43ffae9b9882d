"""One window for each user: a second start hands what it was asked to open to the one that runs, and ends.

The request is a file in the settings folder, which the running program watches: no network part of Qt is shipped.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

_REQUEST, _HALF = "open-*.request", ".half"
_PATIENCE = 3.0  # seconds until a program that does not answer is taken for stuck
_LOOK_AGAIN = 0.02


def hand_over(config: Path, word: str) -> bool:
    """Ask the running program to come forward and to open ``word`` (a path, or nothing).

    Whether it answered; False too where the request cannot be written (the disk is full).
    """
    request = config / _REQUEST.replace("*", str(os.getpid()))
    half = request.with_suffix(_HALF)
    try:
        half.write_bytes(os.fsencode(word))
        half.replace(request)
        deadline = time.monotonic() + _PATIENCE
        while request.exists():
            if time.monotonic() > deadline:
                request.unlink(missing_ok=True)
                return False
            time.sleep(_LOOK_AGAIN)
    except OSError:
        return False
    return True


class SecondStart(QObject):
    """Hears what second starts ask for; requests of an earlier run are forgotten."""

    asked = Signal(object)  # a str of Qt would lose the letters of other systems

    def __init__(self, config: Path) -> None:
        super().__init__()
        self._config = config
        self._take()
        self._watcher = QFileSystemWatcher([str(config)])
        self._watcher.directoryChanged.connect(self._on_changed)

    def _take(self) -> list[str]:
        words = []
        for request in sorted(self._config.glob(_REQUEST)):
            try:
                word = os.fsdecode(request.read_bytes())
                request.unlink()
            except OSError:
                continue  # what cannot be taken away would be opened again and again
            words.append(word)
        return words

    def _on_changed(self, _folder: str) -> None:
        for word in self._take():
            self.asked.emit(word)
