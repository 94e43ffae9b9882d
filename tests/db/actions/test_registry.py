"""Kinds of record by name: each is an input whose deed keeps it, named as the command line writes it."""

from __future__ import annotations

import dataclasses
import inspect

import pytest

from db import RuleError
from db.actions.inputs import fields_of
from db.actions.registry import KINDS, kind_named
from db.actions.visits import NewVisit
from db.models import metadata


def test_each_kind_is_an_input_and_the_deed_that_takes_it() -> None:
    for name, kind in KINDS.items():
        assert dataclasses.is_dataclass(kind.input), name
        store, new = list(inspect.signature(kind.deed).parameters.values())[:2]
        assert (store.annotation, new.annotation) == ("Store", kind.input.__name__), name
        assert all(facts.label for facts in fields_of(kind.input)), name


def test_a_kind_is_named_as_its_table_but_for_what_marks_a_record_that_stands() -> None:
    """A case that ends, a request that is judged: neither has a table of its own."""
    assert set(KINDS) - set(metadata.tables) == {"terminal", "judgement"}


def test_a_dash_will_do_and_what_is_not_there_is_told_with_what_is() -> None:
    assert kind_named("visit").input is NewVisit
    assert kind_named("village-group") is kind_named("village_group")
    with pytest.raises(RuleError, match=r"“visits”.*visit、request"):
        kind_named("visits")
