"""A cadre's eyes: what the program tells a screen reader over AT-SPI, from outside, by name and role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_TEXT = "org.a11y.atspi.Text"
_COMPONENT = "org.a11y.atspi.Component"
_ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_FOCUSED, _SHOWING, _CHECKED, _ENABLED, _SELECTED = 12, 25, 4, 8, 23
_LABELLED_BY = 2
_ON_SCREEN = 0  # coordinates of the screen, not of the window
_MANY = 400  # cells of a table that are read; a list in a story is short


class GoneError(Exception):
    """What was looked at is no longer there."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing on the screen."""

    role: str
    name: str
    states: frozenset[int]
    bus: str
    path: str
    depth: int
    shows: str = ""  # what a closed list of choices shows; its name is that of its label

    @property
    def focused(self) -> bool:
        """Whether keys go here."""
        return _FOCUSED in self.states

    @property
    def showing(self) -> bool:
        """Whether it is on the page that is in front."""
        return _SHOWING in self.states

    @property
    def enabled(self) -> bool:
        """Whether it can be used now."""
        return _ENABLED in self.states

    @property
    def checked(self) -> bool:
        """Whether a tick box or a place of the rail is on."""
        return _CHECKED in self.states

    @property
    def selected(self) -> bool:
        """Whether it is the chosen row."""
        return _SELECTED in self.states


class Eyes:
    """Reads the windows of one program; opened anew for each start of it."""

    def __init__(self, session_bus: str, pid: int) -> None:
        with open_dbus_connection(bus=session_bus) as session:
            there = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            address = session.send_and_get_reply(new_method_call(there, "GetAddress"), timeout=20).body[0]
        self._bus: DBusConnection = open_dbus_connection(bus=address)
        self._pid = pid
        self._app: tuple[str, str] | None = None

    def close(self) -> None:
        """Stop looking."""
        self._bus.close()

    def everything(self) -> Iterator[Seen]:
        """Every showing thing of the program, in reading order of the tree."""
        app = self._program()
        if app is not None:
            yield from self._under(*app, 0)

    def text(self, seen: Seen) -> str:
        """What is written in an input."""
        return str(self._call(seen.bus, seen.path, _TEXT, "GetText", "ii", (0, -1))[0])

    def place(self, seen: Seen) -> tuple[int, int, int, int]:
        """Left, top, width and height on the screen."""
        return tuple(self._call(seen.bus, seen.path, _COMPONENT, "GetExtents", "u", (_ON_SCREEN,))[0])

    def _program(self) -> tuple[str, str] | None:
        if self._app is None:
            for bus, path in self._call(*_ROOT, _ACCESSIBLE, "GetChildren")[0]:
                there = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
                asked = new_method_call(there, "GetConnectionUnixProcessID", "s", (bus,))
                if self._ask(asked)[0] == self._pid:
                    self._app = (bus, path)
        return self._app

    def _under(self, bus: str, path: str, depth: int) -> Iterator[Seen]:
        states = _bits(self._call(bus, path, _ACCESSIBLE, "GetState")[0])
        if depth and _SHOWING not in states:
            return
        role = self._call(bus, path, _ACCESSIBLE, "GetRoleName")[0]
        name = self._name(bus, path)
        if role == "combo box":
            yield Seen(role, self._label(bus, path) or name, states, bus, path, depth, shows=name)
        else:
            yield Seen(role, name, states, bus, path, depth)
        for child_bus, child in self._call(bus, path, _ACCESSIBLE, "GetChildren")[0][:_MANY]:
            yield from self._under(child_bus, child, depth + 1)

    def _label(self, bus: str, path: str) -> str:
        for relation, targets in self._call(bus, path, _ACCESSIBLE, "GetRelationSet")[0]:
            if relation == _LABELLED_BY and targets:
                return str(self._name(*targets[0]))
        return ""

    def _name(self, bus: str, path: str) -> str:
        asked = ("org.freedesktop.DBus.Properties", "Get", "ss", (_ACCESSIBLE, "Name"))
        return str(self._call(bus, path, *asked)[0][1])

    def _call(self, bus: str, path: str, face: str, deed: str, sig: str | None = None, body: Any = ()) -> Any:
        return self._ask(new_method_call(DBusAddress(path, bus, face), deed, sig, body))

    def _ask(self, message: Any) -> Any:
        reply = self._bus.send_and_get_reply(message, timeout=20)
        if reply.header.message_type is MessageType.error:
            raise GoneError(reply.header.fields.get(HeaderFields.error_name, ""))
        return reply.body


def _bits(words: tuple[int, int]) -> frozenset[int]:
    whole = words[0] | words[1] << 32
    return frozenset(at for at in range(64) if whole >> at & 1)
