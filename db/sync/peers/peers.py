"""Whom this store knows: offices and computers, what each may do, and whether it still may (sync.md §5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from sqlalchemy import Connection

from db.device_keys import PublicKeys
from db.sync.errors import BundleError
from db.sync.peers import papers
from db.sync.peers.papers import Card, Grant

Status = Literal["active", "retired", "revoked"]
_SELECT = 'SELECT device_id, office_id, name, "grant", status FROM sync_peer'


@dataclass(frozen=True, slots=True)
class Peer:
    """A computer this store has a grant for, or an office it has the card of."""

    id: str
    name: str
    office_id: str
    signed: bytes
    status: Status

    @property
    def is_office(self) -> bool:
        """An office receives bundles and signs grants; it writes nothing itself."""
        return self.id == self.office_id

    @property
    def grant(self) -> Grant:
        """What the computer may do."""
        return papers.own_reading(self.signed)

    @property
    def card(self) -> Card:
        """What the office says of itself."""
        return papers.own_card(self.signed)

    @property
    def public(self) -> PublicKeys:
        """Its public keys."""
        return self.card.public if self.is_office else self.grant.public


def _peer(row: Iterable[object]) -> Peer:
    peer_id, office, name, signed, status = row
    return Peer(str(peer_id), str(name or ""), str(office), cast("bytes", signed), cast("Status", status))


def all_peers(connection: Connection) -> list[Peer]:
    """Every office and computer with papers, in the order they came."""
    rows = connection.exec_driver_sql(f'{_SELECT} WHERE "grant" IS NOT NULL ORDER BY rowid')
    return [_peer(row) for row in rows]


def peer(connection: Connection, peer_id: str) -> Peer | None:
    """The office or computer of that id; None where it is unknown."""
    row = connection.exec_driver_sql(f'{_SELECT} WHERE device_id = ? AND "grant" IS NOT NULL', (peer_id,)).first()
    return _peer(row) if row else None


def office(connection: Connection) -> Peer | None:
    """The office this store belongs to."""
    row = connection.exec_driver_sql(f'{_SELECT} WHERE device_id = office_id AND "grant" IS NOT NULL').first()
    return _peer(row) if row else None


def keep_office(connection: Connection, signed: bytes) -> Card:
    """Keeps (or renews) the card of this store's office."""
    card = papers.read_card(signed)
    _keep(connection, card.id, card.id, card.name, signed)
    return card


def renew_office(connection: Connection, signed: bytes) -> None:
    """Keeps a newer card of this store's office, as long as its keys are the same; what else it is does not count."""
    known = office(connection)
    try:
        card = papers.read_card(signed)
    except BundleError:
        return
    if known is not None and card.public == known.public and card.made_at > known.card.made_at:
        _keep(connection, card.id, card.id, card.name, signed)


def keep_grant(connection: Connection, signed: bytes) -> Grant | None:
    """Keeps a grant of this store's office that is newer than the one known; None where it does not count."""
    signer = office(connection)
    if signer is None:
        return None
    try:
        grant = papers.read_grant(signed, signer.public)
    except BundleError:
        return None
    known = peer(connection, grant.device_id)
    if known is not None and (known.is_office or known.grant.issued_at >= grant.issued_at):
        return None
    _keep(connection, grant.device_id, signer.id, grant.name, signed)
    return grant


def _keep(connection: Connection, peer_id: str, office_id: str, name: str, signed: bytes) -> None:
    connection.exec_driver_sql(
        'INSERT INTO sync_peer(device_id, office_id, name, "grant") VALUES (?, ?, ?, ?)'
        " ON CONFLICT(device_id) DO UPDATE SET"
        ' office_id = excluded.office_id, name = excluded.name, "grant" = excluded."grant"',
        (peer_id, office_id, name, signed),
    )


def set_status(connection: Connection, peer_id: str, status: Status) -> None:
    """Active, retired (its late sticks still count) or revoked (what comes from it is quarantined)."""
    connection.exec_driver_sql("UPDATE sync_peer SET status = ? WHERE device_id = ?", (status, peer_id))


def check_sender(peer: Peer | None, name: str, today: date) -> Peer:
    """The sender of a bundle, if it may send today: UNKNOWN_SENDER, EXPIRED; a revoked one is quarantined later."""
    if peer is None or peer.is_office:
        raise BundleError("UNKNOWN_SENDER", name=name)
    if not peer.grant.not_before <= today.isoformat() <= peer.grant.not_after and peer.status == "active":
        raise BundleError("EXPIRED", name=peer.name)
    return peer


class Rights:
    """Who may do what, read once for a whole bundle."""

    def __init__(self, connection: Connection) -> None:
        self._peers = {p.id: p for p in all_peers(connection) if not p.is_office}
        self._grants = {peer_id: p.grant for peer_id, p in self._peers.items()}

    def learn(self, connection: Connection, signed: Iterable[bytes]) -> None:
        """Believe further grants of this store's office for now; ``keep_grant`` keeps them once a file is whole."""
        signer = office(connection)
        for paper in signed if signer is not None else ():
            assert signer is not None
            try:
                grant = papers.read_grant(paper, signer.public)
            except BundleError:
                continue
            known = self._grants.get(grant.device_id)
            if grant.device_id != signer.id and (known is None or known.issued_at < grant.issued_at):
                status = self._peers[grant.device_id].status if known else "active"
                self._peers[grant.device_id] = Peer(grant.device_id, grant.name, signer.id, paper, status)
                self._grants[grant.device_id] = grant

    def known(self, device_id: str) -> Peer | None:
        """The computer, None where this store has no grant of it."""
        return self._peers.get(device_id)

    def grant(self, device_id: str) -> Grant:
        """The grant of a known computer."""
        return self._grants[device_id]

    def may(self, device_id: str, scope: str, compartment: int, right: str) -> bool:
        """Whether a computer has a right (r, w, d) in a partition; revoked ones have none."""
        found = self._peers.get(device_id)
        return (
            found is not None and found.status != "revoked" and self._grants[device_id].may(scope, compartment, right)
        )

    def may_add(self, device_id: str, scope: str, compartment: int) -> bool:
        """Whether a computer may write in a partition, or at least lay records down in it."""
        return any(self.may(device_id, scope, compartment, right) for right in "wd")
