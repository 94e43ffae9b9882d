"""Which partitions are here, who may be sent what of them, and what builds on what in each."""

from __future__ import annotations

from typing import Any

from db.models import GENERAL, MEDIATION, RESTRICTED
from db.sync.exchange import partitions
from db.sync.peers import peers
from tests.db.sync.exchange.test_selection import lay_down


def test_a_laptop_reads_its_village_and_only_lays_down_accusations(forge: Any, laptop: peers.Peer) -> None:
    village = forge.sender.scope
    may = {c: partitions.may_read(laptop, village, c) for c in (GENERAL, MEDIATION, RESTRICTED)}
    assert may == {GENERAL: True, MEDIATION: True, RESTRICTED: False}
    assert not partitions.may_read(laptop, "f" * 32, GENERAL)
    lay_down(forge.receiver, forge.segment(part=(village, RESTRICTED)))
    with forge.receiver.connection() as connection:
        (deposit,) = partitions.deposits_of(connection, laptop)
        assert (deposit.scope, deposit.compartment) == (village, RESTRICTED)
        assert deposit in partitions.all_parts(connection)
        assert deposit not in partitions.parts_for(connection, laptop)


def test_a_partition_is_a_graph_of_what_counts_as_here(forge: Any) -> None:
    office, part = forge.receiver, (forge.sender.scope, GENERAL)
    first = lay_down(office, one := forge.segment())
    second = lay_down(office, forge.segment(parents=[one.hash]))
    lay_down(office, forge.segment(), st=0)  # of a file of which nobody knows yet whether it is whole
    with office.connection() as connection:
        here = next(p for p in partitions.all_parts(connection) if (p.scope, p.compartment) == part)
        found = partitions.graph(connection, here)
    assert {name: found[name] for name in (first, second)} == {first: [], second: [one.hash]}
    assert list(found) == [first, second]
