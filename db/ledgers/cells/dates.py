"""Birth dates as villages write them, and what to believe when the identity number says something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from gettext import gettext as _
from typing import Final

from db.ledgers.cells.marks import bare, is_ditto, says_nothing
from db.ledgers.files.sheets import Raw
from db.ledgers.verdicts import Finding, doubted, taken

_EPOCH: Final = date(1899, 12, 30)  # day 0 of Excel's calendar, right from 1900-03-01 on
_OLDEST: Final = 115
_OLDEST_SHORT: Final = 100  # a two-digit year is not read as more than a hundred years ago
_DIGITS: Final = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ο": 0, "两": 2}
_SEP: Final = r"[.\-/\\年月、,。·•_ ]{1,2}"
_FULL: Final = re.compile(rf"(\d{{4}}|\d{{2}}){_SEP}(\d{{1,2}}){_SEP}(\d{{1,2}})[日号.]?(生|出生)?")
_MONTH: Final = re.compile(rf"(\d{{4}}){_SEP}(\d{{1,2}})月?[.份]?(生|出生)?")
_SHORT_MONTH: Final = re.compile(r"(\d{2})[.\-/年](\d{1,2})月?")
_LAST: Final = re.compile(r"(\d{1,2})[.\-/](\d{1,2})[.\-/](\d{4})")
_TIME: Final = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_LUNAR: Final = re.compile(r"农历|阴历|旧历|古历|农.?历|润|闰|正月|冬月|腊月|初[一二三四五六七八九十]|廿")


@dataclass(frozen=True, slots=True)
class StatedBirth:
    """What a cell says: one day, several possible days, only months, or why it cannot be read."""

    days: tuple[date, ...] = ()
    months: tuple[tuple[int, int], ...] = ()
    years: tuple[int, ...] = ()
    how: str = ""
    kind: str = ""
    message: str = ""


def stated_birth(value: Raw, today: date) -> StatedBirth:
    """The birth a cell states, before anything else is asked.

    >>> day = date(2025, 10, 20)
    >>> [stated_birth(v, day).days[0].isoformat() for v in ("63.5.2", "1958年3月8日", 31140, "一九八五年四月三日")]
    ['1963-05-02', '1958-03-08', '1985-04-03', '1985-04-03']
    >>> stated_birth(1981.1, day).months, stated_birth("1974年3月", day).months
    (((1981, 1), (1981, 10)), ((1974, 3),))
    >>> stated_birth("1985.2.30", day).kind, len(stated_birth("12/10/05", day).days)
    ('date_impossible', 3)
    """
    if isinstance(value, datetime):
        return _checked([value.date()], "", today)
    if isinstance(value, date):
        return _checked([value], "", today)
    text = _TIME.sub("", bare(value)).strip()
    if says_nothing(text) and not re.search(r"\d", text):
        return StatedBirth()
    if _LUNAR.search(text):
        return StatedBirth(kind="birth_lunar_text", message=_("写的是农历生日，请对照身份证填公历"))
    text = re.sub(r"^(公历|阳历|新历|生于)", "", re.sub(r"\s+", "", text))
    if isinstance(value, str) and re.fullmatch(r"\d+\.0", text):
        text = text[:-2]
    if text.isdecimal():
        return _from_digits(text, today)
    if re.search("[〇一二三四五六七八九零○]", text):
        text = _arabic(text)
    return _from_parts(text, isinstance(value, float), today)


def _from_digits(text: str, today: date) -> StatedBirth:
    n = int(text)
    if len(text) == 8:
        return _of_numbers([(n // 10000, n // 100 % 100, n % 100)], _("去掉分隔符的日期"), today)
    if len(text) == 6:
        if 1900 <= n // 100 <= today.year and 1 <= n % 100 <= 12:
            return StatedBirth(months=((n // 100, n % 100),))
        return _of_numbers(_centuries(n // 10000, n // 100 % 100, n % 100, today), _("两位数的年份"), today)
    if len(text) == 4 and 1900 <= n <= today.year:
        return StatedBirth(years=(n,))
    if 61 <= n <= (today - _EPOCH).days:
        return _checked([_EPOCH + timedelta(days=n)], _("Excel 的日期序号"), today)
    return _unreadable()


def _from_parts(text: str, number: bool, today: date) -> StatedBirth:
    found = _FULL.fullmatch(text)
    if found:
        year, month, day = (int(part) for part in found.groups()[:3])
        if len(found[1]) == 2:
            choices = _centuries(year, month, day, today)
            if "/" in text or "-" in text:  # some computers write month/day/year or day/month/year
                choices += _centuries(day, year, month, today) + _centuries(day, month, year, today)
            return _of_numbers(choices, _("两位数的年份"), today)
        return _of_numbers([(year, month, day)], "", today)
    found = _LAST.fullmatch(text)
    if found:
        first, second, year = (int(part) for part in found.groups())
        return _of_numbers([(year, first, second), (year, second, first)], _("日月年的写法"), today)
    if number and re.fullmatch(r"\d{4}\.\d{4}", text):
        return _of_numbers([(int(text[:4]), int(text[5:7]), int(text[7:]))], "", today)
    found = _MONTH.fullmatch(text)
    if found and 1900 <= int(found[1]) <= today.year and 1 <= int(found[2]) <= 12:
        year, month = int(found[1]), int(found[2])
        # 1981.10 kept as a number is 1981.1
        months = (month, 10) if month == 1 and re.fullmatch(r"\d{4}\.1", text) else (month,)
        return StatedBirth(months=tuple((year, m) for m in months))
    found = _SHORT_MONTH.fullmatch(text)
    if found and 1 <= int(found[2]) <= 12:
        choices = _centuries(int(found[1]), int(found[2]), 1, today)
        return StatedBirth(months=tuple((y, m) for y, m, _d in choices))
    found = re.fullmatch(r"(\d{4})年?(生|出生)?", text)
    if found:
        return StatedBirth(years=(int(found[1]),))
    return _unreadable()


def _unreadable() -> StatedBirth:
    return StatedBirth(kind="date_unreadable", message=_("看不出是哪一天，请对照身份证填写"))


def _centuries(year: int, month: int, day: int, today: date) -> list[tuple[int, int, int]]:
    """The years two digits can stand for: not in the future, not over a hundred years ago."""
    choices = [(century + year, month, day) for century in (1900, 2000)]
    return [c for c in choices if today.year - _OLDEST_SHORT <= c[0] <= today.year]


def _of_numbers(choices: list[tuple[int, int, int]], how: str, today: date) -> StatedBirth:
    days = []
    for year, month, day in choices:
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    if not days:
        return StatedBirth(kind="date_impossible", message=_("没有这一天，请对照身份证填写"))
    return _checked(days, how, today)


def _checked(days: list[date], how: str, today: date) -> StatedBirth:
    possible = tuple(dict.fromkeys(d for d in days if d <= today and today.year - d.year <= _OLDEST))
    if not possible or possible == (date(1900, 1, 1),):
        return StatedBirth(kind="date_impossible", message=_("这个出生日期不可能，请对照身份证填写"))
    return StatedBirth(possible, how=how)


def _arabic(text: str) -> str:
    """Chinese figures as digits: digit by digit in the year, by value in month and day.

    >>> _arabic("二〇〇三年十月二十五日")
    '2003年10月25日'
    """

    def number(found: re.Match[str]) -> str:
        chars = found[0]
        if "十" not in chars:
            return "".join(str(_DIGITS[c]) for c in chars)
        tens, _ten, ones = chars.partition("十")
        return str((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0))

    return re.sub(r"[一二三四五六七八九两]?十[一二三四五六七八九]?|[〇零○Ο一二三四五六七八九]+", number, text)


def judge_birth(value: Raw, id_birth: date | None, today: date) -> Finding:
    """The birth date to store; ``id_birth`` is what a sound identity number says.

    >>> day = date(2025, 10, 20)
    >>> judge_birth("1974年3月", date(1974, 3, 21), day).value, judge_birth("1974年3月", None, day).kind
    ('1974-03-21', 'birth_year_month')
    >>> judge_birth("1979.1.5", date(1979, 1, 4), day).kind, judge_birth("", date(1979, 1, 4), day).value
    ('birth_conflicts_id', '1979-01-04')
    """
    proposal = id_birth.isoformat() if id_birth else None
    if is_ditto(value):
        return doubted("ditto", _("写着“同上”，看不出是哪一天，请对照身份证填写"), proposal)
    stated = stated_birth(value, today)
    if stated.kind:
        return doubted(stated.kind, stated.message, proposal)
    if stated.days:
        return _judge_day(stated, id_birth)
    if stated.months or stated.years:
        return _judge_month(stated, id_birth)
    if id_birth:
        return taken(id_birth.isoformat(), _("按身份证号补上"))
    return doubted("birth_missing", _("出生日期没有填，身份证号也帮不上，请补上"))


def _judge_day(stated: StatedBirth, id_birth: date | None) -> Finding:
    if id_birth is None:
        if len(stated.days) == 1:
            return taken(stated.days[0].isoformat(), stated.how)
        choices = _("还是").join(d.isoformat() for d in stated.days)
        return doubted("birth_ambiguous", _("看不出是{choices}，请对照身份证填写").format(choices=choices))
    if id_birth in stated.days:
        return taken(id_birth.isoformat(), stated.how)
    return doubted(
        "birth_conflicts_id",
        _("出生日期和身份证号不一致，身份证号里是{day}，请核对").format(day=id_birth.isoformat()),
        id_birth.isoformat(),
    )


def _judge_month(stated: StatedBirth, id_birth: date | None) -> Finding:
    if id_birth is None:
        if stated.years:
            return doubted("birth_year_only", _("只写了年份，请对照身份证补上月日"))
        return doubted("birth_year_month", _("只写了年月，请对照身份证补上哪一天"))
    agrees = (id_birth.year, id_birth.month) in stated.months or id_birth.year in stated.years
    if agrees:
        return taken(id_birth.isoformat(), _("年月和身份证号一致，日取自身份证号"))
    return doubted(
        "birth_conflicts_id",
        _("出生年月和身份证号不一致，身份证号里是{day}，请核对").format(day=id_birth.isoformat()),
        id_birth.isoformat(),
    )
