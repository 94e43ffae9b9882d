"""Marks that stand for nothing, and marks that stand for the cell above."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from db.ledgers.files.sheets import Raw, text_of

_NOTHING: Final = frozenset(
    [
        "无",
        "没有",
        "没",
        "暂无",
        "空",
        "空白",
        "空号",
        "停机",
        "不详",
        "不明",
        "不清楚",
        "未知",
        "未填",
        "未登记",
        "未提供",
        "未采集",
        "略",
        "待补",
        "待查",
        "待核",
        "待办",
        "未办",
        "未办理",
        "未办证",
        "未上户",
        "丢失",
        "丢失待补",
        "遗失",
        "遗失待补",
        "补办中",
        "办理中",
        "正在办理",
        "没办",
        "无号码",
        "无号",
        "无电话",
        "无手机",
        "无身份证",
        "没电话",
        "none",
        "null",
        "nil",
        "n/a",
        "na",
        "#n/a",
        "#value!",
        "#ref!",
        "0",
        "0.0",
        "00",
        "000",
    ]
)
_STROKES: Final = re.compile(r"[-/\\—–―－_﹣、.。·*~～×xX]+|\d?0{5,}")
_DITTO: Final = re.compile(
    r"[〃″\"“”＂'']{1,2}|同上|同前|(同|与)上(一)?(行|户|栏|格)(相同)?|上同|ditto|,,|″", re.IGNORECASE
)


def bare(value: Raw) -> str:
    """The text of a cell with width folded and white space at both ends and invisible marks taken away."""
    text = unicodedata.normalize("NFKC", text_of(value))
    return "".join(c for c in text if unicodedata.category(c) != "Cf").strip()


def says_nothing(value: Raw) -> bool:
    """A word or stroke that says nothing is there.

    >>> [says_nothing(v) for v in ("未办", "——", " / ", 0, None, "无锡")]
    [True, True, True, True, True, False]
    """
    text = re.sub(r"\s+", "", bare(value)).strip("()").lower()
    return not text or text in _NOTHING or bool(_STROKES.fullmatch(text))


def is_ditto(value: Raw) -> bool:
    """A mark for "as above".

    >>> is_ditto("〃"), is_ditto("″"), is_ditto(" 同 上"), is_ditto("同安镇")
    (True, True, True, False)
    """
    raw = re.sub(r"\s+", "", text_of(value))
    return bool(raw) and bool(_DITTO.fullmatch(raw))
