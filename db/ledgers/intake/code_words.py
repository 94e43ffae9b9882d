"""Words of ledgers and codes of the book, both ways: 中专 is stored as 41 and written out as 中专 again."""

from __future__ import annotations

from typing import Final

from db.rules.codes.lists import (
    EDUCATION,
    ETHNICITY,
    ID_DOCUMENT,
    MARITAL,
    POLITICAL,
    RELATION,
    SEX,
    code_of,
    label,
    spoken,
)

# the words of village forms' short lists; any other code keeps its official name in a ledger, and a word no list knows
# exactly (文盲, 学龄前) is kept as it is
_BRIEF: Final = {
    "education": ("10", "11", "14", "20", "30", "40", "41", "44", "47", "60", "70", "80"),
    "political_status": ("01", "02", "03", "13"),
    "sex": ("1", "2"),
}  # fmt: skip
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
        code = code_of(EDUCATION, value)
        return code if code in _BRIEF[field] and value == spoken(EDUCATION, code) else value
    if field in ("nationality", "marital_status", "political_status", "residence_kind"):
        return code_of(_LISTS[field], value) or value
    return value


def to_words(field: str, code: str | None) -> str:
    """The words a ledger shows for what the book keeps.

    >>> to_words("education", "41"), to_words("nationality", "05"), to_words("id_type", "01"), to_words("note", "在校")
    ('中专', '维吾尔', '居民身份证', '在校')
    """
    if not code:
        return ""
    if code in _BRIEF.get(field, ()):
        return spoken(_LISTS[field], code)
    words = label(_LISTS[field], code) if field in _LISTS else code
    return words.removesuffix("族") if field == "nationality" else words
