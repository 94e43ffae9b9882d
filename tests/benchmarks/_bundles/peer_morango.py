"""morango on Django 3.2 in a virtual environment of its own, made for this run."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

from tests.benchmarks._bundles.process import Failed, Figures, report, spoken
from tests.benchmarks._bundles.rows import export

PACKAGES = ("morango==0.8.15", "Django>=3.2,<4", "django-mptt<0.15", "setuptools<81")
INSTALL_SECONDS, RUN_SECONDS = 240, 900


def run(folder: Path, households: str) -> Figures:
    """Installs, writes the rows out, lets one side produce and the other take in."""
    rows, here, there = folder / "rows.jsonl", folder / "here.db", folder / "there.db"
    export(rows, int(households))
    home = folder / "venv"
    venv.create(home, with_pip=True)
    python = str(home / ("Scripts" if sys.platform == "win32" else "bin") / "python")
    try:
        subprocess.run(
            [python, "-m", "pip", "install", "-q", *PACKAGES], check=True, capture_output=True, timeout=INSTALL_SECONDS
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise Failed("pip could not install morango here") from None
    app = str(Path(__file__).with_name("peer_morango_app.py"))
    made = spoken([python, app, "produce", str(here), str(rows)], limit=RUN_SECONDS)
    taken = spoken([python, app, "take_in", str(there), str(here)], limit=RUN_SECONDS)
    return {**made, **taken, "bytes": here.stat().st_size, "peak_mb": max(made["peak_mb"], taken["peak_mb"])}


if __name__ == "__main__":
    try:
        report(run(Path(sys.argv[1]), sys.argv[2]))
    except Failed as error:
        sys.exit(str(error))
