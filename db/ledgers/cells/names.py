"""Names as spreadsheets keep and spoil them: padding, notes in the cell, lost rare characters."""

from __future__ import annotations

import re
from gettext import gettext as _
from typing import Final

from db.ledgers.cells.marks import is_ditto, says_nothing
from db.ledgers.files.sheets import Raw, text_of
from db.ledgers.verdicts import Finding, doubted, taken
from db.rules.names import DoubtKind, clean_name, repair_private_use

DOT: Final = "\u00b7"
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")
_HAN: Final = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_DOTS: Final = re.compile(
    "(?<=[" + _HAN + "])\\s*[\u00b7.\u2022\u2027\u30fb\uff65\u2219\u22c5\u02d9\u3002\u318d\u25cf]\\s*(?=[" + _HAN + "])"
)
_LOST: Final = re.compile("[?\u25a1\u3013\ufffd\u25a0\u25a2\u56d7\u25fb\u25ef\u25cb\u25c7]")
_BRACKETS: Final = re.compile(r"[(\[{【〔〈《「『](.*?)[)\]}】〕〉》」』]?$|[(\[{【〔〈《「『](.*?)[)\]}】〕〉》」』]")
_COMPOUND: Final = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "司徒",
        "皇甫",
        "尉迟",
        "公孙",
        "令狐",
        "慕容",
        "夏侯",
        "东方",
        "西门",
        "南宫",
        "端木",
        "轩辕",
        "宇文",
        "长孙",
        "独孤",
        "万俟",
        "闻人",
        "澹台",
        "百里",
        "呼延",
        "申屠",
        "太史",
        "钟离",
        "濮阳",
        "淳于",
        "单于",
        "司空",
        "闾丘",
        "鲜于",
        "完颜",
        "拓跋",
        "仲孙",
        "赫连",
    ]
)
_NOTE: Final = re.compile(
    r"户主|本人|(小名|曾用名|又名|别名|原名|乳名|绰号|人称|身份证名|现名|外号|学名).*|已?(迁出?|迁入|迁走|搬走|搬迁|外嫁|出嫁|嫁出?|去世|故|过世|死亡|离婚|离异|分户|销户|注销|入伍|服刑).{0,4}|已?亡"
    r"|新|大|小|老|男|女|党员|低保户?|五保户?|特困|残疾?|外出.*|.{0,4}务工|在外.*|未婚|新生儿|小孩|组长|队长|书记|主任|村长|妇女主任|会计|退伍军人|退役军人|寄养|挂户|空挂户?"
    r"|(长|次|三)[子女]|儿媳|媳妇|女婿|父亲?|母亲?|弟|兄|代|双胞胎|孪生|待核|待查|重名|同名|[一二三四五六七八九十]组|.{1,3}村嫁入|.{0,4}籍"
)
_GROUP: Final = re.compile(r"(村民)?小组$|[^\u4e00-\u9fff]?集体$|村委会?$|合作社$|[一二三四五六七八九十\d]组$|公司$")
_ANONYMOUS: Final = re.compile(r"某|未取名|未命名|无名|新生儿|婴儿|佚名|未起名|待取名|.{2,4}之[子女妻夫]|[X×]{2,}")
_WHOLE: Final = re.compile(f"[{_HAN}]{{2,}}({DOT}[{_HAN}]+)*|[{_HAN}]{DOT}[{_HAN}]+")
_LATIN: Final = re.compile(r"[A-Za-zÀ-ỹ]{2,}([ '.-][A-Za-zÀ-ỹ]+)*")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def mended(text: str) -> str:
    """Text with the private-use characters of the old GB18030 table put right (typography.md §7).

    >>> mended("周宸\\ue831") == "周宸\\U000215d7", mended("罗皓\\ue863") == "罗皓\\ue863"
    (True, True)
    """
    return repair_private_use(text)[0]


def _guess_old_font(text: str) -> str | None:
    """What an old font showed in place of the private-use characters."""
    found = clean_name(text).doubts
    return next((doubt.suggestion for doubt in found if doubt.kind is DoubtKind.PRIVATE_USE and doubt.suggestion), None)


def read_name(value: Raw) -> Finding:
    """A person's name; what stood beside it in the cell becomes the remark.

    >>> [read_name(v).value for v in (" 谢　 芳", "阿依古丽•买买提", "王建平*", "邓洁（已迁）", "欧阳 志刚")]
    ['谢芳', '阿依古丽·买买提', '王建平', '邓洁', '欧阳志刚']
    >>> [read_name(v).kind for v in ("周?", "谭fu", "周国【金宏】", "罗皓\\ue863", "张*", "一组集体")]
    ['rare_char_lost', 'rare_char_as_pinyin', 'rare_char_as_parts', 'pua_from_old_font', 'name_masked', 'name_of_group']
    >>> read_name("唐秋林(小名毛伢)").remark
    '小名毛伢'
    """
    if is_ditto(value):
        return doubted("ditto", _("姓名写着“同上”，请补上"))
    raw = text_of(value)
    text = _INVISIBLE.sub("", mended(raw).translate(_WIDE)).strip()
    if not text or (says_nothing(text) and not _LOST.search(text)):
        return doubted("name_missing", _("这一行没有姓名，请补上"))
    text, remark, odd = _without_notes(text)
    trouble = _trouble(text, odd)
    if trouble:
        return trouble
    closed = _closed(_DOTS.sub(DOT, text))
    if closed is None:
        proposal = re.sub(r"\s+", DOT, text)
        return doubted("name_spaced", _("姓名中间有空格，看不出是不是少了间隔号，请核对"), proposal)
    text = closed
    return _judged(text, raw, remark)


def _closed(text: str) -> str | None:
    """Names padded with spaces for looks closed up; nothing where the space may stand for a dot (次仁 卓玛)."""
    parts = text.split()
    whole = "".join(parts)
    if len(parts) < 2 or not re.search(f"[{_HAN}]", text) or DOT in whole:
        return whole if re.search(f"[{_HAN}]", text) else " ".join(parts)
    if len(whole) <= 3 or (len(whole) == 4 and (len(parts) > 2 or parts[0] in _COMPOUND or len(parts[0]) == 1)):
        return whole
    return None


def _without_notes(text: str) -> tuple[str, str, bool]:
    """The name, the notes that stood in brackets or behind it, and whether a bracket holds something else."""
    notes, odd = [], False
    for found in _BRACKETS.finditer(text):
        inner = (found[1] or found[2] or "").strip()
        if not inner or _NOTE.fullmatch(inner):
            notes.append(inner)
        else:
            odd = True
    if odd:
        return text, "", True
    bare = _BRACKETS.sub("", text).strip()
    marked = re.fullmatch(f"([{_HAN}{DOT}]{{3,}})[*#★☆▲△①-⑳+]+", bare)
    if marked:
        return marked[1], "；".join(notes), False
    return bare, "；".join(filter(None, notes)), False


def _trouble(text: str, odd: bool) -> Finding | None:
    if _LOST.search(text):
        return doubted("rare_char_lost", _("姓名里有字没有显示出来，请对照证件补上"))
    if odd or "⿰" <= text[:1] <= "⿻" or re.search("[⿰-⿻]", text):
        return doubted("rare_char_as_parts", _("姓名里的生僻字用拆字代替了，请对照证件补上"))
    if _PRIVATE.search(text):
        return doubted("pua_from_old_font", _("请核对：私有区字符，这个字别的电脑显示不出来"), _guess_old_font(text))
    if "*" in text or re.search("[×X]$", text):
        return doubted("name_masked", _("姓名被遮住了一部分，请补全"))
    if re.search(f"[{_HAN}]", text) and re.search("[A-Za-zÀ-ỹ]", text):
        return doubted("rare_char_as_pinyin", _("姓名里的生僻字用拼音代替了，请对照证件补上"))
    if re.search(r"[、,;/]", text):
        return doubted("name_two_persons", _("一格里好像有两个人，请分开"))
    return None


def _judged(text: str, raw: str, remark: str) -> Finding:
    if _ANONYMOUS.search(text):
        return doubted("name_anonymous", _("这不是真名，请补上姓名"))
    if _GROUP.search(text):
        return doubted("name_of_group", _("这像是集体的名字，不是人名，请核对"))
    if not (_WHOLE.fullmatch(text) or _LATIN.fullmatch(text)):
        return doubted("name_unreadable", _("看不出姓名，请对照证件填写"))
    if len(text) == 1:
        return doubted("name_short", _("姓名只有一个字，请核对"))
    how = "" if text == raw else _("去掉空格和多余的字")
    return taken(text, how, remark)


def alike(left: str, right: str) -> bool:
    """Two writings may be one name: equal, or equal but for characters that were lost in one of them.

    >>> alike("周?", "周\\U000243fe"), alike("周宸〓", "周宸轩"), alike("周洁", "周杰")
    (True, True, False)
    """
    left, right = (re.sub(r"\s+", "", mended(side).translate(_WIDE)) for side in (left, right))
    if len(left) != len(right):
        return False
    return all(a == b or bool(_LOST.match(a)) or bool(_LOST.match(b)) for a, b in zip(left, right, strict=True))
