"""What a column of cells looks like, whatever its heading says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final

from db.ledgers.cells.relations import is_known_word
from db.ledgers.files.sheets import Raw, is_blank, text_of
from db.rules.codes.lists import ETHNICITY, code_of

_ID: Final = re.compile(r"[^0-9]{0,4}(\d{17}[0-9X]|\d{15})[^0-9]{0,6}", re.IGNORECASE)
_ID_SPOILT: Final = re.compile(r"\d\.\d+e\+?1[4-8]", re.IGNORECASE)
_DATE: Final = re.compile(
    r"(19|20)\d\d([./\-年、。]\s?\d{1,2}([./\-月、。]\s?\d{1,2}日?|月)?|\d{4})"
    r"|\d\d\.\d{1,2}\.\d{1,2}|(19|20)\d\d-\d\d-\d\d .*"
)
_PHONE: Final = re.compile(r"(\+?86)?1[3-9]\d{9}(\.0)?|0\d{2,3}-?\d{7,8}")
_SEX: Final = frozenset({"男", "女", "男性", "女性"})
GROUP: Final = re.compile(
    r"(第?(?P<number>[0-9]{1,3}|[一二三四五六七八九十百]{1,4})|(?P<name>[\u4e00-\u9fff]{1,5}?))(村民小组|居民小组|小组|组|生产队|队|屯|社)"
)
_HAN_NAME: Final = re.compile(
    r"[\u4e00-\u9fff\U00020000-\U0003ffff\u3400-\u4dbf\ue000-\uf8ff·.•・‧?□〓]{2,4}|[\u4e00-\u9fff·.•・‧]{5,15}"
)
_NOT_A_NAME: Final = re.compile(r"[村组镇县省市乡街道路号户表年月日]$|合计|小计|总计|单位|制表|[男女]$^")


def compact(value: Raw) -> str:
    """The text of a cell, full-width folded, without white space.

    >>> compact(" 谢　芳\\n"), compact(54)
    ('谢芳', '54')
    """
    return re.sub(r"[\s\u200b\ufeff]", "", unicodedata.normalize("NFKC", text_of(value)))


def _is_id(value: Raw) -> bool:
    text = compact(value)
    return bool(_ID.fullmatch(text) or _ID_SPOILT.fullmatch(text))


def _is_date(value: Raw) -> bool:
    return isinstance(value, date) or bool(_DATE.fullmatch(compact(value)))


def _is_phone(value: Raw) -> bool:
    return bool(_PHONE.fullmatch(compact(value).replace("-", "") if compact(value)[:1] == "1" else compact(value)))


def _is_name(value: Raw) -> bool:
    text = compact(value)
    return (
        bool(_HAN_NAME.fullmatch(text)) and not _NOT_A_NAME.search(text) and not is_relative(text) and text not in _SEX
    )


def is_relative(text: str) -> bool:
    """The text is a word for a relation to the head.

    >>> is_relative("二儿子"), is_relative("外孙女"), is_relative("孙丽")
    (True, True, False)
    """
    return is_known_word(text)


def _is_nationality(value: Raw) -> bool:
    text = compact(value)
    return not text.isdecimal() and len(text) <= 8 and code_of(ETHNICITY, text) is not None


def _is_group(value: Raw) -> bool:
    text = compact(value)
    return len(text) <= 12 and bool(GROUP.search(text))


SIGNS: Final[dict[str, Callable[[Raw], bool]]] = {
    "id_no": _is_id,
    "birth_date": _is_date,
    "phone": _is_phone,
    "sex": lambda value: compact(value) in _SEX,
    "relation": lambda value: is_relative(compact(value)),
    "nationality": _is_nationality,
    "village_group": _is_group,
    "name": _is_name,
}


def share(values: Iterable[Raw], field: str) -> float:
    """The share of the filled cells that look like this field, from 0 to 1.

    >>> share(["男", "女", None, "1"], "sex")
    0.6666666666666666
    """
    filled = [value for value in values if not is_blank(value)]
    return sum(map(SIGNS[field], filled)) / len(filled) if filled else 0.0


def like_data(row: Sequence[Raw]) -> bool:
    """A row that shows a person, not headings: a number, a date or 男/女 stands in it.

    >>> like_data(["1", "李林峰", "男", "430499198010036753"]), like_data(["序号", "姓名", "性别"])
    (True, False)
    """
    signs = sum(1 for value in row if _is_id(value) or _is_date(value) or _is_phone(value))
    signs += sum(1 for value in row if compact(value) in _SEX or (is_relative(compact(value)) and value != "关系"))
    return signs >= 2 or any(_is_id(value) for value in row)
