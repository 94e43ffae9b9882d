"""Ten thousand identity numbers checked, beside the bare pattern that lets every slip of the pen through."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from statistics import median

from db.rules.id_number import check, check_character
from tests.benchmarks.start import calibration

_TODAY = date(2025, 10, 20)
_BARE = re.compile(r"[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]")


def _taken(deed: Callable[[], object]) -> float:
    began = time.process_time()
    deed()
    return (time.process_time() - began) * 1000


def main(_args: Sequence[str]) -> None:
    """Prints medians of nine runs, in processor milliseconds, and their ratio."""
    days = [(date(1950, 1, 1) + timedelta(days=n)).strftime("%Y%m%d") for n in range(10_000)]
    numbers = [first + check_character(first) for first in (f"110101{day}001" for day in days)]
    rounds = [
        (calibration(), _taken(lambda: [check(one, _TODAY) for one in numbers]),
         _taken(lambda: [_BARE.fullmatch(one) for one in numbers]))
        for _n in range(9)
    ]  # fmt: skip
    loop, ours, bare = (median(column) for column in zip(*rounds, strict=True))
    print(
        f"calibration loop {loop:.0f} ms; 10,000 checks {ours:.0f} ms, bare pattern {bare:.0f} ms, {ours / bare:.0f} x"
    )
