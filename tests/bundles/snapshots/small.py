"""A snapshot between small books: the product's pieces, without a stick."""

from __future__ import annotations

from db.sync.deeds.snapshots import pieces, taking
from db.sync.deeds.snapshots.making import Address, Snapshot
from db.sync.log import apply, closing
from tests.bundles.model.stores import SmallStore, pair, scope

OFFICE = "office"


def begin(town: SmallStore, laptop: SmallStore, parts: list[str], no: int = 0) -> Snapshot:
    """The laptop begins with (or takes besides) all that the township has in effect in those partitions."""
    town.seal()
    name = f"snapshot-{laptop.device}-{no}-{town.steps}-{laptop.steps}"
    book = town.replica.bookkeeping()
    made = Snapshot(book, Address(name, pair(laptop.device).id, pair(OFFICE)), [(scope(part), 0) for part in parts])
    take(laptop, list(made.measure().payloads()), name)
    return made


def take(laptop: SmallStore, payloads: list[bytes], name: str) -> taking.Taking:
    """Pieces taken in and put into effect."""
    db = laptop.db
    taken = taking.Taking(name, laptop.now().strftime("%Y-%m-%dT%H:%M:%S.000Z"))
    db.execute("BEGIN IMMEDIATE")
    book = laptop.replica.bookkeeping()
    taking.forget_stale(book)
    for payload in payloads:
        taken.take(book, pieces.unseal(payload, pair(OFFICE).public))
    assert taken.whole
    taken.accept(book)
    db.execute(
        "INSERT OR REPLACE INTO sync_bundle_log(bundle_id, direction, kind, heads, result)"
        " VALUES (?, 'in', 'snapshot', ?, 'whole')",
        (name, closing.pack(taken.closed)),
    )
    db.execute("COMMIT")
    apply.run(laptop.replica)
    return taken
