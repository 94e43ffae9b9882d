"""Records, fields and values in the words people use for them."""

from __future__ import annotations

from datetime import datetime
from gettext import gettext as _
from typing import Any, Final

from db.fields.declared import declared, noun_of
from db.identity import CHINA
from db.rules import values
from db.rules.codes import N_
from db.rules.masking import mask_id_number
from db.rules.values import NOTHING, ValueRule

_UNKNOWN: Final = ValueRule(label="")


def noun_words(table: str) -> str:
    """What people call a kind of record.

    >>> noun_words("visit"), noun_words("starlight")
    ('走访', '记录')
    """
    return _(noun_of(table) or N_("记录"))


def field_words(table: str, column: str) -> str:
    """What people call a field; its name in the code where a newer version made it.

    >>> field_words("person", "id_no"), field_words("household", "village_group_id"), field_words("reply", "content")
    ('证件号码', '村民小组', '答复内容')
    """
    found = declared(table, column)
    return found.words if found else column


def plain_words(table: str, column: str, value: Any) -> str:
    """A value as people write it: words for codes, 是 and 否, days as 2025年10月21日; nothing at all is a dash.

    >>> plain_words("person", "relation", "02"), plain_words("person", "is_head", 1), plain_words("visit", "talk", None)
    ('户主', '是', '—')
    """
    return values.in_words(declared(table, column) or _UNKNOWN, value)


def typed_value(table: str, column: str, text: str) -> str | int | None:
    """What a person typed, as the field keeps it; what is not understood stays as it is written.

    >>> typed_value("person", "relation", "户主"), typed_value("person", "is_head", "否")
    ('02', 0)
    """
    return values.typed(declared(table, column) or _UNKNOWN, text)


def moment_words(at: str) -> str:
    """A stored instant as the clock on the wall here showed it.

    >>> moment_words("2025-10-21T02:27:00.000Z"), moment_words("")
    ('10月21日 10:27', '')
    """
    try:
        local = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(CHINA)
    except ValueError:
        return ""
    return _("{month}月{day}日 {time}").format(month=local.month, day=local.day, time=f"{local:%H:%M}")


def shown_numbers(table: str, column: str, shown: list[str]) -> list[str]:
    """Identity numbers masked, as long as that still tells them apart.

    >>> shown_numbers("certificate_event", "collector_id_no", ["430499198010036753", "430499198203151227"])
    ['4304************53', '4304************27']
    >>> shown_numbers("person", "id_no", ["430499198010036753", "430499198010037753"])[0]
    '430499198010036753'
    """
    found = declared(table, column)
    if found is None or found.kind != "id_no":
        return shown
    masked = [value if value == NOTHING else mask_id_number(value) for value in shown]
    return masked if len(set(masked)) == len(set(shown)) else shown
