"""依法抹去: a person, a household or single records go for good, by the township's hand, on every computer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from gettext import gettext as _
from typing import Final

from sqlalchemy import Connection

from db.changes import Changes
from db.errors import KnownError, RuleError
from db.fields import noun_words
from db.identity import stamp
from db.models import metadata
from db.store import Store
from db.sync.deeds.mentions import Mention, mentions
from db.sync.exchange import receipts
from db.sync.log.redaction import finding
from db.sync.log.redaction.finding import Rows
from db.sync.log.redaction.redacting import SCREEN, redact_rows
from db.sync.log.redaction.scrub import scrub
from db.sync.log.rows.folding import Signed
from db.sync.log.rows.replica import replica_of, writing
from db.sync.log.states import REJECTED
from db.sync.peers import peers
from db.sync.peers.peers import Peer

LAND: Final = frozenset({
    "contractor", "contractor_member", "holding", "parcel", "contract", "land_case", "stage_event", "publicity",
    "objection", "register_entry", "certificate", "certificate_event", "issuer",
})  # fmt: skip
"""不动产登记资料: the register is kept for good (不动产登记暂行条例 art. 13)."""
DISPUTES: Final = frozenset({
    "dispute", "dispute_step", "party", "sitting", "agreement", "clause", "performance", "revisit", "screening",
})  # fmt: skip
"""调解卷宗: filed, and kept as long as the county says (人民调解法 art. 27)."""
PETITIONS: Final = frozenset({"request", "request_step", "reply"})
"""信访档案: files of petitions go into the archive (档案法)."""
KEPT: Final = LAND | DISPUTES | PETITIONS
_IN: Final = "IN (SELECT value FROM json_each(?))"
_HANGING: Final = (
    ("tag_mark", "person_id"), ("visit_person", "person_id"), ("attachment", "record_id"),
    ("import_flag", "record_id"), ("decision", "record_id"),
)  # fmt: skip
_OF_HOUSEHOLD: Final = (
    ("person", "household_id"), ("tag_mark", "household_id"), ("visit", "household_id"),
    ("contact_point", "household_id"),
)  # fmt: skip
_NAMED: Final = (
    ("request", "requester_id"), ("contractor_member", "person_id"), ("party", "person_id"),
    ("request", "household_id"), ("contractor", "household_id"), ("certificate", "household_id"),
    ("party", "household_id"),
)  # fmt: skip


def _counted(records: Iterable[tuple[str, int]]) -> str:
    return "、".join(_("{noun} {n} 条").format(noun=noun, n=count) for noun, count in records)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an erasure would take, who carries it out when, what stays by law, where else the person is named."""

    title: str
    records: tuple[tuple[str, int], ...]
    computers: tuple[str, ...]
    kept: tuple[tuple[str, int], ...]
    mentions: tuple[Mention, ...]
    set_aside: int
    backups: tuple[str, ...]
    out_of_reach: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many records."""
        return sum(count for _noun, count in self.records)

    def lines(self) -> list[str]:
        """What the clerk reads before saying yes."""
        lines = [_("会抹去：{records}。").format(records=_counted(self.records))]
        if self.computers:
            lines.append(_("这些电脑下次交接时照办：{names}。").format(names="、".join(self.computers)))
        if self.out_of_reach:
            told = _("这些电脑里也有，但已停用或收回了权限，不会再收到通知：{names}。请收回电脑，清掉里面的数据。")
            lines.append(told.format(names="、".join(self.out_of_reach)))
        if self.kept:
            lines.append(_("依法要存档，不抹去：{records}。").format(records=_counted(self.kept)))
        if self.mentions:
            lines.append(_("别处还有提到此人的文字，要不要一起抹去请您定："))
            lines += [f"  {one.noun} {one.id} {one.field}：…{one.words}…" for one in self.mentions]
        if self.set_aside:
            lines.append(_("隔离区里还有 {n} 份关于这些记录的内容，要先到隔离区收下或退回。").format(n=self.set_aside))
        lines.append(_("抹去以后不能恢复。以前拷到 U 盘或别处的备份里还有，请收回销毁。"))
        return lines


@dataclass(frozen=True, slots=True)
class Erased:
    """What went: records, the segments that said something of them, and who still has to carry it out."""

    records: int
    segments: int
    computers: tuple[str, ...]
    changes: Changes

    def sentence(self) -> str:
        """What stands on the screen."""
        told = _("已在本机抹去 {n} 条记录，不能恢复。").format(n=self.records)
        if self.computers:
            told += _("下次交接时，这些电脑会照办：{names}。").format(names="、".join(self.computers))
        return told + _("以前拷到 U 盘或别处的备份里还有，请收回销毁，重新备份一份。")


# --- what belongs to it ---------------------------------------------------------------------------------------------


def of_person(store: Store, person_id: str) -> Rows:
    """A person, however often written down, with tags, papers, marks of imports and merge desk, the name in visits."""
    return _with_hanging(store, {"person": _merged(store, "person", _there(store, "person", [person_id]))})


def of_household(store: Store, household_id: str) -> Rows:
    """A household with its persons, visits and what hangs on them; its land and disputes stay, as the law says."""
    rows: dict[str, set[str]] = {"household": _merged(store, "household", _there(store, "household", [household_id]))}
    with store.connection(immediate=False) as connection:
        for table, col in _OF_HOUSEHOLD:
            rows.setdefault(table, set()).update(_ids(connection, table, col, rows["household"]))
        for table in ("visit_person", "visit_cadre"):
            rows.setdefault(table, set()).update(_ids(connection, table, "visit_id", rows["visit"]))
    return _with_hanging(store, rows)


def of_records(store: Store, table: str, ids: Iterable[str]) -> Rows:
    """Single records with their papers. RuleError for what must be kept, and for what is not there."""
    if table in KEPT:
        raise RuleError(_why_kept(table), field="table")
    if table not in metadata.tables or metadata.tables[table].info.get("sync") is None or table not in _erasable():
        raise RuleError(_("没有“{table}”这一类记录可以抹去。").format(table=table), field="table")
    return _with_hanging(store, {table: _there(store, table, ids)})


def _erasable() -> frozenset[str]:
    return frozenset({
        "household", "person", "tag_mark", "visit", "visit_person", "visit_cadre", "attachment", "contact_point",
        "import_flag", "decision",
    })  # fmt: skip


def _why_kept(table: str) -> str:
    if table in LAND:
        return _("权证和承包档案依法要长期保存，不能抹去。写错的内容请用“更正”，停用的请办注销或终止。")
    if table in DISPUTES:
        return _("调解卷宗依法要归档保存，不能抹去。可以收回村里电脑看调解的权限，只由镇里保管。")
    return _("诉求和答复要归入信访档案保存，不能抹去。写错的内容请用“更正”。")


def _there(store: Store, table: str, ids: Iterable[str]) -> set[str]:
    wanted = set(ids)
    with store.connection(immediate=False) as connection:
        found = _ids(connection, table, "id", wanted)
    if not wanted or wanted - found:
        raise RuleError(_("没有找到要抹去的记录，可能编号不对。"), field="id")
    return found


def _merged(store: Store, table: str, ids: set[str]) -> set[str]:
    """With all that a clerk said are the same."""
    found = set(ids)
    with store.connection(immediate=False) as connection:
        while True:
            wanted = json.dumps(sorted(found))
            query = f'SELECT merged_into FROM "{table}" WHERE id {_IN} AND merged_into IS NOT NULL'
            into = {row[0] for row in connection.exec_driver_sql(query, (wanted,))}
            more = (_ids(connection, table, "id", into) | _ids(connection, table, "merged_into", found)) - found
            if not more:
                return found
            found |= more


def _ids(connection: Connection, table: str, col: str, values: Iterable[str]) -> set[str]:
    wanted = json.dumps(sorted(values))
    return {r[0] for r in connection.exec_driver_sql(f'SELECT id FROM "{table}" WHERE "{col}" {_IN}', (wanted,))}


def _with_hanging(store: Store, rows: dict[str, set[str]]) -> Rows:
    with store.connection(immediate=False) as connection:
        for _round in range(2):  # a mark on a tag, a paper of a visit
            every = {pk for pks in rows.values() for pk in pks}
            for table, col in _HANGING:
                rows.setdefault(table, set()).update(_ids(connection, table, col, every))
    return {table: frozenset(pks) for table, pks in rows.items() if pks}


# --- before and after -----------------------------------------------------------------------------------------------


def preview(store: Store, rows: Rows) -> Preview:
    """What would go, and what to think of first."""
    _check_place(store)
    every = {pk for pks in rows.values() for pk in pks}
    with replica_of(store) as replica:
        set_aside = sum(why != REJECTED for why in finding.quarantined(replica.bookkeeping(), rows).values())
    with store.connection(immediate=False) as connection:
        kept: dict[str, set[str]] = {}
        for table, col in _NAMED:
            kept.setdefault(noun_words(table), set()).update(_ids(connection, table, col, every))
        return Preview(
            _title(connection, rows),
            tuple((noun_words(table), len(pks)) for table, pks in rows.items()),
            _computers(connection, store, rows),
            tuple((noun, len(pks)) for noun, pks in kept.items() if pks),
            mentions(connection, rows),
            set_aside,
            tuple(sorted(file.name for file in (store.path / "backups").glob("*.db"))),
            _out_of_reach(connection, store, rows),
        )


def erase(store: Store, rows: Rows, reason: str) -> Erased:
    """Takes the words of these records away for good; the rows stay, empty and hidden. ``reason``: by which law, why.

    Safe to run again after a power cut: what is gone is not looked for twice. Raises RuleError where a law keeps a
    record, without a reason, away from the township, and while something of them is set aside unread.
    """
    _check_place(store)
    if not reason.strip():
        raise RuleError(_("请写明依据和原因，例如“本人申请，个人信息保护法第四十七条”。"), field="reason")
    for table in rows:
        if table in KEPT:
            raise RuleError(_why_kept(table), field="table")
    with replica_of(store) as replica:
        aside = finding.quarantined(replica.bookkeeping(), rows)
        if any(why != REJECTED for why in aside.values()):
            raise RuleError(_("隔离区里还有关于这些记录的内容，请先到隔离区收下或退回，再来抹去。"), field="id")
        with writing(replica.db):  # what a clerk refused is in effect nowhere here: it is simply not kept
            replica.db.executemany("UPDATE sync_segment SET body = NULL WHERE hash = ?", [(name,) for name in aside])
    with store.connection(immediate=False) as connection:
        computers = _computers(connection, store, rows)
    with store.write(SCREEN, reason) as session:
        for table, pks in rows.items():  # the triggers hide instead
            session.connection().exec_driver_sql(f'DELETE FROM "{table}" WHERE id {_IN}', (json.dumps(sorted(pks)),))
    signed = Signed(store.me.name, SCREEN, reason, stamp(store.now()))
    with replica_of(store) as replica:
        redacted = redact_rows(replica, rows, signed)
    scrub(store)
    changes = Changes(frozenset({"bundles", *rows}), tuple(sorted(pk for pks in rows.values() for pk in pks)))
    return Erased(sum(map(len, rows.values())), redacted.segments, computers, changes)


def _check_place(store: Store) -> None:
    if store.read_only_reason:
        raise KnownError(store.read_only_reason, code="READ_ONLY_COPY")
    if store.role != "township":
        raise RuleError(_("只有镇里的电脑能依法抹去。请把本人的申请报到镇里。"), field="store")


def _title(connection: Connection, rows: Rows) -> str:
    names = [
        row[0] or ""
        for row in connection.exec_driver_sql(
            f"SELECT name FROM person WHERE id {_IN} ORDER BY position, id",
            (json.dumps(sorted(rows.get("person", ()))),),
        )
    ]
    return "、".join(filter(None, names[:3])) + (_("等") if len(names) > 3 else "")


def _computers(connection: Connection, store: Store, rows: Rows) -> tuple[str, ...]:
    """The laptops that may hold these records: they carry it out at their next hand-over."""
    homes = _homes(connection, rows)
    return tuple(peer.name for peer in _laptops(connection, store) if _is_reached(peer, homes))


def _out_of_reach(connection: Connection, store: Store, rows: Rows) -> tuple[str, ...]:
    """The laptops that said once that they hold these records and get nothing of them any more."""
    homes, laptops = _homes(connection, rows), _laptops(connection, store)
    reached = {peer.name for peer in laptops if _is_reached(peer, homes)}
    return tuple(
        peer.name
        for peer in laptops
        if peer.name not in reached  # a restored laptop goes on under its name
        and any(receipts.told_by(connection, peer.id).heads.get(home) for home in homes)
    )


def _laptops(connection: Connection, store: Store) -> list[Peer]:
    return [peer for peer in peers.all_peers(connection) if not peer.is_office and peer.id != store.device_id]


def _is_reached(peer: Peer, homes: Iterable[tuple[str, int]]) -> bool:
    return peer.status == "active" and any(peer.grant.may(*home, "r") for home in homes)


def _homes(connection: Connection, rows: Rows) -> set[tuple[str, int]]:
    """The partitions those records stand in."""
    homes: set[tuple[str, int]] = set()
    for table, pks in rows.items():
        query = f'SELECT DISTINCT scope, compartment FROM "{table}" WHERE id {_IN}'
        homes.update((row[0], row[1]) for row in connection.exec_driver_sql(query, (json.dumps(sorted(pks)),)))
    return homes
