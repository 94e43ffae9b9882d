"""The designs that must die (sync-tests.md §4): each a broken place, and the story in which it shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from db.sync.log import ancestry, hlc, merge
from db.sync.log.merge import Birth, Dot, FieldWrite, Op
from tests.bundles.model import world as model
from tests.bundles.model.world import Form, Replica, Seg, Stick, World

Patch = tuple[Any, str, Any]


class Mutant(NamedTuple):
    """A broken place: what is replaced by what, the story it fails, and whether random histories find it too."""

    patches: list[Patch]
    story: Callable[[], None]
    random: bool = True


# --- pieces of stories ----------------------------------------------------------------------------------------------


def _insert(world: World, replica: Replica, pk: str = "a", **values: Any) -> Seg:
    filled = {"note": "n0", "phone": "p0", "seen": 0, "stage": 0} | values
    op = Op(merge.INSERT, "t", pk, tuple(FieldWrite(col, value) for col, value in filled.items()))
    return world.seal(replica, "p", op)


def _form(replica: Replica, pk: str = "a") -> Form:
    return Form("p", pk, {col: replica.shown("p", pk, col) for col in model.COLUMNS})


def _edit(world: World, replica: Replica, **values: Any) -> Seg:
    return world.write(replica, _form(replica), values)


def _carry(world: World, sender: str, receiver: str) -> None:
    world.deliver(world.pack(world.replicas[sender], receiver))


def _meet(world: World, *places: str) -> None:
    """Everybody hands in, everybody gets the rest, twice, so that receipts are known."""
    for _ in range(2):
        for place in places:
            _carry(world, place, "town")
        for place in places:
            _carry(world, "town", place)


def _values(replica: Replica, col: str, pk: str = "a") -> set[Any]:
    return {write.value for write in merge.live_writes(replica.row("p", pk), col).values()}


def _two() -> tuple[World, Replica, Replica, Replica]:
    """Two laptops that both hold a row, and their township."""
    world = World.of(va="p", vb="p", town="p")
    a, b, town = (world.replicas[place] for place in ("va", "vb", "town"))
    _insert(world, a)
    _meet(world, "va", "vb")
    return world, a, b, town


# --- stories --------------------------------------------------------------------------------------------------------


def both_values_live() -> None:
    """A and B edit one field from one base."""
    world, a, b, town = _two()
    _edit(world, a, phone="p1")
    _edit(world, b, phone="p2")
    _meet(world, "va", "vb")
    assert all(_values(r, "phone") == {"p1", "p2"} for r in (a, b, town))
    assert all(merge.conflict(merge.live_writes(r.row("p", "a"), "phone")) for r in (a, b, town))


def order_does_not_matter() -> None:
    """The same two edits, delivered in both orders."""
    world, a, b, town = _two()
    first, second = _edit(world, a, phone="p1"), _edit(world, b, phone="p2")
    other = town.copy()
    town.take([first], world.now(town))
    town.take([second], world.now(town))
    other.take([second], world.now(other))
    other.take([first], world.now(other))
    assert town.view("p") == other.view("p")


def restored_laptop_writes_again() -> None:
    """A backs up, writes x, restores, writes y; both reach the township."""
    world, a, _b, town = _two()
    backup = a.copy()
    _edit(world, a, phone="x")
    _carry(world, "va", "town")
    world.replicas["va"] = a = backup
    _edit(world, a, phone="y")
    _carry(world, "va", "town")
    assert _values(town, "phone") == {"x", "y"}


def replaced_before_it_came() -> None:
    """w2 replaces w1; w2 comes first and is forced, then w1 comes."""
    world, a, _b, town = _two()
    first = _edit(world, a, phone="w1")
    second = _edit(world, a, phone="w2")
    for seg in (second, first):
        town.take([seg], world.now(town))
        town.force()
    assert _values(town, "phone") == {"w2"}


def edit_survives_deletion() -> None:
    """A deletes, B edits."""
    world, a, b, town = _two()
    world.delete(a, a.ask("p", "a"))
    _edit(world, b, note="n2")
    _meet(world, "va", "vb")
    for replica in (a, b, town):
        row = replica.row("p", "a")
        assert not merge.hidden(row)
        assert merge.deleted_but_edited(row)


def third_edit_leaves_the_unseen_sibling() -> None:
    """{x, y} stand open; C, who only has x, edits it."""
    world, a, b, town = _two()
    world.replicas["vc"] = c = a.copy()
    c.place = "vc"
    x = _edit(world, a, phone="x")
    _edit(world, b, phone="y")
    c.take([x], world.now(c))
    _edit(world, c, phone="z")
    _meet(world, "va", "vb", "vc")
    assert _values(town, "phone") == {"y", "z"}


def smaller_receipt_is_believed() -> None:
    """A's fifth receipt is known; A is restored to its second; its third, smaller one counts."""
    world, a, b, _town = _two()
    backup = a.copy()
    _edit(world, b, note="late")
    _meet(world, "vb")
    for _ in range(3):
        _carry(world, "town", "va")
        _carry(world, "va", "town")
    world.replicas["va"] = a = backup
    _carry(world, "va", "town")
    _carry(world, "town", "va")
    assert _values(a, "note") == {"late"}


def gap_is_sent_again() -> None:
    """The township forced s3 without s2 and s1 and can only name s2 as missing: A sends both, on the next stick."""
    world, a, _b, town = _two()
    _edit(world, a, note="s1")
    _edit(world, a, phone="s2")
    third = _edit(world, a, seen=3)
    town.take([third], world.now(town))
    town.force()
    _carry(world, "town", "va")
    _carry(world, "va", "town")
    assert (_values(town, "note"), _values(town, "phone")) == ({"s1"}, {"s2"})


def late_insert_keeps_its_other_fields() -> None:
    """insert(phone, note), then the phone is edited; the edit arrives first."""
    world = World.of(va="p", town="p")
    a, town = world.replicas["va"], world.replicas["town"]
    first = _insert(world, a, note="n0", phone="p0")
    second = _edit(world, a, phone="p1")
    for seg in (second, first):
        town.take([seg], world.now(town))
        town.force()
    assert (_values(town, "note"), _values(town, "phone")) == ({"n0"}, {"p1"})


def laptop_gets_its_partitions_only() -> None:
    """The township holds p and q, the laptop may read p."""
    from tests.bundles.model.invariants import Watched

    world = Watched.of(va="p", vb="pq", town="pq")
    b = world.replicas["vb"]
    _insert(world, b)
    world.seal(b, "q", Op(merge.INSERT, "t", "b", (FieldWrite("note", "secret"),)))
    _carry(world, "vb", "town")
    _carry(world, "town", "va")


def form_opened_before_the_bundle() -> None:
    """A form is open; a bundle changes the field; the form is saved."""
    world, a, b, town = _two()
    form = _form(a)
    _edit(world, b, note="from B")
    _carry(world, "vb", "town")
    _carry(world, "town", "va")
    world.write(a, form, {"note": "from A"})
    _carry(world, "va", "town")
    assert _values(town, "note") == {"from A", "from B"}


def deletion_asked_before_the_bundle() -> None:
    """“Delete?” is on screen; a bundle edits the row; the answer is yes."""
    world, a, b, town = _two()
    question = a.ask("p", "a")
    _edit(world, b, note="from B")
    _carry(world, "vb", "town")
    _carry(world, "town", "va")
    world.delete(a, question)
    _carry(world, "va", "town")
    assert not merge.hidden(town.row("p", "a"))
    assert merge.deleted_but_edited(town.row("p", "a"))


def early_clock_wins_nothing() -> None:
    """A laptop ten years ahead edits first, a right one later."""
    world, a, b, town = _two()
    a.offset = 10 * 365 * 10_000
    _edit(world, a, note="future")
    world.step += 100
    _edit(world, b, note="now")
    for order in (("va", "vb"), ("vb", "va")):
        fresh = town.copy()
        world.replicas["town"] = fresh
        for place in order:
            _carry(world, place, "town")
        assert _values(fresh, "note") == {"future", "now"}


def absurd_clock_is_not_caught() -> None:
    """After the bundle of a laptop ten years ahead the township's stamps are still of today."""
    world, a, _b, town = _two()
    a.offset = 10 * 365 * 10_000
    _edit(world, a, note="future")
    _carry(world, "va", "town")
    assert not hlc.is_ahead(_edit(world, town, phone="p9").hlc, world.now(town))


def same_words_are_no_conflict() -> None:
    """Composed and decomposed, blanks at the end, line ends of Windows."""
    world, a, b, town = _two()
    _edit(world, a, note="caf\u00e9\n好")
    _edit(world, b, note="cafe\u0301\r\n好 ")
    _meet(world, "va", "vb")
    live = merge.live_writes(town.row("p", "a"), "note")
    assert len(live) == 2
    assert not merge.conflict(live)


def two_inserts_of_one_id() -> None:
    """Both orders: equal views, siblings."""
    world = World.of(va="p", vb="p", town="p")
    a, b, town = (world.replicas[place] for place in ("va", "vb", "town"))
    first, second = _insert(world, a, phone="x"), _insert(world, b, phone="y")
    other = town.copy()
    town.take([first, second], world.now(town))
    other.take([second, first], world.now(other))
    assert town.view("p") == other.view("p")
    assert _values(town, "phone") == _values(other, "phone") == {"x", "y"}


# --- broken places --------------------------------------------------------------------------------------------------

_put, _apply, _born, _closure = merge.put, merge.apply, merge._be_born, ancestry.closure


def _last_writer_wins(row: Any, write: Any, me: Any, stamp: int, rule: Any) -> None:
    _put(row, write, me, stamp, rule)
    live = row.cells[write.col]
    row.cells[write.col] = {dot: live[dot] for dot in [merge.shown(live, rule)]} if live else live


def _closes_everything(row: Any, write: Any, me: Any, stamp: int, rule: Any) -> None:
    _put(row, write, me, stamp, rule)
    live = row.cells[write.col]
    row.cells[write.col] = {dot: value for dot, value in live.items() if dot == me or not write.replaces}


def _discards_by_clock(row: Any, write: Any, me: Any, stamp: int, rule: Any) -> None:
    if all(other.hlc < stamp for other in merge.live_writes(row, write.col).values()):
        _put(row, write, me, stamp, rule)


def _gone_without_column(row: Any, op: Any, me: Any, stamp: int, rules: Any) -> None:
    _born(row, op, me, stamp, rules)
    if any(dot == me for dot, _col in row.gone):
        row.born = Birth(me, stamp, {})


def _second_insert_ignored(row: Any, op: Any, me: Any, stamp: int, rules: Any) -> None:
    if op.code != merge.INSERT or row.born is None:
        _apply(row, op, me, stamp, rules)


def _kill_forgets(_row: Any, live: Any, dot: Dot, _col: str) -> None:
    live.pop(dot, None)


def _by_counter(seg: Seg) -> bytes:
    return f"{seg.device}/{seg.part}/{seg.seq}".encode()


def _highest_number(replica: Replica, stick: Stick) -> None:
    for part, receipt in stick.receipts.items():
        key = (stick.sender, part)
        if stick.no >= replica.numbers.get(key, 0):
            replica.numbers[key] = stick.no
            replica.believed[key] = receipt


def _shown_now(replica: Replica, form: Form, col: str, value: Any) -> FieldWrite:
    dot = replica.shown(form.part, form.pk, col)
    return FieldWrite(col, value, () if dot is None else (dot,))


def _names_all(replica: Replica, form: Form, col: str, value: Any) -> FieldWrite:
    return FieldWrite(col, value, tuple(merge.live_writes(replica.row(form.part, form.pk), col)))


MUTANTS = {
    "1 last writer wins": Mutant([(merge, "put", _last_writer_wins)], both_values_live),
    "2 winner by arrival": Mutant([(merge, "shown", lambda live, rule=None: list(live)[-1])], order_does_not_matter),
    "3 identity by counter": Mutant([(model, "identity", _by_counter)], restored_laptop_writes_again),
    "4 no memory of the replaced": Mutant([(merge, "kill", _kill_forgets)], replaced_before_it_came),
    "5 deletion beats edit": Mutant([(merge, "hidden", lambda row: bool(row.dels))], edit_survives_deletion),
    "6 an edit closes siblings": Mutant([(merge, "put", _closes_everything)], third_edit_leaves_the_unseen_sibling),
    "6b an edit names siblings": Mutant([(model, "replaced", _names_all)], form_opened_before_the_bundle),
    "7 receipts by counter": Mutant([(model, "believe", _highest_number)], smaller_receipt_is_believed),
    "8 receipts cover gaps": Mutant(
        [(ancestry, "closure", lambda graph, heads, stop=(): _closure(graph, heads))], gap_is_sent_again
    ),
    "9 dot without its column": Mutant([(merge, "_be_born", _gone_without_column)], late_insert_keeps_its_other_fields),
    "10 no scope filter": Mutant(
        [(World, "granted", lambda _self, sender, _receiver: list(sender.parts))], laptop_gets_its_partitions_only
    ),
    "11 names what is shown now": Mutant([(model, "replaced", _shown_now)], form_opened_before_the_bundle),
    "13 deletion sees later writes": Mutant(
        [(model, "deletion_sees", lambda replica, q: frozenset(merge.live_dots(replica.row(q.part, q.pk))))],
        deletion_asked_before_the_bundle,
        random=False,
    ),
    "14 clock discards": Mutant([(merge, "put", _discards_by_clock)], early_clock_wins_nothing),
    "15 absurd clocks absorbed": Mutant(
        [(hlc, "absorb", lambda last, remote, _now: max(last, remote))], absurd_clock_is_not_caught
    ),
    "17 conflict compares raw text": Mutant([(merge, "norm", lambda value: value)], same_words_are_no_conflict, False),
    "18 second insert ignored": Mutant([(merge, "apply", _second_insert_ignored)], two_inserts_of_one_id),
}
