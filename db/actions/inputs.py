"""What a deed asks for: frozen inputs whose fields know their words; form, file and command line check alike."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from types import UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from db.errors import RuleError
from db.rules.codes import knows, labels

T = TypeVar("T")


def asked(label: str, *, codes: str | None = None, required: bool = False, default: Any = None) -> Any:
    """A field of an input: its Chinese label, the list its codes come from, whether it must be given."""
    return dataclasses.field(default=default, metadata={"label": label, "codes": codes, "required": required})


LONGEST: Final = 64 * 1024
"""Bytes of one text in UTF-8 (sync.md §19): nobody can save what no office may take in."""


def fits(value: Any, words: str, field: str) -> None:
    """RuleError for a text that is too long to travel."""
    if isinstance(value, str) and len(value.encode("utf-8", "surrogatepass")) > LONGEST:
        raise RuleError(
            _("“{label}”太长了，最多约两万字。请分成几条记，或把全文作为附件。").format(label=words), field=field
        )


def check(new: Any) -> None:
    """RuleError at the first field that is required and empty, or whose code its list does not know."""
    for item in dataclasses.fields(new):
        value, about = getattr(new, item.name), item.metadata
        words = _(about.get("label", item.name))
        if about.get("required") and (
            value is None or value in ("", ()) or (isinstance(value, str) and not value.strip())
        ):
            raise RuleError(_("请填写“{label}”。").format(label=words), field=item.name)
        fits(value, words, item.name)
        codes = about.get("codes")
        if codes and isinstance(value, str) and value and not knows(codes, value):
            choices = "、".join(list(labels(codes).values())[:8])
            raise RuleError(
                _("“{label}”不认识“{value}”，请从这些里选：{choices}。").format(
                    label=words, value=value[:20], choices=choices
                ),
                field=item.name,
            )


check_required = check


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
        if item.metadata.get("required") and data.get(item.name) in (None, "", [])
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
        codes = item.metadata.get("codes")
        found.append(
            FieldFacts(
                item.name,
                _(item.metadata.get("label", item.name)),
                name,
                bool(item.metadata.get("required")),
                labels(codes) if codes else None,
                fields_of(inner) if dataclasses.is_dataclass(inner) and isinstance(inner, type) else (),
            )
        )
    return tuple(found)


def iso(day: date | None) -> str | None:
    """A day as the store keeps it."""
    return day.isoformat() if day else None


def plain(new: Any, *leave: str) -> dict[str, Any]:
    """The columns an input fills: its own fields but those named and nested ones, dates as text, yes/no as 1 and 0."""
    out: dict[str, Any] = {}
    for item in dataclasses.fields(new):
        value = getattr(new, item.name)
        if item.name in leave or isinstance(value, tuple):
            continue
        if isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, bool):
            value = int(value)
        elif isinstance(value, str):
            value = value.strip() or None
        out[item.name] = value
    return out


def past_day(day: date | None, today: date, field: str) -> date:
    """The day given, today where none is; RuleError for a day still to come."""
    if day is not None and day > today:
        raise RuleError(_("日期在今天之后，请改正。"), field=field)
    return day or today
