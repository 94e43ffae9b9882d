"""The rules of values, as every deed asks them before it writes: a field alone, and fields that must agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from gettext import gettext as _
from typing import Any, Final

from db.errors import RuleError
from db.fields.declared import columns_of, declared, target
from db.models.fields import Declared
from db.rules import id_number, values
from db.rules.id_number import Verdict

_CHECKED_PAPERS: Final = (None, "", "01", "X2", "09")
"""Kinds of identity paper whose numbers end in a check character; none given means the resident's card."""
Lookup = Callable[[str, str, str], Any]
"""(table, id, column) -> what stands there."""


def kept(table: str, column: str, value: Any, today: date) -> str | int | None:
    """A value as the store keeps it; RuleError, with the field, for one that may not stand there."""
    rule = declared(table, column)
    if rule is None or not rule.typed_by_people:
        raise RuleError(_("没有“{name}”这一项。").format(name=column), field=column)
    if isinstance(value, str):
        value = values.typed(rule, value)
    said = values.refusal(rule, value, today)
    if said:
        raise RuleError(said, field=column)
    return values.stored(rule, value)


def kept_together(table: str, row: Mapping[str, Any], changed: Mapping[str, Any], of: Lookup | None = None) -> None:
    """RuleError where a changed day or time comes before the one it follows.

    ``row`` is the whole record, its changes in it; ``of`` looks up what the record belongs to.
    """
    for column, rule in columns_of(table).items():
        if not rule.after:
            continue
        reference, _dot, other = rule.after.rpartition(".")
        if column not in changed and (reference or other not in changed):
            continue
        first = row.get(other)
        if reference:
            first = of(target(table, reference), str(row.get(reference)), other) if of else None
        earlier = declared(target(table, reference) if reference else table, other)
        assert earlier is not None, rule.after
        said = values.order_refusal(earlier, rule, first, row.get(column))
        if said:
            raise RuleError(said, field=column if column in changed else other)


def proved(rule: Declared, number: object, paper: str | None, reason: str, column: str, today: date) -> None:
    """RuleError for an identity number that cannot be one (GB 11643-1999), unless a reason says the paper is so."""
    if not (rule.proved and number and paper in _CHECKED_PAPERS) or reason.strip():
        return
    checked = id_number.check(str(number), today)
    if checked.verdict is Verdict.ERROR:
        told = _("{what}。确认证件就是这样，请写明原因。")
        raise RuleError(told.format(what=checked.messages[0].rstrip("。")), field=column)
