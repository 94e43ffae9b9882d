"""Input methods as a cadre's desktop starts them: ibus with libpinyin, fcitx 5 with pinyin; each ends with its test."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

_PATIENCE = 20.0  # seconds for a daemon to be there, and for its engine to have read its words
_MEMCONF = Path("/usr/libexec/ibus-memconf")

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


class InputMethod:
    """Daemon of one input method beside one program, with the home folder of that program."""

    names: ClassVar[set[str]]

    def __init__(self, variables: dict[str, str], home: Path) -> None:
        self._variables = {**variables, "GSETTINGS_BACKEND": "memory"}
        self._log = home / f"{type(self).__name__.lower()}.log"
        self._furnish(home)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command(), env=self._variables, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self._wait(self._is_there, "the daemon")

    def switch_on(self) -> None:
        """Pinyin where the keys go now: the program must have the focus."""
        raise NotImplementedError

    def close(self) -> None:
        """End it and the engines it started, which are of its own group."""
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(5)
            self._wait(self._is_gone, "the end")
        except (subprocess.TimeoutExpired, AssertionError):
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _is_gone(self) -> bool:
        try:
            os.killpg(self._process.pid, 0)
        except ProcessLookupError:
            return True
        return False

    def _furnish(self, home: Path) -> None:
        """What was set once on this computer."""

    def _command(self) -> list[str]:
        raise NotImplementedError

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

    def _command(self) -> list[str]:
        return ["ibus-daemon", "--xim", "--panel=disable", f"--config={_MEMCONF}"]

    def switch_on(self) -> None:
        self._wait(lambda: self._ask("ibus", "engine", "libpinyin") == "" and self._engine() == "libpinyin", "pinyin")

    def _engine(self) -> str:
        return self._ask("ibus", "engine")


class Fcitx5(InputMethod):
    """fcitx 5 with pinyin, through its front end for programs that know ibus."""

    names: ClassVar = {"org.fcitx.Fcitx5", "org.freedesktop.IBus"}

    def _furnish(self, home: Path) -> None:
        folder = home / "config" / "fcitx5"
        (folder / "conf").mkdir(parents=True)
        (folder / "profile").write_text(_FCITX5_PROFILE, "utf-8")
        (folder / "conf" / "xcb.conf").write_text(_FCITX5_XCB, "utf-8")

    def _command(self) -> list[str]:
        return ["fcitx5", "--keep", "--disable=wayland,xim,notifications,notificationitem,cloudpinyin"]

    def switch_on(self) -> None:
        self._wait(lambda: self._ask("fcitx5-remote", "-o") == "" and self._ask("fcitx5-remote") == "2", "pinyin")

