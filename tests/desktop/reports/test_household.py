"""一户一档 on paper."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from db.queries.household_file import HouseholdFile, MemberRow
from desktop.reports.household import household_batch, household_report

Read = Callable[[bytes], Any]
SECTIONS = [
    "一、家庭成员",
    "二、土地和权证",
    "三、走访记录",
    "四、诉求和答复",
    "五、矛盾纠纷",
    "六、档案材料",
    "七、签字",
]


def test_everything_of_the_household_stands_in_it(family: HouseholdFile, read_back: Read) -> None:
    back = read_back(household_report(family).pdf)
    words = back.joined
    for member in family.members:
        assert member.name in words
        assert member.id_no in words
    for section in SECTIONS:
        assert section in words
    for said in ("003-031", "13973412345†1", "低保、残疾人家庭", "门口田", "4304991012010300122", "2.82", "D类"):
        assert said in words
    assert "有调解档案" in words
    assert "13973412399" in words  # the other value of the telephone number, in its footnote
    assert words.index("2025-09-20日常走访") < words.index("2025-07-20日常走访")
    assert "未答复。" in words
    assert "加压泵的止回阀换了新的，水压正常。" in words


def test_each_page_says_of_when_it_is_and_which_page(family: HouseholdFile, read_back: Read) -> None:
    printed = household_report(family)
    back = read_back(printed.pdf)
    assert printed.pages == len(back.pages) >= 3
    for number, page in enumerate(back.pages, 1):
        assert "截至 2025年10月20日 · 数据含至第 12 号包 · 本机 · 打印人 欧阳立军" in page
        assert f"第 {number} 页" in page
        assert f"共 {printed.pages} 页" in page


def test_all_fonts_are_embedded(family: HouseholdFile, read_back: Read) -> None:
    fonts = read_back(household_report(family).pdf).fonts
    assert {name.split("+")[-1] for name, _ in fonts} == {
        "NotoSerifSC-Regular",
        "NotoSerifSC-Bold",
        "NotoSansSC-SemiBold",
        "HanaMinB",
    }
    assert all(embedded for _, embedded in fonts)


def test_no_page_names_a_font_that_is_not_embedded(family: HouseholdFile) -> None:
    pdf = household_report(family).pdf
    named = re.findall(rb"/BaseFont\s*/(\S+)", pdf)
    assert named
    assert all(re.fullmatch(rb"[A-Z]{6}\+\S+", name) for name in named)
    assert len(re.findall(rb"/FontFile2\s", pdf)) == len(named)


def test_a_masked_copy_shows_no_number_of_a_person(family: HouseholdFile, read_back: Read) -> None:
    words = read_back(household_report(family, masked=True).pdf).text
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", words)
    assert not re.search(r"(?<!\d)\d{17}[\dX](?!\w)", words)
    assert "31号" not in words
    assert "不作存档" in words
    assert "李𬭎" in words


def test_an_empty_household_prints_on_one_page(read_back: Read) -> None:
    printed = household_report(HouseholdFile("h", "", "2025-10-20"))
    back = read_back(printed.pdf)
    assert printed.pages == 1
    assert back.text.count("没有记录。") == 5
    assert "五、矛盾纠纷\n没有。" in back.text


def test_names_of_fifty_characters_and_unknown_characters(read_back: Read) -> None:
    long = "古丽巴哈尔·" * 8 + "𬭎𪚥"
    members = (MemberRow("a", long), MemberRow("b", "赵𰻝"))
    printed = household_report(HouseholdFile("h", "1", "2025-10-20", long, members=members))
    back = read_back(printed.pdf)
    assert len(long) == 50
    assert back.joined.count(long) >= 2
    assert printed.missing == ("𰻝",)
    assert "赵〓" in back.text
    assert "U+30EDD" in back.text


@pytest.mark.parametrize("count", [18, 200])
def test_any_number_of_parcels(family: HouseholdFile, read_back: Read, count: int) -> None:
    land = family.land[0]
    parcels = tuple(replace(land.parcels[0], id=f"p{n}", name=f"大丘{n}号") for n in range(count))
    back = read_back(household_report(replace(family, land=(replace(land, parcels=parcels),))).pdf)
    assert all(f"大丘{n}号" in back.joined for n in range(count))
    assert f"合计{count}块" in back.joined
    pages = [page for page in back.pages if "大丘" in page]
    assert all("地块编码" in page for page in pages)


def test_a_visit_may_be_told_at_any_length(family: HouseholdFile, read_back: Read) -> None:
    said = "李𬭎把这件事从头说了一遍。" * 800
    visit = replace(family.visits[0], texts=(("谈了什么", said),))
    back = read_back(household_report(replace(family, visits=(visit,))).pdf)
    assert back.joined.count("李𬭎把这件事从头说了一遍。") >= 780  # a sentence cut by a page stands in two pieces


def test_a_batch_keeps_the_order_and_numbers_each_household(family: HouseholdFile, read_back: Read) -> None:
    files = [
        replace(HouseholdFile("h", "", "2025-10-20"), household_no=f"00{n}", head_name=f"户主{n}") for n in range(5)
    ]
    told: list[tuple[int, str]] = []
    printed = household_batch(iter(files), lambda done, number: told.append((done, number)), lambda: False)
    assert printed is not None
    assert told == [(n + 1, f"00{n}") for n in range(5)]
    pages = read_back(printed.pdf).pages
    assert [f"户主{n}" in page for n, page in enumerate(pages)] == [True] * 5
    assert all("共 1 页" in page for page in pages)


def test_several_threads_print_at_once(family: HouseholdFile) -> None:
    alone = household_report(family).pdf
    with ThreadPoolExecutor(4) as pool:
        assert all(printed.pdf == alone for printed in pool.map(household_report, [family] * 8))


def test_a_batch_stops_when_cancelled() -> None:
    told: list[int] = []
    files = (HouseholdFile("h", str(n), "2025-10-20") for n in range(1000))
    assert household_batch(files, lambda done, _: told.append(done), lambda: len(told) >= 3) is None
    assert told == [1, 2, 3]
    assert next(files).household_no == "4"
