"""Input methods as a cadre's desktop starts them: ibus with libpinyin, fcitx 5 with pinyin; each ends with its test."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

from tests.field.driver.needs import MEMCONF

_PATIENCE = 20.0  # seconds for a daemon to be there, and for its engine to have read its words
_FCITX5_PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin
[Groups/0/Items/0]
Name=keyboard-us
[Groups/0/Items/1]
Name=pinyin
[GroupOrder]
0=Default
"""
_FCITX5_XCB = "Allow Overriding System XKB Settings=False\n"  # the keyboard is the one of the hands


class InputMethod(ABC):
    """One input method beside one program, with the home folder of that program; what it learns is kept there."""

    names: ClassVar[set[str]]  # what it is called on the bus
    command: ClassVar[list[str]]
    preset: ClassVar[dict[str, str]] = {}  # what a desktop with it tells every program
    settings: ClassVar[dict[str, str]] = {}  # what was set once on this computer, by the file

    def __init__(self, variables: dict[str, str], home: Path) -> None:
        self._variables = {**variables, "GSETTINGS_BACKEND": "memory"}
        self._log = home / f"{type(self).__name__.lower()}.log"
        self._sockets = TemporaryDirectory(prefix="input")  # the home of a test is too deep for the name of a socket
        for name, text in self.settings.items():
            file = home / "config" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        with self._log.open("ab") as log:
            command = [part.format(sockets=self._sockets.name) for part in self.command]
            self._process = subprocess.Popen(
                command, env=self._variables, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        try:
            self._wait(self._is_there, "the daemon")
        except BaseException:
            self.close()
            raise

    @abstractmethod
    def switch_on(self) -> None:
        """Pinyin where the keys go now: the program must have the focus."""

    def close(self) -> None:
        """End it and the engines it started, which are of its own group."""
        self._signal(signal.SIGTERM)
        try:
            self._wait(self._is_gone, "the end")
        except AssertionError:
            self._signal(signal.SIGKILL)
        self._process.wait()
        self._sockets.cleanup()

    def _signal(self, number: int) -> bool:
        """Whether one of its group was there to be told."""
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            return False
        return True

    def _is_gone(self) -> bool:
        self._process.poll()
        return not self._signal(0)

    def _is_there(self) -> bool:
        """Whether it has its name on the bus; its own remote control would start another one."""
        bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        with open_dbus_connection(bus=self._variables["DBUS_SESSION_BUS_ADDRESS"]) as session:
            names = session.send_and_get_reply(new_method_call(bus, "ListNames"), timeout=5).body[0]
        return set(names) >= self.names

    def _ask(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self._variables, capture_output=True, text=True, check=False, timeout=_PATIENCE
        )
        return done.stdout.strip()

    def _wait(self, look: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not look():
            said = self._log.read_text("utf-8", errors="replace")
            assert time.monotonic() < deadline, f"{what} of {type(self).__name__} did not come: {said}"
            time.sleep(0.05)


class Ibus(InputMethod):
    """ibus with libpinyin."""

    names: ClassVar = {"org.freedesktop.IBus"}
    command: ClassVar = [
        "ibus-daemon", "--xim", "--panel=disable", f"--config={MEMCONF}", "--address=unix:tmpdir={sockets}"
    ]  # fmt: skip

    def switch_on(self) -> None:
        self._wait(lambda: self._ask("ibus", "engine", "libpinyin") == "" and self._engine() == "libpinyin", "pinyin")

    def _engine(self) -> str:
        return self._ask("ibus", "engine")


class Fcitx5(InputMethod):
    """fcitx 5 with pinyin, through its front end for programs that know ibus."""

    names: ClassVar = {"org.fcitx.Fcitx5", "org.freedesktop.IBus"}
    command: ClassVar = ["fcitx5", "--keep", "--disable=wayland,xim,notifications,notificationitem,cloudpinyin"]
    preset: ClassVar = {"QT_IM_MODULE": "fcitx", "QT_IM_MODULES": "wayland;fcitx", "XMODIFIERS": "@im=fcitx"}
    settings: ClassVar = {"fcitx5/profile": _FCITX5_PROFILE, "fcitx5/conf/xcb.conf": _FCITX5_XCB}

    def switch_on(self) -> None:
        self._wait(lambda: self._ask("fcitx5-remote", "-o") == "" and self._ask("fcitx5-remote") == "2", "pinyin")
