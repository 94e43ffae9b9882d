"""Verifying a bundle as it streams in, and keeping its segments aside until the last byte is known (sync.md §19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeVar

import msgspec
from sqlalchemy import Connection

from db import own_device
from db.capture import driver
from db.device_keys import KeyPair, PublicKeys, digest
from db.identity import stamp
from db.models import metadata
from db.schema import SCHEMA_VERSION
from db.store import Store
from db.sync.envelope import header as hd
from db.sync.envelope.locked import Unlocked, Unreadable, unlock, unsealed
from db.sync.envelope.read import Head
from db.sync.errors import BundleError
from db.sync.exchange import needs, sender
from db.sync.exchange.blobs import MAX_WANT
from db.sync.exchange.taking.landing import Landing
from db.sync.log import press, remains
from db.sync.log import segment as sg
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.segment import Malformed
from db.sync.log.states import QUARANTINED, STAGED, kind_of
from db.sync.peers import peers
from db.sync.peers.papers import Grant
from db.sync.peers.peers import Peer, Rights

BATCH: Final = 16
"""Segments a transaction while staging: a cadre who is typing never waits for a whole file."""
BATCH_BYTES: Final = 8 * 1024 * 1024
MAX_HEADS: Final = 10_000
OBSERVER_TABLES: Final = frozenset({"comment"})
_triple: Final = msgspec.msgpack.Decoder(tuple[bytes, bytes, bytes]).decode
_two: Final = msgspec.msgpack.Decoder(tuple[bytes, bytes]).decode
_DROP: Final = f"DELETE FROM sync_segment WHERE hash = ? AND st IN ({STAGED}, {QUARANTINED})"
_encode: Final = msgspec.msgpack.Encoder().encode
_S = TypeVar("_S", bound=msgspec.Struct)


def bundle_key(head: Head) -> str:
    """The name of a file that came in: of its very header, so that nobody can take another file's name."""
    return head.digest[:16].hex()


def pairs_of(store: Store) -> list[KeyPair]:
    """The keys that open what is addressed to this computer, or to its office."""
    with store.connection(immediate=False) as connection:
        office = own_device.office_pair(connection, store)
    return [pair for pair in (store.pair, office) if pair is not None]


@dataclass(slots=True)
class Tally:
    """What a file held: hashes of segments new here, and of those a broken earlier file had brought."""

    read: int = 0
    known: int = 0
    bad: int = 0
    quarantined: int = 0
    newest_hlc: int = 0
    newer_schema: bool = False
    new: list[bytes] = field(default_factory=list)
    adopted: list[bytes] = field(default_factory=list)
    devices: set[str] = field(default_factory=set)


class _Candidate(NamedTuple):
    """A segment as it came, its head readable, nothing else believed."""

    hash: bytes
    head: sg.Head
    raw: tuple[bytes, bytes, bytes]


class _Verified(NamedTuple):
    candidate: _Candidate
    reason: str | None


class Stager:
    """Takes the frames of one bundle; right ones are kept aside (st 0), those out of scope quarantined (st 3)."""

    def __init__(self, store: Store, head: Head) -> None:
        self._store = store
        self._head = head
        self._batch: list[_Candidate] = []
        self._batch_bytes = 0
        self._rights: Rights | None = None
        self._pairs = pairs_of(store)
        self.landing = Landing(store)
        self.key = bundle_key(head)
        self.covering = needs.deeds.covering(store, head.header, self.key)
        self.card = sender.card_of(head)
        self.tally = Tally()
        self.told: hd.Inner | None = None
        self.sender: Peer | None = None

    def inner(self, content: bytes, signature: bytes) -> None:
        """The first frame: bound to this header, signed by the sender, who must be known here and in time."""
        inner = self._bound(content, signature)
        self.told = inner
        with self._store.connection(immediate=False) as connection:
            self._rights = Rights(connection)
            self._rights.learn(connection, inner.grants)
        found = self._rights.known(self.card.id)
        if found is not None and found.public != self.card.public:
            found = None
        self.sender = peers.check_sender(found, self._head.header.sender_name, self._store.today())
        self.covering.begin()

    def _bound(self, content: bytes, signature: bytes) -> hd.Inner:
        inner = self._checked(hd.Inner, hd.LABEL_INNER, content, signature)
        if inner.header != self._head.digest or inner.bundle_id != self._head.header.bundle_id:
            raise BundleError("BAD_SIGNATURE")
        try:
            inner = hd.unpressed(inner)
        except press.TooLarge:
            raise BundleError("LIMIT") from None
        except ValueError:
            raise BundleError("BAD_SIGNATURE") from None
        listed = [*inner.receipt, *inner.prerequisites]
        if sum(len(heads) for _s, _c, heads in listed) + len(inner.want) + len(inner.refused) > MAX_HEADS:
            raise BundleError("LIMIT")
        if len(inner.blobs_want) > MAX_WANT or any(len(name) != 32 for name in inner.blobs_want):
            raise BundleError("LIMIT")
        return inner

    def locked(self, payload: bytes) -> None:
        """A frame of one compartment; one that is for others is skipped, and so comes again."""
        try:
            found = unlock(payload, self._pairs)
            if found is not None:
                self._unlocked(found)
        except (Unreadable, msgspec.MsgspecError):
            self.tally.bad += 1

    def _unlocked(self, found: Unlocked) -> None:
        if found.kind == "H":
            inner = self._bound(*_two(found.payload))
            if self.told is None or any(c != found.compartment for _s, c, _h in inner.receipt):
                raise Unreadable
            self.told = _together(self.told, inner)
            with self._store.connection(immediate=False) as connection:
                assert self._rights is not None  # the first frame came first
                self._rights.learn(connection, inner.grants)
        elif found.kind in "SD":
            raw = _triple(found.payload)
            self.segment(found.payload if found.kind == "S" else _encode(unsealed(raw, self._pairs)))
        elif found.kind == "B":
            self.blob(found.payload)
        else:
            raise Unreadable

    def snapshot(self, payload: bytes) -> None:
        """A piece of a snapshot, which only this computer's own office can make."""
        assert self._rights is not None  # the first frame came first
        assert self.sender is not None
        self.covering.take(payload, self.sender, self._rights)

    def segment(self, payload: bytes) -> None:
        """One segment; where its author's signature or its body is wrong it is not stored, and the rest goes on."""
        self.tally.read += 1
        try:
            raw = _triple(payload)
            head = sg.read_head(raw[0])
        except (Malformed, msgspec.MsgspecError, ValueError):
            self.tally.bad += 1
            return
        self._batch.append(_Candidate(digest(raw[0]), head, raw))
        self._batch_bytes += len(payload)
        if len(self._batch) >= BATCH or self._batch_bytes > BATCH_BYTES:
            self.flush()

    def blob(self, payload: bytes) -> None:
        """A piece of a paper; a bad paper is not kept, and the rest goes on."""
        self.landing.take(payload)

    def end(self, content: bytes, signature: bytes, seen: hd.End) -> None:
        """The last frame: counts and hash must be those of what came."""
        self.landing.finish()
        self.covering.finish()
        end = self._checked(hd.End, hd.LABEL_END, content, signature)
        if end != seen or seen.segments != self._head.header.n_segments:
            raise BundleError("BAD_SIGNATURE")
        self.flush()

    def flush(self) -> None:
        """Verify and keep what was gathered, in one short transaction."""
        batch, self._batch, self._batch_bytes = self._batch, [], 0
        if not batch:
            return
        with self._store.connection(immediate=False) as connection:
            kept: dict[bytes, _Verified] = {}
            for candidate in batch:
                state = _state(connection, candidate.hash)
                if state is None and candidate.hash not in kept:
                    verified = self._verified(connection, candidate)
                    if verified is not None:
                        kept[candidate.hash] = verified
                else:
                    self.tally.known += 1
                    if state == STAGED:
                        self.tally.adopted.append(candidate.hash)
        if kept:
            self._keep(list(kept.values()))

    def drop(self) -> None:
        """Forget everything this file newly brought."""
        self.landing.drop()
        self.covering.drop()
        with self._store.connection() as connection:
            for segment in self.tally.new:
                connection.exec_driver_sql(_DROP, (segment,))

    def _checked(self, kind: type[_S], label: str, content: bytes, signature: bytes) -> _S:
        if not self.card.public.signed(label, content, signature):
            raise BundleError("BAD_SIGNATURE")
        try:
            return msgspec.msgpack.decode(content, type=kind)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            raise BundleError("BAD_SIGNATURE") from None

    def _verified(self, connection: Connection, candidate: _Candidate) -> _Verified | None:
        """The segment with the reason to quarantine it, if any; None where author or body is wrong."""
        head, (raw, sig, body) = candidate.head, candidate.raw
        assert self._rights is not None  # the first frame came first
        author = self._rights.known(head.dev)
        if author is None or not sg.genuine(raw, head, sig, body, author.public):
            self.tally.bad += 1
            return None
        try:
            content = sg.read_body(head, body)
            remains.check(head, content)
        except Malformed as wrong:
            if wrong.code == "LIMIT":
                raise BundleError("LIMIT") from None
            return _Verified(candidate, "BAD_SEGMENT")
        self.tally.newer_schema |= content.schema > SCHEMA_VERSION
        self.tally.newest_hlc = max(self.tally.newest_hlc, head.hlc)
        grant = self._rights.grant(author.id)
        reason = _refusal(author, grant, head, content)
        if reason is None and any(remains.redactions(content)) and grant.unit != self._store.township_id:
            reason = "OUT_OF_SCOPE"  # words go for good by the hand of the office alone
        if reason is None and not remains.genuine(content, self._public_of):
            reason = "BAD_SEGMENT"
        if reason is None and _takes_over(connection, grant, head, content):
            reason = "OUT_OF_SCOPE"
        return _Verified(candidate, reason)

    def _public_of(self, device_id: str) -> PublicKeys | None:
        assert self._rights is not None  # the first frame came first
        found = self._rights.known(device_id)
        return found.public if found else None

    def _keep(self, verified: Sequence[_Verified]) -> None:
        at = stamp(self._store.now())
        with self._store.connection() as connection:
            connection.exec_driver_sql("PRAGMA shrink_memory")  # pages of the batch before, never read again
            book = Bookkeeping(driver(connection), metadata)
            for (segment, head, (raw, sig, body)), reason in verified:
                connection.exec_driver_sql(
                    "INSERT OR IGNORE INTO sync_segment(hash, part, device_id, epoch, seq, hlc, st, kind, reason,"
                    " bundle_id, staged_at, head, sig, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        segment, book.part_no(head.part), head.dev, head.epoch, head.seq, head.hlc,
                        QUARANTINED if reason else STAGED, kind_of(reader=head.reader), reason, self.key, at, raw, sig,
                        body,
                    ),
                )  # fmt: skip
        for (segment, head, _raw), reason in verified:
            self.tally.new.append(segment)
            self.tally.devices.add(head.dev)
            self.tally.quarantined += reason is not None


def _together(told: hd.Inner, more: hd.Inner) -> hd.Inner:
    """What the file says of a compartment, added to what it says of the rest."""
    return msgspec.structs.replace(
        told, receipt=[*told.receipt, *more.receipt], want=[*told.want, *more.want],
        refused=[*told.refused, *more.refused], grants=[*told.grants, *more.grants],
        blobs_want=[*told.blobs_want, *more.blobs_want],
    )  # fmt: skip


def _state(connection: Connection, segment: bytes) -> int | None:
    row = connection.exec_driver_sql("SELECT st FROM sync_segment WHERE hash = ?", (segment,)).first()
    return int(row[0]) if row else None


def _refusal(author: Peer, grant: Grant, head: sg.Head, content: sg.Body) -> str | None:
    if author.status == "revoked":
        return "REVOKED"
    scope, compartment = head.part
    if not (grant.may(scope, compartment, "w") or grant.may(scope, compartment, "d")):
        return "OUT_OF_SCOPE"
    if grant.roles == ["observer"] and not {table for table, _columns in content.cols} <= OBSERVER_TABLES:
        return "OUT_OF_SCOPE"
    if not all(grant.may(op.scope, op.compartment, "w") for op in content.ops if isinstance(op, sg.Move)):
        return "OUT_OF_SCOPE"
    return None


def _takes_over(connection: Connection, grant: Grant, head: sg.Head, content: sg.Body) -> bool:
    """Whether it inserts a record that already stands in a partition its author may not write in."""
    inserted: dict[str, list[str]] = {}
    for op in content.ops:
        if isinstance(op, sg.Insert):
            inserted.setdefault(content.cols[op.t][0], []).append(op.pk)
    for name, ids in inserted.items():
        table = metadata.tables.get(name)
        if table is None or table.info.get("sync") is None:
            continue
        rows = connection.exec_driver_sql(
            f'SELECT DISTINCT scope, compartment FROM "{name}"'
            " WHERE id IN (SELECT value FROM json_each(?)) AND hidden = 0 AND (scope, compartment) <> (?, ?)",
            (msgspec.json.encode(ids).decode(), *head.part),
        )
        if not all(grant.may(scope, compartment, "w") for scope, compartment in rows):
            return True
    return False
