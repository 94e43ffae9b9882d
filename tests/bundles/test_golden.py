"""Bundles of every release open for ever, byte for byte as they were written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from db import Store
from db.sync import inspect, unpack
from tests.bundles.golden import FOLDER, become, content, locked_words
from tests.bundles.opened import open_bundle

RELEASES = {
    "a1-compartments": "dbdff7cc54cfc822ae1deb5efc7153d1e943b37942432b1d85d0c648c4ff12b1",
    "a1-schema1": "d42c28432173d4fc1546029c25d6e1c524223e9432be5c006b3070fc56de3435",
    "a1-schema2": "51e16d3016b30edaf8ab06d0ba9740a29944907b6d59b67bf6589f0aa62bf44c",
    "a1-schema3": "9c589a49ee283c66bfec3fecd6d06edb71fbe914e0b069642341d64669dbfb57",
    "a1-schema4": "e7fcc73b349a05b867c7786fa83854bbc124a77868db8dfbd2e2415ac56238f6",
    "a1-dictionary": "394949c89ccab0731b162c3b63e55fe32b0937aa4331b9d1b203b2bf11b3d5da",
}


def test_no_golden_bundle_was_forgotten_or_lost() -> None:
    assert {path.stem for path in FOLDER.glob("*.bjb")} == set(RELEASES)


@pytest.mark.parametrize("name", RELEASES)
def test_a_golden_bundle_is_taken_in_whole(name: str, make_store: Callable[..., Store], clock: object) -> None:
    bundle = FOLDER / f"{name}.bjb"
    assert hashlib.sha256(bundle.read_bytes()).hexdigest() == RELEASES[name]
    described = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    township = make_store("township")
    become(township, described)
    assert inspect(bundle, township)["signature"] == "valid"
    (report,) = unpack(township, [bundle])
    assert (report.result, report.code, report.bad) == ("taken", "", 0), report
    assert content(township) == described["rows"]
    assert locked_words(township) == described.get("locked", [])
    assert unpack(township, [bundle])[0].result == "known"


@pytest.mark.parametrize("name", RELEASES)
def test_the_standard_age_format_opens_it_without_us(
    name: str, make_store: Callable[..., Store], tmp_path: Path
) -> None:
    township = make_store("township")
    become(township, json.loads((FOLDER / f"{name}.json").read_text("utf-8")))
    opened = open_bundle(FOLDER / f"{name}.bjb", township)
    assert "李𬭎".encode() in opened.plain
    assert "䶮𠮷".encode() in opened.plain
    assert "李𬭎".encode() not in (FOLDER / f"{name}.bjb").read_bytes()
