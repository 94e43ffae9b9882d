"""What the stories stand on: an office and a village that know each other, and a stick between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from db import Store
from tests.conftest import StillClock


@dataclass
class World:
    """The two computers, the stick, and what the story must remember."""

    office: Store | None = None
    village: Store | None = None
    stick: Path = Path()
    home: str = ""
    request: str = ""
    refused: str = ""
    last: Any = None
    file: Path = Path()
    before: Any = field(default=None)

    @property
    def here(self) -> Store:
        """The village's laptop."""
        assert self.village is not None
        return self.village

    @property
    def there(self) -> Store:
        """The office's computer."""
        assert self.office is not None
        return self.office

    def carry(self, sender: Store, receiver: Store) -> Any:
        """Packs, carries, takes in; returns what became of the file."""
        from db.sync import pack, unpack

        to = None if sender is self.village else self.here.name
        self.file = pack(sender, self.stick, to).path
        self.last = unpack(receiver, [self.file])[0]
        return self.last


@pytest.fixture
def world(make_store: Callable[..., Store], tmp_path: Path, clock: StillClock) -> World:
    """A village's laptop; the office joins where the story needs it."""
    (tmp_path / "stick").mkdir()
    return World(village=make_store("village"), stick=tmp_path / "stick")
