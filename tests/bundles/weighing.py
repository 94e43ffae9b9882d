"""Takes one file in, in a process of its own, and says how much memory that took: `python -m tests.bundles.weighing`."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from db import Store, open_store, surroundings
from db.bundles import unpack
from tests.benchmarks._bundles.process import forget_peak, peak_mb
from tests.conftest import CHEAP, PASSWORD, StillClock

TOP = Path(__file__).resolve().parents[2]


def weighed(store: Store, bundle: Path) -> tuple[int, float]:
    """(records new, MB at most) of taking a file into a copy of a closed store."""
    what = [store.path, store.profile, bundle, store.clock.now().isoformat()]
    command = [sys.executable, "-m", "tests.bundles.weighing", *map(str, what)]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=True, timeout=60)
    new, peak = json.loads(done.stdout)
    return int(new), float(peak)


def main(path: str, profile: str, bundle: str, at: str) -> None:
    """Prints the figures."""
    around = surroundings(Path(profile), StillClock(datetime.fromisoformat(at)), CHEAP)
    store = open_store(Path(path), PASSWORD, around)
    forget_peak()
    (report,) = unpack(store, [Path(bundle)])
    print(json.dumps([report.new, peak_mb()]))


if __name__ == "__main__":
    main(*sys.argv[1:])
