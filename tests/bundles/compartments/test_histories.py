"""Random weeks of accusing, correcting, handing over, losing sticks and restoring: all arrives, nothing stays or leaks.

What T1 cannot say of compartments, because merging knows none: real stores and real files, opened as they lie there.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from db import Store, open_store
from db.actions.corrections import correct
from db.queries.requests import RequestFilter, request_list
from db.store import Surroundings
from db.sync import pack, resume, unpack
from db.sync.log import proof
from tests.bundles.compartments.test_deposit import accuse, in_store, states
from tests.bundles.compartments.test_frames import dispute
from tests.bundles.opened import open_bundle
from tests.bundles.post import copied
from tests.conftest import PASSWORD
from tests.makers import make_household

CANARY = "金丝雀"


@dataclass
class Weeks:
    """A village, its township, sticks on their way, and what was accused so far."""

    village: Store
    township: Store
    folder: Path
    around: Surroundings
    rng: Random
    home: str
    told: dict[str, str] = field(default_factory=dict)
    sticks: list[tuple[Store | None, Path]] = field(default_factory=list)
    kept: Path | None = None
    steps: int = 0

    def step(self) -> None:
        """One thing that happens."""
        self.steps += 1
        deeds = [self.accuse, self.correct, self.up, self.up, self.down, self.down, self.deliver, self.deliver]
        deeds += [self.keep, self.restore, self.mediate, self.start]
        self.rng.choice(deeds)()

    def accuse(self) -> None:
        words = f"{CANARY}{self.steps}"
        self.told[accuse(self.village, self.home, words)] = words

    def correct(self) -> None:
        with self.village.read() as session:
            rows = session.connection().exec_driver_sql("SELECT id FROM request WHERE compartment = 2").all()
        if rows:
            pk = self.rng.choice(rows)[0]
            self.told[pk] = f"{CANARY}改{self.steps}"
            correct(self.village, "request", pk, {"content": self.told[pk]})

    def mediate(self) -> None:
        dispute(self.village, f"调解{self.steps}")

    def start(self) -> None:
        resume(self.village)

    def up(self) -> None:
        self.sticks.append((None, pack(self.village, self.folder / f"{self.steps}u").path))

    def down(self) -> None:
        self.sticks.append((self.village, pack(self.township, self.folder / f"{self.steps}d", "桃溪村").path))
        self.innocent(self.sticks[-1][1])

    def innocent(self, path: Path) -> None:
        """Nothing the village gets says a word of it, nor names a segment that is not its own."""
        opened = open_bundle(path, self.village)
        assert CANARY.encode() not in opened.plain
        assert not {2} & {part for _s, part in opened.parts}
        with self.village.connection(immediate=False) as connection:
            own = {row[0] for row in connection.exec_driver_sql("SELECT hash FROM sync_segment")}
        for inner in opened.told:
            assert {h for _s, c, heads in inner.receipt if c == 2 for h in heads} <= own

    def deliver(self) -> None:
        """A stick arrives, is lost, or arrives and stays in the drawer for later."""
        if self.sticks:
            to, path = self.sticks.pop(self.rng.randrange(len(self.sticks)))
            luck = self.rng.random()
            if luck > 0.15:
                assert unpack(to or self.township, [path])[0].result != "refused"
            if 0.15 < luck < 0.35:
                self.sticks.append((to, path))

    def keep(self) -> None:
        self._township_shut()
        self.kept = self.folder / f"{self.steps}k"
        shutil.copytree(self.township.path, self.kept)
        self._township_open()

    def restore(self) -> None:
        if self.kept is not None and self.rng.random() < 0.5:
            self._township_shut()
            shutil.rmtree(self.township.path)
            shutil.copytree(self.kept, self.township.path)
            self._township_open()

    def _township_shut(self) -> None:
        self.township.close()

    def _township_open(self) -> None:
        self.township = open_store(self.township.path, PASSWORD, self.around)

    def end(self) -> None:
        """Two rounds without loss; then everything is at the office and nothing in the village."""
        for number in range(3):
            unpack(self.township, [pack(self.village, self.folder / f"end{number}u").path])
            path = pack(self.township, self.folder / f"end{number}d", "桃溪村").path
            self.innocent(path)
            unpack(self.village, [path])
        lines = request_list(self.township, RequestFilter(restricted=True))
        assert {line.id: line.content for line in lines if line.restricted} == self.told
        assert set(states(self.village)) <= {5}
        assert in_store(self.village, CANARY) == []
        assert proof.differences(self.village) == proof.differences(self.township) == []
        self.township.close()


def _lived(district: Path, folder: Path, around: Surroundings, seed: int, steps: int) -> None:
    folder.mkdir()
    with copied(district, folder, around) as (village, township):
        weeks = Weeks(village, township, folder, around, Random(seed), make_household(village, "曾国强"))
        for _n in range(steps):
            weeks.step()
        weeks.end()


def test_all_arrives_and_nothing_stays(district: Path, tmp_path: Path, around: Surroundings, seed: int) -> None:
    _lived(district, tmp_path / "h", around, seed, 20)


@pytest.mark.prove
def test_all_arrives_and_nothing_stays_however_long(
    district: Path, tmp_path: Path, around: Surroundings, seed: int
) -> None:
    for number in range(60):
        around.profile.mkdir(exist_ok=True)
        _lived(district, tmp_path / f"h{number}", around, seed + number, 40)
        shutil.rmtree(tmp_path / f"h{number}")
