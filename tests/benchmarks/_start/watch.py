"""Starts a program and looks at it from outside: when its window stands on the screen, what it cost, what it holds."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

TOP = Path(__file__).resolve().parents[3]
_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE = 30.0


class _Windows(Protocol):
    def windows(self) -> dict[str, int]: ...


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds until the window stood there, and megabytes (PSS) then and once the program had nothing left to do."""

    wall: float
    thread: float
    process: float
    at_window: float
    at_rest: float


def start_of(screen: _Windows, command: list[str], variables: Mapping[str, str], title: str) -> Start:
    """One start of a program, ended again once it has come to rest."""
    began = time.perf_counter()
    started = subprocess.Popen(
        command, cwd=TOP, env=dict(variables), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _until(lambda: any(name.endswith(title) for name in screen.windows()), 0.004)
        wall, thread, process = time.perf_counter() - began, _of_thread(started.pid), _of_process(started.pid)
        at_window = megabytes(started.pid)
        _at_rest(started.pid)
        return Start(wall, thread, process, at_window, megabytes(started.pid))
    finally:
        started.kill()
        started.wait()
        _until(lambda: not any(name.endswith(title) for name in screen.windows()), 0.01)


def megabytes(process: int | str) -> float:
    """What a process holds, shared pages counted by their share (PSS)."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024


def _until(seen: Callable[[], bool], pause: float) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not seen():
        if time.monotonic() > deadline:
            raise TimeoutError("the window did not come")
        time.sleep(pause)


def _of_thread(process: int) -> float:
    """Processor time of the thread that began the process, which is the one that paints."""
    return int(Path(f"/proc/{process}/task/{process}/schedstat").read_text().split()[0]) / 1e9


def _of_process(process: int) -> float:
    words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / _TICKS


def _at_rest(process: int) -> None:
    """Until the process used less than a hundredth of a second in one."""
    before = _of_process(process)
    for _n in range(20):
        time.sleep(1)
        now = _of_process(process)
        if now - before < 0.02:
            return
        before = now
