"""工作情况汇总表 on paper."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from db.queries.totals import DisputeTotals, LandTotals, RequestTotals, Totals
from desktop.reports.summary import Summary, VillageFigures, summary_report

Read = Callable[[bytes], Any]


def totals(n: int) -> Totals:
    return Totals(
        "2025-10-31",
        n,
        2 * n,
        3 * n,
        RequestTotals(4 * n, n, 0),
        LandTotals(8, 6, 1, 1, 0, 0, 8, 2),
        DisputeTotals(n, 0),
        0,
        0,
    )


def test_figures_stand_beside_those_of_the_period_before(read_back: Read) -> None:
    text = read_back(summary_report(Summary("桃溪村", "2025-10-31", totals(1200), before=totals(1100))).pdf).text
    assert "户数 1,200 1,100 +100" in text
    assert "其中未领证（户） 2 2 0" in text
    assert "领证率 75.0% 75.0%" in text
    assert "各村情况" not in text


def test_without_a_period_before_there_is_one_column_of_figures(read_back: Read) -> None:
    text = read_back(summary_report(Summary("桃溪村", "2025-10-31", totals(7))).pdf).text
    assert "户数 7\n" in text
    assert "上期" not in text


def test_villages_stand_under_each_other_with_their_sum(read_back: Read) -> None:
    villages = tuple(VillageFigures(f"{n}号村", totals(n)) for n in range(1, 101))
    back = read_back(summary_report(Summary("云岭镇", "2025-10-31", totals(5050), villages=villages)).pdf)
    assert "2号村 2 4 6 8 2 0 8 2 1 1 0 0 2 0" in back.text
    assert "合计 5050 10100 15150 20200" in back.text
    assert len(back.pages) > 2
    assert all("人口" in page for page in back.pages)


def test_no_certificate_due_has_no_rate(read_back: Read) -> None:
    none = replace(totals(0), land=LandTotals(0, 0, 0, 0, 0, 0, 0, 0))
    assert "领证率 /" in read_back(summary_report(Summary("桃溪村", "2025-10-31", none)).pdf).text


def test_what_the_book_could_not_know_is_a_stroke(read_back: Read) -> None:
    before = replace(totals(7), households=None, persons=None, land=LandTotals())
    text = read_back(summary_report(Summary("桃溪村", "2025-10-31", totals(7), before=before)).pdf).text
    assert "户数 7 / /" in text
    assert "应领证（户） 8 / /" in text
    assert "领证率 75.0% /" in text
    assert "走访户次 21 21 0" in text
