"""Village groups as people write them: 4组, 第四村民小组, 桃溪村四组 are one group."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_FIGURES: Final = "零一二三四五六七八九"
_UNIT: Final = r"(?:村民小组|居民小组|村小组|小组|组|生产队|队)"
_NUMBERED: Final = re.compile(rf"第?(\d{{1,3}}|[一二三四五六七八九十百]{{1,4}}){_UNIT}")
_BEHIND_VILLAGE: Final = re.compile(
    rf"(?:^|.*(?:村委会|社区|居委会|行政村|村))(?P<own>[\u4e00-\u9fff]{{1,6}}?){_UNIT}$"
)
_VILLAGE: Final = re.compile(r"([\u4e00-\u9fff]{1,8}?(?:村|社区|居委会))(?:村?民?委员会|委会|村委)?")


def chinese_number(n: int) -> str:
    """A number below 100 in Chinese figures.

    >>> chinese_number(4), chinese_number(12), chinese_number(20), chinese_number(35)
    ('四', '十二', '二十', '三十五')
    """
    tens, ones = divmod(n, 10)
    front = "" if tens == 0 else "十" if tens == 1 else f"{_FIGURES[tens]}十"
    return front + (_FIGURES[ones] if ones or not tens else "")


def number_of(text: str) -> int:
    """The number in digits or Chinese figures; 0 when there is none.

    >>> number_of("十二"), number_of("7"), number_of("二十")
    (12, 7, 20)
    """
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _FIGURES.find(text) if len(text) == 1 else 0
    return (_FIGURES.find(tens) if tens else 1) * 10 + (_FIGURES.find(ones) if ones else 0)


def group_name(text: str) -> str | None:
    """The one name of a group, or nothing when no group is named.

    >>> [group_name(t) for t in ("4组", "第四村民小组", "桃溪村12组", "桃溪村一组花名册", "3", "老屋湾组", "桃溪村")]
    ['四组', '四组', '十二组', '一组', '三组', '老屋湾组', None]
    """
    word = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    word = re.sub(r"\.0$", "", word)
    if word.isdecimal() and 0 < int(word) < 100:
        return f"{chinese_number(int(word))}组"
    if re.fullmatch(r"[一二三四五六七八九十]{1,3}", word):
        return f"{word}组"
    found = list(_NUMBERED.finditer(word))
    if found:
        number = number_of(found[-1][1])
        return f"{chinese_number(number)}组" if 0 < number < 100 else found[-1][0]
    own = _BEHIND_VILLAGE.match(word)
    return f"{own['own']}组" if own else None


def group_title(text: str) -> str | None:
    """The group a row with one text only announces, or nothing.

    >>> [group_title(t) for t in ("二组", "石桥村第3村民小组（组长：贺国庆）", "贺国庆", "组别：五组")]
    ['二组', '三组', None, '五组']
    """
    word = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    word = re.sub(r"\(.*?\)", "", re.sub(r"^(组别|组名|村组|小组)[:]", "", word)).strip(":、.")
    word = re.sub(r"^[(\[]?[一二三四五六七八九十\d]{1,2}[)\]]?[、.]", "", word)
    if len(word) > 20 or not re.search(r"(组|队)$", word):
        return None
    return group_name(word)


def village_name(text: str) -> str | None:
    """The village a title or a 填报单位 line names, or nothing.

    >>> [village_name(t) for t in ("填报单位：桃溪村村民委员会", "云岭镇桃溪村一组户籍人口花名册", "花名册")]
    ['桃溪村', '桃溪村', None]
    """
    word = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    word = re.sub(r".*?(填报单位|填表单位|单位|村名)[:]", "", word)
    word = re.sub(r"^.*?(县|区|市)(?=.{2})", "", word) if re.search(r"(县|区|市).*村", word) else word
    word = re.sub(r"^.{1,6}?(镇|乡|街道|办事处)(?=.*(村|社区))", "", word)
    found = _VILLAGE.search(word)
    return found[1] if found and len(found[1]) > 1 and found[1] not in ("行政村", "自然村", "全村", "本村") else None
