"""Who works here, and who can open the store."""

from __future__ import annotations

from db import Store
from db.actions.cadres import NewCadre, add_cadre
from db.queries.cadres import cadre_list


def test_who_is_here_stands_first_and_who_can_open_the_store_is_said(village: Store) -> None:
    add_cadre(village, NewCadre(name="谢波", post="妇女主任"))
    add_cadre(village, NewCadre(name="丁兰", password="一句好记的话-2025"))
    lines = [(line.name, line.post, line.can_open, line.is_me) for line in cadre_list(village)]
    assert lines == [("周建国", "", True, True), ("丁兰", "", True, False), ("谢波", "妇女主任", False, False)]
