"""Stores with something of everything, from which the screens are filled: two months of an invented township."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from db import Store, open_store, surroundings
from db.actions.land import NewPublicity, post_publicity
from db.identity import Clock
from db.store import Surroundings
from desktop.demo.story import Demo
from tests.conftest import CHEAP, PASSWORD

HOUSEHOLDS = 24


def make_township(folder: Path) -> Path:
    """The demonstration's township and villages under a folder, with a list on the wall; its profile beside them."""
    around = surroundings(profile=folder / "profile", cost=CHEAP)
    Demo(folder / "demo", HOUSEHOLDS, 7, PASSWORD, around, _say, _bar).run()
    return folder


def open_world(folder: Path, stem: str, clock: Clock) -> tuple[Store, Surroundings]:
    """One store of a township made before, on the day of ``clock``."""
    around = Surroundings(folder / "profile", clock, CHEAP)
    store = open_store(folder / "demo" / f"{stem}.baijia", PASSWORD, around)
    if store.role == "village":
        posted = NewPublicity(round="first_list", place="村部公示栏、三组路口", posted_on=date(2025, 10, 11))
        post_publicity(store, posted)
    return store, around


def _say(_words: str) -> None:
    """Nobody listens."""


def _bar(_title: str) -> object:
    return lambda _done, _total: None
