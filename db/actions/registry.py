"""The kinds of record that can be added by name, as the command line and later importers do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any

from db.actions.households import NewHousehold, NewPerson, add_household, add_person
from db.actions.places import NewGroup, add_group
from db.actions.requests import NewReply, NewRequest, NewStep, answer_request, record_request, take_step
from db.actions.visits import NewVisit, record_visit
from db.changes import Changes
from db.errors import RuleError
from db.store import Store


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of record asks for, and the deed that keeps it."""

    input: type
    deed: Callable[[Store, Any], Changes]


KINDS: dict[str, Kind] = {
    "household": Kind(NewHousehold, add_household),
    "person": Kind(NewPerson, add_person),
    "village_group": Kind(NewGroup, add_group),
    "visit": Kind(NewVisit, record_visit),
    "request": Kind(NewRequest, record_request),
    "request_step": Kind(NewStep, take_step),
    "reply": Kind(NewReply, answer_request),
}


def kind_named(name: str) -> Kind:
    """The kind of that name, with - or _; RuleError lists the names there are."""
    found = KINDS.get(name.replace("-", "_"))
    if found is None:
        raise RuleError(_("没有“{name}”这一种，可以记：{known}。").format(name=name, known="、".join(KINDS)))
    return found
