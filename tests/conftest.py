"""What every test may ask for: a clock that stands still, stores from a template, a seed that can be given back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import NewStore, Store, create_store, open_store, surroundings
from db.keyring import Cost
from db.store import Surroundings
from desktop.language import speak

collect_ignore_glob = ["benchmarks/*"]
PASSWORD = "山高水长-2025"
speak()  # as the program does at its start: catalogues are looked for on disk once, not at every sentence
CHEAP = Cost(memory_kib=8, passes=1, lanes=1)


def pytest_addoption(parser: pytest.Parser) -> None:
    """--seed gives a random test the seed it printed when it failed."""
    parser.addoption("--seed", type=int, default=None, help="the seed a failing random test printed")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Field stories need a screen and root: only who names their folder (`poe field`) runs them."""
    field_stories = Path(__file__).parent / "field"
    if collection_path != field_stories:
        return None
    named = [(config.invocation_params.dir / arg.split("::")[0]).resolve() for arg in config.args]
    return None if any(path.is_relative_to(field_stories) for path in named) else True


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """A new seed each run, or the one given; shown when the test fails."""
    given = request.config.getoption("--seed")
    chosen = int(given) if given is not None else int.from_bytes(os.urandom(4))
    print(f"--seed {chosen}")
    return chosen


@pytest.fixture
def proved(record_property: Callable[[str, object], None]) -> Callable[..., None]:
    """proved(histories=5_000): what a long proof went through, for the sum at the end of `poe prove`."""

    def said(**counts: int) -> None:
        for what, count in counts.items():
            record_property(f"proved {what}", count)

    return said


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What all proofs together went through, and that nothing was wrong in any that passed."""
    if terminalreporter.config.option.markexpr != "prove":
        return
    total: dict[str, list[int]] = {}
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, count in getattr(report, "user_properties", ()):
                if name.startswith("proved "):
                    total.setdefault(name.removeprefix("proved "), [0, 0])[outcome == "failed"] += count
    terminalreporter.section("proved")
    for what, (passed, failed) in sorted(total.items()):
        words = what.replace("_", " ")
        terminalreporter.write_line(f"{passed + failed:>10,}  {words}, of them in proofs that failed: {failed:,}")
    wrong = len(terminalreporter.stats.get("failed", [])) + len(terminalreporter.stats.get("error", []))
    terminalreporter.write_line(f"{wrong:>10,}  proofs failed")


@dataclass
class StillClock:
    """A clock that moves only when told to."""

    at: datetime = field(default_factory=lambda: datetime(2025, 10, 20, 1, 30, tzinfo=UTC))

    def now(self) -> datetime:
        """The instant it stands at; each look moves it on by a millisecond."""
        self.at += timedelta(milliseconds=1)
        return self.at

    def sleep(self, **by: float) -> None:
        """Moves the clock, e.g. days=3; backwards too."""
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> StillClock:
    """20 October 2025, half past nine in China."""
    return StillClock()


@pytest.fixture
def around(tmp_path: Path, clock: StillClock) -> Surroundings:
    """A profile folder and a clock of the test's own; password guesses are cheap."""
    return surroundings(profile=tmp_path / "profile", clock=clock, cost=CHEAP)


VILLAGE = NewStore("village", "桃溪村", "430499101201", "周建国", PASSWORD)
TOWNSHIP = NewStore("township", "云岭镇", "430499101", "肖建英", PASSWORD)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Callable[[NewStore], Path]:
    """One store of each kind, made once; tests get copies (the keys of the profile included)."""
    made: dict[NewStore, Path] = {}

    def template(new: NewStore) -> Path:
        if new not in made:
            base = tmp_path_factory.mktemp("template")
            store, recovery = create_store(
                base / "s.baijia", new, surroundings(profile=base / "profile", clock=StillClock(), cost=CHEAP)
            )
            store.close()
            (base / "recovery.txt").write_text(recovery)
            made[new] = base
        return made[new]

    return template


@pytest.fixture
def make_store(
    tmp_path: Path, around: Surroundings, templates: Callable[[NewStore], Path]
) -> Iterator[Callable[..., Store]]:
    """Opens a fresh store: make_store("village"), make_store("township"), make_store("village", name="石桥村").

    A store of the standard name comes from the template (fast); a second one of the same kind is made anew,
    since two stores must not share a device.
    """
    opened: list[Store] = []
    used: set[NewStore] = set()

    def make(role: str = "village", *, at: Path | None = None, clock: StillClock | None = None, **more: str) -> Store:
        new = replace(VILLAGE if role == "village" else TOWNSHIP, **more)
        path = at or tmp_path / f"{new.name}-{len(opened)}.baijia"
        env = Surroundings(around.profile, clock or around.clock, around.cost)
        if new in used or more:
            store, _recovery = create_store(path, new, env)
        else:
            used.add(new)
            base = templates(new)
            shutil.copytree(base / "s.baijia", path)
            shutil.copytree(base / "profile", around.profile, dirs_exist_ok=True)
            store = open_store(path, PASSWORD, env)
        opened.append(store)
        return store

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def village(make_store: Callable[..., Store]) -> Store:
    """桃溪村's laptop, empty but for its village and its first cadre."""
    return make_store("village")


@pytest.fixture
def township(make_store: Callable[..., Store]) -> Store:
    """云岭镇's office computer."""
    return make_store("township")
