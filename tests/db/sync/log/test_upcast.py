"""What an older version wrote is said in today's words when it is applied; the log keeps its own."""

from __future__ import annotations

from typing import Any

import pytest

from db.sync.log import merge, segment, upcast
from db.sync.log.effect import integrating
from db.sync.log.merge import FieldWrite, Op
from tests.bundles.model.stores import SmallStore, scope

H = "1" * 32


def _renamed(op: Op) -> Op:
    """Between versions 1 and 2 ``telephone`` became ``phone``."""
    names = {"telephone": "phone"}
    return op._replace(writes=[w._replace(col=names.get(w.col, w.col)) for w in op.writes])


STEPS = {1: _renamed}


def test_an_old_op_takes_every_step_to_today() -> None:
    old = Op(merge.UPDATE, "house", H, (FieldWrite("telephone", "1"),))
    assert upcast.today(old, 1, 3, STEPS).writes[0].col == "phone"
    assert upcast.today(old, 2, 3, STEPS) == old
    assert upcast.today(old, 4, 3, STEPS) == old
    assert [upcast.needed(schema, 3, STEPS) for schema in (1, 2, 3, 4)] == [True, False, False, False]


def test_an_older_segment_is_shown_under_todays_names(
    ann: SmallStore, bob: SmallStore, give: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db.sync.log.effect.writer import Writer
    from db.sync.log.segment import Place
    from tests.bundles.model.stores import pair

    writer = Writer({"house": ("note", "telephone")})
    writer.insert("house", H, {"telephone": "1", "note": "n"})
    writer.signed("carl", 0, None, None)
    old = segment.encode(Place((scope("p"), 0), "e", 1, [], 1), writer.body(1), pair("carl"))
    monkeypatch.setattr(integrating.upcast, "today", lambda op, schema, now: _renamed(op))
    monkeypatch.setattr(integrating.upcast, "needed", lambda schema, now: schema < now)
    ann.stage([old[1:]], ["p"])
    assert ann.rows("SELECT phone, note FROM house") == [("1", "n")]
    assert ann.rows("SELECT * FROM sync_unknown") == []
    give(ann, bob)
    assert bob.rows("SELECT body FROM sync_segment") == [(old.body,)]
