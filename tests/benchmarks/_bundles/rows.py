"""The data set of sync.md §23: households with 4 members, 4 visits and 1 request each, in 12 villages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

from db.identity import stamp
from db.rules.id_number import check_character
from tests.benchmarks._bundles.words import narrative

VILLAGES: Final = 12
PER_HOUSEHOLD: Final = 10
START: Final = datetime(2025, 3, 1, 1, 0, tzinfo=UTC)
DEVICE: Final = "0f" * 16
CADRES: Final = ("周建国", "李秀英", "吴国平", "陈桂芳", "杨志明")
COLUMNS: Final = {
    "household": ("village_id", "household_no", "address", "phone", "household_kind"),
    "person": (
        "household_id", "name", "relation", "is_head", "position", "sex", "birth_date", "id_type", "id_no",
        "nationality", "education", "phone", "residence_kind",
    ),
    "visit": (
        "village_id", "household_id", "visit_kind", "visited_on", "time_from", "time_to", "place_kind", "purpose",
        "talk",
    ),
    "request": (
        "village_id", "household_id", "requester_name", "requester_phone", "received_on", "channel", "request_kind",
        "topic", "content", "priority",
    ),
}  # fmt: skip
FIXED: Final = ("id", "scope", "compartment", "hidden", "recorded_at", "recorded_by", "recorded_on")
TEXT: Final = {"visit": "talk", "request": "content"}
"""The column of each table that holds a narrative."""
_SURNAMES: Final = "李王张刘陈杨黄周吴徐孙马朱胡郭何林罗梁宋郑谢韩唐冯于董萧程曹袁邓"
_GIVEN: Final = "国建志明文华林春军德成平海波秀兰英梅玉芳桂珍红霞丽娟艳萍慧敏静洁云江山松柏岩振兴福安康"
_TOPICS: Final = ("道路", "饮水", "用电", "低保", "土地", "邻里", "医疗", "上学", "危房", "补贴")


class Record(NamedTuple):
    """One row: its table, and its values in the order of FIXED and COLUMNS[table]."""

    table: str
    values: tuple[Any, ...]


def names(table: str) -> tuple[str, ...]:
    """The columns of a row of that table."""
    return FIXED + COLUMNS[table]


def village_id(number: int) -> str:
    """The id of the village of that number."""
    return f"0199{number:04x}" + "7000" + "8" + f"{number * 0x9E3779B97F4A7C15 % (1 << 60):015x}" + "0000"


class Township:
    """The rows of a township, made one household after another; the same seed makes the same rows."""

    def __init__(self, households: int, seed: int = 23, villages: Sequence[int] = range(VILLAGES)) -> None:
        self.households = households
        self.villages = [village_id(n) for n in villages]
        self._random = Random(seed)
        self._persons = seed * 1_000_003
        self._at = START
        self._scope = ""

    def __iter__(self) -> Iterator[Record]:
        for number in range(self.households):
            yield from self.household(number)

    def pieces(self, households: int) -> Iterator[Piece]:
        """The same rows, some households at a time."""
        for start in range(0, self.households, households):
            yield Piece(self, range(start, min(start + households, self.households)))

    def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows, by table."""
        return by_table(self)

    def household(self, number: int) -> Iterator[Record]:
        """One household with everybody and everything in it."""
        random = self._random
        place = number * len(self.villages) // self.households
        self._scope = scope = self.villages[place]
        phone = f"1{random.choice((38, 39, 52, 87))}{random.randrange(10**8):08d}"
        surname = random.choice(_SURNAMES)
        home = self._record(
            "household", scope, f"{number % 1000:04d}", f"{place + 1}村{number % 17 + 1}组{number % 211 + 1}号", phone,
            random.choice((None, None, None, "脱贫户")),
        )  # fmt: skip
        yield home
        key = home.values[0]
        for position in range(4):
            yield self._person(key, position, surname, phone if position == 0 else None)
        for _visit in range(4):
            yield self._visit(key)
        yield self._request(key, surname + random.choice(_GIVEN), phone)

    def _person(self, household: str, position: int, surname: str, phone: str | None) -> Record:
        random = self._random
        self._persons += 1
        serial, day = divmod(self._persons, 30_000)
        born, man = datetime(1940, 1, 1, tzinfo=UTC) + timedelta(days=day * 7_919 % 30_000), serial % 2
        number = f"430499{born:%Y%m%d}{serial % 1000:03d}"
        return self._record(
            "person", household, surname + "".join(random.choices(_GIVEN, k=random.choice((1, 2, 2)))),
            ("02", "12", "22", "32")[position], int(position == 0), position, "1" if man else "2", f"{born:%Y-%m-%d}",
            "111", number + check_character(number), random.choice(("01", "01", "01", "15")),
            random.choice(("60", "70", "80", "90", None)), phone, "local",
        )  # fmt: skip

    def _visit(self, household: str) -> Record:
        random = self._random
        day = self._at.date().isoformat()
        hour = random.randrange(8, 18)
        return self._record(
            "visit", self._scope, household, "daily_visit", day, f"{hour:02d}:{random.randrange(12) * 5:02d}",
            f"{hour + 1:02d}:00", "home", random.choice((None, "日常走访", "政策宣传")), narrative(random),
        )  # fmt: skip

    def _request(self, household: str, name: str, phone: str) -> Record:
        random = self._random
        return self._record(
            "request", self._scope, household, name, phone, self._at.date().isoformat(), "visit", "demand",
            random.choice(_TOPICS), narrative(random), random.choice(("normal", "normal", "urgent")),
        )  # fmt: skip

    def _record(self, table: str, *values: Any) -> Record:
        """The fields every record has; people type a record in about a minute."""
        self._at += timedelta(milliseconds=self._random.randrange(5_000, 110_000))
        who = CADRES[self._at.day % len(CADRES)]
        return Record(table, (self._id(), self._scope, 0, 0, stamp(self._at), who, DEVICE, *values))

    def _id(self) -> str:
        """A UUIDv7 of the moment."""
        ms = (self._at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
        chance = self._random.getrandbits(74)
        return f"{ms << 80 | 0x7 << 76 | (chance >> 62) << 64 | 0b10 << 62 | chance & (1 << 62) - 1:032x}"


class Piece:
    """Some households of a township, made when asked for, in their turn."""

    def __init__(self, township: Township, numbers: range) -> None:
        self._township, self._numbers = township, numbers

    def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        """Their rows, by table."""
        return by_table(record for number in self._numbers for record in self._township.household(number))


def by_table(records: Iterable[Record]) -> dict[str, list[tuple[Any, ...]]]:
    """Rows sorted by table, parents first."""
    found: dict[str, list[tuple[Any, ...]]] = {table: [] for table in COLUMNS}
    for table, values in records:
        found[table].append(values)
    return found


def export(path: Path, households: int) -> None:
    """The data set as lines of JSON for contenders in other languages: first the columns, then one row a line."""
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps({table: names(table) for table in COLUMNS}) + "\n")
        for record in Township(households):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
