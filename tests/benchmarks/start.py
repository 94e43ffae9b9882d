"""How long until the door stands, beside the smallest window PySide6 can show; then what is behind the door."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from db import NewStore, create_store, surroundings
from tests.benchmarks._start.watch import TOP, Start, start_of
from tests.benchmarks.search import fill
from tests.field.driver.needs import missing
from tests.field.driver.program import Running
from tests.field.driver.screen import Screen

PASSWORD = "benchmark-2025"
ROUNDS = 9
PERSONS = 200_000


def calibration() -> float:
    """Milliseconds of a fixed loop, so that figures of two machines can be laid side by side."""
    began = time.process_time()
    total = 0
    for number in range(2_000_000):
        total += number & 7
    return (time.process_time() - began) * 1000


def main(args: Sequence[str]) -> None:
    """Prints the door beside the bare window, and what clicks and the size switch cost; ``--persons N``, ``--door``."""
    lacking = missing()
    if lacking:
        raise SystemExit(lacking)
    persons = int(args[args.index("--persons") + 1]) if "--persons" in args else PERSONS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        screen = Screen(_made(folder / "screen"))
        try:
            store = _store(folder, 0)
            program = Running(screen, _made(folder / "home"), folder / "profile")
            program.settings(last_store=str(store))
            _door(screen, program)
            if "--door" not in args:
                _inside(program, _store(folder / "large", persons), folder / "large", persons)
        finally:
            screen.close()


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _store(folder: Path, persons: int) -> Path:
    around = surroundings(profile=_made(folder) / "profile")
    new = NewStore("village", "桃溪村", "430499101201", "周建国", PASSWORD)
    store, _recovery = create_store(folder / "taoxi.baijia", new, around)
    if persons:
        fill(store, persons)
    store.close()
    return folder / "taoxi.baijia"


def _variables(program: Running) -> dict[str, str]:
    """As on a cadre's laptop: no screen reader, and what was compiled once stays compiled."""
    unwanted = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "PYTHONDONTWRITEBYTECODE"}
    mine = {name: value for name, value in program.variables.items() if name not in unwanted}
    return mine | {"PYTHONPYCACHEPREFIX": str(program.home / "compiled")}


def _door(screen: Screen, program: Running) -> None:
    variables = _variables(program)
    bare = [sys.executable, str(TOP / "tests/benchmarks/_start/bare.py")]
    ours = [sys.executable, "-m", "desktop"]
    pairs, loops = [], []
    for number in range(ROUNDS + 1):
        loops.append(calibration())
        pair = start_of(screen, bare, variables, "bare"), start_of(screen, ours, variables, "百家")
        if number:  # the first one reads the files in
            pairs.append(pair)
    print(f"calibration loop {median(loops):.0f} ms; {ROUNDS} starts of each, medians; s and MB (PSS)")
    rows: list[tuple[str, Callable[[Start], float]]] = [
        ("seconds on the clock", lambda start: start.wall),
        ("painting thread", lambda start: start.thread),
        ("whole process", lambda start: start.process),
        ("MB when the window stands", lambda start: start.at_window),
        ("MB at rest", lambda start: start.at_rest),
    ]
    for words, of in rows:
        rival, door = median(of(b) for b, _d in pairs), median(of(d) for _b, d in pairs)
        print(f"{words:28} bare {rival:7.2f}  door {door:7.2f}  ratio {door / rival:5.2f}")


def _inside(program: Running, store: Path, folder: Path, persons: int) -> None:
    command = [sys.executable, "-m", "tests.benchmarks._start.inside", str(store), str(folder), PASSWORD, "3"]
    done = subprocess.run(command, cwd=TOP, env=_variables(program), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found = json.loads(done.stdout.splitlines()[-1])
    print(f"\n{persons} persons; processor ms")
    key, unlock = found["key"], found["unlock"]
    print(f"key alone {key:.0f}  unlock to Today {unlock:.0f}  ratio {unlock / key:.2f}")
    print(f"longest stretch of the painting thread while it opens {found['unlock_stretch']:.0f}")
    for name, first in found["places"].items():
        print(f"{name:14} first click {first:6.0f}  again {found['places_again'][name]:6.0f}")
    print("size switch " + "  ".join(f"{size} {ms:.0f}" for size, ms in found["sizes"].items()))
    print(f"MB at the door {found['door_mb']:.0f}, with all places visited {found['all_mb']:.0f}")
