"""What a deed asks for: frozen inputs whose fields know their words; form, file and command line check alike."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from types import MappingProxyType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from db.errors import RuleError
from db.fields import declared, kept_together
from db.rules import values
from db.rules.codes import labels
from db.rules.values import Kind, ValueRule

T = TypeVar("T")


def asked(
    label: str = "",
    *,
    codes: str | None = None,
    required: bool | None = None,
    default: Any = None,
) -> Any:
    """A field of an input. What the column of that name declares (db/models) need not be said again; what is said here
    holds for this input: another label or list, whether it must be given.
    """
    said = {"label": label, "codes": codes, "required": required}
    return dataclasses.field(default=default, metadata=said)


def asks(*tables: str) -> Callable[[type[T]], type[T]]:
    """Stands over the dataclass that a deed asks for, which writes into those tables: each field takes its facts from
    the first of them that has a column of its name."""

    def told(cls: type[T]) -> type[T]:
        for item in dataclasses.fields(cls):  # type: ignore[arg-type]
            rule = _rule(tables, item.name, str(item.type), item.metadata)
            item.metadata = MappingProxyType({"rule": rule, "table": tables[0] if tables else ""})
        return cls

    return told


_KINDS: dict[str, Kind] = {"date": "day", "bool": "yes_no", "int": "number"}


def _rule(tables: tuple[str, ...], name: str, hint: str, said: Any) -> ValueRule:
    own = {key: value for key, value in said.items() if value}
    if said["required"] is False:
        own["required"] = False
    found = next((rule for table in tables if (rule := declared(table, name))), None)
    if "codes" in own:
        own["kind"] = "code"
    if found is not None:
        return dataclasses.replace(found, **own)
    kind: Kind = "ref" if name.endswith(("_id", "_ids")) else _KINDS.get(hint.split(" ", 1)[0], "text")
    return ValueRule(**{"label": name, "kind": kind, **own})


def rule_of(item: dataclasses.Field[Any]) -> ValueRule:
    """What may stand in a field of an input."""
    rule: ValueRule = item.metadata["rule"]
    return rule


def check(new: Any, today: date) -> None:
    """RuleError at the first field that may not hold what it was given, in inputs inside it too."""
    for item in dataclasses.fields(new):
        value = getattr(new, item.name)
        said = values.refusal(rule_of(item), value, today)
        if said:
            raise RuleError(said, field=item.name)
        for part in value if isinstance(value, tuple) else (value,):
            if dataclasses.is_dataclass(part):
                check(part, today)
    table = next((item.metadata["table"] for item in dataclasses.fields(new)), "")
    given = plain(new)
    kept_together(table, given, given)


def from_json(kind: type[T], data: object) -> T:
    """An input made from a JSON object; RuleError names the field that does not fit."""
    if not isinstance(data, dict):
        raise RuleError(_("内容要是一个 JSON 对象，例如 {example}。").format(example='{"household_id": "…"}'))
    known = {item.name for item in dataclasses.fields(kind)}  # type: ignore[arg-type]
    strange = sorted(set(map(str, data)) - known)
    if strange:
        raise RuleError(
            _("没有“{name}”这一项。可填：{known}。").format(name=strange[0], known="、".join(sorted(known))),
            field=strange[0],
        )
    missing = [
        item.name
        for item in dataclasses.fields(kind)  # type: ignore[arg-type]
        if rule_of(item).required and data.get(item.name) in (None, "", [])
    ]
    if missing:
        raise RuleError(_("缺少“{name}”这一项。").format(name=missing[0]), field=missing[0])
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        text = str(error)
        name = text.rsplit("$.", 1)[-1].strip("`") if "$." in text else ""
        raise RuleError(
            _("“{name}”的写法不对：日期写成 2025-10-20，数字不加引号，是否写 true 或 false。").format(name=name),
            field=name,
        ) from None


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """What `baijia record --fields KIND` prints of one field."""

    name: str
    label: str
    type: str
    required: bool
    codes: dict[str, str] | None
    fields: tuple[FieldFacts, ...] = ()


def _type_name(hint: Any) -> tuple[str, Any]:
    if get_origin(hint) in (Union, UnionType):
        hint = next(a for a in get_args(hint) if a is not type(None))
    if get_origin(hint) is tuple:
        return "list", get_args(hint)[0]
    if dataclasses.is_dataclass(hint):
        return "object", hint
    return {str: "text", int: "number", bool: "yes/no", date: "date"}.get(hint, getattr(hint, "__name__", "text")), hint


def fields_of(kind: type) -> tuple[FieldFacts, ...]:
    """The fields of an input with label, type, whether required, and code list; nested inputs inside."""
    hints, found = get_type_hints(kind), []
    for item in dataclasses.fields(kind):
        name, inner = _type_name(hints[item.name])
        rule = rule_of(item)
        nested = fields_of(inner) if dataclasses.is_dataclass(inner) and isinstance(inner, type) else ()
        codes = labels(rule.codes) if rule.codes else None
        found.append(FieldFacts(item.name, rule.words, name, rule.required, codes, nested))
    return tuple(found)


def iso(day: date | None) -> str | None:
    """A day as the store keeps it."""
    return day.isoformat() if day else None


def plain(new: Any, *leave: str) -> dict[str, Any]:
    """The columns an input fills, as the store keeps them: its own fields but those named and nested ones."""
    out: dict[str, Any] = {}
    for item in dataclasses.fields(new):
        value = getattr(new, item.name)
        if item.name not in leave and not isinstance(value, tuple) and not dataclasses.is_dataclass(value):
            out[item.name] = values.stored(rule_of(item), value)
    return out


def past_day(day: date | None, today: date, field: str) -> date:
    """The day given, today where none is; RuleError for a day still to come."""
    if day is not None and day > today:
        raise RuleError(_("日期在今天之后，请改正。"), field=field)
    return day or today
