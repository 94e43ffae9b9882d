"""桃溪村, its township and 石桥村, each with a laptop; a household with all that can hang on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from db import Store
from db.sync import UnpackReport
from db.sync.log.proof import differences
from tests.bundles.post import district, enrolled, exchange, joined
from tests.bundles.post import join as enrol
from tests.makers import make_household, make_request, make_visit

__all__ = ["district", "enrolled", "joined"]


@dataclass
class Villages:
    """Two villages and their township."""

    old: Store
    new: Store
    town: Store
    folder: Path
    reports: list[UnpackReport] = field(default_factory=list)

    def up(self, *laptops: Store) -> None:
        """Sticks to the township."""
        for laptop in laptops:
            self.reports.append(exchange(laptop, self.town, self.folder / "up"))

    def down(self, *laptops: Store) -> UnpackReport:
        """Sticks to the villages; the report of the last."""
        for laptop in laptops:
            self.reports.append(exchange(self.town, laptop, self.folder / "down", laptop.device_id))
        return self.reports[-1]

    def settle(self) -> None:
        """Sticks to and fro until everybody has everything."""
        for _round in range(2):
            self.up(self.old, self.new)
            self.down(self.old, self.new)

    def household(self) -> str:
        """A household of the old village with a visit and a request, known everywhere it may be."""
        home = make_household(self.old, "李林峰", "王秀英")
        make_visit(self.old, home, "迁走以前的走访")
        make_request(self.old, home, "迁走以前的诉求")
        self.settle()
        return home


@pytest.fixture
def villages(enrolled: tuple[Store, Store], make_store: Callable[..., Store], tmp_path: Path) -> Iterator[Villages]:
    """(old, new, town), both laptops granted."""
    old, town = enrolled
    new = make_store("village", name="石桥村", region_code="430499101202")
    enrol(town, new)
    found = Villages(old, new, town, tmp_path)
    yield found
    for store in (old, town, new):
        assert not differences(store)
