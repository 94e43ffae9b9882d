"""Deeds about places: the groups of a village, what the township has set for everybody."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from gettext import gettext as _

from sqlmodel import Session, select

from db.actions.inputs import asked, asks, check, plain
from db.changes import Changes
from db.errors import RuleError
from db.identity import new_id
from db.models import Setting, Village, VillageGroup
from db.store import Store


@asks("village_group")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewGroup:
    """A village group to be added."""

    name: str = asked()
    village_id: str | None = asked()
    number: int | None = asked()
    head_name: str | None = asked()


def village_here(session: Session, store: Store, village_id: str | None = None) -> Village:
    """The village a record belongs to: the one named, or this laptop's own; RuleError at a township without a name."""
    wanted = village_id or (store.scope if store.role == "village" else "")
    village = session.get(Village, wanted) if wanted else None
    if village is None:
        raise RuleError(_("请先选择是哪个村。"), field="village_id")
    return village


def add_group(store: Store, new: NewGroup) -> Changes:
    """Adds a village group; one of the same name is returned instead of a second."""
    check(new, store.today())
    with store.write(_("村组")) as session:
        group_id = group_named(session, store, new)
    return Changes.of("places", group_id)


_DIGITS = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMBERED = re.compile(r"第?([0-9]{1,3}|[零〇一二两三四五六七八九十]{1,3})(?:村民)?小?[组队]")


def group_number(name: str) -> int | None:
    """The number in the name of a group, so that 二组 stands before 十组 and 4组 is 四组.

    >>> group_number("十二组"), group_number("第4村民小组"), group_number("３组"), group_number("上屋场")
    (12, 4, 3, None)
    """
    found = _NUMBERED.fullmatch(unicodedata.normalize("NFKC", name).strip())
    if found is None:
        return None
    text = found.group(1)
    if text.isdecimal():
        return int(text)
    tens, ten, units = text.rpartition("十")
    if not ten:
        return _DIGITS[text] if len(text) == 1 else None
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(units, 0) if units else 0)


def group_named(session: Session, store: Store, new: NewGroup) -> str:
    """The id of the group of that name in the village, made where it is missing."""
    village = village_here(session, store, new.village_id)
    name = new.name.strip()
    number = group_number(name)
    groups = session.exec(select(VillageGroup).where(VillageGroup.village_id == village.id, VillageGroup.hidden == 0))
    for group in groups.all():
        if group.name == name or (number is not None and number == group_number(group.name or "")):
            return group.id
    values = plain(new) | {"village_id": village.id, "name": name, "number": new.number or number}
    group = VillageGroup(id=new_id(), scope=village.id, **values)
    session.add(group)
    session.flush()
    return group.id


def set_setting(store: Store, name: str, value: str) -> Changes:
    """Sets a number or list for everybody; a village's own laptop sets it for itself."""
    with store.write(_("设置")) as session:
        found = session.exec(select(Setting).where(Setting.name == name, Setting.scope == store.scope)).first()
        setting = found or Setting(id=new_id(), scope=store.scope, name=name)
        setting.value = value
        session.add(setting)
        setting_id = setting.id
    return Changes.of("places", setting_id)
