"""The papers of enrolment: cards, grants, and the text files that carry them (sync.md §4, cli.md)."""

from __future__ import annotations

import base64
import binascii
from typing import Final, Literal, TypeVar

import msgspec
import pyrage
from pyrage import x25519

from db.device_keys import SUITE, KeyPair, PublicKeys
from db.sync.errors import BundleError

LABEL_CARD: Final = "baijia/card"
LABEL_GRANT: Final = "baijia/grant"
LABEL_GRANT_FILE: Final = "baijia/grant-file"
MAX_FILE: Final = 1 << 20
ANY: Final = "*"
"""In the scope of a grant: every partition of the office that signed it; only for the office's own computers."""
ESCROW: Final = "escrow"
"""Fact: the age recipient that may open what goes to this office too; empty again where there is none any more."""
ESCROW_READS: Final = "escrow_reads"
_FIRST_LINE: Final = {"card": "BAIJIA-CARD-1", "grant": "BAIJIA-GRANT-1"}
_encode = msgspec.msgpack.Encoder().encode
_T = TypeVar("_T")

Granted = tuple[str, int, str]
"""(scope, compartment, rights out of r read, w write, d deposit)."""


class Place(msgspec.Struct, frozen=True):
    """The village or township a card speaks for."""

    id: str
    code: str
    name: str


class Succession(msgspec.Struct, frozen=True):
    """Whose place a restored computer takes; ``sig`` is the old key's, empty where that key was lost."""

    former: str
    sig: bytes = b""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What a computer or an office says of itself: its public keys, its name; signed by itself."""

    v: int = 1
    suite: str = SUITE
    kind: Literal["device", "office"]
    id: str
    sign: bytes
    box: str
    name: str
    made_at: str
    place: Place
    escrow: list[str] = []
    escrow_parts: list[int] | msgspec.UnsetType = msgspec.UNSET
    succeeds: Succession | msgspec.UnsetType = msgspec.UNSET

    @property
    def public(self) -> PublicKeys:
        """Its public keys."""
        return PublicKeys(self.id, self.sign, self.box)

    @property
    def escrow_reads(self) -> list[int]:
        """The compartments that the holder of the escrow key asked for, besides general."""
        return self.escrow_parts or []


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """What an office lets a computer read and write, from one day to another; signed by the office."""

    v: int = 1
    suite: str = SUITE
    grant_id: str
    office: str
    device_id: str
    sign: bytes
    box: str
    name: str
    short: str
    unit: str
    roles: list[str]
    parts: list[Granted]
    not_before: str
    not_after: str
    issued_at: str

    @property
    def public(self) -> PublicKeys:
        """The public keys of the computer."""
        return PublicKeys(self.device_id, self.sign, self.box)

    def may(self, scope: str, compartment: int, right: str) -> bool:
        """Whether it gives a right (r, w or d) in a partition; an exact entry outranks the one for every scope."""
        rights = {(s, c): r for s, c, r in self.parts}
        return right in rights.get((scope, compartment), rights.get((ANY, compartment), ""))


class GrantFile(msgspec.Struct, frozen=True, kw_only=True):
    """What an office hands back for a card: its own card, the grant, the villages, the grants of its own computers."""

    v: int = 1
    office: bytes
    grant: bytes
    villages: list[Place]
    others: list[bytes] = []


def make_card(pair: KeyPair, card: Card) -> bytes:
    """A card signed by the keys it shows."""
    return _signed(pair, LABEL_CARD, card)


def read_card(signed: bytes) -> Card:
    """The card in its signed bytes; BAD_CARD if it is not signed by the keys it shows, or these are none."""
    payload, signature = _parts(signed)
    card = _decode(payload, Card)
    if not card.public.signed(LABEL_CARD, payload, signature) or not all(map(is_recipient, [card.box, *card.escrow])):
        raise BundleError("BAD_CARD")
    return card


def make_grant(office: KeyPair, grant: Grant) -> bytes:
    """A grant signed by its office."""
    return _signed(office, LABEL_GRANT, grant)


def read_grant(signed: bytes, office: PublicKeys) -> Grant:
    """The grant in its signed bytes; BAD_CARD if that office did not sign it."""
    payload, signature = _parts(signed)
    grant = _decode(payload, Grant)
    if grant.office != office.id or not office.signed(LABEL_GRANT, payload, signature) or not is_recipient(grant.box):
        raise BundleError("BAD_CARD")
    return grant


def own_reading(signed: bytes) -> Grant:
    """A grant this store verified when it kept it."""
    return _decode(_parts(signed)[0], Grant)


def own_card(signed: bytes) -> Card:
    """A card this store verified when it kept it."""
    return _decode(_parts(signed)[0], Card)


def make_grant_file(office: KeyPair, content: GrantFile) -> bytes:
    """The signed bytes of a grant file."""
    return _signed(office, LABEL_GRANT_FILE, content)


def read_grant_file(signed: bytes) -> tuple[GrantFile, Card, Grant]:
    """A grant file with the office's card and the grant in it; BAD_CARD unless all three are signed by that office."""
    payload, signature = _parts(signed)
    content = _decode(payload, GrantFile)
    office = read_card(content.office)
    if office.kind != "office" or not office.public.signed(LABEL_GRANT_FILE, payload, signature):
        raise BundleError("BAD_CARD")
    return content, office, read_grant(content.grant, office.public)


def to_text(kind: Literal["card", "grant"], signed: bytes) -> str:
    """The file a clerk carries: one line that says what it is, then base64."""
    return "\n".join([_FIRST_LINE[kind], *_lines(base64.b64encode(signed).decode())]) + "\n"


def from_text(content: bytes) -> tuple[Literal["card", "grant"], bytes]:
    """What a file carries, and its signed bytes; line ends, BOM and spaces of other programs do no harm."""
    if len(content) > MAX_FILE:
        raise BundleError("BAD_CARD")
    try:
        first, *lines = content.decode("utf-8-sig").split()
        signed = base64.b64decode("".join(lines), validate=True)
    except (UnicodeDecodeError, ValueError, binascii.Error):
        raise BundleError("BAD_CARD") from None
    if first == _FIRST_LINE["card"]:
        return "card", signed
    if first == _FIRST_LINE["grant"]:
        return "grant", signed
    raise BundleError("BAD_CARD")


def _lines(text: str) -> list[str]:
    return [text[i : i + 76] for i in range(0, len(text), 76)]


def _signed(pair: KeyPair, label: str, content: msgspec.Struct) -> bytes:
    payload = _encode(content)
    return _encode([payload, pair.sign(label, payload)])


def _parts(signed: bytes) -> tuple[bytes, bytes]:
    return _decode(signed, tuple[bytes, bytes])


def _decode(raw: bytes, kind: type[_T]) -> _T:
    try:
        return msgspec.msgpack.decode(raw, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise BundleError("BAD_CARD") from None


def is_recipient(text: str) -> bool:
    """Whether a text names an age receiver."""
    try:
        x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True
