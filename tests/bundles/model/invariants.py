"""What must hold at the end of every history (sync-tests.md §3)."""

from __future__ import annotations

import random

from db import hlc
from db.bundles import merge
from db.bundles.merge import Dot
from tests.bundles.model.history import History
from tests.bundles.model.world import COLUMNS, ROWS, RULES, Replica, Stick, World


class Watched(World):
    """A world in which every stick is looked at when it is packed."""

    def pack(self, sender: Replica, receiver: str) -> Stick:
        """Invariant 6, second half: the receiver's own filter must have nothing to do."""
        stick = super().pack(sender, receiver)
        allowed = set(self.replicas[receiver].parts)
        assert {seg.part for seg in stick.segments} | set(stick.receipts) <= allowed, (
            "a stick holds a foreign partition"
        )
        return stick


def run(seed: int | str) -> dict[str, int]:
    """Plays one history and checks everything; returns what was tried."""
    history = History(Watched(random.Random(seed)))
    history.play()
    history.settle()
    check(history.world)
    return {**history.counts, "writes": sum(len(s.ops[0].writes) for s in history.world.log)}


def check(world: World) -> None:
    """All invariants."""
    for part in world.parts:
        equal_views(world, part)
        order_free(world, part)
        nothing_overwritten(world, part)
        nothing_hidden_unseen(world, part)
    for seg in world.log:
        ordinary_writes_name_what_was_shown(seg)
    for replica in world.replicas.values():
        assert {seg.part for seg in replica.applied.values()} <= set(replica.parts)
        assert not hlc.is_ahead(replica.clock - 1_000, world.now(replica)), "somebody's wrong clock moved this one"


def equal_views(world: World, part: str) -> None:
    """1. All who hold a partition see the same, and nothing waits."""
    views = {r.place: r.view(part) for r in world.replicas.values() if part in r.parts}
    assert all(view == views["town"] for view in views.values()), f"different views: {views}"
    assert not [r.place for r in world.replicas.values() if r.held]


def order_free(world: World, part: str) -> None:
    """2. The township's segments, each twice, in any order, without regard to what they build on."""
    town = world.replicas["town"]
    twice = [seg for seg in town.applied.values() if seg.part == part] * 2
    world.rng.shuffle(twice)
    fresh = Replica("fresh", "fresh", (part,), 0)
    for seg in twice:
        if seg.hash not in fresh.applied:
            fresh.put_in_effect(seg)
    assert fresh.view(part) == town.view(part), "another order, another view"
    assert fresh.heads.get(part, set()) == town.heads.get(part, set())


def nothing_overwritten(world: World, part: str) -> None:
    """3. Every write that is no longer live was named by somebody who had it among what he knew."""
    town = world.replicas["town"]
    killers: dict[tuple[Dot, str], list[int]] = {}
    for seg in town.applied.values():
        if seg.part == part:
            for write in seg.ops[0].writes:
                for dot in write.replaces:
                    killers.setdefault((dot, write.col), []).append(seg.known)
    for seg in town.applied.values():
        if seg.part != part:
            continue
        me = Dot(seg.hash, 0)
        row = town.row(part, seg.ops[0].pk)
        for write in seg.ops[0].writes:
            if RULES["t"][write.col].kind == "clock" or me in merge.live_writes(row, write.col):
                continue
            known = killers.get((me, write.col), [])
            assert any(k & seg.bit for k in known), f"{write} was lost: nobody who saw it replaced it"


def nothing_hidden_unseen(world: World, part: str) -> None:
    """5. Who hid a row had everything in it before his eyes."""
    town = world.replicas["town"]
    for pk in ROWS:
        row = town.row(part, pk)
        dots = {dot for col in COLUMNS for dot in merge.live_writes(row, col)}
        if not dots or not merge.hidden(row):
            continue
        bits = sum({world.by_hash[dot.segment].bit for dot in dots})
        seen = [world.by_hash[dot.segment].known for dot in row.dels]
        assert any(known & bits == bits for known in seen), "a row vanished with words its deleter never saw"


def ordinary_writes_name_what_was_shown(seg: object) -> None:
    """4. At most one dot, and exactly the one on screen."""
    op = seg.ops[0]  # type: ignore[attr-defined]
    if op.code == merge.UPDATE:
        for write in op.writes:
            on_screen = seg.screen[write.col]  # type: ignore[attr-defined]
            assert write.replaces == (() if on_screen is None else (on_screen,)), "an edit names what was not on screen"
