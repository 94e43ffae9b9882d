"""PouchDB 9 in Node, installed from the npm registry for this run: documents with revisions, replicated."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.benchmarks._bundles.process import Failed, Figures, report, spoken
from tests.benchmarks._bundles.rows import export

PACKAGES = ("pouchdb@9.0.0", "pouchdb-adapter-memory@9.0.0")
INSTALL_SECONDS, RUN_SECONDS = 180, 900


def run(folder: Path, households: str) -> Figures:
    """Installs, writes the rows out, lets Node work."""
    rows = folder / "rows.jsonl"
    export(rows, int(households))
    try:
        subprocess.run(
            ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--silent", *PACKAGES],
            check=True, capture_output=True, timeout=INSTALL_SECONDS,
        )  # fmt: skip
    except FileNotFoundError:
        raise Failed("npm is not on this machine") from None
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise Failed("npm could not install pouchdb here") from None
    script = Path(__file__).with_suffix(".js")
    return spoken(["node", str(script), str(folder), str(rows)], limit=RUN_SECONDS, cwd=folder)


if __name__ == "__main__":
    try:
        report(run(Path(sys.argv[1]), sys.argv[2]))
    except Failed as error:
        sys.exit(str(error))
