"""How much is left in the battery."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path


def battery_left(supplies: Path = Path("/sys/class/power_supply")) -> int | None:
    """Percent left while the computer runs on its battery; None on mains or where nobody knows."""
    return _windows() if sys.platform == "win32" else _linux(supplies)


def _linux(supplies: Path) -> int | None:
    try:
        for supply in sorted(supplies.iterdir()):
            if (supply / "type").read_text().strip() != "Battery":
                continue
            if (supply / "status").read_text().strip() == "Discharging":
                return int((supply / "capacity").read_text())
    except (OSError, ValueError):
        return None
    return None


def _windows() -> int | None:  # pragma: no cover - only there
    class Power(ctypes.Structure):
        _fields_ = (
            ("mains", ctypes.c_ubyte),
            ("flag", ctypes.c_ubyte),
            ("percent", ctypes.c_ubyte),
            ("saver", ctypes.c_ubyte),
            ("seconds", ctypes.c_ulong),
            ("full", ctypes.c_ulong),
        )

    power = Power()
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - not known to type checkers elsewhere
    if not kernel.GetSystemPowerStatus(ctypes.byref(power)) or power.mains != 0 or power.percent > 100:
        return None
    return int(power.percent)
