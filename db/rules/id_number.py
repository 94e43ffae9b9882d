"""Identity numbers (GB 11643): what a number says, and what is wrong with it. Never a crash, whatever was typed."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import gettext as _
from importlib.resources import files

from db.rules.codes.words import N_, Words

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
NO_NUMBER = ("", "无", "没有", "未办", "/", "-", "—")
NUMBERS_SINCE = 2000  # older people got their 18-digit number by then, whatever their year of birth
LOOKS_LIKE_X = str.maketrans(dict.fromkeys("xX×✕✖хХχΧ＊*", "X"))
REGION_LENGTH = 6


class Verdict(Words):
    """How far a number can be believed."""

    OK = "ok", N_("正确")
    HINT = "hint", N_("请留意")
    ERROR = "error", N_("有误")


class NumberKind(Words):
    """Whose number it is."""

    RESIDENT = "resident", N_("居民身份证")
    OLD_RESIDENT = "old_resident", N_("一代身份证(15位)")
    FOREIGN_RESIDENT = "foreign_resident", N_("外国人永久居留身份证")
    HK_MO_TW_RESIDENT = "hk_mo_tw_resident", N_("港澳台居民居住证")
    UNKNOWN = "unknown", N_("看不出种类")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say about a number: how bad, a code for programs, a sentence for the cadre."""

    verdict: Verdict
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class CheckedNumber:
    """What a number says; birth date and sex are proposals, never facts by themselves."""

    number: str  # the normal form
    kind: NumberKind
    remarks: tuple[Remark, ...]
    birth_on: date | None = None
    sex: str | None = None  # GB/T 2261.1: "1" or "2"
    upgraded: str | None = None  # the 18-digit form of a 15-digit number

    @property
    def verdict(self) -> Verdict:
        """The worst of the remarks: an error may be overridden with the reason 证件如此, a hint never stops anybody."""
        found = {remark.verdict for remark in self.remarks}
        if Verdict.ERROR in found:
            return Verdict.ERROR
        return Verdict.HINT if found else Verdict.OK

    @property
    def messages(self) -> tuple[str, ...]:
        """The sentences for the cadre, errors first."""
        return tuple(remark.text for remark in sorted(self.remarks, key=lambda remark: remark.verdict != Verdict.ERROR))


def normal_form(text: str) -> str:
    """A number without full-width digits, spaces, invisible characters and quotes, its x a capital X.

    >>> normal_form("　３５０８２２ 1968 0315 001０"), normal_form("'11010119900307002x")
    ('350822196803150010', '11010119900307002X')
    """
    folded = unicodedata.normalize("NFKC", text)
    kept = "".join(sign for sign in folded if unicodedata.category(sign)[0] not in "ZC").strip("='`‘’“”\"")
    if len(kept) > 1 and kept[:-1].isdecimal():
        kept = kept[:-1] + kept[-1].translate(LOOKS_LIKE_X)
    return kept


def check_character(first17: str) -> str:
    """The 18th character of a number whose first 17 digits are given (MOD 11-2); ValueError for anything else.

    >>> check_character("35082219680315001")
    '0'
    """
    if not re.fullmatch("[0-9]{17}", first17):
        raise ValueError(_("计算校验码需要17位数字"))
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]


def upgrade(old15: str) -> str:
    """The 18-digit form of a 15-digit number from before 2000 (19 after the sixth digit, check character added).

    >>> upgrade("350822650315001"), upgrade("110101900307123")
    ('350822196503150019', '110101199003071233')
    """
    if not re.fullmatch("[0-9]{15}", old15):
        raise ValueError(_("一代身份证号应为15位数字"))
    first17 = old15[:6] + "19" + old15[6:]
    return first17 + check_character(first17)


@cache
def _regions() -> dict[str, tuple[tuple[int, int, str], ...]]:
    found: dict[str, tuple[tuple[int, int, str], ...]] = {}
    text = (files("resources") / "codes" / "areacodes.csv").read_text(encoding="utf-8")
    for line in text.splitlines():
        code, start, end, name = line.split(";")
        found[code] = (*found.get(code, ()), (int(start), int(end) if end else 9999, name))
    return found


def region_name(code: str) -> str:
    """The county a six-digit code stands for, with its province and prefecture, newest name; '' if unknown.

    >>> region_name("430421"), region_name("999999")
    ('湖南省衡阳市衡阳县', '')
    """
    if code not in _regions():
        return ""
    parents = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
    return "".join(max(_regions()[parent])[2] for parent in parents if parent in _regions())


def _region_remark(code: str, birth_on: date) -> Remark | None:
    periods = _regions().get(code)
    if periods is None:
        return Remark(Verdict.HINT, "region_unknown", _("前6位不是已知的行政区划代码,请核对"))
    if min(start for start, _end, _name in periods) > max(birth_on.year, NUMBERS_SINCE):
        return Remark(Verdict.HINT, "region_younger", _("前6位的行政区划代码比出生日期晚,请核对"))
    return None


def _date_of(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _birth_remark(birth_on: date | None, today: date) -> Remark | None:
    if birth_on is None:
        return Remark(Verdict.ERROR, "date", _("号码里的出生日期不存在,请对照证件"))
    if not date(1900, 1, 1) <= birth_on <= today:
        return Remark(Verdict.ERROR, "date_range", _("号码里的出生日期不可能,请对照证件"))
    return None


def _check_18(number: str, today: date) -> CheckedNumber:
    birth_on = _date_of(number[6:14])
    remarks = [_birth_remark(birth_on, today)]
    if check_character(number[:17]) != number[17]:
        remarks.append(Remark(Verdict.ERROR, "checksum", _("最后一位校验码不对,可能输错了一个数字")))
    sex: str | None = "1" if int(number[16]) % 2 else "2"
    kind = NumberKind.RESIDENT
    if number[0] == "9":
        # that digits 7-14 are the birth date is not confirmed, so a strange date is no error here
        kind, sex = NumberKind.FOREIGN_RESIDENT, None
        if remarks[0] is not None:
            remarks[0], birth_on = None, None
    elif number[:REGION_LENGTH] in ("810000", "820000", "830000"):
        kind = NumberKind.HK_MO_TW_RESIDENT
    elif birth_on is not None:
        remarks.append(_region_remark(number[:REGION_LENGTH], birth_on))
    return CheckedNumber(number, kind, tuple(remark for remark in remarks if remark), birth_on, sex)


def _check_15(number: str, today: date) -> CheckedNumber:
    birth_on = _date_of("19" + number[6:12])
    remarks = [_birth_remark(birth_on, today)]
    upgraded = None
    if birth_on is not None:
        upgraded = upgrade(number)
        text = _("这是15位旧号码,现在的号码应是{number},请核对").format(number=upgraded)
        remarks.append(Remark(Verdict.HINT, "old_number", text))
        remarks.append(_region_remark(number[:REGION_LENGTH], birth_on))
    sex = "1" if int(number[14]) % 2 else "2"
    found = tuple(remark for remark in remarks if remark)
    return CheckedNumber(number, NumberKind.OLD_RESIDENT, found, birth_on, sex, upgraded)


def _wrong_shape(number: str) -> Remark:
    if number in NO_NUMBER:
        return Remark(Verdict.ERROR, "empty", _("没有证件号,请写明原因"))
    if re.fullmatch("[0-9]{17}[0-9X][0-9]{2}[0-9B]?", number):
        return Remark(Verdict.ERROR, "disability_certificate", _("这像是残疾人证号,身份证号是它的前18位"))
    if re.fullmatch("[0-9.]+[Ee][+]?[0-9]+", number):
        return Remark(Verdict.ERROR, "spreadsheet_number", _("号码被表格软件改成了小数,后几位已丢失,请对照证件重填"))
    if re.fullmatch("[0-9]*X?", number):
        text = _("身份证号应为18位,现在是{n}位").format(n=len(number))
        return Remark(Verdict.ERROR, "length", text)
    return Remark(Verdict.ERROR, "characters", _("身份证号只能有17位数字,最后一位是数字或X"))


def check(text: str, today: date) -> CheckedNumber:
    """What an identity number says and how far it can be believed, on the day `today`.

    >>> day = date(2026, 11, 21)
    >>> check("350822196803150010", day).verdict, check("35082219650229001X", day).verdict
    (<Verdict.OK: 'ok'>, <Verdict.ERROR: 'error'>)
    >>> found = check("110101900307123", day)
    >>> found.upgraded, found.birth_on, found.sex, found.verdict.value
    ('110101199003071233', datetime.date(1990, 3, 7), '1', 'hint')
    >>> check("911124198108030024", day).kind, check("911124198108030024", day).verdict.value
    (<NumberKind.FOREIGN_RESIDENT: 'foreign_resident'>, 'ok')
    """
    number = normal_form(text)
    if re.fullmatch("[0-9]{17}[0-9X]", number):
        return _check_18(number, today)
    if re.fullmatch("[0-9]{15}", number):
        return _check_15(number, today)
    return CheckedNumber(number, NumberKind.UNKNOWN, (_wrong_shape(number),))


def contradictions(checked: CheckedNumber, birth_on: date | None, sex: str | None) -> tuple[Remark, ...]:
    """Where the stated birth date or sex (GB/T 2261.1) differs from the number; the person decides which is right.

    >>> found = check("350822196803150010", date(2026, 11, 21))
    >>> [remark.code for remark in contradictions(found, date(1968, 3, 16), "2")]
    ['birth_differs', 'sex_differs']
    """
    remarks = []
    if birth_on and checked.birth_on and birth_on != checked.birth_on:
        text = _("出生日期与身份证号不一致:号码里是{day}").format(day=checked.birth_on.isoformat())
        remarks.append(Remark(Verdict.HINT, "birth_differs", text))
    if sex in ("1", "2") and checked.sex and sex != checked.sex:
        remarks.append(Remark(Verdict.HINT, "sex_differs", _("性别与身份证号不一致,请核对")))
    return tuple(remarks)
