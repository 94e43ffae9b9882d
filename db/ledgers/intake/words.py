"""Words of ledgers and codes of the book, both ways: 中专 is stored as 41 and written out as 中专 again."""

from __future__ import annotations

from typing import Final

from db.rules.codes.lists import EDUCATION, ETHNICITY, ID_DOCUMENT, MARITAL, POLITICAL, RELATION, SEX, code_of, label

# the short words of village forms; a word no list knows exactly (文盲, 学龄前) is kept as it is
_EDUCATION: Final = {
    "小学": "80", "初中": "70", "高中": "60", "中专": "41", "中职": "40", "职高": "44", "技校": "47", "大专": "30",
    "本科": "20", "研究生": "10", "硕士研究生": "14", "博士研究生": "11",
}  # fmt: skip
_POLITICAL: Final = {"中共党员": "01", "中共预备党员": "02", "共青团员": "03", "群众": "13"}
_SHORT: Final[dict[str, dict[str, str]]] = {
    "education": {code: word for word, code in _EDUCATION.items()},
    "political_status": {code: word for word, code in _POLITICAL.items()},
    "sex": {"1": "男", "2": "女"},
}
_LISTS: Final = {
    "sex": SEX, "nationality": ETHNICITY, "education": EDUCATION, "political_status": POLITICAL,
    "marital_status": MARITAL, "relation": RELATION, "id_type": ID_DOCUMENT, "residence_kind": "residence_kind",
}  # fmt: skip


def to_store(field: str, value: str) -> str:
    """The code the book keeps, or the words themselves where no list has them.

    >>> to_store("nationality", "汉"), to_store("education", "中专"), to_store("education", "学龄前")
    ('01', '41', '学龄前')
    """
    if field == "education":
        return _EDUCATION.get(value, value)
    if field == "political_status":
        return _POLITICAL.get(value) or code_of(POLITICAL, value) or value
    if field in ("nationality", "marital_status", "residence_kind"):
        return code_of(_LISTS[field], value) or value
    return value


def to_words(field: str, code: str | None) -> str:
    """The words a ledger shows for what the book keeps.

    >>> to_words("education", "41"), to_words("nationality", "05"), to_words("id_type", "01"), to_words("note", "在校")
    ('中专', '维吾尔', '居民身份证', '在校')
    """
    if not code:
        return ""
    short = _SHORT.get(field, {}).get(code)
    if short:
        return short
    words = label(_LISTS[field], code) if field in _LISTS else code
    return words.removesuffix("族") if field == "nationality" else words
