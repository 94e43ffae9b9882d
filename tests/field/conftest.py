"""What a field story may ask for: a screen, a store, a cadre before the real program; and a picture where it failed."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from db import NewStore, Store, create_store, surroundings
from tests.conftest import CHEAP
from tests.field.driver.needs import missing

_FAILED = pytest.StashKey[bool]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """A missing tool is a failure with a sentence, never a skip."""
    lacking = missing()
    if lacking:
        pytest.exit(lacking, returncode=1)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember for the fixtures whether their test failed."""
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """The screen of the whole run."""
    from tests.field.driver.screen import Screen

    made = Screen(tmp_path_factory.mktemp("screen"))
    yield made
    made.close()


@pytest.fixture
def furnish(tmp_path: Path) -> Callable[..., Path]:
    """Makes the store of a story: furnish(lambda store: make_household(store, "李𬭎")); on another disk with ``at``."""
    from tests.field.driver.cadre import PASSWORD

    def furnished(fill: Callable[[Store], object] = lambda _store: None, *, at: Path = tmp_path) -> Path:
        path = at / "taoxi.baijia"
        new = NewStore("village", "桃溪村", "430499101201", "周建国", PASSWORD)
        store, _recovery = create_store(path, new, surroundings(profile=tmp_path / "profile", cost=CHEAP))
        fill(store)
        store.close()
        return path

    return furnished


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[..., object]]:
    """A real disk of its own: disk = small_disk(megabytes=24); its folder is disk.folder."""
    from tests.field.driver.disks import Disk

    made: list[Disk] = []

    def mounted(megabytes: int = 24) -> Disk:
        made.append(Disk(tmp_path / f"disk-{len(made)}", megabytes))
        return made[-1]

    yield mounted
    for disk in made:
        disk.close()


@pytest.fixture
def cadre(request: pytest.FixtureRequest, screen: object, tmp_path: Path) -> Iterator[Callable[..., object]]:
    """A cadre before a store: cadre(store) starts the program and goes in (or not); settings as size="xlarge".

    ``typing_with`` is the input method that runs on this desktop, like Ibus.
    """
    from tests.field.driver.cadre import Cadre

    made: list[Cadre] = []

    def sits_down(store: Path, *, go_in: bool = True, typing_with: type | None = None, **settings: str) -> Cadre:
        person = Cadre(screen, tmp_path, store, tmp_path / "profile")
        made.append(person)
        if typing_with is not None:
            person.takes(typing_with)
        person.opens(go_in=go_in, **settings)
        return person

    yield sits_down
    wrong = []
    for person in made:
        if request.node.stash.get(_FAILED, True):
            picture = tmp_path / f"{request.node.name.replace('/', '-')}.png"
            screen.picture().save(picture)
            print(f"the screen when it failed: {picture}\nthe program's log: {person.program.log}")
            if person.program.alive:
                print(person.told())
        person.program.kill()
        if person.input_method is not None:
            person.input_method.close()
        wrong.append(person.program.what_went_wrong())
    assert not any(wrong), "".join(wrong)
