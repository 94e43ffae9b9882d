"""How dates, areas and lists are said on paper."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from gettext import gettext as _


def long_date(iso: str) -> str:
    """A date in prose, Arabic digits without leading zeros (GB/T 9704-2012); what is not a date stays as it is.

    >>> long_date("2025-10-03"), long_date("1949-03"), long_date("1949"), long_date("解放前")
    ('2025年10月3日', '1949年3月', '1949年', '解放前')
    """
    parts = iso[:10].split("-")
    if not all(part.isdecimal() for part in parts) or len(parts) > 3:
        return iso
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False))


def sum_of(areas: Iterable[str]) -> str:
    """The sum of decimal texts, exact; "" where none of them is a number.

    >>> sum_of(["1.65", "", "1.10"]), sum_of(["不清"])
    ('2.75', '')
    """
    known = [area for area in map(_decimal, areas) if area is not None]
    return str(sum(known, Decimal(0))) if known else ""


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def listed(names: Iterable[str]) -> str:
    """Names one after another, as Chinese lists them."""
    return "、".join(name for name in names if name)


def as_of_line(as_of: str, bundle_no: int | None = None, sync_state: str = "", printed_by: str = "") -> str:
    """The line at the foot of each page that says of when and from where the data are.

    >>> as_of_line("2025-10-20", 12, "本机")
    '截至 2025年10月20日 · 数据含至第 12 号包 · 本机'
    """
    parts = [_("截至 {day}").format(day=long_date(as_of))]
    if bundle_no is not None:
        parts.append(_("数据含至第 {number} 号包").format(number=bundle_no))
    parts += [sync_state] if sync_state else []
    if printed_by:
        parts.append(_("打印人 {name}").format(name=printed_by))
    return " · ".join(parts)
