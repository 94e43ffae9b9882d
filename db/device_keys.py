"""Who signs and who can open: keys of computers and offices, and how a copied store is noticed (sync.md §4)."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import secrets
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final, Protocol

import msgspec
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from pyrage import x25519

SUITE: Final = "A1"
"""Ed25519, age (X25519, ChaCha20-Poly1305), BLAKE2b; sync.md §18."""
_NONCE: Final = 12
_GUARDED: Final = b"DPAPI1\0"
"""Before a profile key that Windows keeps for this user of this machine alone; a bare key has 32 bytes."""
Guard = Callable[[bytes, str], bytes | None]
"""Has the operating system ``protect`` or ``unprotect`` a secret; None where it will not."""


def new_device_id() -> str:
    """16 random bytes as 32 hex digits: the name of one installation; a restored one gets a new name."""
    return secrets.token_hex(16)


def digest(data: bytes) -> bytes:
    """BLAKE2b-256, the hash of suite A1."""
    return hashlib.blake2b(data, digest_size=32).digest()


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What others may know of a computer or an office: its name, its signature key, its age recipient ``age1…``."""

    id: str
    sign: bytes
    box: str

    def signed(self, label: str, data: bytes, signature: bytes) -> bool:
        """Whether this one signed the data under that label."""
        return signature_fits(self.sign, label, data, signature)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """The private keys of a computer or an office: 32 bytes Ed25519 and an age identity ``AGE-SECRET-KEY-1…``."""

    id: str
    seed: bytes
    age: str

    def __repr__(self) -> str:  # private keys never reach a log
        return f"KeyPair({self.id})"

    @property
    def public(self) -> PublicKeys:
        """The half that may be shown."""
        sign = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return PublicKeys(self.id, sign, str(self.identity().to_public()))

    def sign(self, label: str, data: bytes) -> bytes:
        """64 bytes of Ed25519 over label, NUL, data; every kind of signature has its own label."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(f"{label}\0".encode() + data)

    def identity(self) -> x25519.Identity:
        """The key that opens age files addressed to this one."""
        return x25519.Identity.from_str(self.age)


class Signer(Protocol):
    """The private key of this computer."""

    @property
    def id(self) -> str:
        """The device id."""
        ...

    def sign(self, label: str, data: bytes) -> bytes:
        """A signature under a label."""
        ...


def signature_fits(sign: bytes, label: str, data: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature under that label is right; malformed keys and signatures are simply wrong."""
    try:
        Ed25519PublicKey.from_public_bytes(sign).verify(signature, f"{label}\0".encode() + data)
    except (InvalidSignature, ValueError):
        return False
    return True


LABEL_SUCCESSOR: Final = "baijia/successor"


def succession(former_id: str, heir: PublicKeys) -> bytes:
    """What an old key countersigns when a store is restored: “the computer with these new keys takes my place”."""
    return msgspec.msgpack.encode([former_id, heir.id, heir.sign, heir.box])


def make_pair(key_id: str | None = None) -> KeyPair:
    """New random keys for a computer (or, with its id, for an office)."""
    seed = Ed25519PrivateKey.generate().private_bytes_raw()
    return KeyPair(key_id or new_device_id(), seed, str(x25519.Identity.generate()))


def check_words(public: PublicKeys) -> str:
    """Four groups of four digits that two clerks read to each other over the telephone to compare a card.

    >>> check_words(PublicKeys("00" * 16, bytes(32), "age1x"))
    '2032 1838 0161 3988'
    """
    hashed = digest(b"baijia/check\0" + msgspec.msgpack.encode([public.id, public.sign, public.box]))
    digits = f"{int.from_bytes(hashed) % 10**16:016d}"
    return " ".join(digits[i : i + 4] for i in range(0, 16, 4))


# --- wrapping -------------------------------------------------------------------------------------------------------


def wrap(pair: KeyPair, key: bytes, kind: str) -> bytes:
    """Private keys under 32 bytes of the profile or of the recovery sheet; kind is ``device`` or ``office``."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(
        nonce, msgspec.msgpack.encode([pair.seed, pair.age]), _bound(kind, pair.id)
    )


def unwrap(wrapped: bytes, key: bytes, kind: str, key_id: str) -> KeyPair | None:
    """The private keys again; None if this key does not open them."""
    try:
        plain = ChaCha20Poly1305(key).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _bound(kind, key_id))
    except (InvalidTag, ValueError):
        return None
    seed, age = msgspec.msgpack.decode(plain, type=tuple[bytes, str])
    return KeyPair(key_id, seed, age)


def _bound(kind: str, key_id: str) -> bytes:
    return f"baijia/{kind}\0{key_id}".encode()


# --- the profile directory ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the user's profile remembers of a store: its newest own segment, its last opening, this machine."""

    nonce: str
    segment: str | None
    machine: str


def os_guard(secret: bytes, deed: str) -> bytes | None:
    """DPAPI of Windows (CryptProtectData, CryptUnprotectData); None on every other system and where it refuses."""
    if sys.platform != "win32":
        return None
    import ctypes
    from ctypes import wintypes

    class Blob(ctypes.Structure):
        _fields_ = (("size", wintypes.DWORD), ("data", ctypes.c_void_p))

    crypt = ctypes.WinDLL("crypt32")
    ask = crypt.CryptProtectData if deed == "protect" else crypt.CryptUnprotectData
    room = ctypes.create_string_buffer(secret, len(secret))
    given, out = Blob(len(secret), ctypes.addressof(room)), Blob()
    ask_nobody = 0x1
    if not ask(ctypes.byref(given), None, None, None, None, ask_nobody, ctypes.byref(out)):
        return None
    found = ctypes.string_at(out.data, out.size)
    ctypes.WinDLL("kernel32").LocalFree(ctypes.c_void_p(out.data))
    return found


def make_profile_key(profile: Path, device_id: str, guard: Guard = os_guard) -> bytes:
    """32 new random bytes in ``<profile>/devices/<device_id>.key``, readable by this user alone.

    On Windows also under DPAPI, so that a copy of the profile opens nothing on another machine or account.
    """
    folder = profile / "devices"
    folder.mkdir(parents=True, exist_ok=True)
    key = secrets.token_bytes(32)
    guarded = guard(key, "protect")
    _write_safely(folder / f"{device_id}.key", key if guarded is None else _GUARDED + guarded)
    return key


def profile_key(profile: Path, device_id: str, guard: Guard = os_guard) -> bytes | None:
    """The 32 bytes that open this computer's keys; None where the store was copied without them."""
    try:
        found = (profile / "devices" / f"{device_id}.key").read_bytes()
    except OSError:
        return None
    key = guard(found[len(_GUARDED) :], "unprotect") if found.startswith(_GUARDED) else found
    return key if key is not None and len(key) == 32 else None


def read_anchor(profile: Path, device_id: str) -> Anchor | None:
    """The anchor of a store, None where there is none or it cannot be read."""
    try:
        return msgspec.json.decode((profile / "devices" / f"{device_id}.json").read_bytes(), type=Anchor)
    except (OSError, msgspec.MsgspecError):
        return None


def write_anchor(profile: Path, device_id: str, *, nonce: str, segment: bytes | None) -> None:
    """Remember this opening and the newest own segment; call it after the store itself has committed them."""
    found = {"nonce": nonce, "segment": segment.hex() if segment else None, "machine": machine_mark()}
    (profile / "devices").mkdir(parents=True, exist_ok=True)
    _write_safely(profile / "devices" / f"{device_id}.json", json.dumps(found).encode())


def machine_mark() -> str:
    """A hash that tells two machines apart: the id of the installed system, never a network address or a name."""
    parts = [platform.machine()]
    try:
        parts.append(Path("/etc/machine-id").read_text(encoding="ascii", errors="replace").strip())
    except OSError:
        pass
    parts.append(_windows_machine())
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _windows_machine() -> str:
    try:
        import winreg
    except ImportError:
        return ""
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:  # type: ignore[attr-defined,unused-ignore]
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return ""


def _write_safely(path: Path, content: bytes) -> None:
    part = path.with_suffix(path.suffix + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


# --- what is found at start -----------------------------------------------------------------------------------------


class Standing(Enum):
    """What a store turns out to be when it is opened (the table of sync.md §4)."""

    NORMAL = "normal"
    OLDER_COPY = "older_copy"
    COPIED = "copied"


@dataclass(frozen=True, slots=True)
class Found:
    """The verdict at start; ``pair`` is None on a copy, which is read only until it is enrolled as a new computer."""

    standing: Standing
    pair: KeyPair | None
    other_machine: bool = False


def found_at_start(
    profile: Path, device_id: str, wrapped: bytes | None, nonces: Iterable[str], knows: Callable[[bytes], bool]
) -> Found:
    """Compare store and profile: normal, an older or second copy (new epoch, work goes on), or copied from elsewhere.

    ``nonces`` are the last two openings the store remembers, ``knows`` whether it holds a segment.
    """
    key = profile_key(profile, device_id)
    pair = unwrap(wrapped, key, "device", device_id) if key and wrapped else None
    if pair is None:
        return Found(Standing.COPIED, None)
    anchor = read_anchor(profile, device_id)
    if anchor is None:
        return Found(Standing.OLDER_COPY, pair)
    other = anchor.machine != machine_mark()
    if anchor.nonce not in nonces or not _knows_segment(anchor, knows):
        return Found(Standing.OLDER_COPY, pair, other)
    return Found(Standing.NORMAL, pair, other)


def _knows_segment(anchor: Anchor, knows: Callable[[bytes], bool]) -> bool:
    if anchor.segment is None:
        return True
    try:
        return knows(bytes.fromhex(anchor.segment))
    except ValueError:
        return False
