"""Keys open only where they belong, and a copied store is noticed."""

import re
import stat
from pathlib import Path

import pyrage
import pytest

from db.device_keys import (
    KeyPair,
    PublicKeys,
    Standing,
    check_words,
    found_at_start,
    make_pair,
    make_profile_key,
    profile_key,
    read_anchor,
    signature_fits,
    unwrap,
    wrap,
    write_anchor,
)


@pytest.fixture(scope="module")
def pair() -> KeyPair:
    return make_pair()


def test_the_age_identity_opens_what_was_sealed_to_the_public_half(pair: KeyPair) -> None:
    recipient = pyrage.x25519.Recipient.from_str(pair.public.box)
    assert pyrage.decrypt(pyrage.encrypt(b"secret", [recipient]), [pair.identity()]) == b"secret"
    assert pair.age.startswith("AGE-SECRET-KEY-1")
    assert pair.public.box.startswith("age1")


def test_a_signature_counts_only_under_its_label_for_its_bytes_by_its_key(pair: KeyPair) -> None:
    signature = pair.sign("baijia/header", b"x")
    public = pair.public
    assert public.signed("baijia/header", b"x", signature)
    assert not public.signed("baijia/segment", b"x", signature)
    assert not public.signed("baijia/header", b"y", signature)
    assert not make_pair().public.signed("baijia/header", b"x", signature)
    assert not signature_fits(public.sign, "baijia/header", b"x", signature[:-1])
    assert not signature_fits(b"short", "baijia/header", b"x", signature)


def test_private_keys_never_show_in_a_log(pair: KeyPair) -> None:
    assert pair.age not in repr(pair)
    assert pair.seed.hex() not in repr(pair)


def test_wrapped_keys_open_only_with_the_key_kind_and_name(pair: KeyPair) -> None:
    key = bytes(range(32))
    wrapped = wrap(pair, key, "device")
    assert unwrap(wrapped, key, "device", pair.id) == pair
    assert unwrap(wrapped, bytes(32), "device", pair.id) is None
    assert unwrap(wrapped, key, "office", pair.id) is None
    assert unwrap(wrapped, key, "device", "0" * 32) is None
    assert unwrap(wrapped[:-1], key, "device", pair.id) is None
    assert unwrap(b"", key, "device", pair.id) is None
    assert pair.seed not in wrapped


def test_check_words_are_four_groups_and_change_with_every_key(pair: KeyPair) -> None:
    words = check_words(pair.public)
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", words)
    other = make_pair(pair.id).public
    public = pair.public
    assert words != check_words(PublicKeys(pair.id, public.sign, other.box))
    assert words != check_words(PublicKeys(pair.id, other.sign, public.box))


def test_the_profile_key_is_readable_by_its_user_alone(tmp_path: Path) -> None:
    key = make_profile_key(tmp_path, "ab")
    file = tmp_path / "devices" / "ab.key"
    assert profile_key(tmp_path, "ab") == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert profile_key(tmp_path, "cd") is None
    file.write_bytes(b"cut")
    assert profile_key(tmp_path, "ab") is None


def test_where_the_system_guards_secrets_the_key_on_disk_opens_nothing(tmp_path: Path) -> None:
    account = 0x5A

    def guard(secret: bytes, deed: str) -> bytes | None:
        if deed == "unprotect" and not secret.startswith(b"of this account"):
            return None
        plain = secret.removeprefix(b"of this account") if deed == "unprotect" else secret
        turned = bytes(byte ^ account for byte in plain)
        return turned if deed == "unprotect" else b"of this account" + turned

    def elsewhere(secret: bytes, deed: str) -> bytes | None:
        return None

    key = make_profile_key(tmp_path, "ab", guard)
    assert key not in (tmp_path / "devices" / "ab.key").read_bytes()
    assert profile_key(tmp_path, "ab", guard) == key
    assert profile_key(tmp_path, "ab", elsewhere) is None
    bare = make_profile_key(tmp_path, "cd", elsewhere)  # from before, or where the system guards nothing
    assert profile_key(tmp_path, "cd", guard) == bare


class Laptop:
    """A profile directory and what the store in it remembers."""

    def __init__(self, profile: Path) -> None:
        self.profile, self.pair = profile, make_pair()
        self.wrapped = wrap(self.pair, make_profile_key(profile, self.pair.id), "device")
        self.nonces, self.segments = ["n1"], {b"\x01" * 32}
        write_anchor(profile, self.pair.id, nonce="n1", segment=b"\x01" * 32)

    def look(self, profile: Path | None = None, wrapped: bytes | None = b"") -> tuple[Standing, bool]:
        wrapped = self.wrapped if wrapped == b"" else wrapped
        found = found_at_start(
            profile or self.profile, self.pair.id, wrapped, self.nonces, lambda seg: seg in self.segments
        )
        assert (found.pair == self.pair) == (found.standing is not Standing.COPIED)
        return found.standing, found.other_machine


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path / "profile")


def test_an_ordinary_start_is_normal(laptop: Laptop) -> None:
    assert laptop.look() == (Standing.NORMAL, False)


def test_a_crash_between_store_and_anchor_is_no_alarm(laptop: Laptop) -> None:
    laptop.nonces = ["n2", "n1"]
    assert laptop.look() == (Standing.NORMAL, False)


def test_an_older_copy_put_back_is_noticed_by_its_nonce(laptop: Laptop) -> None:
    laptop.nonces = ["n0"]
    assert laptop.look()[0] is Standing.OLDER_COPY


def test_an_older_copy_put_back_is_noticed_by_its_missing_segment(laptop: Laptop) -> None:
    laptop.segments.clear()
    assert laptop.look()[0] is Standing.OLDER_COPY


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"nonce":"n1","segment":"zz","machine":""}'])
def test_a_lost_or_broken_anchor_counts_as_an_older_copy(laptop: Laptop, content: bytes | None) -> None:
    anchor = laptop.profile / "devices" / f"{laptop.pair.id}.json"
    if content is None:
        anchor.unlink()
    else:
        anchor.write_bytes(content)
    assert laptop.look()[0] is Standing.OLDER_COPY


def test_another_machine_is_told_apart(laptop: Laptop) -> None:
    anchor = laptop.profile / "devices" / f"{laptop.pair.id}.json"
    found = read_anchor(laptop.profile, laptop.pair.id)
    assert found is not None
    anchor.write_text(anchor.read_text().replace(found.machine, "0" * 32))
    laptop.nonces = ["n0"]
    assert laptop.look() == (Standing.OLDER_COPY, True)


def test_a_store_in_another_profile_is_a_copy(laptop: Laptop, tmp_path: Path) -> None:
    assert laptop.look(tmp_path / "other")[0] is Standing.COPIED
    make_profile_key(tmp_path / "third", laptop.pair.id)
    assert laptop.look(tmp_path / "third")[0] is Standing.COPIED


def test_a_store_without_wrapped_keys_is_a_copy(laptop: Laptop) -> None:
    assert laptop.look(wrapped=None)[0] is Standing.COPIED
