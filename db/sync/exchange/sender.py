"""Who made a file: what its clear header proves by itself, and what a store knows of its sender."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from db.store import Store
from db.sync.envelope.disk import Disk
from db.sync.envelope.read import Head, missing_bytes, read_head
from db.sync.errors import BundleError, of_os, printable
from db.sync.peers import papers, peers
from db.sync.peers.papers import Card


def card_of(head: Head) -> Card:
    """The card of the computer that signed a header; BAD_SIGNATURE if it did not."""
    try:
        card = papers.read_card(head.header.card)
    except BundleError:
        raise BundleError("BAD_SIGNATURE") from None
    if card.kind != "device" or not head.signed_by(card.public):
        raise BundleError("BAD_SIGNATURE")
    return card


def sender_card(path: Path, disk: Disk | None = None) -> tuple[Card, bytes]:
    """The card of the computer a bundle comes from, and the same as a card file: it can be let in without another."""
    head, _missing = _head(path, disk or Disk())
    return card_of(head), papers.to_text("card", head.header.card).encode()


def _head(path: Path, disk: Disk) -> tuple[Head, int]:
    try:
        with disk.open(path) as file:
            head = read_head(file, disk.size(path))
            return head, missing_bytes(file, head)
    except FileNotFoundError:
        raise BundleError("NO_FILE", name=path.name) from None
    except OSError as error:
        raise of_os(error) from error


def inspect(path: Path, store: Store | None = None, disk: Disk | None = None) -> dict[str, Any]:
    """What a bundle says of itself without being opened, as ``baijia inspect`` prints it (cli.md).

    ``signature`` is ``unknown_sender`` where a store is given that has no grant of the sender;
    ``missing`` are the bytes that were not copied.
    """
    head, missing = _head(path, disk or Disk())
    header = head.header
    return {
        "format": header.fmt,
        "bundle_id": printable(header.bundle_id),
        "from": printable(header.sender_name),
        "to": printable(header.to_name),
        "made_at": printable(header.made_at),
        "file_no": header.file_no,
        "kind": header.kind,
        "segments": header.n_segments,
        "bytes": head.size,
        "signature": _signature(head, store),
        "app": printable(header.app),
        "part": list(header.part),
        "missing": missing,
    }


def _signature(head: Head, store: Store | None) -> str:
    try:
        card = card_of(head)
    except BundleError:
        return "invalid"
    if store is None:
        return "valid"
    with store.connection(immediate=False) as connection:
        known = peers.peer(connection, card.id)
    return "valid" if known is not None and known.public == card.public else "unknown_sender"
