"""How dates, areas and lists are said on paper."""

import doctest
from types import ModuleType

import pytest

from desktop.reports.layout import lines, wording
from desktop.reports.layout.wording import as_of_line, listed, long_date, sum_of


@pytest.mark.parametrize(
    ("iso", "said"),
    [
        ("2025-10-03", "2025年10月3日"),
        ("2025-10-18T03:00:00.123Z", "2025年10月18日"),
        ("1949-03", "1949年3月"),
        ("1949", "1949年"),
        ("", ""),
        ("解放前", "解放前"),
        ("2025-", "2025-"),
    ],
)
def test_dates(iso: str, said: str) -> None:
    assert long_date(iso) == said


def test_sums_are_exact() -> None:
    assert sum_of(["0.1"] * 10) == "1.0"
    assert sum_of(["1.65", "不清", "", "NaN"]) == "1.65"
    assert sum_of([]) == ""


def test_as_of_says_only_what_is_known() -> None:
    assert as_of_line("2025-10-20") == "截至 2025年10月20日"
    whole = "截至 2025年10月20日 · 数据含至第 3 号包 · 镇里已确认 · 打印人 周倩"
    assert as_of_line("2025-10-20", 3, "镇里已确认", "周倩") == whole


def test_listed() -> None:
    assert listed(["李𬭎", "", "王秀英"]) == "李𬭎、王秀英"


@pytest.mark.parametrize("module", [lines, wording])
def test_the_examples_in_the_descriptions_are_true(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed
