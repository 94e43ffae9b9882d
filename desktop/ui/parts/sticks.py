"""Which sticks are plugged in."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass

from PySide6.QtCore import QStorageInfo

_MOUNTED_UNDER = ("/media/", "/run/media/", "/mnt/", "/Volumes/")
_REMOVABLE = 2  # DRIVE_REMOVABLE of the Windows API


@dataclass(frozen=True, slots=True)
class Stick:
    """A removable volume that can be written to."""

    root: str
    name: str
    free: int


def sticks() -> list[Stick]:
    """The sticks there are now; asked again every few seconds while the page is open."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        if volume.isValid() and volume.isReady() and not volume.isReadOnly() and is_removable(volume.rootPath()):
            name = volume.displayName() or volume.rootPath()
            found.append(Stick(volume.rootPath(), name, volume.bytesAvailable()))
    return found


def is_removable(root: str) -> bool:
    """Whether a volume is one that can be pulled out.

    >>> is_removable("/media/cadre/KINGSTON"), is_removable("/home")
    (True, False)
    """
    if sys.platform == "win32":  # pragma: no cover - only there
        kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - not known to type checkers elsewhere
        return bool(kernel.GetDriveTypeW(root.replace("/", "\\")) == _REMOVABLE)
    return root.startswith(_MOUNTED_UNDER)
