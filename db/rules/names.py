"""Names of people: repaired as ledgers need it, doubted where something was lost, and found by pinyin."""

import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from gettext import gettext as _
from importlib.resources import files
from itertools import islice, product

from db.rules.codes.lists import code_file
from db.rules.codes.words import N_, Words

MIDDLE_DOT = "\u00b7"
DOTS = MIDDLE_DOT + "\u30fb\u2022\u2027\uff0e\uff65\u2219\u22c5\u2024\ufe52\u0387\u2981."
LOST = "?？□〓■◇◆*＊●○�"
BRACKETS = "()（）[]【】〔〕{}<>《》"
LONGEST = 100  # 民委发〔2016〕33号 asks for at least 50 characters
MOST_READINGS = 24
READINGS_A_CHARACTER = 4
LONGEST_NAME = 4  # characters of what is read as a name when words are put in order


class RepairKind(Words):
    """What was put right in a name without losing anything."""

    SPACE = "space", N_("去掉了空格")
    DOT = "dot", N_("间隔号改为“·”")
    PRIVATE_USE = "private_use", N_("旧编码的字换成了正式字")


class DoubtKind(Words):
    """What a person should look at in a name."""

    LOST = "lost", N_("有缺字,请对照证件")
    PRIVATE_USE = "private_use", N_("请核对:私有区字符")
    LETTERS = "letters", N_("夹有拼音字母,请对照证件")
    NOTE = "note", N_("名字后面带有说明,请分开填写")
    DIGITS = "digits", N_("名字里有数字,请核对")
    SEPARATOR = "separator", N_("空格处可能应是间隔号“·”,请核对")
    LONG = "long", N_("名字太长,请核对")
    EMPTY = "empty", N_("没有名字")


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing put right."""

    kind: RepairKind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at, with the name it may be meant to be."""

    kind: DoubtKind
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class CleanName:
    """A name ready for the book, with what was repaired and what is doubtful."""

    name: str
    repairs: tuple[Repair, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchKeys:
    """How a name is found by typing: full readings with spaces, and initials; every polyphone in all its readings."""

    pinyin: tuple[str, ...]
    initials: tuple[str, ...]

    def match(self, typed: str) -> bool:
        """Whether typed letters (initials, or pinyin with or without spaces) begin this name."""
        wanted = fold_query(typed)
        if not wanted:
            return False
        whole = (reading.replace(" ", "") for reading in self.pinyin)
        return any(key.startswith(wanted) for key in (*self.initials, *whole))


def is_han(sign: str) -> bool:
    """Whether a character is a Chinese character (also from the rare planes, or 〇)."""
    return sign == "〇" or unicodedata.name(sign, "").startswith("CJK") or 0x20000 <= ord(sign) <= 0x3FFFF


def is_private(sign: str) -> bool:
    """Whether a character belongs to a private-use area: only the machine that wrote it knows what it shows."""
    return unicodedata.category(sign) == "Co"


@cache
def _private_use(list_name: str) -> dict[str, str]:
    points: dict[str, str] = code_file()[list_name]["code_points"]
    return {chr(int(wrong, 16)): chr(int(right, 16)) for wrong, right in points.items()}


def repair_private_use(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Text read as GB18030 with the 25 misread characters put right, and a report; to be used on import only.

    >>> repair_private_use("周" + chr(0xE831))[0] == "周" + chr(0x215D7)
    True
    """
    table = _private_use("gb18030_pua_to_unicode")
    wrong = [sign for sign in dict.fromkeys(text) if sign in table]
    found = tuple(Repair(RepairKind.PRIVATE_USE, f"U+{ord(sign):04X}", table[sign]) for sign in wrong)
    return "".join(table.get(sign, sign) for sign in text), found


def _without_spaces(text: str) -> str:
    visible = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cf", "Cc") or sign in "\n\t\r")
    return ("" if any(map(is_han, visible)) else " ").join(visible.split())


def _with_middle_dots(text: str) -> str:
    if not any(map(is_han, text)):
        return text
    dotted = "".join(MIDDLE_DOT if sign in DOTS else sign for sign in text)
    return MIDDLE_DOT.join(part for part in dotted.split(MIDDLE_DOT) if part)


def _doubts(name: str) -> Iterable[Doubt]:
    if not name:
        yield Doubt(DoubtKind.EMPTY)
    if len(name) > LONGEST:
        yield Doubt(DoubtKind.LONG)
    if any(sign in LOST for sign in name):
        yield Doubt(DoubtKind.LOST)
    if any(map(is_private, name)):
        old = _private_use("gbk_font_pua_to_unicode")
        guess = "".join(old.get(sign, sign) for sign in name)
        yield Doubt(DoubtKind.PRIVATE_USE, "" if any(map(is_private, guess)) else guess)
    if any(sign in BRACKETS for sign in name):
        opened = min(name.find(sign) for sign in BRACKETS if sign in name)
        yield Doubt(DoubtKind.NOTE, name[:opened] if opened > 1 else "")
    if any(sign.isdecimal() for sign in name):
        yield Doubt(DoubtKind.DIGITS)
    if any(map(is_han, name)) and any(sign.isalpha() and ord(sign) < 0x250 for sign in name):
        yield Doubt(DoubtKind.LETTERS)


def clean_name(text: str) -> CleanName:
    """A name as it belongs in the book; nothing is dropped silently, whatever was changed or is doubtful is told.

    >>> clean_name("曾  国强").name, clean_name("阿依古丽.买买提").name, clean_name("John  Smith").name
    ('曾国强', '阿依古丽·买买提', 'John Smith')
    >>> [doubt.kind.value for doubt in clean_name("周宸?").doubts]
    ['lost']
    """
    repairs: list[Repair] = []
    name, private = repair_private_use(text)
    repairs.extend(private)
    for kind, mend in ((RepairKind.SPACE, _without_spaces), (RepairKind.DOT, _with_middle_dots)):
        mended = mend(name)
        if mended != name:
            repairs.append(Repair(kind, name, mended))
        name = mended
    return CleanName(name, tuple(repairs), (*_doubts(name), *_lost_separator(text, name)))


def _lost_separator(text: str, name: str) -> Iterable[Doubt]:
    parts = text.split()
    whole = len(parts) > 1 and "".join(parts) == name and surname_of(name) != parts[0]
    if whole and all(len(part) > 1 and all(map(is_han, part)) for part in parts):
        yield Doubt(DoubtKind.SEPARATOR, MIDDLE_DOT.join(parts))


@cache
def _pinyin() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    text = zlib.decompress((files("resources") / "pinyin.bin").read_bytes()).decode("utf-8")
    characters, surnames = text.split("\n\n")
    read: dict[str, tuple[str, ...]] = {}
    for line in characters.split("\n"):
        sounds, signs = line.split("\t")
        read.update(dict.fromkeys(signs, tuple(sounds.split(","))[:READINGS_A_CHARACTER]))
    pairs = (line.split("\t") for line in surnames.split("\n"))
    return read, {name: tuple(sounds.split(" ")) for name, sounds in pairs}


def surname_of(name: str) -> str:
    """The surname: two characters if it is a known compound one, else the first character.

    >>> surname_of("欧阳志刚"), surname_of("曾国强")
    ('欧阳', '曾')
    """
    return name[:2] if len(name) > 2 and name[:2] in _pinyin()[1] else name[:1]


def readings_of(name: str) -> tuple[tuple[str, ...], ...]:
    """The readings of each character that can be read, the likeliest first; a surname is read as a surname first.

    >>> readings_of("单强")
    (('shan', 'dan', 'chan'), ('qiang', 'jiang'))
    """
    read, surnames = _pinyin()
    surname = surname_of(name)
    found = []
    for place, sign in enumerate(name):
        sounds = read.get(sign, ())
        if place < len(surname) and surname in surnames:
            sounds = tuple(dict.fromkeys((surnames[surname][place], *sounds)))
        if not sounds and sign.isascii() and sign.isalnum():
            sounds = (sign.lower(),)
        if sounds:
            found.append(sounds)
    return tuple(found)


@cache
def _spelt() -> dict[int, str]:
    return {ord(sign): f"{sounds[0]} {sign}" for sign, sounds in _pinyin()[0].items()}


def reading_order(text: str) -> str:
    """What puts words in the order of their reading: 李 before 林 before 王; a short name begins with its surname.

    >>> sorted(["王五", "曾国", "单雄", "李四", "林冲", "欧阳志刚"], key=reading_order)
    ['李四', '林冲', '欧阳志刚', '单雄', '王五', '曾国']
    """
    spelt = _spelt()
    surname = surname_of(text) if 1 < len(text) <= LONGEST_NAME else ""
    sounds = _pinyin()[1].get(surname, ())
    first = "".join(f"{sound} {sign}" for sound, sign in zip(sounds, surname, strict=True)) if sounds else ""
    return first + text[len(surname) if first else 0 :].translate(spelt)


def search_keys(name: str) -> SearchKeys:
    """The keys by which a name is found; at most 24 of each, the likeliest first.

    >>> search_keys("曾国强").initials[0], search_keys("曾国强").pinyin[0]
    ('zgq', 'zeng guo qiang')
    >>> search_keys("仇和").match("qh") and search_keys("仇和").match("chouhe")
    True
    """
    sounds = readings_of(name)
    if not sounds:
        return SearchKeys((), ())
    letters = [tuple(dict.fromkeys(sound[0] for sound in one)) for one in sounds]
    pinyin = tuple(" ".join(one) for one in islice(_likeliest_first(sounds), MOST_READINGS))
    initials = tuple("".join(one) for one in islice(_likeliest_first(letters), MOST_READINGS))
    return SearchKeys(pinyin, initials)


def _likeliest_first(choices: Iterable[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    """Every combination when there are few; else those that differ from the likeliest in one place, then in more."""
    columns = list(choices)
    size = 1
    for column in columns:
        size *= len(column)
    if size <= MOST_READINGS:
        return product(*columns)
    first = tuple(column[0] for column in columns)
    single = [
        (*first[:place], other, *first[place + 1 :]) for place, column in enumerate(columns) for other in column[1:]
    ]
    return dict.fromkeys([first, *single])


def fold_query(text: str) -> str:
    """What a person typed to find somebody, in the form the keys have: small letters, no spaces, ü as v.

    >>> fold_query(" ＺＧＱ "), fold_query("Lü Bu")
    ('zgq', 'lvbu')
    """
    folded = unicodedata.normalize("NFKC", text).lower().replace("ü", "v")
    return "".join(folded.split())


def name_warning(found: CleanName) -> str:
    """What to look at in a name, in one line; '' when all is well.

    >>> name_warning(clean_name("周YING"))
    '夹有拼音字母,请对照证件'
    """
    return _(";").join(doubt.kind.label for doubt in found.doubts)
