"""The key of the county (or of a notary): it opens what goes to a township that has lost its own (sync.md §4)."""

from __future__ import annotations

from collections.abc import Collection
from gettext import gettext as _

from db.errors import RuleError
from db.models import MEDIATION, RESTRICTED
from db.store import Store
from db.sync.errors import BundleError
from db.sync.peers import enrol, papers, peers


def name_escrow(store: Store, content: bytes, reads: Collection[int] = ()) -> tuple[str, str]:
    """From now on what goes to this office opens for the holder of that card too; returns its name and check words.

    ``reads``: the compartments it asked for besides general; without asking it gets neither mediation nor accusations.
    The laptops learn it with the next file they get. BAD_CARD where the file is no card.
    """
    card, words = enrol.card_words(content)
    if store.role != "township":
        raise RuleError(_("只有乡镇的数据库能指定托管密钥。"))
    if card.id in (store.device_id, store.township_id) or not set(reads) <= {MEDIATION, RESTRICTED}:
        raise BundleError("BAD_CARD")
    _keep(store, card.box, " ".join(str(compartment) for compartment in sorted(reads)))
    return card.name, words


def end_escrow(store: Store) -> None:
    """From now on only the township's own keys open what goes to it."""
    _keep(store, "", "")


def _keep(store: Store, box: str, reads: str) -> None:
    with store.connection() as connection:
        enrol.ensure_office(connection, store)
        store.set_fact(connection, papers.ESCROW, box)
        store.set_fact(connection, papers.ESCROW_READS, reads)
        peers.keep_office(connection, enrol.office_card(connection, store))
