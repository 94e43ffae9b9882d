"""What is due whenever something was packed, taken in, let in or gone on with after a power cut."""

from __future__ import annotations

from contextlib import suppress

from db.blobs import standing
from db.errors import StoreError
from db.store import Store
from db.sync.exchange import needs
from db.sync.log.redaction.scrub import scrub


def after_exchange(store: Store) -> int:
    """Puts in order what an exchange leaves behind; returns how many papers still have to come.

    What was confirmed of a deposit goes, rows that a grant took away are hidden, what moved away long ago is erased;
    papers that came have a record or wait for one; erased words leave the file. What cannot be done now is done next
    time: nothing here keeps a stick from being packed or taken in.
    """
    for due in needs.deeds.afterwards:
        with suppress(StoreError):
            due(store)
    missing = standing.settle(store)
    scrub(store)
    return missing
