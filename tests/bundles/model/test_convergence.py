"""A thousand invented histories a run: whatever happens to sticks and laptops, all agree and no word is lost."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from tests.bundles.model import invariants

FAST, PROVE = 1_000, int(os.environ.get("BAIJIA_HISTORIES", "100000"))
SHARES = 20
"""So that both cores have work to the end."""


def _play(seed: int, histories: int) -> dict[str, int]:
    total: dict[str, int] = {}
    for n in range(histories):
        try:
            counts = invariants.run(f"{seed}-{n}")
        except Exception as error:
            error.add_note(f"history {n} of --seed {seed}")
            raise
        for what, by in counts.items():
            total[what] = total.get(what, 0) + by
    return total


@pytest.mark.slow
def test_a_thousand_random_histories_converge(seed: int) -> None:
    counts = _play(seed, FAST)
    print(counts)
    tried = ("lost", "repeated", "salvaged", "restored laptop", "restored township", "cloned", "resolved", "moved",
             "erased")  # fmt: skip
    assert all(counts.get(what, 0) > 20 for what in tried), counts
    assert counts["forced"] > 0


@pytest.mark.prove
@pytest.mark.parametrize("share", range(SHARES))
def test_a_hundred_thousand_random_histories_converge(seed: int, share: int, proved: Callable[..., None]) -> None:
    counts = _play(seed, PROVE // SHARES)
    proved(histories=PROVE // SHARES, writes_in_histories=counts["writes"])
    print(counts)
    assert counts["writes"] > 10 * PROVE // SHARES
