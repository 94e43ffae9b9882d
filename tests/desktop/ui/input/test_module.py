"""The module by the names on the bus; the order of the rules is the point."""

import os
import socket
import subprocess
import sys

import pytest

from desktop.ui.input import module
from desktop.ui.input.module import choose_input_module, module_for, on_x, out_of_reach

FCITX5 = ["org.freedesktop.DBus", ":1.4", "org.fcitx.Fcitx5", "org.fcitx.Fcitx-0", "org.freedesktop.IBus"]
FCITX4 = ["org.freedesktop.DBus", ":1.4", "org.fcitx.Fcitx-0"]
IBUS = ["org.freedesktop.DBus", ":1.4", "org.freedesktop.IBus", "org.freedesktop.portal.IBus"]
NONE = ["org.freedesktop.DBus", ":1.4", "org.fcitxlike.Other"]
X = {"DISPLAY": ":0", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1000/bus"}


@pytest.mark.parametrize(
    ("names", "plugin", "chosen", "letters_only"),
    [
        (FCITX5, True, "fcitx", False),
        (FCITX5, False, "ibus", False),
        (["org.fcitx.Fcitx5"], False, "ibus", False),
        (FCITX4, True, "fcitx", False),
        (FCITX4, False, "", True),
        (["org.fcitx.Fcitx"], False, "", True),
        ([*FCITX4, *IBUS], False, "ibus", False),
        (IBUS, True, "ibus", False),
        (IBUS, False, "ibus", False),
        (NONE, True, "", False),
        ([], False, "", False),
    ],
)
def test_who_is_on_the_bus_decides(names, plugin, chosen, letters_only):
    assert module_for(names, plugin=plugin) == chosen
    assert out_of_reach(names, plugin=plugin) is letters_only


@pytest.mark.parametrize(
    ("more", "system", "asked"),
    [
        ({}, "linux", True),
        ({"QT_QPA_PLATFORM": "xcb"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({"QT_QPA_PLATFORM": "wayland"}, "linux", False),
        ({"XDG_SESSION_TYPE": "wayland"}, "linux", False),
        ({"XDG_SESSION_TYPE": "wayland", "QT_QPA_PLATFORM": "xcb"}, "linux", True),
        ({"DISPLAY": ""}, "linux", False),
        ({}, "win32", False),
    ],
)
def test_only_a_window_of_x_asks(more, system, asked):
    assert on_x({**X, **more}, system) is asked
    assert not on_x({"DISPLAY": ":0", **{name: text for name, text in more.items() if name != "DISPLAY"}}, system)


@pytest.mark.parametrize(
    ("names", "left", "tells"),
    [
        (FCITX5, {"QT_IM_MODULE": "ibus"}, False),
        (FCITX4, {"QT_IM_MODULE": "fcitx", "QT_IM_MODULES": "wayland;fcitx"}, True),
        (NONE, {"QT_IM_MODULE": "fcitx", "QT_IM_MODULES": "wayland;fcitx"}, False),
    ],
)
def test_the_environment_is_changed_only_where_a_module_was_found(monkeypatch, names, left, tells):
    monkeypatch.setattr(module, "on_x", lambda _environment: True)
    monkeypatch.setattr(module, "_names_on_the_bus", lambda: names)
    monkeypatch.setattr(module, "_has_plugin", lambda: False)
    preset = {**X, "QT_IM_MODULE": "fcitx", "QT_IM_MODULES": "wayland;fcitx"}
    told = choose_input_module(preset)
    assert preset == {**X, **left}
    assert ("Ctrl+V" in told) is tells


def test_this_qt_brings_no_module_for_fcitx_and_a_system_s_is_not_looked_for(monkeypatch, tmp_path):
    assert not module._has_plugin()
    folder = tmp_path / "platforminputcontexts"
    folder.mkdir()
    (folder / "libfcitx5platforminputcontextplugin.so").touch()
    monkeypatch.setattr(module.QLibraryInfo, "path", lambda _kind: str(tmp_path))
    assert module._has_plugin()


@pytest.mark.skipif(sys.platform != "linux", reason="a socket of Unix stands for the bus")
def test_no_bus_is_no_trouble(tmp_path):
    """In a process of its own, before there is an application; nothing is said either."""
    script = "from desktop.ui.input import module; print(module._names_on_the_bus())"
    address = f"unix:path={tmp_path}/nobody"
    with socket.socket(socket.AF_UNIX) as nobody:
        nobody.bind(f"{tmp_path}/nobody")
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": address},
        capture_output=True, text=True, check=True, timeout=20,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""
