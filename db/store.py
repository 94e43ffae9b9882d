"""One open store: a folder with the encrypted book, its wrapped keys, its blobs and its backups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Literal, cast

import platformdirs
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session as PlainSession
from sqlmodel import Session, col, select

from db import capture
from db.device_keys import KeyPair, Standing
from db.engine import any_order, plain_words
from db.errors import KnownError
from db.identity import Clock, SystemClock, china_day, new_id, stamp
from db.keyring import Cost
from db.models import Recorded, Setting, StoreFact
from db.schema import BOOK

__all__ = [
    "BOOK",
    "SUFFIX",
    "Me",
    "Store",
    "Surroundings",
    "setting",
    "surroundings",
]

Role = Literal["village", "township"]
SUFFIX: Final = ".baijia"


@dataclass(frozen=True, slots=True)
class Me:
    """The cadre at this computer."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies outside the store: the user's profile folder, the clock, how dear a password guess is."""

    profile: Path
    clock: Clock
    cost: Cost


def surroundings(profile: Path | None = None, clock: Clock | None = None, cost: Cost | None = None) -> Surroundings:
    """The real ones where nothing else is given."""
    return Surroundings(
        profile or Path(platformdirs.user_data_path("baijia", False)), clock or SystemClock(), cost or Cost()
    )


class Store:
    """An open record book."""

    def __init__(self, path: Path, engine: Engine, key: bytes, around: Surroundings, facts: dict[str, str]) -> None:
        self.path = path
        self.engine = engine
        self.data_key = key
        self.profile = around.profile
        self.clock = around.clock
        self.facts = facts
        self.me = Me("", "")
        self.pair: KeyPair | None = None
        self.standing = Standing.NORMAL
        self.other_machine = False
        self.read_only_reason: str | None = None
        self._immediate = engine.execution_options(baijia_begin="IMMEDIATE")
        self._in_order = engine.execution_options(baijia_begin="IMMEDIATE", baijia_any_order=False)

    @property
    def role(self) -> Role:
        """Whether a village's laptop or the township's computer."""
        return cast("Role", self.facts["role"])

    @property
    def name(self) -> str:
        """The village's or township's name."""
        return self.facts["name"]

    @property
    def store_id(self) -> str:
        """The id of this store; a restored or enrolled copy keeps it."""
        return self.facts["store_id"]

    @property
    def device_id(self) -> str:
        """The id of this computer within this store, 32 hex digits."""
        return self.facts["device_id"]

    @property
    def scope(self) -> str:
        """The partition new records go to: the village of a laptop, the common one of a township."""
        return self.facts["scope"]

    @property
    def township_id(self) -> str:
        """The scope of what is common to the township; empty before enrolment."""
        return self.facts.get("township_id", "")

    @property
    def enrolled(self) -> bool:
        """Whether a grant lets this store seal and send."""
        return self.facts.get("enrolled") == "1"

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        return self.clock.now()

    def today(self) -> date:
        """Today's date in China."""
        return china_day(self.now())

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that only reads, all from one moment."""
        with plain_words(), Session(self.engine) as session:
            yield session

    @contextmanager
    def write(self, screen: str = "", reason: str | None = None, author: str | None = None) -> Iterator[Session]:
        """A session in one transaction under this cadre's name: all of it is kept, or nothing."""
        if self.read_only_reason:
            raise KnownError(self.read_only_reason, code="READ_ONLY_COPY")
        at = stamp(self.now())
        name = author or self.me.name
        with plain_words(), Session(self._in_order) as session:
            session.info.update(at=at, author=name, device=self.device_id, scope=self.scope)
            connection = session.connection()
            capture.set_context(connection, name, screen, reason, at)
            yield session
            session.flush()
            capture.clear_context(connection)
            capture.chain_audit(connection)
            session.commit()

    @contextmanager
    def connection(self, *, immediate: bool = True) -> Iterator[Connection]:
        """A bare connection in one transaction, without author: for bundles, backups and upkeep."""
        engine = self._immediate if immediate else self.engine
        with plain_words(), engine.begin() as connection:
            yield connection

    def set_fact(self, connection: Connection, name: str, value: str) -> None:
        """Keeps a fact about this store, in the caller's transaction."""
        connection.exec_driver_sql("INSERT OR REPLACE INTO store_fact(name, value) VALUES (?, ?)", (name, value))
        self.facts[name] = value

    def close(self) -> None:
        """Lets go of the file."""
        self.engine.dispose()


def setting(session: PlainSession, name: str) -> str:
    """A number or list that was set: for this place, else from above; empty where nothing is set."""
    here = select(StoreFact.value).where(StoreFact.name == "scope").scalar_subquery()
    wanted = select(Setting.value).where(Setting.name == name, Setting.hidden == 0)
    return session.execute(wanted.order_by(col(Setting.scope) != here, col(Setting.id))).scalar() or ""


@event.listens_for(PlainSession, "before_flush")
def _who_wrote(session: PlainSession, _context: Any, _instances: Any) -> None:
    info = session.info
    if "author" not in info:
        return
    if len(session.new) > 1 and not info.get("any_order"):
        any_order(session.connection())
        info["any_order"] = True
    for record in session.new:
        if isinstance(record, Recorded):
            record.id = record.id or new_id()
            record.scope = record.scope or info["scope"]
            record.recorded_at = record.recorded_at or info["at"]
            record.recorded_by = record.recorded_by or info["author"]
            record.recorded_on = record.recorded_on or info["device"]
