"""What a bundle says of itself to anybody, and what it says inside to its receiver alone (sync.md §18)."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from db.device_keys import SUITE
from db.sync.log import press

MAGIC: Final = b"BAIJIA01"
FORMAT: Final = 1
OLDEST_READER: Final = 1
"""The reader any version is; a file says more only where it holds what that one cannot understand."""
READER: Final = 2
"""The reader this program is; a file whose ``min_reader`` is higher is refused (TOO_NEW) and stays."""
SUFFIX: Final = ".bjb"
MAX_HEADER: Final = 64 * 1024
MAX_FRAME: Final = 8 * 1024 * 1024
LABEL_HEADER: Final = "baijia/header"
LABEL_INNER: Final = "baijia/inner"
LABEL_END: Final = "baijia/end"
SIGNATURE: Final = 64
FRAME_HEAD: Final = 5
KNOWN_FRAMES: Final = frozenset(b"HSCBNE")

Kind = Literal["up", "down", "receipt", "enrol", "snapshot"]


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The clear header: device and office names and counts; no partition, no person."""

    fmt: int = FORMAT
    suite: str = SUITE
    bundle_id: str
    kind: Kind
    sender: str = msgspec.field(name="from")
    sender_name: str = msgspec.field(name="from_name")
    to: str
    to_name: str
    office: str
    card: bytes
    file_no: int
    made_at: str
    app: str
    schema: int
    min_reader: int = OLDEST_READER
    part: tuple[int, int] = (1, 1)
    n_segments: int
    plain_bytes: int


class Version(msgspec.Struct, frozen=True):
    """The few fields every future header must keep, read first so that a newer file is recognised as newer."""

    min_reader: int
    app: str = "?"


PartHeads = tuple[str, int, list[bytes]]
"""(scope, compartment, heads)."""


class Inner(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The first frame: bound to its header, with the receipt and the papers of every author in the file."""

    bundle_id: str
    header: bytes
    parts: list[tuple[str, int, int]] = []
    receipt: list[PartHeads] = []
    want: list[bytes] = []
    refused: list[tuple[bytes, str]] = []
    files: list[tuple[int, int]] = []
    blobs_want: list[bytes] = []
    prerequisites: list[PartHeads] = []
    grants: list[bytes] = []
    office: bytes = b""
    pressed: bytes | msgspec.UnsetType = msgspec.UNSET
    """Everything but the first two, pressed; only in a file that asks for a newer reader anyway."""


def pressed(inner: Inner) -> Inner:
    """The same, shorter: what papers and receipts share is said once."""
    whole = msgspec.msgpack.encode(msgspec.structs.replace(inner, bundle_id="", header=b""))
    return Inner(bundle_id=inner.bundle_id, header=inner.header, pressed=press.press(whole))


def unpressed(inner: Inner) -> Inner:
    """As it was before; press.TooLarge, or ValueError where it is nonsense."""
    if inner.pressed is msgspec.UNSET:
        return inner
    try:
        whole = msgspec.msgpack.decode(press.inflate(inner.pressed, MAX_FRAME), type=Inner)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(str(error)) from None
    return msgspec.structs.replace(whole, bundle_id=inner.bundle_id, header=inner.header, pressed=msgspec.UNSET)


class End(msgspec.Struct, frozen=True, kw_only=True):
    """The last frame: counts, and BLAKE2b-256 over the header and all frames before it."""

    segments: int
    frames: int
    digest: bytes
