"""Where a household went, as the cadre of the old village is told; and how much late work followed it."""

from __future__ import annotations

from db.sync.deeds.moving import move_household
from db.sync.log.moves.whereabouts import Gone, moved_away
from tests.bundles.moving.conftest import Villages
from tests.makers import make_visit


def test_whose_where_to_and_how_much_followed(villages: Villages) -> None:
    home = villages.household()
    assert moved_away(villages.old) == []
    make_visit(villages.old, home, "迁走以后才交来的走访")
    move_household(villages.town, home, villages.new.scope)
    villages.settle()
    (gone,) = moved_away(villages.old)
    assert (gone.household_id, gone.name, gone.went_to, gone.late) == (home, "李林峰", "石桥村", 1)
    assert moved_away(villages.old, []) == []
    assert moved_away(villages.new) == []
    move_household(villages.town, home, villages.old.scope)
    villages.settle()
    assert moved_away(villages.old) == []  # it came back


def test_the_sentence_names_the_late_work_where_there_is_any() -> None:
    assert Gone("h", "李林峰", "石桥村", "").sentence == "李林峰户已迁往石桥村。"
    assert Gone("h", "李林峰", "石桥村", "", 2).sentence == "李林峰户已迁往石桥村，2 条后补记录已转过去。"
