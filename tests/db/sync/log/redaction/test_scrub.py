"""Nothing to do where nothing was erased; what another window keeps from being done is done later."""

from __future__ import annotations

from db import Store
from db.sync.log.redaction import scrub
from db.sync.log.rows.traces import SCRUB_FACT


def test_it_runs_once_where_words_went_and_never_otherwise(township: Store) -> None:
    assert not scrub.scrub(township)
    with township.connection() as connection:
        township.set_fact(connection, SCRUB_FACT, "1")
    assert scrub.scrub(township)
    assert not scrub.scrub(township)
    township.read_only_reason = "copy"
    assert not scrub.scrub(township)
