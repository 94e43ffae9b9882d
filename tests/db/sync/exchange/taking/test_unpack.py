"""Bundles taken in: there and back, twice, out of order, broken, hostile."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Store
from db.models import Household
from db.sync import exit_code, handover, pack, resume, unpack
from tests.bundles.post import add_household, kept


def test_there_and_back(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    household = add_household(village, "7")
    assert handover(village).records["local"] > 0
    packed = pack(village, tmp_path / "stick")
    assert packed.path.name == "桃溪村-云岭镇-第1号.bjb"
    (report,) = unpack(township, [packed.path])
    assert (report.result, report.code, report.waiting, report.bad) == ("taken", "", 0, 0), report
    assert report.new >= 2
    with township.read() as session:
        found = session.get(Household, household)
        assert found is not None
        assert (found.household_no, found.scope) == ("7", village.scope)
    assert handover(village).records == {"local": 0, "packed": report.new, "confirmed": 0, "conflict": 0}
    answer = pack(township, tmp_path / "stick", to="桃溪村")
    (back,) = unpack(village, [answer.path])
    assert (back.result, back.code) == ("taken", ""), back
    assert handover(village).records["packed"] == 0
    assert handover(village).records["confirmed"] >= report.new
    (again,) = unpack(township, [packed.path])
    assert (again.result, again.code) == ("known", "DUPLICATE"), again
    assert "周建国" not in again.message
    assert exit_code([again]) == 0


def test_a_bug_of_ours_is_told_without_a_name_and_changes_nothing(
    enrolled: tuple[Store, Store], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    village, township = enrolled
    add_household(village, "李红")
    path = pack(village, tmp_path).path

    def stumble(done: int, total: int) -> None:
        raise ZeroDivisionError("李红")

    before = kept(township)
    (report,) = unpack(township, [path], progress=stumble)
    assert (report.result, report.code) == ("refused", "BUG")
    assert kept(township) == before
    assert "ZeroDivisionError" in caplog.text
    assert "李红" not in caplog.text
    assert unpack(township, [path])[0].result == "taken"


def test_resuming_when_nothing_was_interrupted_does_nothing(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    add_household(village)
    unpack(township, [pack(village, tmp_path).path])
    before = kept(township)
    assert resume(township).segments == 0
    assert kept(township) == before
