"""The real program as a process of its own: started, killed, started again over the same store and folders."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.field.driver.eyes import Eyes
from tests.field.driver.screen import Screen

TOP = Path(__file__).resolve().parents[3]


class Running:
    """`python -m desktop` with folders of its own; nothing of the machine's user is read or written."""

    def __init__(self, screen: Screen, home: Path, profile: Path) -> None:
        self._screen, self.home, self._profile = screen, home, profile
        self.log = home / "program.log"
        self.preset: dict[str, str] = {}  # what the desktop sets for every program
        self._process: subprocess.Popen[bytes] | None = None
        self._eyes: Eyes | None = None
        for folder in (home / "config" / "baijia", home / "state", home / "data"):
            folder.mkdir(parents=True, exist_ok=True)

    def settings(self, **values: Any) -> None:
        """What the cadre set once: ``size``, ``theme``, ``last_store``; before the program starts."""
        path = self.home / "config" / "baijia" / "settings.json"
        kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
        path.write_text(json.dumps({**kept, **values}), "utf-8")

    @property
    def variables(self) -> dict[str, str]:
        """The surroundings of the program, for command lines of the same user too."""
        mine = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "XDG_", "BAIJIA_"))}
        return {
            **mine,
            **self._screen.variables,
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "BAIJIA_PROFILE": str(self._profile),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "PYTHONFAULTHANDLER": "1",
            **self.preset,
        }

    def start(self) -> None:
        """Start it and look at it; the door may not stand yet."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "desktop"], cwd=TOP, env=self.variables,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self._eyes = Eyes(self._screen.bus, self._process.pid)

    def started_again(self, word: Path) -> int:
        """Somebody opens a file of ours while the program runs: the exit code of the second start."""
        command = [sys.executable, "-m", "desktop", str(word)]
        with self.log.open("ab") as log:
            return subprocess.run(
                command, cwd=TOP, env=self.variables, stdout=log, stderr=log, timeout=30, check=False
            ).returncode

    @property
    def eyes(self) -> Eyes:
        """Looks at the program as it runs now."""
        assert self._eyes is not None, "the program was not started"
        return self._eyes

    @property
    def alive(self) -> bool:
        """Whether its process still runs."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """Signal 9: nothing of it runs another line."""
        self._let_go(kill=True)

    def wait_for_its_end(self) -> int:
        """The exit code, once its window was closed."""
        assert self._process is not None
        code = self._process.wait(20)
        self._let_go(kill=False)
        return code

    def _let_go(self, *, kill: bool) -> None:
        if self._process is not None:
            if kill:
                self._process.kill()
            self._process.wait()
            self._process = None
        if self._eyes is not None:
            self._eyes.close()
            self._eyes = None

    def what_went_wrong(self) -> str:
        """Tracebacks and crash notes; empty where all went well."""
        said = self.log.read_text("utf-8", errors="replace") if self.log.exists() else ""
        notes = "".join(note.read_text("utf-8") for note in sorted(self.home.rglob("notes/*")) if note.is_file())
        return (said if "Traceback" in said or "Fatal Python error" in said else "") + notes
