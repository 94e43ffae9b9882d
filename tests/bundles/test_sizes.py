"""T14: how large a file is for one record, twenty and ten thousand, and how much memory it takes to take it in."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Store
from db.models import Visit
from db.sync import pack, unpack
from tests.benchmarks._bundles import rows
from tests.benchmarks._bundles.ours import put
from tests.bundles.opened import open_bundle
from tests.bundles.post import exchange
from tests.bundles.weighing import weighed
from tests.conftest import PASSWORD


class Here(rows.Township):
    """The rows of the data set as rows of one village."""

    def __init__(self, store: Store, households: int) -> None:
        super().__init__(households, villages=[0])
        self._at_home = store.scope

    def tables(self) -> dict[str, list[tuple[object, ...]]]:
        """All rows, by table."""
        here = {rows.village_id(0): self._at_home}
        return {name: [tuple(here.get(v, v) for v in row) for row in found] for name, found in super().tables().items()}


def visit(store: Store, seed: int) -> None:
    """One visit as a cadre writes it down."""
    names = rows.names("visit")
    told = next(r for r in rows.Township(1, seed=seed, villages=[0]) if r.table == "visit")
    own = {"id", "scope", "compartment", "hidden", "recorded_at", "recorded_by", "recorded_on"}
    values = {k: v for k, v in zip(names, told.values, strict=True) if k not in own}
    with store.write("走访") as session:
        session.add(Visit(**values | {"village_id": None, "household_id": None}))


@pytest.mark.parametrize(("count", "limit"), [(1, 3_072), (20, 20 * 400)])
def test_an_ordinary_day_makes_a_small_file(
    enrolled: tuple[Store, Store], tmp_path: Path, count: int, limit: int
) -> None:
    """With the laptop's card, its grant and its receipt, after the first hand-over there and back."""
    village, township = enrolled
    put(village, Here(village, 5))
    exchange(village, township, tmp_path)
    exchange(township, village, tmp_path, village.device_id)
    for n in range(count):
        visit(village, n + 1)
    packed = pack(village, tmp_path)
    assert packed.records == count
    opened = open_bundle(packed.path, township)
    assert opened.inner.grants
    assert any(heads for _scope, _compartment, heads in opened.inner.receipt)
    assert packed.size <= limit
    assert unpack(township, [packed.path])[0].new == count


@pytest.mark.parametrize("households", [1_000, pytest.param(10_000, marks=pytest.mark.prove)])
def test_ten_thousand_records_are_small_on_the_stick_and_in_memory(
    enrolled: tuple[Store, Store], tmp_path: Path, households: int
) -> None:
    """In the long proof a hundred thousand."""
    village, township = enrolled
    put(village, Here(village, households))
    packed = pack(village, tmp_path)
    assert packed.records == households * rows.PER_HOUSEHOLD + 1  # and the village itself
    assert packed.size / packed.records <= 130
    township.close()
    new, peak = weighed(township, packed.path, PASSWORD)
    print(f"{packed.records} records: {packed.size / packed.records:.1f} bytes each, {peak:.0f} MB")
    assert new == packed.records
    assert peak <= 120
