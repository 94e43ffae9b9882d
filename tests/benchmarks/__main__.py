"""`poe bench [NAME]`: what claims speed, each beside a rival in the same run."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Runs one benchmark, or all of them."""
    sys.path.insert(0, str(HERE.parents[1]))
    known = sorted(p.stem for p in HERE.glob("*.py") if not p.stem.startswith("_"))
    wanted = sys.argv[1:2] or known
    if wanted[0] not in known:
        print(f"there are: {', '.join(known)}")
        return 2
    for name in wanted:
        print(f"== {name}")
        importlib.import_module(f"tests.benchmarks.{name}").main(sys.argv[2:])
    return 0


raise SystemExit(main())
