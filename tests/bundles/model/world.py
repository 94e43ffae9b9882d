"""Laptops, a township and a county that exchange sticks, without any disk; they merge with the product's functions."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from db.sync.log import ancestry, hlc, merge
from db.sync.log.merge import Dot, FieldWrite, Op, Rule, State
from tests.bundles.model import moving

ROWS = ("a", "b", "c", "d")
MOVERS = ("m", "n")
"""Rows that are born in one partition only, and that the township moves."""
RULES = {
    "t": {
        "note": Rule("words"),
        "phone": Rule("fact"),
        "seen": Rule("clock"),
        "stage": Rule("ladder", (0, 1, 2, 3)),
        "into": Rule("fact"),
    }
}
COLUMNS = tuple(RULES["t"])
START = datetime(2026, 1, 1, tzinfo=UTC)
STEP = timedelta(hours=24) / 10_000
"""So that 24 hours, the clock a computer still follows, are 10,000 steps."""
OFFSETS = (0, 0, 0, -3_000, 1_000, 5_000_000)


class Seg:
    """A segment, with what its author saw and knew, for the invariants."""

    __slots__ = (
        "bit", "device", "hash", "hlc", "known", "ops", "origins", "parents", "part", "reduced", "rest", "screen",
        "seq",
    )  # fmt: skip

    def __init__(
        self, author: tuple[str, int], part: str, parents: tuple[bytes, ...], stamp: int, ops: list[Op],
        origins: Mapping[str, tuple[Dot, ...]],
    ) -> None:  # fmt: skip
        (self.device, self.seq), self.part, self.parents, self.hlc, self.ops = author, part, parents, stamp, ops
        self.origins = origins
        self.hash = identity(self)
        self.bit = self.known = 0  # `known`: bits of all ancestors
        self.screen: dict[str, Dot | None] = {}
        self.reduced = False
        self.rest: Seg | None = None  # of a redaction: what it leaves of the other segment

    def without_words(self) -> Seg:
        """What a redaction leaves of it: name, parents, what it replaced."""
        twin = copy(self)
        twin.ops, twin.reduced = list(remains(self).segment.ops), True
        return twin


def remains(seg: Seg) -> merge.Remains:
    """All words of a segment go."""
    return merge.remains(merge.Segment(seg.hash, seg.part, seg.hlc, seg.ops), [0], RULES)  # type: ignore[arg-type]


def identity(seg: Seg) -> bytes:
    """A hash of the content, never (device, counter)."""
    content = (seg.device, seg.part, seg.parents, seg.hlc, seg.ops, sorted(seg.origins.items()))
    return hashlib.blake2b(repr(content).encode(), digest_size=8).digest()


@dataclass(slots=True)
class Form:
    """A form on screen: the row, and the write each field showed when it was opened."""

    part: str
    pk: str
    shown: dict[str, Dot | None]


class Question(NamedTuple):
    """“Delete this?” – and what the row showed when it was asked."""

    part: str
    pk: str
    dots: frozenset[Dot]


@dataclass(slots=True)
class Stick:
    """A bundle on its way."""

    sender: str
    receiver: str
    segments: list[Seg]
    receipts: dict[str, ancestry.Receipt]
    no: int


@dataclass
class Replica:
    """One computer: its place in the transport, the device it believes to be, and all it holds."""

    place: str
    device: str
    parts: tuple[str, ...]
    offset: int
    state: State = field(default_factory=lambda: State(RULES))
    applied: dict[bytes, Seg] = field(default_factory=dict)
    held: dict[bytes, Seg] = field(default_factory=dict)
    graph: dict[str, dict[bytes, tuple[bytes, ...]]] = field(default_factory=dict)
    heads: dict[str, set[bytes]] = field(default_factory=dict)
    copying: list[bytes] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    parents_seen: set[bytes] = field(default_factory=set)
    believed: dict[tuple[str, str], ancestry.Receipt] = field(default_factory=dict)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)  # read by a mutant only
    packed: int = 0
    seq: int = 0
    clock: int = 0
    forms: list[Form] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def copy(self) -> Replica:
        """Everything on its disk, as a backup or a clone has it."""
        return Replica(
            self.place, self.device, self.parts, self.offset, self.state.copy(), dict(self.applied), dict(self.held),
            {p: dict(g) for p, g in self.graph.items()}, {p: set(h) for p, h in self.heads.items()},
            list(self.copying), set(self.touched), set(self.parents_seen), dict(self.believed), dict(self.numbers),
            self.packed, self.seq, self.clock,
            [Form(f.part, f.pk, dict(f.shown)) for f in self.forms], list(self.questions),
        )  # fmt: skip

    # --- taking in ---

    def put_in_effect(self, seg: Seg) -> None:
        """Applies one segment, parents or no parents."""
        self.state.apply(seg)  # type: ignore[arg-type]
        self.note(seg)
        if seg.rest is not None:
            self.reduce(seg.rest)

    def reduce(self, rest: Seg) -> None:
        """What a redaction leaves takes the place of the segment, or is all that ever comes of it."""
        if rest.hash in self.applied:
            self.applied[rest.hash] = rest
        else:
            self.graph.setdefault(rest.part, {})[rest.hash] = rest.parents
            self.state.apply(rest)  # type: ignore[arg-type]
            self.note(rest)

    def note(self, seg: Seg) -> None:
        """It is in effect: heads move on."""
        self.held.pop(seg.hash, None)
        self.applied[seg.hash] = seg
        if seg.ops[0].pk in MOVERS:
            self.touched.add(seg.ops[0].pk)
        if seg.origins:
            self.copying.append(seg.hash)
        heads = self.heads.setdefault(seg.part, set())
        heads.difference_update(seg.parents)
        self.parents_seen.update(seg.parents)
        if seg.hash not in self.parents_seen:
            heads.add(seg.hash)

    def take(self, segments: list[Seg], now: datetime) -> None:
        """Stages what is new and in this computer's partitions, then applies what is ready."""
        for seg in segments:
            if seg.part in self.parts and seg.hash not in self.applied and seg.hash not in self.held:
                self.held[seg.hash] = seg
                self.graph.setdefault(seg.part, {})[seg.hash] = seg.parents
                self.clock = hlc.absorb(self.clock, seg.hlc, now)
        progress = True
        while progress:
            ready = [seg for seg in self.held.values() if all(p in self.applied for p in seg.parents)]
            for seg in ready:
                self.put_in_effect(seg)
            left = [seg.rest for seg in self.held.values() if seg.rest and seg.rest.hash not in self.graph[seg.part]]
            for rest in left if not ready else ():  # nobody sends a redacted segment: it comes with its redaction
                self.reduce(rest)
            progress = bool(ready or left)

    def force(self) -> None:
        """先用着: what waits for a lost parent comes into effect without it."""
        for seg in list(self.held.values()):
            self.put_in_effect(seg)

    # --- reading ---

    def row(self, part: str, pk: str) -> merge.Row:
        """What is known of a row."""
        return self.state.row(part, "t", pk)  # type: ignore[arg-type]

    def shown(self, part: str, pk: str, col: str) -> Dot | None:
        """The write on screen in a field."""
        live = merge.live_writes(self.row(part, pk), col)
        return merge.shown(live, RULES["t"][col]) if live else None

    def ask(self, part: str, pk: str) -> Question:
        """The question before a deletion."""
        return Question(part, pk, frozenset(merge.live_dots(self.row(part, pk))))

    def view(self, part: str) -> dict[str, object]:
        """What people see of a partition: rows, hidden or not, values, and open conflicts with all their values."""
        seen: dict[str, object] = {}
        for pk in ROWS + MOVERS:
            row = self.state.rows.get((part, "t", pk))  # type: ignore[arg-type]
            if row is None or not merge.live_dots(row):
                continue
            fields = {}
            for col in COLUMNS:
                live, rule = merge.live_writes(row, col), RULES["t"][col]
                if live:
                    value = live[merge.shown(live, rule)].value
                    both = sorted(map(repr, live.values())) if merge.conflict(live, rule) else None
                    fields[col] = (value, both)
            seen[pk] = (merge.hidden(row), merge.deleted_but_edited(row), fields)
        return seen

    def receipt(self, part: str) -> ancestry.Receipt:
        """What this computer says it holds."""
        graph = self.graph.get(part, {})
        return ancestry.Receipt(frozenset(self.heads.get(part, ())), frozenset(ancestry.wanted(graph)))


class World:
    """All computers, the sticks that lie about, and everything ever written."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.rules = RULES
        self.step = 0
        self.log: list[Seg] = []
        self.by_hash: dict[bytes, Seg] = {}
        self.sticks: list[Stick] = []
        self.backups: dict[str, Replica] = {}
        parts = tuple("pqr"[: rng.randint(1, 3)])
        self.parts = parts
        self.replicas: dict[str, Replica] = {
            "county": Replica("county", "county", parts, rng.choice(OFFSETS)),
            "town": Replica("town", "town", parts, rng.choice(OFFSETS)),
        }
        for n in range(rng.randint(2, 5)):
            own = tuple(rng.sample(parts, rng.randint(1, len(parts))))
            self.replicas[f"v{n}"] = Replica(f"v{n}", f"v{n}", own, rng.choice(OFFSETS))

    @classmethod
    def of(cls, **parts: str) -> World:
        """A small world for one story: place = its partitions; all clocks are right."""
        world = cls(random.Random(0))
        world.parts = tuple(sorted(set("".join(parts.values()))))
        world.replicas = {place: Replica(place, place, tuple(own), 0) for place, own in parts.items()}
        return world

    @property
    def laptops(self) -> list[str]:
        """The places of the laptops, clones included."""
        return [place for place in self.replicas if place.startswith("v")]

    def now(self, replica: Replica) -> datetime:
        """What this computer takes for the time."""
        return START + STEP * (self.step + replica.offset)

    def seal(
        self, replica: Replica, part: str, op: Op, screen: dict[str, Dot | None] | None = None,
        origins: Mapping[str, tuple[Dot, ...]] | None = None,
    ) -> Seg:  # fmt: skip
        """One deed becomes one segment of its author."""
        replica.clock = hlc.next_hlc(replica.clock, self.now(replica))
        replica.seq += 1
        parents = tuple(sorted(replica.heads.get(part, ())))
        seg = Seg((replica.device, replica.seq), part, parents, replica.clock, [op], origins or {})
        if seg.hash not in self.by_hash:
            seg.bit = 1 << len(self.log)
            self.log.append(seg)
            self.by_hash[seg.hash] = seg
        seg = self.by_hash[seg.hash]  # a restored township may say the very same again
        for parent in parents:
            seg.known |= self.by_hash[parent].known | self.by_hash[parent].bit
        seg.screen = screen or {}
        replica.graph.setdefault(part, {})[seg.hash] = parents
        replica.put_in_effect(seg)
        return seg

    def write(self, replica: Replica, form: Form, values: dict[str, merge.Value]) -> Seg:
        """A form is saved: each new value replaces the write the form showed, and no other."""
        writes = tuple(replaced(replica, form, col, value) for col, value in values.items())
        screen = {col: form.shown.get(col) for col in values}
        return self.seal(replica, form.part, Op(merge.UPDATE, "t", form.pk, writes), screen)

    def delete(self, replica: Replica, question: Question) -> Seg:
        """A deletion is confirmed: it speaks of what the question showed, and of nothing that came since."""
        op = Op(merge.DELETE, "t", question.pk, dots=deletion_sees(replica, question))
        return self.seal(replica, question.part, op)

    def redact(self, office: Replica, seg: Seg) -> Seg:
        """An office takes the words of a segment away, everywhere."""
        op = Op(merge.REDACT, "", "", rest=remains(seg))
        redaction = self.seal(office, seg.part, op)
        redaction.rest = seg.without_words()
        office.reduce(redaction.rest)
        return redaction

    def pack(self, sender: Replica, receiver: str) -> Stick:
        """What the receiver may have and has not confirmed, shuffled."""
        found: list[Seg] = []
        mine: dict[str, ancestry.Receipt] = {}
        for part in self.granted(sender, receiver):
            graph = sender.graph.get(part, {})
            theirs = sender.believed.get((receiver, part), ancestry.Receipt())
            for name in ancestry.to_send(graph, theirs):
                seg = sender.applied.get(name) or sender.held[name]
                found += [] if seg.reduced else [seg]
            mine[part] = sender.receipt(part)
        self.rng.shuffle(found)
        sender.packed += 1
        return Stick(sender.place, receiver, found, mine, sender.packed)

    def granted(self, sender: Replica, receiver: str) -> list[str]:
        """The partitions a bundle from one to the other may hold."""
        return [part for part in sender.parts if part in self.replicas[receiver].parts]

    def deliver(self, stick: Stick) -> None:
        """A stick is taken in: its segments, then its receipt; the one that arrived last is believed."""
        replica = self.replicas[stick.receiver]
        replica.take(stick.segments, self.now(replica))
        believe(replica, stick)
        self.follow(replica)

    def force(self, replica: Replica) -> None:
        """先用着: what waits for a lost parent comes into effect without it."""
        replica.force()
        self.follow(replica, force=True)

    def follow(self, replica: Replica, *, force: bool = False) -> None:
        """The office carries late work after rows that moved."""
        if replica.place == "town" and (force or replica.touched):
            moving.follow(self, replica, MOVERS if force else sorted(replica.touched), force=force)
            replica.touched.clear()

    def move(self, replica: Replica, pk: str, src: str, dst: str) -> None:
        """The office moves a row."""
        moving.carry(self, replica, pk, src, dst)

    def salvage(self, stick: Stick) -> None:
        """A damaged stick: a part of its segments is taken all the same, its receipt is not believed."""
        replica = self.replicas[stick.receiver]
        part = self.rng.sample(stick.segments, self.rng.randint(0, len(stick.segments)))
        replica.take(part, self.now(replica))
        self.follow(replica)


def believe(replica: Replica, stick: Stick) -> None:
    """The receipt that arrived last wins; no counters."""
    for part, receipt in stick.receipts.items():
        replica.believed[stick.sender, part] = receipt


def deletion_sees(_replica: Replica, question: Question) -> frozenset[Dot]:
    """The writes a deletion names."""
    return question.dots


def replaced(_replica: Replica, form: Form, col: str, value: merge.Value) -> FieldWrite:
    """The write a save makes in one field."""
    dot = form.shown.get(col)
    return FieldWrite(col, value, () if dot is None else (dot,))
