"""What a document needs, asked of the store: for the command line and the window alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db import RuleError, Store
from db.queries.totals import Period
from db.sync import pack, unpack
from desktop.papers import diary_of, fit_to_print, held_papers, slip_of, summary_of
from desktop.ui.pages.reports.orders import Order, proof
from tests.bundles.post import Forge, district, enrolled, exchange, forge
from tests.desktop.reports.conftest import read_back
from tests.makers import make_household, make_request, make_visit

__all__ = ["district", "enrolled", "forge", "read_back"]
MONTH = Period(date(2025, 10, 1), date(2025, 10, 31))


def test_no_empty_paper_is_printed() -> None:
    for kind, told in (("diary", "没有走访"), ("household", "一户也没有")):
        with pytest.raises(RuleError, match=told):
            fit_to_print(kind, [])
        fit_to_print(kind, ["something"])


def test_a_diary_is_of_a_period_and_of_one_cadre_oldest_first(village: Store) -> None:
    home = make_household(village)
    for day, cadres in ((3, ("周建国",)), (1, ("周建国", "肖建英")), (9, ("肖建英",))):
        make_visit(village, home, visited_on=date(2025, 5, day), cadres=cadres)
    whole = diary_of(village, Period(date(2025, 5, 1), date(2025, 5, 3)))
    assert [entry.visit.visited_on for entry in whole.entries] == ["2025-05-01", "2025-05-03"]
    assert (whole.since, whole.until, whole.printed_by) == ("2025-05-01", "2025-05-03", "周建国")
    hers = diary_of(village, Period(), "肖建英")
    assert [entry.visit.visited_on for entry in hers.entries] == ["2025-05-01", "2025-05-09"]
    assert (hers.since, hers.until) == ("2025-05-01", "2025-10-20")


def test_a_summary_has_its_villages_at_the_township_alone(village: Store, township: Store) -> None:
    assert summary_of(village, Period()).villages == ()
    period = Period(date(2025, 10, 1), date(2025, 10, 31))
    found = summary_of(township, period)
    assert (found.place, found.since, found.until) == ("云岭镇", "2025-10-01", "2025-10-31")


def test_a_slip_of_what_was_packed_and_of_what_was_taken_in(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    make_household(village)
    made = pack(village, tmp_path)
    packed = slip_of(village)
    assert (packed.giver.place, packed.taker.place, packed.confirmed) == ("桃溪村", "云岭镇", "")
    assert {(line.kind, line.new) for line in packed.lines} >= {("农户", 1)}
    (report,) = unpack(township, [made.path])
    taken = slip_of(township, report=report)
    assert (taken.giver.place, taken.taker.place, taken.result) == ("桃溪村", "云岭镇", report.message)
    exchange(township, village, tmp_path)
    assert "已经确认收到" in slip_of(village, packed.bundle_id).confirmed


def test_what_was_set_aside_all_of_it_or_those_named(forge: Forge) -> None:
    township = forge.receiver
    for n in range(2):
        segment = forge.segment((f"{n}a" * 16, [f"03{n}", "石桥村"]), part=("0f" * 16, 0))
        unpack(township, [forge.bundle(segment, name=f"{n}.bjb")])
    everything = held_papers(township)
    assert [page.sender for page in everything.pages] == ["桃溪村", "桃溪村"]
    assert everything.pages[0].lines
    assert held_papers(township, ["nobody"]).pages == ()


def test_the_period_before_stands_beside_the_period(village: Store) -> None:
    home = make_household(village)
    make_visit(village, home, visited_on=date(2025, 9, 30))
    make_request(village, home, received_on=date(2025, 9, 1))
    made = summary_of(village, MONTH)
    assert made.before is not None
    assert (made.before.as_of, made.before.visits, made.before.households) == ("2025-09-30", 1, None)
    assert (made.total.visits, made.total.requests.total, made.before.requests.overdue) == (0, 0, 1)
    assert summary_of(village, Period()).before is None


def test_the_window_prints_it_too(village: Store, read_back) -> None:  # type: ignore[no-untyped-def]
    make_household(village)
    made = proof(village, Order(kind="summary", since=MONTH.since, until=MONTH.until))
    assert made is not None
    text = read_back(made.pdf).text
    assert "上期" in text
    assert "户数 1 / /" in text
