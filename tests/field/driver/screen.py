"""A screen that nobody sees: Xvfb of a small laptop, a window manager, and the bus on which screen readers listen."""

from __future__ import annotations

import os
import select
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

from PIL import Image
from Xlib import X
from Xlib.display import Display
from Xlib.error import BadWindow

from tests.field.driver.hands import Hands
from tests.field.driver.needs import bus_launcher

WIDTH, HEIGHT = 1366, 768
WORK_HEIGHT = 696  # what title bar and task bar leave of it
_PATIENCE = 20  # seconds for a server to say that it is there

_OPENBOX = f"""<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
  <placement><policy>Smart</policy><center>yes</center></placement>
  <theme><name>Clearlooks</name></theme>
  <desktops><number>1</number><popupTime>0</popupTime></desktops>
  <margins><top>0</top><bottom>{HEIGHT - WORK_HEIGHT}</bottom><left>0</left><right>0</right></margins>
  <keyboard/>
  <mouse/>
  <applications>
    <application type="normal"><decor>no</decor><maximized>yes</maximized><focus>yes</focus></application>
    <application type="dialog"><focus>yes</focus></application>
  </applications>
</openbox_config>
"""


class Screen:
    """Starts everything a window needs; ``close`` ends it again, by the processes' own numbers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ends = ExitStack()
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def _start(self) -> None:
        run = self.folder / "run"
        run.mkdir(mode=0o700)
        (self.folder / "openbox.xml").write_text(_OPENBOX, "utf-8")
        size = f"{WIDTH}x{HEIGHT}x24"
        said = self._say_where(["Xvfb", "-displayfd", "{fd}", "-screen", "0", size, "-nolisten", "tcp", "-noreset"])
        self.name = f":{said}"
        self.bus = self._say_where(["dbus-daemon", "--session", "--nofork", "--print-address={fd}"])
        self.variables = {"DISPLAY": self.name, "DBUS_SESSION_BUS_ADDRESS": self.bus, "XDG_RUNTIME_DIR": str(run)}
        self._spawn(["openbox", "--sm-disable", "--config-file", str(self.folder / "openbox.xml")], self.variables)
        self._spawn([str(bus_launcher()), "--launch-immediately"], self.variables)
        self.display = Display(self.name)
        self._ends.callback(self.display.close)
        self.hands = Hands(self.display)
        self._wait_for_the_manager()

    def _wait_for_the_manager(self) -> None:
        """A window shown before its manager is there would neither be as large as the screen nor have the focus."""
        root, name = self.display.screen().root, self.display.intern_atom("_NET_SUPPORTING_WM_CHECK")
        deadline = time.monotonic() + _PATIENCE
        while root.get_full_property(name, X.AnyPropertyType) is None:
            if time.monotonic() > deadline:
                raise RuntimeError(f"openbox did not start: {(self.folder / 'openbox.log').read_text()}")
            time.sleep(0.05)

    def _spawn(self, command: list[str], more: dict[str, str] | None = None, pass_fds: tuple[int, ...] = ()) -> None:
        log = (self.folder / f"{Path(command[0]).name}.log").open("w", encoding="utf-8")
        self._ends.callback(log.close)
        environment = {**os.environ, **(more or {})}
        started = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, pass_fds=pass_fds
        )
        self._ends.callback(_end, started)

    def _say_where(self, command: list[str]) -> str:
        """Starts a server that writes where it listens to the descriptor ``{fd}``."""
        reading, writing = os.pipe()
        with os.fdopen(reading, "rb") as answer:
            try:
                self._spawn([part.replace("{fd}", str(writing)) for part in command], pass_fds=(writing,))
            finally:
                os.close(writing)
            ready, _w, _x = select.select([answer], [], [], _PATIENCE)
            said = answer.readline().decode().strip() if ready else ""
        if not said:
            raise RuntimeError(f"{command[0]} did not start: {(self.folder / f'{command[0]}.log').read_text()}")
        return said

    def picture(self) -> Image.Image:
        """What stands on the screen now."""
        root = self.display.screen().root
        raw = root.get_image(0, 0, WIDTH, HEIGHT, X.ZPixmap, 0xFFFFFFFF)
        return Image.frombytes("RGB", (WIDTH, HEIGHT), raw.data, "raw", "BGRX")

    def windows(self) -> dict[str, int]:
        """The windows by their titles, the one in front last."""
        root = self.display.screen().root
        listed = root.get_full_property(self.display.intern_atom("_NET_CLIENT_LIST_STACKING"), X.AnyPropertyType)
        titles = {}
        for number in listed.value if listed else ():
            window = self.display.create_resource_object("window", number)
            try:
                title = window.get_full_property(self.display.intern_atom("_NET_WM_NAME"), X.AnyPropertyType)
            except BadWindow:
                continue  # it went away while it was looked at
            titles[title.value.decode() if title else ""] = number
        return titles

    def ask_to_close(self, number: int) -> None:
        """What the cross in the corner of a window does."""
        from Xlib.protocol.event import ClientMessage

        window = self.display.create_resource_object("window", number)
        close = self.display.intern_atom("_NET_CLOSE_WINDOW")
        message = ClientMessage(window=window, client_type=close, data=(32, [X.CurrentTime, 2, 0, 0, 0]))
        mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
        self.display.screen().root.send_event(message, event_mask=mask)
        self.display.flush()

    def close(self) -> None:
        """End everything that was started here, the last one first."""
        self._ends.close()


def _end(started: subprocess.Popen[bytes]) -> None:
    started.terminate()
    try:
        started.wait(5)
    except subprocess.TimeoutExpired:
        started.kill()
        started.wait()
