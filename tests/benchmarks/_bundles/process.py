"""Every contender runs in fresh processes, so that none profits from another's warm memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[3]
Figures = dict[str, Any]


class Failed(Exception):
    """A contender that cannot run here, in one sentence."""


def peak_mb() -> float:
    """The most memory this process ever held, in MB; what its parent held is not counted."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(text for text in status.read_text().splitlines() if text.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def forget_peak() -> None:
    """From here on only new memory counts (the password check alone takes 64 MiB for a moment); Linux only."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pass


@contextmanager
def timed(figures: Figures, name: str) -> Iterator[None]:
    """Adds the seconds on the clock and those of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    figures[name] = time.perf_counter() - wall
    figures[f"{name}_cpu"] = time.process_time() - cpu


def report(figures: Mapping[str, Any]) -> None:
    """The last line a contender prints."""
    print(json.dumps({"peak_mb": peak_mb(), **figures}))


def fresh(module: str, *args: object, limit: float = 900) -> Figures:
    """Runs a module of this folder in a process of its own; its figures, with the seconds of the whole process."""
    command = [sys.executable, "-m", f"tests.benchmarks._bundles.{module}", *map(str, args)]
    return spoken(command, limit=limit)


def spoken(command: list[str], *, limit: float = 900, cwd: Path = TOP) -> Figures:
    """Runs a command whose last line is JSON; raises Failed with the last line it complained with."""
    start = time.perf_counter()
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=limit)
    except FileNotFoundError:
        raise Failed(f"{Path(command[0]).name} is not on this machine") from None
    except subprocess.TimeoutExpired:
        raise Failed(f"not done after {limit:.0f} s") from None
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        complaint = [*done.stdout.strip().splitlines(), *done.stderr.strip().splitlines()] or ["no word"]
        raise Failed(f"ended with {done.returncode}: {complaint[-1][:200]}")
    found: Figures = json.loads(lines[-1])
    return found | {"whole": time.perf_counter() - start}
