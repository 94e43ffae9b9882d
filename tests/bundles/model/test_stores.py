"""The same stories on real books: triggers, sealing, applying; every book must show what the pure merge says."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from db import capture
from db.errors import RuleError
from db.sync.log import ancestry, apply, merge, proof, remains
from db.sync.log.states import REDACTED
from db.sync.matters.shown import conflicts
from tests.bundles.desk.small import settle
from tests.bundles.model.overruled import nobody_was_overruled
from tests.bundles.model.stores import RULES, TABLES, SmallStore, scope
from tests.bundles.snapshots.small import begin, take

FAST, PROVE = 24, 1_000
OFFSETS = (0, 0, 0, -30_000, 3_600, 400 * 86_400)
VALUES: dict[str, list[Any]] = {
    "note": ["水渠", "水渠 ", "桥", None, "", "路"], "phone": ["1", "2", "3", None], "seen": [1, 5, 9, None],
    "stage": ["new", "open", "done", None], "talk": ["旱", "涝", "cafe\u0301", "caf\u00e9"], "name": ["低保", "特困"],
    "weight": [1, 2, 3, None],
}  # fmt: skip


@dataclass
class Form:
    """What somebody has on screen."""

    pk: str
    table: str
    shown: dict[str, str]


@dataclass
class Laptop:
    """A place in the transport with its book."""

    store: SmallStore
    parts: list[str]
    believed: dict[tuple[str, str], ancestry.Receipt] = field(default_factory=dict)
    forms: list[Form] = field(default_factory=list)
    snapshots: list[tuple[str, list[bytes]]] = field(default_factory=list)


class Village:
    """Laptops, a township, sticks."""

    def __init__(self, seed: str) -> None:
        self.rng = random.Random(seed)
        self.parts = list("pq"[: self.rng.randint(1, 2)])
        self.places = {"town": Laptop(SmallStore("town"), self.parts)}
        for n in range(self.rng.randint(2, 3)):
            own = self.rng.sample(self.parts, self.rng.randint(1, len(self.parts)))
            offset = timedelta(seconds=self.rng.choice(OFFSETS))
            self.places[f"v{n}"] = Laptop(SmallStore(f"v{n}", offset=offset), own)
        self.backups: dict[str, tuple[bytes, dict[tuple[str, str], ancestry.Receipt]]] = {}
        self.sticks: list[tuple[str, str, list[Any], dict[str, ancestry.Receipt]]] = []
        self.made = 0
        self.lost: dict[str, dict[bytes, list[bytes]]] = {}
        self.counts: dict[str, int] = {}

    def play(self) -> None:
        deeds = (self.edit, self.quarrel, self.exchange, self.deliver, self.back_up, self.restore, self.clone,
                 self.erase, self.begin, self.begin_again)  # fmt: skip
        weights = (0.40, 0.06, 0.22, 0.22, 0.04, 0.03, 0.02, 0.01, 0.02, 0.02)
        for deed in self.rng.choices(deeds, weights, k=self.rng.randint(40, 140)):
            for laptop in self.places.values():
                laptop.store.steps += 1
            place = self.rng.choice(list(self.places))
            deed(place)
            self.counts[deed.__name__] = self.counts.get(deed.__name__, 0) + 1

    # --- edits ---

    def edit(self, place: str) -> None:
        laptop = self.places[place]
        part, dice = self.rng.choice(laptop.parts), self.rng.random()
        rows = [
            (t, pk, hidden) for t in TABLES
            for pk, hidden in laptop.store.rows(f"SELECT id, hidden FROM {t} WHERE scope = ?", scope(part))
        ]  # fmt: skip
        if not rows or dice < (0.3 if len(rows) < 4 else 0.03):
            self.insert(laptop, part)
            return
        table, pk, hidden = self.rng.choice(rows)
        if laptop.store.queue(part) and self.rng.random() < 0.3:
            self.settle(laptop)
            return
        if dice < 0.4:
            laptop.forms.append(Form(pk, table, capture.seen(laptop.store.db, TABLES[table], pk)))
        elif dice < 0.8:
            self.save(laptop, table, pk)
        elif dice < 0.87:
            shown = capture.seen(laptop.store.db, TABLES[table], pk) if self.rng.random() < 0.5 else None
            laptop.store.do(f"DELETE FROM {table} WHERE id = ?", pk, base={pk: shown} if shown else None)
        elif dice < 0.92 and hidden:
            laptop.store.do(f"UPDATE {table} SET hidden = 0 WHERE id = ?", pk)
        else:
            self.settle(laptop)

    def quarrel(self, place: str) -> None:
        """Everybody who has some row writes something else into the same field of it."""
        laptop = self.places[place]
        part = self.rng.choice(laptop.parts)
        rows = laptop.store.rows("SELECT id FROM house WHERE scope = ?", scope(part))
        if rows:
            (pk,), col = self.rng.choice(rows), self.rng.choice(["note", "phone", "stage"])
            for other in self.places.values():
                other.store.do(f"UPDATE house SET {col} = ? WHERE id = ?", self.rng.choice(VALUES[col]), pk)

    def insert(self, laptop: Laptop, part: str) -> None:
        self.made += 1
        table = self.rng.choice(list(TABLES))
        houses = laptop.store.rows("SELECT id FROM house WHERE scope = ?", scope(part))
        values = {c: self.rng.choice(VALUES[c]) for c in TABLES[table].columns if c in VALUES}
        if table == "visit" and houses:
            values["house_id"] = self.rng.choice(houses)[0]
        names = ", ".join(("id", "scope", *values))
        laptop.store.do(
            f"INSERT INTO {table}({names}) VALUES ({', '.join('?' * (len(values) + 2))})",
            f"{self.made:032x}", scope(part), *values.values(),
        )  # fmt: skip

    def save(self, laptop: Laptop, table: str, pk: str) -> None:
        base = None
        if laptop.forms and self.rng.random() < 0.5:
            form = laptop.forms.pop(self.rng.randrange(len(laptop.forms)))
            table, pk, base = form.table, form.pk, {form.pk: form.shown}
            if not laptop.store.rows(f"SELECT 1 FROM {table} WHERE id = ?", pk):
                return
        cols = [c for c in TABLES[table].columns if c in VALUES]
        chosen = self.rng.sample(cols, self.rng.randint(1, min(2, len(cols))))
        sets = ", ".join(f"{col} = ?" for col in chosen)
        values = [self.rng.choice([*VALUES[col], self.fresh(col)]) for col in chosen]
        laptop.store.do(f"UPDATE {table} SET {sets} WHERE id = ?", *values, pk, base=base)

    def fresh(self, col: str) -> Any:
        self.made += 1
        return self.made if col in ("seen", "weight") else "done" if col == "stage" else f"新{self.made}"

    def settle(self, laptop: Laptop) -> None:
        queue = [c for c in conflicts.listed(laptop.store.replica) if c.kind in ("field", "deleted_but_edited")]
        if queue:
            try:
                keep = self.rng.choice(["ours", "theirs", "both"])
                settle(laptop.store, self.rng.choice(queue), keep)  # type: ignore[arg-type]
                self.counts["settled"] = self.counts.get("settled", 0) + 1
            except RuleError:
                pass  # a number cannot be both, or sealing has just changed the case

    def erase(self, _place: str) -> None:
        """The township takes a record away for good."""
        town = self.places["town"].store
        table, part = self.rng.choice(list(TABLES)), self.rng.choice(self.parts)
        rows = town.rows(f"SELECT id FROM {table} WHERE scope = ?", scope(part))
        if rows:
            town.erase(table, self.rng.choice(rows)[0])
            self.counts["erased"] = self.counts.get("erased", 0) + 1

    # --- sticks ---

    def exchange(self, place: str) -> None:
        if self.rng.random() < 0.6:
            self.settle(self.places[place])
        receiver = "town" if place != "town" else self.rng.choice([p for p in self.places if p != "town"])
        self.sticks.append(self.pack(place, receiver))

    def pack(self, place: str, receiver: str) -> tuple[str, str, list[Any], dict[str, ancestry.Receipt]]:
        sender = self.places[place]
        sender.store.seal()
        raw, told = [], {}
        for part in sender.parts:
            if part in self.places[receiver].parts:
                theirs = sender.believed.get((receiver, part), ancestry.Receipt())
                raw += sender.store.read(ancestry.to_send(sender.store.graph(part), theirs, sender.store.covered()))
                told[part] = sender.store.receipt(part)
        self.rng.shuffle(raw)
        return (place, receiver, raw, told)

    def deliver(self, _place: str) -> None:
        if self.sticks:
            stick = self.rng.choice(self.sticks)
            if self.rng.random() < 0.85:
                self.take(stick)
            if self.rng.random() < 0.7:
                self.sticks.remove(stick)

    def take(self, stick: tuple[str, str, list[Any], dict[str, ancestry.Receipt]]) -> None:
        place, receiver, raw, told = stick
        damaged = self.rng.random() < 0.05
        some = self.rng.sample(raw, self.rng.randint(0, len(raw))) if damaged else raw
        laptop = self.places[receiver]
        laptop.store.stage(some, laptop.parts)
        if not damaged:
            for part, receipt in told.items():
                laptop.believed[place, part] = receipt

    # --- disasters ---

    def back_up(self, place: str) -> None:
        self.backups[place] = (self.places[place].store.image(), dict(self.places[place].believed))

    def restore(self, place: str) -> None:
        if place in self.backups:
            old, (image, believed) = self.places[place], self.backups[place]
            for part in old.parts:
                self.lost.setdefault(part, {}).update(old.store.graph(part))
            store = SmallStore(old.store.device, image, old.store.offset)
            store.steps = old.store.steps
            self.places[place] = Laptop(store, old.parts, dict(believed))

    def clone(self, place: str) -> None:
        if place != "town" and len(self.places) < 6:
            old = self.places[place]
            store = SmallStore(old.store.device, old.store.image(), old.store.offset)
            store.steps = old.store.steps
            self.places[f"{place}x{self.made}"] = Laptop(store, old.parts, dict(old.believed))

    # --- snapshots ---

    def begin(self, _place: str) -> None:
        """A new laptop begins with a snapshot; sometimes it has written before, and has had a stick taken in."""
        if len(self.places) < 6:
            self.made += 1
            town, place = self.places["town"], f"v{self.made}n"
            own = self.rng.sample(self.parts, self.rng.randint(1, len(self.parts)))
            new = self.places[place] = Laptop(SmallStore(place), own)
            new.store.steps = town.store.steps
            if self.rng.random() < 0.5:
                self.insert(new, own[0])
            if self.rng.random() < 0.3:
                self.sticks.append(self.pack(place, "town"))
            self.start(new)

    def begin_again(self, _place: str) -> None:
        """Any laptop takes a snapshot in besides all it holds: a new one, or one it had long ago."""
        laptop = self.places[self.rng.choice([place for place in self.places if place != "town"])]
        if laptop.snapshots and self.rng.random() < 0.4:
            name, payloads = self.rng.choice(laptop.snapshots)
            take(laptop.store, payloads, f"{name}-{laptop.store.steps}")
        else:
            self.start(laptop)

    def start(self, laptop: Laptop) -> None:
        made = begin(self.places["town"].store, laptop.store, laptop.parts, len(laptop.snapshots))
        laptop.snapshots.append((made.address.bundle_id, list(made.payloads())))
        self.back_up("town")  # as the office does: who begins with a snapshot cannot give the log back

    # --- the end ---

    def finish(self) -> None:
        for round_no in range(4):
            laptops = [place for place in self.places if place != "town"]
            for place, receiver in [(p, "town") for p in laptops] + [("town", p) for p in laptops]:
                stick = self.pack(place, receiver)
                self.places[receiver].store.stage(stick[2], self.places[receiver].parts)
                for part, receipt in stick[3].items():
                    self.places[receiver].believed[place, part] = receipt
            if round_no == 2:
                for laptop in self.places.values():
                    self.counts["forced"] = (
                        self.counts.get("forced", 0) + apply.run(laptop.store.replica, force=True).segments
                    )

    def check(self) -> None:
        for part in self.parts:
            town = self.places["town"].store
            for place, laptop in self.places.items():
                if part in laptop.parts:
                    assert laptop.store.tables(part) == town.tables(part), (
                        f"{place} shows another {part} than the township"
                    )
                    assert laptop.store.queue(part) == town.queue(part), f"{place} has another queue than the township"
            as_pure(town, part)
            nobody_was_overruled(town, part, self.known(part))
            self.in_any_order(part)
        for laptop in self.places.values():
            books_are_tidy(laptop.store)
            erased_for_good(laptop.store)
            assert proof.proven(laptop.store.replica) == [], "the log does not say what the tables show"

    def known(self, part: str) -> dict[bytes, list[bytes]]:
        """The segments anybody has or had before it was restored."""
        found = dict(self.lost.get(part, {}))
        for laptop in self.places.values():
            found |= laptop.store.graph(part)
        return found

    def in_any_order(self, part: str) -> None:
        """A new computer that gets the log in any order and one by one, parents or no parents."""
        town = self.places["town"].store
        raw = town.read(list(town.graph(part)))
        self.rng.shuffle(raw)
        fresh = SmallStore("fresh")
        fresh.steps = town.steps
        for one in raw:
            fresh.stage([one], [part])
            apply.run(fresh.replica, force=True)
        assert fresh.tables(part) == town.tables(part)
        assert fresh.queue(part) == town.queue(part)
        assert fresh.receipt(part).heads == town.receipt(part).heads
        books_are_tidy(fresh)
        erased_for_good(fresh)


def as_pure(store: SmallStore, part: str) -> None:
    """The tables are the log, merged by the pure functions: capture, sealing and applying lost and added nothing."""
    state = store.pure(part)
    expected: dict[str, list[tuple[Any, ...]]] = {name: [] for name in TABLES}
    open_fields = set()
    for (_home, name, pk), row in state.rows.items():
        assert row.born is not None
        rules = RULES[name]
        values = []
        for col in TABLES[name].columns:
            live = merge.live_writes(row, col)
            values.append(live[merge.shown(live, rules[col])].value)
            if merge.conflict(live, rules[col]) and not merge.hidden(row):
                open_fields.add((TABLES[name].number, pk, col, "field"))
        if merge.deleted_but_edited(row):
            open_fields.add((TABLES[name].number, pk, "", "deleted_but_edited"))
        expected[name].append((pk, scope(part), 0, int(merge.hidden(row)), *values))
    assert store.tables(part) == {name: sorted(rows) for name, rows in expected.items()}
    kinds = ("field", "deleted_but_edited")
    assert {entry[1:5] for entry in store.queue(part) if entry[4] in kinds} == open_fields


def books_are_tidy(store: SmallStore) -> None:
    """Nothing is left over: no notes, no replaced writes waiting, no field of a newer version; the log is whole."""
    for name in ("sync_pending", "sync_unknown", "sync_context", "sync_base"):
        assert store.rows(f"SELECT * FROM {name}") == []
    # what nobody brings stays remembered for ever, and what a snapshot said is replaced (a redaction may hide that)
    if not store.covered() and not store.rows(f"SELECT 1 FROM sync_segment WHERE st = {REDACTED}"):
        assert store.rows("SELECT 1 FROM sync_gone WHERE seg_hash IN (SELECT hash FROM sync_segment)") == []
    assert store.rows("SELECT applying FROM sync_state") == [(0,)]
    assert store.rows("SELECT 1 FROM sync_segment WHERE st NOT IN (1, 4, 6)") == []
    assert store.rows("PRAGMA integrity_check") == [("ok",)]
    assert capture.broken_link(store.db) is None


def erased_for_good(store: SmallStore) -> None:
    """What any redaction took is in no body, in no cell and in no table."""
    clocks = remains.clocks(RULES)
    for (name,) in store.rows("SELECT hash FROM sync_segment WHERE st IN (1, 4)"):
        for _idx, op in remains.redactions(store.body(name)):
            left = remains.of(op)
            ((number, state),) = store.rows("SELECT id, st FROM sync_segment WHERE hash = ?", left.hash)
            body = store.body(left.hash)
            assert state == REDACTED
            assert body == remains.without(body, op.erased, clocks)
            for idx in op.erased:
                query = "SELECT 1 FROM sync_cell WHERE seg = ? AND idx = ? AND val IS NOT NULL AND col <> 'seen'"
                assert store.rows(query, number, idx) == []


def run(seed: str) -> dict[str, int]:
    """One story and its end."""
    village = Village(seed)
    village.play()
    village.finish()
    village.check()
    return village.counts


def _play(seed: int, stories: int) -> dict[str, int]:
    total: dict[str, int] = {}
    for n in range(stories):
        try:
            counts = run(f"{seed}-{n}")
        except Exception as error:
            error.add_note(f"story {n} of --seed {seed}")
            raise
        for what, by in counts.items():
            total[what] = total.get(what, 0) + by
    return total


@pytest.mark.slow
def test_books_show_what_the_pure_merge_says(seed: int) -> None:
    counts = _play(seed, FAST)
    print(counts)
    assert all(counts.get(what, 0) > 0 for what in ("restore", "clone", "settled", "erased", "begin", "begin_again"))


@pytest.mark.prove
@pytest.mark.parametrize("share", range(6))
def test_many_books_show_what_the_pure_merge_says(seed: int, share: int, proved: Callable[..., None]) -> None:
    print(_play(seed, PROVE // 6))
    proved(histories_on_real_books=PROVE // 6)
