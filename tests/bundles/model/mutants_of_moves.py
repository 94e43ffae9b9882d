"""Broken ways of moving a record that must die: each with the story in which it shows (sync-tests.md §4)."""

from __future__ import annotations

from typing import Any

from db.sync.log import merge
from db.sync.log.moves.issuing import Issuing
from tests.bundles.model import moving
from tests.bundles.model.mutants import Mutant, _carry, _insert, _meet
from tests.bundles.model.world import COLUMNS, Form, Replica, World


def _moved() -> tuple[World, Replica, Replica, Replica]:
    """A row of partition p that the township moves to q, while the laptop of p does not know yet."""
    world = World.of(va="p", vb="q", town="pq")
    a, b, town = (world.replicas[place] for place in ("va", "vb", "town"))
    _insert(world, a, "m")
    _meet(world, "va", "vb")
    world.move(town, "m", "p", "q")
    return world, a, b, town


def _late(world: World, laptop: Replica, **values: Any) -> None:
    form = moving_form(laptop)
    world.write(laptop, form, values)


def moving_form(replica: Replica, part: str = "p") -> Form:
    """A form of the row that moved."""
    return Form(part, "m", {col: replica.shown(part, "m", col) for col in COLUMNS})


def _notes(replica: Replica, part: str) -> list[Any]:
    return [write.value for write in merge.live_writes(replica.row(part, "m"), "note").values()]


def late_edit_arrives_once() -> None:
    """The old laptop edits what moved away; the new one gets its words in place of those they were written on."""
    world, a, b, town = _moved()
    _late(world, a, note="late")
    _meet(world, "va", "vb")
    _meet(world, "va", "vb")
    assert _notes(b, "q") == _notes(town, "q") == ["late"]
    assert merge.hidden(a.row("p", "m"))
    assert len(town.copying) == 2, "the birth and the late edit, once each"


def nothing_unseen_is_hidden() -> None:
    """The move reaches a laptop that has just written: its words stay visible until the office has carried them."""
    world, a, _b, town = _moved()
    _late(world, a, note="late")
    _carry(world, "town", "va")
    assert not merge.hidden(a.row("p", "m"))
    _meet(world, "va", "vb")
    assert merge.hidden(a.row("p", "m"))
    assert _notes(town, "q") == ["late"]


def late_edit_against_an_edit_in_the_new_village() -> None:
    """Both are there as a conflict, neither is lost."""
    world, a, b, town = _moved()
    _carry(world, "town", "vb")
    world.write(b, moving_form(b, "q"), {"note": "new village"})
    _late(world, a, note="late")
    _meet(world, "vb", "va")
    _meet(world, "vb", "va")
    assert sorted(_notes(b, "q")) == sorted(_notes(town, "q")) == ["late", "new village"]


def back_again_as_before() -> None:
    """Moved to and fro: what was written meanwhile is there, nothing stands beside itself."""
    world, a, b, town = _moved()
    _carry(world, "town", "vb")
    world.write(b, moving_form(b, "q"), {"note": "new village"})
    _meet(world, "va", "vb")
    world.move(town, "m", "q", "p")
    _meet(world, "va", "vb")
    assert _notes(a, "p") == ["new village"]
    assert not merge.hidden(a.row("p", "m"))
    assert merge.hidden(b.row("q", "m"))
    assert not any(merge.conflict(live) for live in a.row("p", "m").cells.values())


def late_deletion_deletes_what_it_saw() -> None:
    """The old laptop deletes the row; in the new village somebody has written in it meanwhile: not hidden."""
    world, a, b, town = _moved()
    _carry(world, "town", "vb")
    world.write(b, moving_form(b, "q"), {"note": "new village"})
    world.delete(a, a.ask("p", "m"))
    _meet(world, "vb", "va")
    _meet(world, "vb", "va")
    assert all(merge.deleted_but_edited(replica.row("q", "m")) for replica in (b, town))


_writes, _fates, _copies = Issuing.writes, Issuing.fates, moving.copies


def _dropped(self: Any, table: str, pk: str, there: Any, here: Any) -> Any:
    return [] if here.born else _writes(self, table, pk, there, here)


def _wins(self: Any, table: str, pk: str, there: Any, here: Any) -> Any:
    """Whatever stands in the new village goes."""
    found = []
    for copied in _writes(self, table, pk, there, here):
        writes = [w._replace(replaces=tuple(merge.live_writes(here, w.col))) for w in copied.op.writes]
        found.append(copied._replace(op=copied.op._replace(writes=writes)))
    return found


def _one_way(replica: Replica, pk: str) -> Any:
    found = _copies(replica, pk)
    said = found._said
    found._beside = {(dot, col): [(o, col) for o in dots] for dot, cols in said.items() for col, dots in cols.items()}
    return found


def _sees_all(self: Any, table: str, pk: str, there: Any, here: Any) -> Any:
    found = _fates(self, table, pk, there, here)
    return [copied._replace(op=copied.op._replace(dots=frozenset(merge.live_dots(here)))) for copied in found]


MUTANTS = {
    "21 late edit dropped": Mutant([(Issuing, "writes", _dropped)], late_edit_arrives_once),
    "22 late edit counted twice": Mutant(
        [(Issuing, "_is_said", lambda _self, _spot: False)], late_edit_arrives_once, random=False
    ),
    "23 a move hides unseen edits": Mutant([(merge, "hidden", lambda row: bool(row.dels))], nothing_unseen_is_hidden),
    "24 a late edit names nothing": Mutant(
        [(Issuing, "_bases", lambda _self, _spot: set())], late_edit_arrives_once, random=False
    ),
    "25 the back way forgets": Mutant([(moving, "copies", _one_way)], back_again_as_before, random=False),
    "26 a late edit wins": Mutant([(Issuing, "writes", _wins)], late_edit_against_an_edit_in_the_new_village),
    "27 a late deletion sees everything": Mutant(
        [(Issuing, "fates", _sees_all)], late_deletion_deletes_what_it_saw, random=False
    ),
}
