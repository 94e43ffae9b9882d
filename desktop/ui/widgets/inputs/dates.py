"""Days and times as people say and type them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from gettext import gettext as _

_WEEKDAYS = "一二三四五六日"


def spoken_date(day: date, today: date) -> str:
    """A day in prose; the year only when it is not this one.

    >>> spoken_date(date(2025, 10, 20), date(2025, 12, 1)), spoken_date(date(2024, 2, 3), date(2025, 12, 1))
    ('10月20日', '2024年2月3日')
    """
    if day.year == today.year:
        return _("{month}月{day}日").format(month=day.month, day=day.day)
    return _("{year}年{month}月{day}日").format(year=day.year, month=day.month, day=day.day)


def short_date(day: date, today: date) -> str:
    """A day in a narrow column.

    >>> short_date(date(2025, 1, 2), date(2025, 12, 1)), short_date(date(2024, 1, 2), date(2025, 12, 1))
    ('01-02', '2024-01-02')
    """
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


def weekday(day: date) -> str:
    """The day of the week in one character: 一 for Monday."""
    return _WEEKDAYS[day.weekday()]


def spoken_moment(at: datetime, today: date) -> str:
    """A local moment near today: 今天 07:42, 昨天 18:03, 10月17日 周五.

    >>> spoken_moment(datetime(2025, 10, 20, 7, 42), date(2025, 10, 20))
    '今天 07:42'
    """
    if at.date() == today:
        return _("今天 {time}").format(time=f"{at:%H:%M}")
    if at.date() == today - timedelta(days=1):
        return _("昨天 {time}").format(time=f"{at:%H:%M}")
    if at.date() > today - timedelta(days=30):
        return _("{day} 周{weekday}").format(day=spoken_date(at.date(), today), weekday=weekday(at.date()))
    return spoken_date(at.date(), today)


def read_date(text: str, today: date) -> date | None:
    """The day a person means; None where it is none.

    >>> today = date(2025, 10, 20)
    >>> [str(read_date(t, today)) for t in ("昨天", "18", "10-2", "9月8日 周一", "2024.2.29", "20250131", "13-45")]
    ['2025-10-19', '2025-10-18', '2025-10-02', '2025-09-08', '2024-02-29', '2025-01-31', 'None']
    """
    words = {"今天": 0, "昨天": -1, "前天": -2, "明天": 1, "后天": 2}
    text = text.strip()
    if text in words:
        return today + timedelta(days=words[text])
    if re.fullmatch(r"\d{8}", text):
        parts = [text[:4], text[4:6], text[6:]]
    elif re.fullmatch(r"\d{4}", text):
        parts = [text[:2], text[2:]]
    else:
        parts = re.findall(r"\d+", text)
    numbers = [int(part) for part in parts]
    missing = [today.year, today.month][: max(0, 3 - len(numbers))]
    if not numbers or len(numbers) > 3:
        return None
    year, month, day = missing + numbers
    try:
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """The time a person means; None where it is none.

    >>> [str(read_time(t)) for t in ("1410", "9:5", "14点10", "8", "25:00")]
    ['14:10:00', '09:05:00', '14:10:00', '08:00:00', 'None']
    """
    text = text.strip()
    if re.fullmatch(r"\d{3,4}", text):
        text = f"{text[:-2]}:{text[-2:]}"
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    if not numbers or len(numbers) > 2:
        return None
    try:
        return time(numbers[0], numbers[1] if len(numbers) == 2 else 0)
    except ValueError:
        return None
