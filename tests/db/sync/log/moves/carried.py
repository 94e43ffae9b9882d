"""The house of the small books carried from p to q."""

from __future__ import annotations

from db.sync.log.effect.making import Maker
from db.sync.log.moves.carrying import Carrying, Order
from db.sync.log.rows import queues
from db.sync.log.rows.display import Tally
from db.sync.log.rows.replica import writing
from tests.bundles.model.stores import SmallStore, pair, scope
from tests.db.sync.log.houses import H, V

ROWS = {"house": {H}, "visit": {V}}
P, Q = (scope("p"), 0), (scope("q"), 0)


def carry(store: SmallStore, *, late: bool = False, secret: bool = False, back: bool = False) -> Carrying:
    """In the clerk's name, because they moved; ``secret``: to compartment 2 of the same village."""
    store.steps += 1
    src, dst = (P, (scope("p"), 2)) if secret else (Q, P) if back else (P, Q)
    with writing(store.db):
        book, tally = store.replica.bookkeeping(), Tally()
        maker = Maker(book, pair(store.device), store.now(), tally)
        carrying = Carrying(maker, Order("clerk", "desk", "moved", late), book.part_no(src), book.part_no(dst))
        carrying.carry({name: set(pks) for name, pks in ROWS.items()})
        queues.refresh(book, tally)
    return carrying
