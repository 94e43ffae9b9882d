"""`poe shots [DIR]`: a picture of every page, form and dialog at every size in every theme, outside the repository."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


def folder_for(wish: Path | None) -> Path:
    """Where the pictures go: the folder asked for, else one of the system's for the time being; never in here."""
    folder = (wish or Path(tempfile.mkdtemp(prefix="baijia-shots-"))).expanduser().resolve()
    if folder.is_relative_to(TOP):
        raise SystemExit(f"pictures do not belong into the repository; name a folder outside {TOP}")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def main() -> int:
    """Takes the pictures; what the crawl finds wrong is said at the end."""
    parser = argparse.ArgumentParser(prog="poe shots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="outside the repository; none: a new one")
    parser.add_argument("-k", dest="only", default="", help="only these, as pytest's -k")
    given = parser.parse_args()
    folder = folder_for(given.folder)
    command = [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:randomly", "--tb=short", "tests/field/crawl"]
    done = subprocess.run(
        command + (["-k", given.only] if given.only else []),
        cwd=TOP, env={**os.environ, "BAIJIA_SHOTS": str(folder)}, check=False,
    )  # fmt: skip
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main())
