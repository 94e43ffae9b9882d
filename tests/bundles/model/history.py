"""A random history of sync-tests.md §3: edits, sticks in any order, lost and repeated, backups, restores, clones."""

from __future__ import annotations

from db.sync.log import merge
from db.sync.log.merge import Op
from tests.bundles.model import moving
from tests.bundles.model.world import COLUMNS, MOVERS, ROWS, Form, Replica, World

ACTIONS = ("edit", "pack", "deliver", "move", "back_up", "restore", "clone", "erase", "nothing")
EVERY_FIELD = [(pk, col) for pk in ROWS + MOVERS for col in COLUMNS]
WEIGHTS = (0.40, 0.24, 0.235, 0.03, 0.04, 0.03, 0.015, 0.008, 0.002)


class History:
    """Plays one history in a world, then the loss-free end."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rng = world.rng
        self.birthplace = {pk: self.rng.choice(world.parts) for pk in MOVERS}
        self.fresh = 100
        self.clones = 0
        self.counts: dict[str, int] = {}

    def play(self) -> None:
        """20 to 160 steps."""
        steps = self.rng.randint(20, 160)
        for action in self.rng.choices(ACTIONS, WEIGHTS, k=steps):
            self.world.step += 1
            replica = self.world.replicas[self.rng.choice(list(self.world.replicas))]
            getattr(self, action)(replica)
            if self.rng.random() < 0.02:
                self.count("forced", len(replica.held))
                self.world.force(replica)

    def count(self, what: str, by: int = 1) -> None:
        """Keeps the figures of what was tried."""
        self.counts[what] = self.counts.get(what, 0) + by

    # --- edits ---

    def edit(self, replica: Replica) -> None:
        """One deed on one row."""
        part, pk, dice = self.rng.choice(replica.parts), self.rng.choice(ROWS + MOVERS), self.rng.random()
        if pk in MOVERS and not replica.row(part, pk).born:
            if part != self.birthplace[pk] or moving.born(replica, pk):
                return
            dice = 0.0
        self.count("edits")
        if dice < 0.12:
            writes = tuple(merge.FieldWrite(col, self.value(col)) for col in COLUMNS)
            self.world.seal(replica, part, Op(merge.INSERT, "t", pk, writes))
        elif dice < 0.62:
            self.save(replica, part, pk)
        elif dice < 0.72:
            self.delete(replica, part, pk)
        elif dice < 0.78:
            row = replica.row(part, pk)
            dels = row.dels.keys() - {address.dot for address in moving.addresses(replica, row)}
            if dels:
                self.world.seal(replica, part, Op(merge.UNDELETE, "t", pk, dots=frozenset(dels)))
        else:
            self.resolve(replica, part)

    def save(self, replica: Replica, part: str, pk: str) -> None:
        """Opens a form, saves one that was opened long ago, or edits on the spot."""
        cols = self.rng.sample(COLUMNS, self.rng.randint(1, 2))
        if self.rng.random() < 0.3:
            replica.forms.append(Form(part, pk, {col: replica.shown(part, pk, col) for col in COLUMNS}))
            return
        if replica.forms and self.rng.random() < 0.7:
            form = replica.forms.pop(self.rng.randrange(len(replica.forms)))
            self.count("old forms saved")
        else:
            form = Form(part, pk, {col: replica.shown(part, pk, col) for col in cols})
        self.world.write(replica, form, {col: self.value(col) for col in cols})

    def delete(self, replica: Replica, part: str, pk: str) -> None:
        """Asks for confirmation, showing the row; sometimes the answer comes much later."""
        if merge.live_dots(replica.row(part, pk)):
            replica.questions.append(replica.ask(part, pk))
        if replica.questions and self.rng.random() < 0.7:
            question = replica.questions.pop(self.rng.randrange(len(replica.questions)))
            self.world.delete(replica, question)

    def resolve(self, replica: Replica, part: str) -> None:
        """Somebody settles one open field, having all its values on screen."""
        for key, col in self.rng.sample(EVERY_FIELD, len(EVERY_FIELD)):
            if (part, "t", key) not in replica.state.rows:
                continue
            live = merge.live_writes(replica.row(part, key), col)
            if merge.conflict(live, replica.state.rules["t"][col]):
                write = merge.FieldWrite(col, self.value(col), tuple(sorted(live)))
                self.world.seal(replica, part, Op(merge.RESOLVE, "t", key, (write,)))
                self.count("resolved")
                return

    def value(self, col: str) -> merge.Value:
        """Sometimes one that others may write too, so that equal values meet; else new."""
        if col == "into":
            return self.rng.choice((None, *ROWS))
        if col == "stage" or self.rng.random() < 0.3:
            return self.rng.randrange(4)
        self.fresh += 1
        return self.fresh

    # --- sticks ---

    def pack(self, replica: Replica) -> None:
        """Somebody makes a stick; it lies on the heap."""
        places = [place for place in self.world.laptops if place != replica.place]
        if replica.place == "county":
            receiver = "town"
        elif replica.place == "town":
            receiver = self.rng.choice([*places, "county"])
        else:
            receiver = "town" if self.rng.random() < 0.85 or not places else self.rng.choice(places)
        self.world.sticks.append(self.world.pack(replica, receiver))

    def deliver(self, _replica: Replica) -> None:
        """A random stick is lost, taken in, or taken in and left lying there for another time; some are damaged."""
        sticks = self.world.sticks
        if not sticks:
            return
        stick, dice = self.rng.choice(sticks), self.rng.random()
        if dice < 0.15:
            self.count("lost")
        elif dice > 0.86:
            self.count("salvaged")
            self.world.salvage(stick)
            if self.rng.random() < 0.6:  # 先收下完好的部分, and go on without the rest
                self.world.force(self.world.replicas[stick.receiver])
        else:
            self.world.deliver(stick)
        if dice < 0.15 or dice >= 0.30:
            sticks.remove(stick)
        else:
            self.count("repeated")

    # --- moves ---

    def move(self, _replica: Replica) -> None:
        """The office moves a row that it shows to another partition, or back."""
        town, pk = self.world.replicas["town"], self.rng.choice(MOVERS)
        visible = [part for part, row in moving.born(town, pk).items() if not merge.hidden(row)]
        goals = [part for part in town.parts if part not in visible]
        if visible and goals:
            self.count("moved")
            self.world.move(town, pk, self.rng.choice(visible), self.rng.choice(goals))

    # --- disasters ---

    def back_up(self, replica: Replica) -> None:
        """Its whole state is put aside."""
        self.world.backups[replica.place] = replica.copy()

    def restore(self, replica: Replica) -> None:
        """The old state comes back, unnoticed: same device id, same keys."""
        old = self.world.backups.get(replica.place)
        if old is not None and replica.place != "county":
            self.world.replicas[replica.place] = old.copy()
            self.count("restored " + ("township" if replica.place == "town" else "laptop"))

    def clone(self, replica: Replica) -> None:
        """A second laptop with the same disk."""
        if replica.place in ("town", "county") or len(self.world.laptops) >= 7:
            return
        self.clones += 1
        twin = replica.copy()
        twin.place = f"{replica.place}x{self.clones}"
        self.world.replicas[twin.place] = twin
        self.count("cloned")

    # --- erasure ---

    def erase(self, _replica: Replica) -> None:
        """An office takes a record away: mostly all that was ever written of it there, sometimes only some of it."""
        office = self.world.replicas[self.rng.choice(("town", "town", "county"))]
        part, pk = self.rng.choice(office.parts), self.rng.choice(ROWS)
        if self.rng.random() < 0.7 and merge.live_dots(office.row(part, pk)):
            self.world.delete(office, office.ask(part, pk))
        for seg in list(office.applied.values()):
            if (seg.part, seg.ops[0].pk, seg.reduced) == (part, pk, False) and self.rng.random() < 0.9:
                self.world.redact(office, seg)
                self.count("erased")

    def nothing(self, _replica: Replica) -> None:
        """A quiet day."""

    # --- the end ---

    def settle(self) -> None:
        """Five rounds without loss; what still waits after the third waits for something that exists nowhere."""
        for round_no in range(5):
            for place in self.world.laptops:
                self.carry(place, "town")
            self.carry("town", "county")
            self.carry("county", "town")
            for place in self.world.laptops:
                self.carry("town", place)
            if round_no == 2:
                self.force_orphans()
                self.choose_villages()

    def carry(self, sender: str, receiver: str) -> None:
        """Packs and takes in at once."""
        self.world.step += 1
        self.world.deliver(self.world.pack(self.world.replicas[sender], receiver))

    def choose_villages(self) -> None:
        """Where two offices moved a row to two places, a person chooses one."""
        town = self.world.replicas["town"]
        for pk in MOVERS:
            visible = [part for part, row in moving.born(town, pk).items() if not merge.hidden(row)]
            for part in visible[1:]:
                self.count("moved twice")
                self.world.move(town, pk, part, visible[0])

    def force_orphans(self) -> None:
        """Checks that the waiting is justified, then ends it."""
        replicas = self.world.replicas.values()
        here = {name for replica in replicas for name in (*replica.applied, *replica.held)}
        for replica in replicas:
            for seg in list(replica.held.values()):
                assert self.lacks_ancestor(seg, here), "a segment waits although all it builds on exists"
            self.count("forced", len(replica.held))
            self.world.force(replica)

    def lacks_ancestor(self, seg: object, here: set[bytes]) -> bool:
        """Whether something the segment builds on exists on no computer."""
        todo, met = list(seg.parents), set()  # type: ignore[attr-defined]
        while todo:
            name = todo.pop()
            if name not in here:
                return True
            if name not in met:
                met.add(name)
                todo.extend(self.world.by_hash[name].parents)
        return False
