"""What a paper shows: its bytes, or a small picture of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from db.blobs import standing
from db.errors import StoreError
from db.queries.papers.lines import KeptPaper, paper
from db.store import Store

SIDE: Final = 256
"""Points of the longest side of a small picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A small picture of a paper (JPEG); None stands for a PDF, or for a placeholder that `why` explains."""

    jpeg: bytes | None
    why: str = ""


def paper_content(store: Store, paper_id: str) -> bytes:
    """The bytes of a paper, verified; KnownError BLOB_MISSING or BLOB_DAMAGED in a sentence."""
    return standing.read(store, paper(store, paper_id).sha256)


def thumbnail(store: Store, paper_id: str, side: int = SIDE) -> Picture:
    """A paper made small for a list; never an error of the file: the sentence stands where the picture would."""
    found = paper(store, paper_id)
    if not found.is_picture:
        return Picture(None)
    return _small(store, found, side)


def _small(store: Store, found: KeptPaper, side: int) -> Picture:
    from db.blobs import pictures

    try:
        return Picture(pictures.thumbnail(standing.read(store, found.sha256), side))
    except StoreError as error:  # not here, spoilt, or an original from elsewhere that is no picture at all
        return Picture(None, str(error))
