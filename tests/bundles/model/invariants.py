"""What must hold at the end of every history (sync-tests.md §3)."""

from __future__ import annotations

import random

from db.queries.merged.components import components
from db.sync.log import hlc, merge
from db.sync.log.merge import Dot
from tests.bundles.model import moving
from tests.bundles.model.history import History
from tests.bundles.model.world import COLUMNS, MOVERS, ROWS, RULES, Replica, Stick, World


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
        erased_everywhere(world, part)
    moved_rows_live_once(world)
    components_agree(world)
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
    """2. The township's segments, each twice, in any order, without regard to what they build on.

    Old sticks may still bring the whole of what was redacted since.
    """
    town = world.replicas["town"]
    mine = [seg for seg in town.applied.values() if seg.part == part]
    twice = mine + [world.by_hash[seg.hash] if world.rng.random() < 0.5 else seg for seg in mine]
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
    for pk in ROWS + MOVERS:
        row = town.row(part, pk)
        dots = {dot for col in COLUMNS for dot in merge.live_writes(row, col)}
        if not dots or not merge.hidden(row):
            continue
        bits = sum({world.by_hash[dot.segment].bit for dot in dots})
        seen = [world.by_hash[dot.segment].known for dot in row.dels]
        assert any(known & bits == bits for known in seen), "a row vanished with words its deleter never saw"


def erased_everywhere(world: World, part: str) -> None:
    """8. What an office has taken away is shown and kept by nobody."""
    gone = {seg.rest.hash for seg in world.replicas["town"].applied.values() if seg.rest and seg.part == part}
    for replica in (r for r in world.replicas.values() if part in r.parts):
        for name in gone:
            words = [w for w in replica.applied[name].ops[0].writes if RULES["t"][w.col].kind != "clock"]
            assert not [w for w in words if w.value is not None], "erased words are kept"
        for row in (replica.row(part, pk) for pk in ROWS):
            for col in (col for col in COLUMNS if RULES["t"][col].kind != "clock"):
                live = merge.live_writes(row, col)
                assert not [w for dot, w in live.items() if dot.segment in gone and w.value is not None], "shown"


def ordinary_writes_name_what_was_shown(seg: object) -> None:
    """4. At most one dot, and exactly the one on screen."""
    op = seg.ops[0]  # type: ignore[attr-defined]
    if op.code == merge.UPDATE:
        for write in op.writes:
            on_screen = seg.screen[write.col]  # type: ignore[attr-defined]
            assert write.replaces == (() if on_screen is None else (on_screen,)), "an edit names what was not on screen"


def moved_rows_live_once(world: World) -> None:
    """8. A row that moved is visible in one partition, and whatever was written of it anywhere is known there."""
    town = world.replicas["town"]
    for pk in MOVERS:
        rows = moving.born(town, pk)
        visible = [part for part, row in rows.items() if not merge.hidden(row)]
        deleted = any(seg.ops[0].code == merge.DELETE and seg.ops[0].pk == pk for seg in town.applied.values())
        assert len(visible) == 1 or not rows or (deleted and not visible), f"{pk} is visible in {visible}"
        for home in visible:
            for part in rows.keys() - {home}:
                if moving.addresses(town, rows[part]):
                    told_again(town, pk, part, home)


def told_again(town: Replica, pk: str, part: str, home: str) -> None:
    """Everything that stands in the partition a row left was said again where it is, or only repeats what was."""
    for col in COLUMNS:
        for dot in merge.live_writes(town.row(part, pk), col):
            while not said_in(town, pk, (dot, col), home):
                op = moving.find(town, dot)
                before = next((w.replaces for w in op.writes if w.col == col), ()) if op else ()
                older = moving.find(town, before[0]) if len(before) == 1 else None
                values = [w.value for o in (op, older) if o for w in o.writes if w.col == col]
                assert values[0:1] == values[1:], f"{col} of {pk} was lost on the way"
                dot = before[0]


def said_in(town: Replica, pk: str, spot: tuple[Dot, str], home: str) -> bool:
    """Whether some write in that partition is a copy of this one, by way of any others, or the other way round."""
    dot, col = spot
    same, grown = {dot}, True
    pairs = [
        (Dot(name, 0), origin)
        for name in town.copying
        if town.applied[name].ops[0].pk == pk
        for origin in town.applied[name].origins.get(col, ())
    ]
    while grown:
        more = {end for pair in pairs if set(pair) & same for end in pair} - same
        grown = bool(more)
        same |= more
    return any(town.applied[one.segment].part == home for one in same if one.segment in town.applied)


def components_agree(world: World) -> None:
    """9. Whoever was merged with whom, in whatever circles: every computer finds the same groups."""
    for part in world.parts:
        groups = [groups_of(replica, part) for replica in world.replicas.values() if part in replica.parts]
        assert all(found == groups[0] for found in groups)
        members = [pk for group in groups[0] for pk in group]
        assert len(members) == len(set(members)), "a row belongs to two groups"


def groups_of(replica: Replica, part: str) -> list[list[str]]:
    """The rows that are one, as readers resolve them."""
    links = []
    for pk in ROWS:
        dot = replica.shown(part, pk, "into")
        into = merge.live_writes(replica.row(part, pk), "into")[dot].value if dot else None
        if into is not None:
            links.append((pk, str(into)))
    return sorted(sorted(group) for group in components(links))
