"""Which input module of Qt reaches the input method that runs; asked of the session bus before there is a window."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Mapping, MutableMapping
from gettext import gettext as _
from pathlib import Path

from PySide6.QtCore import QLibraryInfo

_PATIENCE = 200  # ms for the bus to say who is there; it answers in less than one
_ASKED = "baijia-input"
_IBUS, _FCITX5, _FCITX = "org.freedesktop.IBus", "org.fcitx.Fcitx5", "org.fcitx.Fcitx"

log = logging.getLogger(__name__)


def choose_input_module(environment: MutableMapping[str, str]) -> str:
    """Set Qt's input module in the environment; returns what to tell the cadre, which is nothing where he can type.

    Call it before QApplication, which reads the environment only once.
    """
    if not on_x(environment):
        return ""
    names, plugin = _names_on_the_bus(), _has_plugin()
    module = module_for(names, plugin=plugin)
    if module:
        environment["QT_IM_MODULE"] = module
        environment.pop("QT_IM_MODULES", None)  # Qt asks it first
    log.info("input module: %s", module or environment.get("QT_IM_MODULE", "Qt's own choice"))
    return way_out() if out_of_reach(names, plugin=plugin) else ""


def on_x(environment: Mapping[str, str], system: str = sys.platform) -> bool:
    """Whether the window will be one of X, on a machine with a session bus.

    >>> desktop = {"DISPLAY": ":0", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/bus"}
    >>> on_x(desktop, "linux"), on_x({**desktop, "QT_QPA_PLATFORM": "offscreen"}, "linux"), on_x(desktop, "win32")
    (True, False, False)
    """
    if not system.startswith("linux"):
        return False
    bus = "DBUS_SESSION_BUS_ADDRESS" in environment  # without it libdbus might start one
    asked = environment.get("QT_QPA_PLATFORM", "")
    if asked:
        return bus and asked.startswith("xcb")
    return bus and bool(environment.get("DISPLAY")) and environment.get("XDG_SESSION_TYPE") != "wayland"


def module_for(names: Iterable[str], *, plugin: bool) -> str:
    """Qt's module for the input method among these names on the bus; empty where it is left as it is.

    The order matters: fcitx 5 takes the names of ibus and of fcitx 4 too, and Qt comes without a module for fcitx.

    >>> module_for(["org.fcitx.Fcitx5", "org.fcitx.Fcitx-0", "org.freedesktop.IBus"], plugin=False)
    'ibus'
    >>> module_for(["org.fcitx.Fcitx-0"], plugin=True)
    'fcitx'
    >>> module_for(["org.fcitx.Fcitx-0"], plugin=False)
    ''
    """
    there = set(names)
    if plugin and _fcitx_of_any_age(there):
        return "fcitx"
    return "ibus" if there & {_FCITX5, _IBUS} else ""


def out_of_reach(names: Iterable[str], *, plugin: bool) -> bool:
    """Whether the input method that runs can bring letters only.

    >>> out_of_reach(["org.fcitx.Fcitx-0"], plugin=False)
    True
    >>> out_of_reach(["org.fcitx.Fcitx-0", "org.freedesktop.IBus"], plugin=False)
    False
    """
    there = set(names)
    return _fcitx_of_any_age(there) and not module_for(there, plugin=plugin)


def way_out() -> str:
    """What to do on a computer with fcitx 4."""
    return _(
        "这台电脑的输入法是 fcitx 4，在百家里只打得出字母。请管电脑的人装上 fcitx 5 或 IBus 的拼音输入法，"
        "注销再登录，就能打汉字。装好以前，可以在别的程序里打好字，复制了到这里按 Ctrl+V 粘贴。"
    )


def _fcitx_of_any_age(names: Iterable[str]) -> bool:
    return any(name == _FCITX or name.startswith((f"{_FCITX}-", _FCITX5)) for name in names)


def _has_plugin() -> bool:
    """Whether this very Qt comes with a module for fcitx; one of the system's Qt is another Qt's."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    return any(folder.glob("libfcitx*platforminputcontextplugin.so"))


def _names_on_the_bus() -> list[str]:
    from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage

    where = "org.freedesktop.DBus"
    bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, _ASKED)
    try:
        if not bus.isConnected():
            return []
        question = QDBusMessage.createMethodCall(where, "/org/freedesktop/DBus", where, "ListNames")
        answer = bus.call(question, QDBus.CallMode.Block, _PATIENCE)
        told = answer.type() == QDBusMessage.MessageType.ReplyMessage and answer.arguments()
        return list(told[0]) if told else []
    finally:
        QDBusConnection.disconnectFromBus(_ASKED)
