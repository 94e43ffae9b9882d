"""Cards and grants are believed only whole and only of the one who signed them."""

import random

import msgspec
import pytest

from db.device_keys import KeyPair, make_pair
from db.sync.errors import BundleError
from db.sync.peers import papers
from db.sync.peers.papers import Card, Grant, GrantFile, Place

PLACE = Place("a" * 32, "430499101201", "桃溪村")
OFFICE, LAPTOP = make_pair(), make_pair()


def card_of(pair: KeyPair, kind: str = "device", **more: object) -> Card:
    public = pair.public
    fields = {
        "kind": kind,
        "id": public.id,
        "sign": public.sign,
        "box": public.box,
        "name": "桃溪村",
        "made_at": "",
        "place": PLACE,
    }
    return Card(**(fields | more))  # type: ignore[arg-type]


def grant_of(**more: object) -> Grant:
    public = LAPTOP.public
    fields: dict[str, object] = {
        "grant_id": "g", "office": OFFICE.id, "device_id": public.id, "sign": public.sign, "box": public.box,
        "name": "桃溪村", "short": "桃溪", "unit": PLACE.id, "roles": ["cadre"],
        "parts": [(PLACE.id, 0, "rw"), (PLACE.id, 2, "d")],
        "not_before": "2026-01-01", "not_after": "2029-01-01", "issued_at": "2026-01-01T00:00:00.000Z",
    }  # fmt: skip
    return Grant(**(fields | more))  # type: ignore[arg-type]


def test_a_card_is_read_as_it_was_made() -> None:
    card = card_of(LAPTOP)
    assert papers.read_card(papers.make_card(LAPTOP, card)) == card
    assert papers.own_card(papers.make_card(LAPTOP, card)) == card


@pytest.mark.parametrize("more", [{"sign": OFFICE.public.sign}, {"box": "age1x"}, {"escrow": ["nobody"]}])
def test_a_card_with_keys_of_somebody_else_or_none_is_refused(more: dict[str, object]) -> None:
    with pytest.raises(BundleError, match="名片") as caught:
        papers.read_card(papers.make_card(LAPTOP, card_of(LAPTOP, **more)))
    assert caught.value.code == "BAD_CARD"


def test_a_grant_counts_only_of_its_office() -> None:
    signed = papers.make_grant(OFFICE, grant_of())
    assert papers.read_grant(signed, OFFICE.public) == grant_of()
    with pytest.raises(BundleError):
        papers.read_grant(signed, LAPTOP.public)
    with pytest.raises(BundleError):
        papers.read_grant(papers.make_grant(LAPTOP, grant_of()), OFFICE.public)
    with pytest.raises(BundleError):
        papers.read_grant(papers.make_grant(OFFICE, grant_of(office=LAPTOP.id)), OFFICE.public)


def test_a_card_is_no_grant() -> None:
    with pytest.raises(BundleError):
        papers.read_grant(papers.make_card(OFFICE, card_of(OFFICE, "office")), OFFICE.public)


def grant_file(office: KeyPair = OFFICE, kind: str = "office") -> bytes:
    card = papers.make_card(office, card_of(office, kind))
    content = GrantFile(office=card, grant=papers.make_grant(OFFICE, grant_of()), villages=[PLACE])
    return papers.make_grant_file(OFFICE, content)


def test_a_grant_file_must_be_signed_by_one_office_throughout() -> None:
    content, office, grant = papers.read_grant_file(grant_file())
    assert (office.id, grant, content.villages) == (OFFICE.id, grant_of(), [PLACE])
    for wrong in (grant_file(kind="device"), grant_file(office=LAPTOP)):
        with pytest.raises(BundleError):
            papers.read_grant_file(wrong)


def test_every_flipped_byte_and_every_cut_of_a_grant_file_is_refused() -> None:
    text = papers.to_text("grant", grant_file()).encode()
    rng = random.Random(3)

    def opens(content: bytes) -> bool:
        try:
            kind, signed = papers.from_text(content)
            return kind == "grant" and papers.read_grant_file(signed) is not None
        except BundleError as error:
            return error.code != "BAD_CARD"

    assert opens(text)
    signed = grant_file()
    for at in range(len(signed)):
        wrong = signed[:at] + bytes([signed[at] ^ rng.randrange(1, 256)]) + signed[at + 1 :]
        assert not opens(papers.to_text("grant", wrong).encode()), at
    for at in range(0, len(text) - 1, 3):
        assert not opens(text[:at]), at


def test_other_programs_line_ends_do_no_harm() -> None:
    text = papers.to_text("card", papers.make_card(LAPTOP, card_of(LAPTOP)))
    kind, signed = papers.from_text(("\ufeff" + text.replace("\n", "\r\n") + "\r\n\r\n").encode())
    assert kind == "card"
    assert papers.read_card(signed).id == LAPTOP.id


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"hello", b"BAIJIA-CARD-1\n!!!", b"BAIJIA-CARD-1", bytes(2 << 20)]
)
def test_what_is_no_paper_is_refused(content: bytes) -> None:
    with pytest.raises(BundleError):
        papers.read_card(papers.from_text(content)[1])


def test_rights_are_exact_before_they_are_general() -> None:
    village = grant_of()
    assert village.may(PLACE.id, 0, "w")
    assert not village.may(PLACE.id, 1, "r")
    assert village.may(PLACE.id, 2, "d")
    assert not village.may(PLACE.id, 2, "r")
    assert not village.may("b" * 32, 0, "r")
    office = grant_of(parts=[(papers.ANY, 2, "rw"), (OFFICE.id, 2, "d")])
    assert office.may(PLACE.id, 2, "r")
    assert not office.may(OFFICE.id, 2, "r")


def test_a_field_of_a_newer_card_is_passed_over() -> None:
    payload = msgspec.to_builtins(card_of(LAPTOP)) | {"sign": LAPTOP.public.sign, "colour": "red"}
    raw = msgspec.msgpack.encode(payload)
    signed = msgspec.msgpack.encode([raw, LAPTOP.sign(papers.LABEL_CARD, raw)])
    assert papers.read_card(signed).id == LAPTOP.id


def test_only_age_receivers_are_receivers() -> None:
    assert papers.is_recipient(OFFICE.public.box)
    assert not papers.is_recipient(OFFICE.age)
    assert not papers.is_recipient("age1nonsense")
