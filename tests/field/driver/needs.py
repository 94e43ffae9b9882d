"""What a machine must have before a real window can be driven; what is missing is said in a sentence, never skipped."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

TOOLS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "dbus-daemon": "dbus-daemon",
    "mount": "mount",
    "umount": "mount",
    "ibus-daemon": "ibus",
    "fcitx5": "fcitx5",
}
MEMCONF = Path("/usr/libexec/ibus-memconf")
PIECES = {
    "ibus": MEMCONF,
    "ibus-libpinyin": Path("/usr/libexec/ibus-engine-libpinyin"),
    "fcitx5-pinyin": Path("/usr/share/fcitx5/inputmethod/pinyin.conf"),
}
BUS_LAUNCHERS = (Path("/usr/libexec/at-spi-bus-launcher"), Path("/usr/lib/at-spi2-core/at-spi-bus-launcher"))
LIBRARIES = {"Xlib": "python-xlib", "jeepney": "jeepney"}


def missing() -> str:
    """The sentence that says what to install; empty where nothing is missing."""
    if not sys.platform.startswith("linux"):
        return "poe field drives a window of X on Linux (Debian 12); on this system it cannot run."
    packages = {package for tool, package in TOOLS.items() if not shutil.which(tool)}
    if not any(launcher.exists() for launcher in BUS_LAUNCHERS):
        packages.add("at-spi2-core")
    packages |= {package for package, piece in PIECES.items() if not piece.exists()}
    if packages:
        return f"poe field lacks tools; run as root: apt-get install {' '.join(sorted(packages))}"
    absent = [package for module, package in LIBRARIES.items() if find_spec(module) is None]
    if absent:
        return f"poe field lacks {', '.join(absent)}; run it as `uv run poe field`, which installs them."
    if os.geteuid() != 0:
        return "poe field mounts small and read-only disks of its own; run it as root."
    return ""


def bus_launcher() -> Path:
    """The program that opens the bus of the screen readers."""
    return next(launcher for launcher in BUS_LAUNCHERS if launcher.exists())
