"""Takes one file in, in a process of its own, and says how much memory that took."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from db import Store, open_store, surroundings
from db.sync import unpack
from tests.benchmarks._bundles.process import forget_peak, peak_mb

TOP = Path(__file__).resolve().parents[2]


def weighed(store: Store, bundle: Path, password: str) -> tuple[int, float]:
    """(records new, MB at most) of taking a file into a copy of a closed store."""
    command = [sys.executable, "-m", "tests.bundles.weighing", *map(str, (store.path, store.profile, bundle))]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=True, timeout=60, input=password)
    new, peak = json.loads(done.stdout)
    return int(new), float(peak)


def main(path: str, profile: str, bundle: str) -> None:
    """Prints the figures; the password comes by standard input, so that nothing of the tests has to be loaded."""
    store = open_store(Path(path), sys.stdin.read(), surroundings(Path(profile)))
    forget_peak()
    (report,) = unpack(store, [Path(bundle)])
    print(json.dumps([report.new, peak_mb()]))


if __name__ == "__main__":
    main(*sys.argv[1:])
