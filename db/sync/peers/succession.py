"""A restored or copied store is a new computer that takes an old one's place (sync.md §4)."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import gettext as _
from typing import Literal

from msgspec.structs import replace
from sqlalchemy import Connection

from db import own_device
from db.device_keys import LABEL_SUCCESSOR, Standing, succession
from db.errors import KnownError
from db.store import Store
from db.sync.errors import BundleError
from db.sync.peers import peers
from db.sync.peers.papers import Card, Grant, Succession
from db.sync.peers.peers import Peer

Deed = Literal["", "enroll", "card"]


@dataclass(frozen=True, slots=True)
class Predecessor:
    """The computer a card says it takes the place of; ``proven`` where the old key countersigned it."""

    id: str
    name: str
    proven: bool


def claim(store: Store) -> Succession | None:
    """What this computer's card says of the one it was before; None where it never was another."""
    former = store.facts.get("former_device_id", "")
    if not former:
        return None
    return Succession(former, bytes.fromhex(store.facts.get("successor_sig", "")))


def predecessor(store: Store, card: Card) -> Predecessor | None:
    """Whose place the computer of a card takes, as far as this office knows it."""
    with store.connection(immediate=False) as connection:
        found = _former_of(connection, card)
        return None if found is None else Predecessor(found.id, found.name, _is_proven(connection, found, card))


def inherited(connection: Connection, card: Card, replaces: str, unit: str) -> Peer | None:
    """The computer whose rights this card takes over: the one the clerk named, or the one whose key countersigned.

    The name, id or short of ``replaces`` must be one of the office's laptops (NO_RECEIVER).
    """
    laptops = [p for p in peers.all_peers(connection) if not p.is_office and p.grant.unit != unit and p.id != card.id]
    if replaces:
        named = [p for p in laptops if replaces in (p.id, p.name, p.grant.short)]
        found = [p for p in named if p.status == "active"] or named[-1:]
        if len(found) != 1:
            raise BundleError("NO_RECEIVER", name=replaces, known="、".join(p.name for p in laptops))
        return found[0]
    former = _former_of(connection, card)
    return former if former is not None and _is_proven(connection, former, card) else None


def take_over(old: Grant, card: Card, short: str) -> Grant:
    """The old computer's grant for the keys of the new one; drafts are numbered under a sign of its own."""
    return replace(old, grant_id="", device_id=card.id, sign=card.sign, box=card.box, short=short)


def _former_of(connection: Connection, card: Card) -> Peer | None:
    if not isinstance(card.succeeds, Succession) or card.succeeds.former == card.id:
        return None
    found = peers.peer(connection, card.succeeds.former)
    return None if found is None or found.is_office else found


def _is_proven(connection: Connection, former: Peer, card: Card) -> bool:
    """A stolen computer's key proves nothing; a retired one's only for the heir it already has."""
    if former.status == "revoked" or (former.status == "retired" and peers.peer(connection, card.id) is None):
        return False
    assert isinstance(card.succeeds, Succession)
    return former.public.signed(LABEL_SUCCESSOR, succession(former.id, card.public), card.succeeds.sig)


# --- this computer --------------------------------------------------------------------------------------------------


def enroll_as_new(store: Store, recovery_key: str = "") -> None:
    """Makes this copy a computer of its own, at once writable; its card then goes to the township.

    Raises NEEDS_RECOVERY_KEY at a township whose office keys are not in this user's profile.
    """
    if store.read_only_reason and store.standing is not Standing.COPIED:
        raise KnownError(store.read_only_reason, code="READ_ONLY_COPY")
    with store.connection() as connection:
        own_device.renew_identity(connection, store, recovery_key)
        opening = own_device.renew_opening(connection)
    own_device.anchor_opening(store, opening)
    store.standing, store.read_only_reason, store.other_machine = Standing.NORMAL, None, False


@dataclass(frozen=True, slots=True)
class Notice:
    """What the cadre must know of this copy of the data, and the one thing to do about it."""

    sentence: str
    deed: Deed = ""
    read_only: bool = False


def notice(store: Store) -> Notice | None:
    """What stands over every page until it is settled; None where all is as it was left."""
    if store.standing is Standing.COPIED:
        return Notice(_("这是副本，登记为新电脑后才能填写。"), "enroll", read_only=True)
    if store.read_only_reason:
        return Notice(store.read_only_reason, read_only=True)
    if store.other_machine:
        return Notice(_("这份数据是从另一台电脑搬来的。那台电脑还在用的话，请把这里登记为新电脑。"), "enroll")
    with store.connection(immediate=False) as connection:
        if _awaits_grant(connection, store):
            return Notice(_("本机现在算一台新电脑：把名片交镇里登记一次，缺的记录下次交接会补回。"), "card")
        if "gap_since" in store.facts and not _is_healed(connection, store, int(store.facts["gap_since"])):
            return Notice(_("此数据早于本机上次使用，可能缺少记录；下次交接会自动补回。"))
    return None


def _awaits_grant(connection: Connection, store: Store) -> bool:
    return (
        store.role == "village"
        and store.enrolled
        and "former_device_id" in store.facts
        and peers.peer(connection, store.device_id) is None
    )


def _is_healed(connection: Connection, store: Store, since: int) -> bool:
    """Whether everyone who could give something back was told what is here, and answered."""
    known = [p for p in peers.all_peers(connection) if p.id != store.device_id and p.status == "active"]
    if store.role == "village":
        known = [p for p in known if p.is_office]
    else:
        known = [p for p in known if not p.is_office and p.grant.unit != store.township_id]
    query = (
        "SELECT 1 FROM sync_bundle_log o JOIN sync_bundle_log i ON i.peer = o.peer AND i.rowid > o.rowid"
        " WHERE o.peer = ? AND o.rowid > ? AND o.direction = 'out' AND i.direction = 'in'"
        " AND i.result IN ('whole', 'taken', 'known') LIMIT 1"
    )
    return all(connection.exec_driver_sql(query, (p.id, since)).first() for p in known)
