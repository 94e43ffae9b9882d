"""Enrolment by files: a laptop shows its card, the office answers with a grant, the laptop accepts it (sync.md §4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from gettext import gettext as _
from pathlib import Path
from typing import Final

from msgspec import UNSET, structs
from sqlalchemy import Connection

from db import own_device
from db.device_keys import KeyPair, check_words
from db.errors import RuleError
from db.identity import new_id, stamp
from db.models import GENERAL, MEDIATION, RESTRICTED, Village
from db.store import Store
from db.sync.errors import BundleError, of_os
from db.sync.peers import adopt, papers, peers, succession
from db.sync.peers.papers import ANY, Card, Grant, Granted, GrantFile, Place
from db.sync.peers.peers import Peer

YEARS: Final = 3
"""How long a grant lasts unless the office says otherwise."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A computer the office let in, or (on the laptop) the office it belongs to now.

    ``replaced`` is the id of the one it took the place of; ``proven`` if that one's key countersigned the card, so that
    nobody need compare check words.
    """

    peer_id: str
    name: str
    words: str
    villages: tuple[Place, ...]
    not_after: str
    paper: str = ""
    replaced: str = ""
    proven: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What the office lets a laptop do: which villages (codes; none = the one on its card), mediation, until when.

    ``replaces`` names the laptop whose rights it takes over and which is retired by that.
    """

    villages: Sequence[str] = ()
    mediation: bool = True
    until: date | None = None
    replaces: str = ""


def make_card(store: Store) -> str:
    """The text of this store's card: a laptop's own, or a township's office card."""
    with store.connection() as connection:
        signed = _office_card(connection, store) if store.role == "township" else _device_card(store)
    return papers.to_text("card", signed)


def card_words(content: bytes) -> tuple[Card, str]:
    """The card in a file and its check words, for the clerk to compare over the telephone."""
    kind, signed = papers.from_text(content)
    if kind != "card":
        raise BundleError("BAD_CARD")
    card = papers.read_card(signed)
    return card, check_words(card.public)


def own_words(store: Store) -> str:
    """The check words of this store's own card, to be read out to the clerk."""
    return card_words(make_card(store).encode())[1]


def enroll(store: Store, path: Path, wish: Wish | None = None) -> Enrolled:
    """Takes a file in: a laptop's card at the office (``paper`` is the grant to hand back), a grant at the laptop."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise BundleError("NO_FILE", name=path.name) from None
    except OSError as error:
        raise of_os(error) from error
    kind, _signed = papers.from_text(content)
    if kind == "card" and store.role == "township":
        return accept_device(store, content, wish)
    if kind == "grant" and store.role == "village":
        return accept_grant(store, content)
    raise BundleError("NOT_FOR_US", name=_("乡镇") if kind == "card" else _("村"))


# --- the office -----------------------------------------------------------------------------------------------------


def ensure_office(connection: Connection, store: Store) -> KeyPair:
    """The office's keys, with its own card and the grant of its own computer kept among the papers."""
    office = own_device.office_pair(connection, store)
    if store.role != "township" or office is None:
        raise BundleError("NOT_ENROLLED")
    if peers.peer(connection, store.device_id) is None:
        if former := store.facts.get("former_device_id"):
            peers.set_status(connection, former, "retired")
        peers.keep_office(connection, _office_card(connection, store))
        peers.keep_grant(connection, papers.make_grant(office, _own_grant(store, office)))
    return office


def accept_device(store: Store, content: bytes, wish: Wish | None = None) -> Enrolled:
    """Grants a laptop its villages; the same card again changes what it may do. ``paper`` goes back to the laptop.

    Village laptops read and write general and (unless the office takes it away) mediation records of their villages,
    lay down accusations without ever reading them again, and read what is common to the township (sync.md §5). A card
    that the key of an enrolled laptop countersigned gets what that one had; the old one is retired, its late sticks
    count.
    """
    card, _words = card_words(content)
    wish = wish or Wish()
    if card.kind != "device":
        raise BundleError("BAD_CARD")
    with store.connection() as connection:
        office = ensure_office(connection, store)
        old = succession.inherited(connection, card, wish.replaces, store.township_id)
        if old is not None and not wish.villages:
            return _succeed(connection, store, office, card, old, wish)
    villages = _villages(store, card, wish.villages or [card.place.code])
    with store.connection() as connection:
        grant = _grant_for(connection, store, card, [v.id for v in villages], wish)
        return _issue(connection, office, grant, villages)


def _succeed(connection: Connection, store: Store, office: KeyPair, card: Card, old: Peer, wish: Wish) -> Enrolled:
    """The new computer gets what the old one had; a stolen one stays stolen."""
    others = [p for p in peers.all_peers(connection) if p.id != card.id]
    here = peers.peer(connection, card.id)
    if here is not None and here.public != card.public:
        raise BundleError("BAD_CARD")
    short = here.grant.short if here else _unused_short(card.name, {p.grant.short for p in others if not p.is_office})
    grant = _dated(store, succession.take_over((here or old).grant, card, short), wish.until)
    if old.status == "active":
        peers.set_status(connection, old.id, "retired")
    scopes = {scope for scope, _compartment, _rights in grant.parts} - {store.township_id}
    done = _issue(connection, office, grant, _places(connection, scopes))
    return replace(done, replaced=old.id, proven=not wish.replaces)


def renew(store: Store, peer_id: str, until: date | None = None) -> Enrolled:
    """The same rights for longer; the paper may be carried, or travels with the next bundle."""
    with store.connection() as connection:
        office, found = ensure_office(connection, store), _laptop(connection, store, peer_id)
        old = found.grant
        grant = _dated(store, old, until)
        ids = {scope for scope, _compartment, _rights in old.parts} - {store.township_id}
        return _issue(connection, office, grant, _places(connection, ids))


def revoke(store: Store, peer_id: str, *, lost: bool = True) -> None:
    """Ends a laptop's part: if lost, what still comes from it is quarantined; else its late sticks still count."""
    with store.connection() as connection:
        found = _laptop(connection, store, peer_id)
        peers.set_status(connection, found.id, "revoked" if lost else "retired")


def _issue(connection: Connection, office: KeyPair, grant: Grant, villages: Sequence[Place]) -> Enrolled:
    signed = papers.make_grant(office, grant)
    if peers.keep_grant(connection, signed) is None:
        raise BundleError("BAD_CARD")
    peers.set_status(connection, grant.device_id, "active")
    own = [p.signed for p in peers.all_peers(connection) if not p.is_office and p.grant.unit == office.id]
    card = peers.office(connection)
    assert card is not None  # ensure_office kept it
    content = GrantFile(office=card.signed, grant=signed, villages=list(villages), others=own)
    paper = papers.to_text("grant", papers.make_grant_file(office, content))
    return Enrolled(grant.device_id, grant.name, check_words(grant.public), tuple(villages), grant.not_after, paper)


def _laptop(connection: Connection, store: Store, peer_id: str) -> Peer:
    found = peers.peer(connection, peer_id) or _named(connection, store, peer_id)
    if found is None or found.is_office or found.id == store.device_id:
        raise BundleError("NO_RECEIVER", name=peer_id, known="、".join(laptop_names(connection, store)))
    return found


def _named(connection: Connection, store: Store, name: str) -> Peer | None:
    """The laptop of that name or short sign, the one in use before one that was retired; None unless there is one."""
    known = [p for p in peers.all_peers(connection) if not p.is_office and p.id != store.device_id]
    found = [p for p in known if name in (p.name, p.grant.short)]
    found = [p for p in found if p.status == "active"] or found
    return found[0] if len(found) == 1 else None


def laptop_names(connection: Connection, store: Store) -> list[str]:
    """The names of the other computers this store has papers of."""
    return [p.name for p in peers.all_peers(connection) if not p.is_office and p.id != store.device_id]


def _villages(store: Store, card: Card, codes: Sequence[str]) -> list[Place]:
    found = []
    for code in codes:
        if not code.startswith(store.facts["region_code"]):
            raise RuleError(
                _("区划代码 {code} 不属于本镇（{own}），请核对。").format(code=code, own=store.facts["region_code"]),
                field="village",
            )
        found.append(_village(store, card, code))
    return found


def _village(store: Store, card: Card, code: str) -> Place:
    with store.connection(immediate=False) as connection:
        row = connection.exec_driver_sql(
            "SELECT id, region_code, name FROM village WHERE region_code = ? AND hidden = 0 ORDER BY id", (code,)
        ).first()
    if row is not None:
        return Place(*row)
    if card.place.code != code:
        raise RuleError(_("本镇还没有区划代码为 {code} 的村，请核对。").format(code=code), field="village")
    place = card.place
    with store.write(screen=_("登记电脑")) as session:
        session.add(
            Village(
                id=place.id, scope=store.township_id, township_id=store.township_id, name=place.name, region_code=code
            )
        )
    return place


def _places(connection: Connection, ids: set[str]) -> list[Place]:
    rows = connection.exec_driver_sql("SELECT id, region_code, name FROM village ORDER BY region_code, id")
    return [Place(*row) for row in rows if row[0] in ids]


def _grant_for(connection: Connection, store: Store, card: Card, scopes: Sequence[str], wish: Wish) -> Grant:
    known = peers.peer(connection, card.id)
    if known is not None and known.public != card.public:
        raise BundleError("BAD_CARD")
    parts: list[Granted] = [(store.township_id, GENERAL, "r")]
    for scope in scopes:
        parts += [(scope, GENERAL, "rw"), (scope, RESTRICTED, "d")]
        parts += [(scope, MEDIATION, "rw")] if wish.mediation else []
    others = [p for p in peers.all_peers(connection) if p.id != card.id]
    grant = Grant(
        grant_id="", office=store.township_id, device_id=card.id, sign=card.sign, box=card.box, unit=scopes[0],
        name=_unused_name(card.name, {p.name for p in others if p.status == "active"}),
        short=_unused_short(card.name, {p.grant.short for p in others if not p.is_office}),
        roles=["cadre", "mediator"] if wish.mediation else ["cadre"],
        parts=parts, not_before="", not_after="", issued_at="",
    )  # fmt: skip
    return _dated(store, grant, wish.until)


def _dated(store: Store, grant: Grant, until: date | None) -> Grant:
    today = store.today()
    end = until or _years_later(today)
    if end < today:
        raise RuleError(_("授权的截止日期不能早于今天。"), field="until")
    return structs.replace(
        grant, grant_id=new_id(), not_before=today.isoformat(), not_after=end.isoformat(), issued_at=stamp(store.now())
    )


def _years_later(day: date) -> date:
    return date(day.year + YEARS, day.month, min(day.day, 28))


def _unused_name(name: str, taken: set[str]) -> str:
    found, number = name, 1
    while found in taken:
        number += 1
        found = _("{name}{number}号机").format(name=name, number=number)
    return found


def _unused_short(name: str, taken: set[str]) -> str:
    letters = [c for c in name if c not in "村镇乡社区居委会"] or list(name)
    first = letters[0]
    choices = [first + other for other in letters[1:]] + [f"{first}{n}" for n in range(2, 10)]
    fallback = (f"{n:02d}" for n in range(100))
    return next((c for c in choices if c not in taken), None) or next(c for c in fallback if c not in taken)


def _own_grant(store: Store, office: KeyPair) -> Grant:
    assert store.pair is not None
    public = store.pair.public
    parts: list[Granted] = [(ANY, GENERAL, "rw"), (ANY, MEDIATION, "rw"), (ANY, RESTRICTED, "rw")]
    grant = Grant(
        grant_id="", office=office.id, device_id=public.id, sign=public.sign, box=public.box, name=store.name,
        short=_unused_short(store.name, set()), unit=office.id, roles=["office"],
        parts=[*parts, (office.id, RESTRICTED, "d")], not_before="", not_after="", issued_at="",
    )  # fmt: skip
    return _dated(store, grant, date(9999, 12, 31))


def office_card(connection: Connection, store: Store) -> bytes:
    """The signed bytes of this office's card as it is today."""
    return _office_card(connection, store)


def _office_card(connection: Connection, store: Store) -> bytes:
    office = own_device.office_pair(connection, store)
    if office is None:
        raise BundleError("NOT_ENROLLED")
    return papers.make_card(office, _card(store, office, "office"))


# --- the laptop -----------------------------------------------------------------------------------------------------


def _device_card(store: Store) -> bytes:
    if store.pair is None:
        raise BundleError("NOT_ENROLLED")
    return papers.make_card(store.pair, _card(store, store.pair, "device"))


def device_card(store: Store) -> bytes:
    """The signed bytes of this computer's own card, as a bundle shows it of its sender."""
    return _device_card(store)


def _card(store: Store, pair: KeyPair, kind: str) -> Card:
    public = pair.public
    place = Place(store.facts["place_id"], store.facts["region_code"], store.name)
    escrow = store.facts.get(papers.ESCROW, "") if kind == "office" else ""
    reads = [int(compartment) for compartment in store.facts.get(papers.ESCROW_READS, "").split()] if escrow else []
    return Card(
        kind="office" if kind == "office" else "device", id=public.id, sign=public.sign, box=public.box,
        name=store.name, made_at=stamp(store.now()), place=place, escrow=[escrow] if escrow else [],
        escrow_parts=reads or UNSET,
        succeeds=UNSET if kind == "office" else succession.claim(store) or UNSET,
    )  # fmt: skip


def accept_grant(store: Store, content: bytes) -> Enrolled:
    """Joins this laptop to its township: what it recorded so far moves into the granted village, then may travel.

    Raises NOT_FOR_US (another computer's grant), EXPIRED, BAD_CARD (altered).
    """
    _kind, signed = papers.from_text(content)
    found, office, grant = papers.read_grant_file(signed)
    _check_ours(store, office, grant)
    if not found.villages:
        raise BundleError("BAD_CARD")
    village = next((v for v in found.villages if v.code == store.facts["region_code"]), found.villages[0])
    with store.connection() as connection:
        peers.keep_office(connection, found.office)
        for other in found.others:
            peers.keep_grant(connection, other)
        peers.keep_grant(connection, found.grant)
        if not store.enrolled:
            adopt.adopt_village(connection, store.scope, village, office.place)
            facts = {"scope": village.id, "place_id": village.id, "name": village.name, "region_code": village.code}
            for name, value in (facts | {"township_id": office.id, "enrolled": "1"}).items():
                store.set_fact(connection, name, value)
    return Enrolled(office.id, office.name, check_words(office.public), tuple(found.villages), grant.not_after)


def _check_ours(store: Store, office: Card, grant: Grant) -> None:
    if store.pair is None or grant.public != store.pair.public:
        raise BundleError("NOT_FOR_US", name=grant.name)
    if store.enrolled and store.township_id != office.id:
        raise BundleError("NOT_FOR_US", name=office.name)
    if grant.not_after < store.today().isoformat():
        raise BundleError("EXPIRED", name=grant.name)
