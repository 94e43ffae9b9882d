"""Cells that hold one word of a list: sex, people, schooling, political status …"""

from __future__ import annotations

import re
from datetime import date
from gettext import gettext as _
from typing import Final

from db.ledgers.cells.marks import bare, is_ditto, says_nothing
from db.ledgers.files.sheets import Raw, text_of
from db.ledgers.verdicts import Finding, doubted, nothing, taken
from db.rules import values
from db.rules.codes.lists import ETHNICITY, MARITAL, POLITICAL, code_of, label
from db.rules.values import ValueRule

_SEX: Final = {
    "男": "1", "男性": "1", "1": "1", "m": "1", "男1": "1", "1男": "1", "male": "1", "1.0": "1", "01": "1", "♂": "1",
    "1-男": "1",
    "女": "2", "女性": "2", "2": "2", "f": "2", "女2": "2", "2女": "2", "female": "2", "2.0": "2", "02": "2",
    "♀": "2", "2-女": "2",
}  # fmt: skip
_EDUCATION: Final = {
    "初级中学": "初中", "初中文化": "初中", "初中毕业": "初中", "普通初中": "初中", "中学": "初中",
    "初级中学教育": "初中",
    "小学文化": "小学", "小学毕业": "小学", "小学教育": "小学", "高级中学": "高中", "普通高中": "高中",
    "高中文化": "高中", "高中毕业": "高中",
    "普通高级中学教育": "高中", "中等专科": "中专", "中专毕业": "中专", "职高": "职高", "职业高中": "职高",
    "技校": "技校", "中职": "中职",
    "中等职业教育": "中职", "大学专科": "大专", "专科": "大专", "大专毕业": "大专", "大学专科教育": "大专",
    "高职": "大专", "大学本科": "本科",
    "本科毕业": "本科", "大学本科教育": "本科", "硕士": "硕士研究生", "硕士研究生": "硕士研究生",
    "博士": "博士研究生", "博士研究生": "博士研究生",
    "研究生教育": "研究生", "不识字": "文盲", "未上学": "文盲", "文盲或半文盲": "文盲", "半文盲": "半文盲",
    "未入学": "学龄前", "学前": "学龄前",
    "学龄前儿童": "学龄前", "幼儿": "学龄前", "幼儿园": "学龄前",
}  # fmt: skip
_EDUCATION_CODES: Final = {
    "10": "研究生", "20": "本科", "30": "大专", "40": "中职", "41": "中专", "60": "高中", "70": "初中", "80": "小学",
    "11": "博士研究生",
    "14": "硕士研究生", "21": "本科", "31": "大专", "44": "职高", "47": "技校", "61": "高中", "71": "初中",
    "81": "小学",
}  # fmt: skip
_EDUCATION_KNOWN: Final = frozenset(_EDUCATION.values()) | {
    "大学",
    "中专或中技",
    "初中肄业",
    "小学肄业",
    "高中肄业",
    "扫盲班",
    "私塾",
    "识字不多",
}
_POLITICAL: Final = {
    "党员": "中共党员", "中共党员": "中共党员", "共产党员": "中共党员", "中国共产党党员": "中共党员",
    "正式党员": "中共党员",
    "预备党员": "中共预备党员", "中共预备党员": "中共预备党员", "中国共产党预备党员": "中共预备党员",
    "团员": "共青团员", "共青团员": "共青团员",
    "中国共产主义青年团团员": "共青团员", "共青团": "共青团员", "群众": "群众", "群": "群众", "普通群众": "群众",
    "一般群众": "群众", "少先队员": "少先队员",
    "民主党派": "民主党派",
}  # fmt: skip
_POLITICAL_CODES: Final = {"01": "中共党员", "02": "中共预备党员", "03": "共青团员", "13": "群众"}
_MARITAL: Final = {
    "已婚": "已婚", "未婚": "未婚", "离异": "离婚", "离婚": "离婚", "离婚未再婚": "离婚", "丧偶": "丧偶",
    "初婚": "初婚", "再婚": "再婚", "复婚": "复婚",
    "单身": "未婚", "有配偶": "已婚", "是": "已婚", "否": "未婚", "寡": "丧偶",
}  # fmt: skip
_YES: Final = frozenset(["是", "有", "√", "✓", "✔", "1", "y", "yes", "t", "true", "●", "■", "☑", "对", "享受"])
_NO: Final = frozenset(
    ["否", "不是", "不", "没", "×", "✗", "✘", "n", "no", "f", "false", "☐", "□", "未", "不享受", "非"]
)


def _word(value: Raw) -> str:
    return re.sub(r"\s+", "", bare(value)).strip("'`‘’\"“”*;,。、")


def read_sex(value: Raw) -> Finding:
    """Sex as the code of GB/T 2261.1.

    >>> read_sex("1").value, read_sex(" 女 ").value, read_sex("0").outcome.value, read_sex("曾").kind
    ('1', '2', 'empty', 'sex_unknown')
    """
    word = _word(value).lower()
    if word in _SEX:
        return taken(_SEX[word], "" if word in "男女" else _("代码换成文字"))
    if says_nothing(value):
        return nothing(word)
    return doubted("sex_unknown", _("性别只能填男或女，请核对"))


def read_nationality(value: Raw) -> Finding:
    """民族 in the words of GB/T 3304 without 族.

    >>> read_nationality("汉族").value, read_nationality("15").value, read_nationality("巴巴").kind
    ('汉', '土家', 'word_unknown')
    """
    word = _word(value)
    if says_nothing(value):
        return nothing(word)
    code = code_of(ETHNICITY, word)
    if code is None:
        return doubted("word_unknown", _("没有这个民族，请核对"))
    name = label(ETHNICITY, code)
    return taken(name.removesuffix("族"), "" if word in (name, name.removesuffix("族")) else _("代码换成文字"))


def _listed(value: Raw, words: dict[str, str], codes: dict[str, str], known: frozenset[str]) -> Finding:
    word = _word(value)
    if word not in codes and says_nothing(value):
        return nothing(word)
    if is_ditto(value):
        return doubted("ditto", _("写着“同上”，看不出填什么，请补上"))
    if word.isdecimal():
        word = word.zfill(2)
        return (
            taken(codes[word], _("代码换成文字"))
            if word in codes
            else doubted("word_unknown", _("看不懂这个代码，请核对"))
        )
    if word in known:
        return taken(word)
    if word in words:
        return taken(words[word], _("换成统一的说法"))
    return doubted("word_unknown", _("“{word}”不在表里，请核对").format(word=word))


def read_education(value: Raw) -> Finding:
    """Schooling in the short words of village forms.

    >>> read_education("初中毕业").value, read_education("70").value, read_education("文盲").value
    ('初中', '初中', '文盲')
    """
    return _listed(value, _EDUCATION, _EDUCATION_CODES, _EDUCATION_KNOWN | {"文盲", "学龄前"})


def read_political_status(value: Raw) -> Finding:
    """Political status in the words of village forms.

    >>> read_political_status("党员").value, read_political_status("13").value
    ('中共党员', '群众')
    """
    word = _word(value)
    code = code_of(POLITICAL, word) if word and not word.isdecimal() else None
    if code and code not in _POLITICAL_CODES:
        return taken(word)
    return _listed(value, _POLITICAL, _POLITICAL_CODES, frozenset(_POLITICAL.values()))


def read_marital_status(value: Raw) -> Finding:
    """Marital status in the words of GB/T 2261.2."""
    codes = {code: label(MARITAL, code) for code in ("10", "20", "21", "22", "23", "30", "40")}
    return _listed(value, _MARITAL, codes, frozenset(_MARITAL.values()))


def read_tag(value: Raw, tag: str) -> Finding:
    """A column that says yes or no to one tag, or gives its kind (二级).

    >>> read_tag("√", "低保").value, read_tag("否", "低保").outcome.value, read_tag("二级", "残疾").value
    ('低保', 'empty', '残疾二级')
    """
    word = _word(value).lower()
    if word in _YES:
        return taken(tag)
    if word in _NO or says_nothing(value):
        return nothing(word)
    level = re.search(r"[一二三四]级", word)
    if tag == "残疾" and level:
        return taken(f"残疾{level[0]}")
    if tag in word:
        return taken(tag)
    return doubted("yes_no_unknown", _("看不出是不是{tag}，请核对").format(tag=tag))


def read_text(value: Raw) -> Finding:
    """Free words, kept as they are but for white space at the ends."""
    text = bare_ends(value)
    return taken(text) if text and not says_nothing(value) else nothing(text)


def read_declared(rule: ValueRule, value: Raw, today: date) -> Finding:
    """A cell of a field that needs no reading of its own: by what is declared of it (db/models).

    >>> rule = ValueRule(label="用水", kind="number")
    >>> read_declared(rule, " 3 ", date(2025, 10, 20)).value, read_declared(rule, "三", date(2025, 10, 20)).message
    ('3', '“用水”要填整数。')
    """
    text = bare_ends(value)
    if is_ditto(value):
        return doubted("ditto", _("写着“同上”，看不出填什么，请补上"))
    if not text or says_nothing(value):
        return nothing(text)
    meant = values.typed(rule, text)
    said = values.refusal(rule, meant, today)
    return doubted("value_refused", said) if said else taken(str(meant))


def bare_ends(value: Raw) -> str:
    """The text without white space and invisible marks at its ends, otherwise untouched."""
    return re.sub(r"[\u200b\u200c\u200d\ufeff]", "", text_of(value)).strip(" \t\r\n\u3000\u00a0")
