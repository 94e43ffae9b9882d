"""The words ledgers use for the relation to the head, as codes of GB/T 4761."""

from __future__ import annotations

import re
from functools import lru_cache
from gettext import gettext as _
from typing import Final

from db.ledgers.cells.marks import bare, is_ditto, says_nothing
from db.ledgers.files.sheets import Raw
from db.ledgers.verdicts import Finding, doubted, nothing, taken
from db.rules import relations

HEAD: Final = relations.HEAD
# what ledgers say beyond the words every screen knows
_MORE: Final[dict[str, str]] = {
    word: code
    for code, words in {
        HEAD: "户长 主 户",
        "11": "之夫 夫君",
        "12": "之妻 内人 堂客 妻室",
        "20": "男孩 小儿 之子 一子 生子 儿子1 儿子2",
        "22": "大子",
        "28": "长婿 次婿 入赘女婿",
        "29": "六子 七子",
        "30": "女孩 小女 之女 一女 生女",
        "38": "长子媳 大媳 二媳 三媳 小儿媳 儿子媳妇 次儿媳 子媳妇 长子媳妇 次子媳妇",
        "39": "六女 七女",
        "41": "大孙子 二孙子 小孙子 长孙子 三孙 大孙 二孙 内孙",
        "42": "大孙女 二孙女 小孙女 三孙女",
        "43": "长外孙 外孙儿",
        "45": "长孙媳 长孙媳妇",
        "46": "孙女女婿",
        "47": "曾外孙 外重孙 玄孙",
        "48": "曾外孙女 外重孙女",
        "51": "之父 家父",
        "52": "之母 家母",
        "93": "侄男 侄孙",
        "97": "侄媳 侄媳妇 侄孙女 外甥媳妇",
        "98": "其他 其它 其他人 无亲属关系 无关系 非亲",
    }.items()
    for word in words.split()
}
_ONE_OF: Final[dict[str, str]] = {
    "媳妇": "妻子还是儿媳", "孩子": "儿子还是女儿", "小孩": "儿子还是女儿", "子女": "儿子还是女儿",
    "双胞胎": "儿子还是女儿", "父母": "父亲还是母亲",
    "老人": "父亲还是母亲", "兄弟": "哥哥还是弟弟", "姐妹": "姐姐还是妹妹", "兄弟姐妹": "哪一个",
    "孙辈": "孙子还是孙女", "公婆": "公公还是婆婆",
    "大伯": "伯父还是丈夫的哥哥", "公": "公公还是祖父",
}  # fmt: skip


def read_relation(value: Raw) -> Finding:
    """The code of GB/T 4761; 本人 and 01 mean the head (02).

    >>> [read_relation(v).value for v in ("户 主", "01", 41, "二儿子", "丈夫", "其他")]
    ['02', '02', '41', '23', '11', '98']
    >>> read_relation("媳妇").kind, read_relation("干亲").kind, read_relation("").outcome.value
    ('relation_ambiguous', 'relation_unknown', 'empty')
    """
    if is_ditto(value):
        return doubted("ditto", _("与户主关系写着“同上”，请补上"))
    if says_nothing(value):
        return nothing(bare(value))
    word = _plain(re.sub(r"\.0$", "", bare(value)))
    code = _code(word) or _code(re.sub(r"^(户主的?|系|是)(?=.)", "", word))
    if code:
        return taken(HEAD if code == relations.SELF else code, _("代码换成文字") if word.isdecimal() else "")
    if word in _ONE_OF:
        message = _("“{word}”看不出是{choices}，请核对").format(word=word, choices=_ONE_OF[word])
        return doubted("relation_ambiguous", message)
    return doubted("relation_unknown", _("看不懂“{word}”是什么关系，请核对").format(word=word))


def _plain(text: str) -> str:
    return re.sub(r"[\s()\[\],.:;、。·*'\"]+", "", text)


@lru_cache(maxsize=4096)
def _code(word: str) -> str | None:
    if word in _MORE:
        return _MORE[word]
    return None if word in _ONE_OF else relations.relation_code(word)


def sex_of(code: str | None) -> str | None:
    """The sex (GB/T 2261.1) a relation implies, or nothing."""
    return relations.sex_of(code) if code else None


def is_known_word(text: str) -> bool:
    """The text is one of the words for a relation.

    >>> is_known_word("二儿子"), is_known_word("媳妇"), is_known_word("孙丽"), is_known_word("20")
    (True, True, False, False)
    """
    if len(text) > 10:
        return False
    word = _plain(text)
    return not word.isdecimal() and bool(word) and (word in _ONE_OF or _code(word) is not None)
