"""What was set aside unread: by whom it was sent, why, what is in it, and a clerk's word: let it in, or refuse it.

Nothing here is ever deleted: what was refused stays, is named in every receipt, and can still be let in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any, Final

from sqlmodel import Session

from db.changes import Changes
from db.errors import RuleError
from db.fields import NOTHING, field_words, moment_words, noun_words, plain_words, shown_numbers
from db.identity import new_id, stamp
from db.models import Decision, metadata
from db.rules.codes import N_
from db.store import Store
from db.sync.exchange import receipts
from db.sync.exchange.taking import unpack
from db.sync.log import segment
from db.sync.log.apply import Applied
from db.sync.log.hlc import instant_of
from db.sync.log.merge import DELETE, INSERT, MERGE, MOVE, REDACT, RESOLVE, UNDELETE, UPDATE, Op
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.rows.replica import replica_of
from db.sync.log.segment import Malformed
from db.sync.log.states import QUARANTINED, REJECTED
from db.sync.matters.shown.records import SYSTEM, Records
from db.sync.peers import peers

REASONS: Final = {
    "OUT_OF_SCOPE": N_("不在那台电脑的授权范围里"),
    "REVOKED": N_("那台电脑已经停用"),
    "BAD_SEGMENT": N_("内容看不懂"),
    "LIMIT": N_("超出安全限制"),
    REJECTED: N_("已经退回，没有收"),
}
COMPARTMENTS: Final = (N_("一般记录"), N_("调解"), N_("检举控告"))
_DEEDS: Final = {
    INSERT: N_("新增"), UPDATE: N_("修改"), DELETE: N_("删除"), RESOLVE: N_("定夺"), UNDELETE: N_("恢复"),
    MERGE: N_("合并"), MOVE: N_("迁移"), REDACT: N_("抹去"),
}  # fmt: skip
MATTER: Final = "quarantine"


@dataclass(frozen=True, slots=True)
class Held:
    """A segment set aside; ``id`` is its name for ever, ``rejected`` when a clerk refused it."""

    id: str
    device_id: str
    device: str
    reason: str
    reason_words: str
    place: str
    file: str
    staged_at: str
    deeds: int
    rejected: bool


@dataclass(frozen=True, slots=True)
class HeldDeed:
    """One deed in it, in words: what was done to which record, by whom and when, and what it says field by field."""

    deed: str
    noun: str
    about: str
    cadre: str
    at: str
    fields: tuple[tuple[str, str], ...]

    @property
    def said(self) -> str:
        """What it says, in one line."""
        fields = "；".join(_("{field}：{value}").format(field=field, value=value) for field, value in self.fields)
        return " ".join(filter(None, (self.about, fields)))


_HELD: Final = (
    "SELECT s.hash, s.device_id, s.reason, s.part, s.staged_at, s.head, b.file_name, b.file_no FROM sync_segment s"
    f" LEFT JOIN sync_bundle_log b ON b.bundle_id = s.bundle_id AND b.direction = 'in' WHERE s.st = {QUARANTINED}"
)


def quarantined(store: Store) -> list[Held]:
    """Everything set aside, by sender, what nobody has looked at first, then by time."""
    with replica_of(store) as replica:
        book = replica.bookkeeping()
        records = Records(book, store)
        rows = replica.db.execute(f"{_HELD} ORDER BY s.id").fetchall()
        held = [_held(book, records, row) for row in rows]
    return sorted(held, key=lambda found: (found.rejected, found.device, found.device_id, found.staged_at))


def waiting(store: Store) -> int:
    """How many segments nobody has looked at yet."""
    with store.connection(immediate=False) as connection:
        query = f"SELECT count(*) FROM sync_segment WHERE st = {QUARANTINED} AND reason IS NOT ?"
        return int(connection.exec_driver_sql(query, (REJECTED,)).scalar_one())


def _held(book: Bookkeeping, records: Records, row: Sequence[Any]) -> Held:
    name, device, reason, part, staged_at, head, file_name, file_no = row
    scope, compartment = book.part(part)
    kind = _(COMPARTMENTS[compartment]) if compartment < len(COMPARTMENTS) else str(compartment)
    village = records.village(scope) or _("别的村")
    file = _("{name}（第 {n} 号）").format(name=file_name, n=file_no) if file_name else ""
    return Held(
        name.hex(), device, records.device(device), reason or "", _(REASONS.get(reason or "", N_("要核对"))),
        f"{village} · {kind}", file, staged_at or "", segment.read_head(head).n, reason == REJECTED,
    )  # fmt: skip


def content(store: Store, held_id: str) -> list[HeldDeed]:
    """What is in a segment, in words; nothing where it cannot be read. RuleError where it is not set aside any more."""
    with replica_of(store) as replica:
        book = replica.bookkeeping()
        query = f"SELECT body, device_id FROM sync_segment WHERE hash = ? AND st = {QUARANTINED}"
        found = replica.db.execute(query, (_hash(held_id),)).fetchone()
        if found is None:
            raise RuleError(_("这一份已经不在隔离区了。"), field="id")
        try:
            body = segment.body_again(found[0] or b"")  # nothing where a law took it
        except Malformed:
            return []
        return list(_deeds(book, Records(book, store), body))


def _deeds(book: Bookkeeping, records: Records, body: segment.Body) -> Iterator[HeldDeed]:
    who = [entry for entry in body.who for _n in range(entry[0])]
    for at, op in enumerate(segment.ops(body)):
        name, wall = (who[at][1], who[at][2]) if at < len(who) else (None, 0)
        known = op.table in book.tables
        about = records.called(op.table, op.pk) if known and records.row(op.table, op.pk) else ""
        yield HeldDeed(
            _(_DEEDS.get(op.code, N_("改动"))), noun_words(op.table), about, name or "",
            moment_words(_stamp(wall)), tuple(_fields(records, op, known=known)),
        )  # fmt: skip


def _stamp(wall_ms: int) -> str:
    return stamp(instant_of(wall_ms << 16)) if 0 < wall_ms < 1 << 46 else ""


def _fields(records: Records, op: Op, *, known: bool) -> Iterator[tuple[str, str]]:
    for write in op.writes:
        if write.col in SYSTEM or write.value in (None, ""):
            continue
        if known:
            column = write.col in metadata.tables[op.table].c
            value = records.value(op.table, write.col, write.value) if column else str(write.value)
        else:
            value = plain_words(op.table, write.col, write.value)
        (value,) = shown_numbers(op.table, write.col, [value])
        if value != NOTHING:
            yield field_words(op.table, write.col), value


def _hash(held_id: str) -> bytes:
    try:
        return bytes.fromhex(held_id)
    except ValueError:
        raise RuleError(_("没有这个编号的隔离内容。"), field="id") from None


# --- a clerk's word -------------------------------------------------------------------------------------------------


def release(store: Store, ids: Iterable[str], reason: str | None = None) -> Applied:
    """Lets segments in after all, those refused before too: they come into effect as if they had just arrived."""
    chosen = _chosen(store, ids)
    with store.connection(immediate=False) as connection:
        for held in chosen:
            query = "SELECT body IS NULL FROM sync_segment WHERE hash = ?"
            if connection.exec_driver_sql(query, (_hash(held.id),)).scalar():
                raise RuleError(_("这一份的内容已依法抹去，不能再收。"), field="id")
    applied = unpack.release(store, [_hash(held.id) for held in chosen])
    _note(store, chosen, ("release", _("收下了")), reason)
    return applied


def reject(store: Store, ids: Iterable[str], reason: str | None = None) -> Changes:
    """Refuses segments: they stay where they are, and their sender reads it in the next receipt."""
    chosen = [held for held in _chosen(store, ids) if not held.rejected]
    with store.connection() as connection:
        connection.exec_driver_sql(
            f"UPDATE sync_segment SET reason = ? WHERE st = {QUARANTINED} AND hash IN"
            f" ({', '.join('?' * len(chosen))})", (REJECTED, *(_hash(held.id) for held in chosen)),
        )  # fmt: skip
    return _note(store, chosen, ("reject", _("退回了")), reason)


def _chosen(store: Store, ids: Iterable[str]) -> list[Held]:
    """The segments meant: each by its id or by the beginning of it; RuleError where one is not there."""
    here = quarantined(store)
    found: dict[str, Held] = {}
    for wanted in ids:
        fitting = [held for held in here if len(wanted) >= 8 and held.id.startswith(wanted.lower())]
        if len(fitting) != 1:
            raise RuleError(_("隔离区里没有编号 {id}。").format(id=wanted[:16]), field="id")
        found[fitting[0].id] = fitting[0]
    if not found:
        raise RuleError(_("请先选要办的内容。"), field="id")
    return list(found.values())


def _note(store: Store, chosen: Sequence[Held], answer: tuple[str, str], reason: str | None) -> Changes:
    """Who decided what about it and why; it stays at this end, where the segments are."""
    with store.write(_("隔离区"), reason) as session:
        ids = [_noted(session, held, answer, reason) for held in chosen]
    return Changes(frozenset({"bundles"}), tuple(ids))


def _noted(session: Session, held: Held, answer: tuple[str, str], reason: str | None) -> str:
    decision = Decision(
        id=new_id(),
        scope=session.info["scope"],
        matter=held.id[:32],
        kind=MATTER,
        noun="sync_segment",
        record_id=held.device_id,
        title=_("隔离的 {n} 条").format(n=held.deeds),
        about=f"{held.device} · {held.place}",
        answer=answer[0],
        answer_words=answer[1],
        reason=reason,
    )
    session.add(decision)
    return decision.id


# --- what the other side set aside of ours --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Returned:
    """A segment of this computer that the other side set aside or refused; ``final`` when a person refused it."""

    id: str
    peer: str
    reason_words: str
    deeds: int
    final: bool


def returned(store: Store) -> list[Returned]:
    """What of ours the other side has not let in (镇里待审), as its last receipt says; the author learns it here."""
    found = []
    with store.connection(immediate=False) as connection:
        for peer in peers.all_peers(connection):
            for name, code in receipts.told_by(connection, peer.id).refused.items():
                query = "SELECT head FROM sync_segment WHERE hash = ? AND device_id = ?"
                row = connection.exec_driver_sql(query, (name, store.device_id)).first()
                if row is not None:
                    words = _(REASONS.get(code, N_("要核对")))
                    found.append(
                        Returned(name.hex(), peer.name, words, segment.read_head(row[0]).n, code == REJECTED)
                    )  # fmt: skip
    return found
