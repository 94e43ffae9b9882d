"""提到此人的文字: where other records name a person whose own record is to go; a clerk decides about each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from db.fields import field_words, noun_words
from db.models import metadata
from db.sync.log.redaction.finding import Rows

_MOST: Final = 50
_AROUND: Final = 12


@dataclass(frozen=True, slots=True)
class Mention:
    """One field of one record that names the person, with the words around the name."""

    table: str
    id: str
    noun: str
    field: str
    words: str


def mentions(connection: Connection, rows: Rows, most: int = _MOST) -> tuple[Mention, ...]:
    """The texts of other records that name the persons among those; the first ones, table by table."""
    names = _names(connection, rows)
    found = []
    for one in (mention for name in names for mention in _naming(connection, rows, name)):
        found.append(one)
        if len(found) == most:
            break
    return tuple(found)


def _names(connection: Connection, rows: Rows) -> list[str]:
    names: set[str] = set()
    for pk in sorted(rows.get("person", ())):
        row = connection.exec_driver_sql("SELECT name, former_name FROM person WHERE id = ?", (pk,)).first()
        names.update(name for name in row or () if name and len(name) > 1)
    return sorted(names)


def _naming(connection: Connection, rows: Rows, name: str) -> Iterator[Mention]:
    for table in metadata.sorted_tables:
        if table.info.get("sync") is None:
            continue
        columns = [c.name for c in table.columns if c.info.get("sync") == "words"]
        for col in columns:
            query = f'SELECT id, "{col}" FROM "{table.name}" WHERE hidden = 0 AND instr("{col}", ?) ORDER BY id'
            for pk, text in connection.exec_driver_sql(query, (name,)):
                if pk not in rows.get(table.name, ()):
                    at = text.index(name)
                    words = text[max(0, at - _AROUND) : at + len(name) + _AROUND].replace("\n", " ")
                    yield Mention(table.name, pk, noun_words(table.name), field_words(table.name, col), words)
