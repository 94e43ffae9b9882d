"""The search box: pinyin initials, a name, the tail of an ID number, a phone number, a certificate or parcel code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any, Final

from sqlalchemy import Connection

from db.errors import KnownError
from db.fields import columns_of
from db.queries.merged import HOMES, merged
from db.queries.rows import ask
from db.rules.names import search_keys
from db.store import Store

_MOST: Final = 50
_BATCH: Final = 2000
_NUMBER = re.compile(r"[0-9Xx]{2,}")
_SPLIT = re.compile(r"[\s,，、]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found; `kind` is person, household, certificate or parcel."""

    kind: str
    id: str
    household_id: str
    label: str
    detail: str


# --- the index ------------------------------------------------------------------------------------------------------


def _spaced(text: str) -> str:
    return " ".join(ch for ch in text if not ch.isspace())


def _numbers(*numbers: str | None) -> str:
    """Each number as it is and turned round, so that its head and its tail are found as prefixes."""
    found = []
    for number in numbers:
        plain = re.sub(r"[^0-9A-Za-z]", "", number or "").lower()
        if plain:
            found += [plain, "r" + plain[::-1]]
    return " ".join(found)


def _keys(name: str) -> tuple[str, str, str]:
    keys = search_keys(name)
    pinyin = dict.fromkeys([*(p.replace(" ", "") for p in keys.pinyin), *(s for p in keys.pinyin for s in p.split())])
    return _spaced(name), " ".join(pinyin), " ".join(keys.initials)


def _declared(table: str, alias: str) -> str:
    """SQL: what stands in the fields declared ``searched``, one after another."""
    names = [name for name, rule in columns_of(table).items() if rule.searched]
    return " || ' ' || ".join(f"coalesce({alias}.\"{name}\", '')" for name in names) or "NULL"


_SOURCES: Final = {
    "person": (
        f"SELECT p.id, p.household_id, p.name, p.former_name, p.id_no, p.phone, {_declared('person', 'p')}"
        " FROM person p WHERE p.id IN ({ids}) AND p.hidden = 0"
    ),
    "household": (
        f"SELECT h.id, h.id, NULL, NULL, h.household_no, h.phone, {_declared('household', 'h')}"
        " FROM household h WHERE h.id IN ({ids}) AND h.hidden = 0"
    ),
    "certificate": (
        "SELECT c.id, c.household_id, NULL, NULL, c.certificate_code, c.serial_no, NULL FROM certificate c"
        " WHERE c.id IN ({ids}) AND c.hidden = 0"
    ),
    "contractor": (
        "SELECT c.id, c.household_id, c.name, NULL, c.contractor_code, c.id_no, NULL FROM contractor c"
        " WHERE c.id IN ({ids}) AND c.hidden = 0"
    ),
    "parcel": (
        "SELECT k.id, (SELECT c.household_id FROM holding o JOIN contractor c ON c.id = o.contractor_id"
        " WHERE o.parcel_id = k.id AND o.hidden = 0 LIMIT 1), NULL, NULL, k.parcel_code, NULL, k.name FROM parcel k"
        " WHERE k.id IN ({ids}) AND k.hidden = 0"
    ),
}


def refresh_index(store: Store) -> int:
    """Reads the records written since the last look into the index; returns how many."""
    with store.read() as session:
        if not ask(session, "SELECT 1 FROM search_dirty LIMIT 1"):
            return 0
    done = 0
    while True:
        with store.connection() as connection:
            rows = connection.exec_driver_sql("SELECT tbl, pk FROM search_dirty LIMIT ?", (_BATCH,)).all()
            if not rows:
                return done
            for table in {row[0] for row in rows}:
                _index(connection, table, [pk for tbl, pk in rows if tbl == table])
            done += len(rows)


def _index(connection: Connection, table: str, ids: Sequence[str]) -> None:
    marks = ",".join("?" * len(ids))
    connection.exec_driver_sql(
        f"DELETE FROM search_index WHERE rowid IN (SELECT place FROM search_place WHERE tbl = ? AND pk IN ({marks}))",
        (table, *ids),
    )
    connection.exec_driver_sql(f"DELETE FROM search_place WHERE tbl = ? AND pk IN ({marks})", (table, *ids))
    found = connection.exec_driver_sql(_SOURCES[table].format(ids=marks), tuple(ids)).all()
    _put(connection, table, found)
    connection.exec_driver_sql(f"DELETE FROM search_dirty WHERE tbl = ? AND pk IN ({marks})", (table, *ids))


def _put(connection: Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    place = int(connection.exec_driver_sql("SELECT coalesce(max(place), 0) FROM search_place").scalar() or 0)
    places, entries = [], []
    for pk, household_id, name, former, number, second, text in rows:
        place += 1
        names, pinyin, initials = _keys(name) if name else ("", "", "")
        if former:
            more = _keys(former)
            names, pinyin, initials = (f"{a} {b}" for a, b in zip((names, pinyin, initials), more, strict=True))
        if text:
            names = f"{names} {_spaced(text)}"
        places.append((place, table, pk))
        numbers = _numbers(number, second, *re.findall(r"[0-9A-Za-z-]{4,}", text or ""))
        entries.append((place, table, pk, household_id, names, pinyin, initials, numbers))
    if places:
        connection.exec_driver_sql("INSERT INTO search_place(place, tbl, pk) VALUES (?, ?, ?)", places)
        connection.exec_driver_sql(
            "INSERT INTO search_index(rowid, tbl, pk, household_id, name, pinyin, initials, numbers)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            entries,
        )


# --- the question ---------------------------------------------------------------------------------------------------


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _part(word: str) -> str | None:
    """The match for one word typed; None where there is nothing to look for."""
    plain = re.sub(r"[^\w?？]", "", unicodedata.normalize("NFKC", word))
    if not plain:
        return None
    if _NUMBER.fullmatch(plain):
        low = plain.lower()
        return f"numbers : ({_quoted(low)} * OR {_quoted('r' + low[::-1])} *)"
    if plain.isascii() and plain.isalpha():
        low = plain.lower()
        return f"{{initials pinyin}} : {_quoted(low)} *"
    if plain.isascii():
        low = plain.lower()
        return f"numbers : ({_quoted(low)} * OR {_quoted('r' + low[::-1])} *)"
    pieces = [_quoted(_spaced(piece)) for piece in re.split(r"[?？]+", plain) if piece]
    return "(" + " AND ".join(f"name : {piece}" for piece in pieces) + ")" if pieces else None


_HITS: Final = f"""
{HOMES}
SELECT i.tbl, coalesce(same.home, i.pk) AS pk,
  coalesce(home.home, p.household_id, i.household_id) AS household_id, p.name AS person_name,
  p.birth_date, p.id_no, h.household_no, h.address,
  g.name AS group_name, c.certificate_code, k.parcel_code, k.name AS parcel_name,
  (SELECT q.name FROM person q WHERE q.household_id IN (h.id, i.household_id) AND q.hidden = 0
    ORDER BY q.household_id <> h.id, q.is_head IS NOT 1, q.position, q.id LIMIT 1) AS head_name,
  CASE WHEN p.is_head = 1 THEN 0 WHEN i.tbl = 'person' THEN 1 WHEN i.tbl = 'household' THEN 2 ELSE 3 END AS rank
FROM (SELECT tbl, pk, household_id FROM search_index WHERE search_index MATCH :match LIMIT 400) i
LEFT JOIN same ON i.tbl = 'person' AND same.id = i.pk
LEFT JOIN person p ON i.tbl = 'person' AND p.id = coalesce(same.home, i.pk)
LEFT JOIN home ON home.id = coalesce(p.household_id, i.household_id)
LEFT JOIN certificate c ON i.tbl = 'certificate' AND c.id = i.pk
LEFT JOIN parcel k ON i.tbl = 'parcel' AND k.id = i.pk
LEFT JOIN household h ON h.id = coalesce(home.home, p.household_id, i.household_id)
LEFT JOIN village_group g ON g.id = h.village_group_id
"""


def search(store: Store, text: str, most: int = _MOST) -> list[Hit]:
    """What the search box finds, best first: heads of household, then members, then households and papers."""
    parts = [part for word in _SPLIT.split(text.strip()[:60]) if (part := _part(word))]
    if not parts:
        return []
    with suppress(KnownError):  # a disk that cannot be written, another window writing: what is indexed is found
        refresh_index(store)
    with store.read() as session:
        rows = ask(session, _HITS, merged(session).values | {"match": " AND ".join(parts)})
    wanted = text.strip()
    rows = sorted(rows, key=lambda r: (r.person_name != wanted, r.rank, r.household_no or "", r.pk))
    found: dict[tuple[str, str], Hit] = {}
    for r in rows[: most * 2]:
        if hit := _hit(r):
            found.setdefault((hit.kind, hit.id), hit)  # two entries of one person are one hit
    return list(found.values())[:most]


def _hit(r: Any) -> Hit | None:
    where = " ".join(part for part in (r.group_name, r.household_no, r.address) if part)
    if r.tbl == "person":
        about = _("户主") if r.rank == 0 else _("{head}家").format(head=r.head_name or "")
        born = (r.birth_date or "")[:4]
        year = _("{year}年生").format(year=born) if born else ""
        return Hit(
            "person", r.pk, r.household_id or "", r.person_name or "", " ".join(filter(None, (about, year, where)))
        )
    if r.tbl == "household":
        return Hit("household", r.household_id, r.household_id, r.head_name or r.household_no or "", where)
    if r.tbl == "certificate":
        return Hit("certificate", r.pk, r.household_id or "", r.certificate_code or "", r.head_name or "")
    if r.tbl == "parcel":
        label = " ".join(filter(None, (r.parcel_name, r.parcel_code)))
        return Hit("parcel", r.pk, r.household_id or "", label, r.head_name or "")
    return Hit("household", r.household_id, r.household_id, r.head_name or "", where) if r.household_id else None
