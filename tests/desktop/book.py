"""Records put into a store by command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.desktop.conftest import Ran

Cli = Callable[..., Ran]


def put(cli: Cli, store: Path, kind: str, **values: object) -> str:
    """Adds a record; returns its id."""
    source = store.parent / "record.json"
    source.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    ran = cli("record", store, kind, "--json", source)
    assert ran.code == 0, ran.err
    assert ran.json["kind"] == kind
    return str(ran.json["id"])


def household(cli: Cli, store: Path) -> str:
    """One household of two people."""
    return put(
        cli, store, "household", household_no="001", village_group="一组", phone="15400000001",
        persons=[{"name": "李𬭎", "relation": "02", "id_no": "430499198010036753"}, {"name": "曾英", "relation": "12"}],
    )  # fmt: skip
