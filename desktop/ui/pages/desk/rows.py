"""The rows of the merge desk: what must be decided under the household it is about, and what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from typing import TYPE_CHECKING

from desktop.ui.widgets.lists.lines import Head, Line

if TYPE_CHECKING:
    from db.sync.matters import Decided, DeskItem

_ICONS = {
    "rule:double_collected": "stamp",
    "rule:closed_without_reply": "message-square-text",
    "rule:same_contractor_code": "tag",
    "duplicate_identity": "users",
    "moved_twice": "map-pin",
    "deleted_but_edited": "trash-2",
    "dangling_ref": "circle-help",
    "quarantine": "shield-alert",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which matters the cadre wants to see; empty means all."""

    village: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """The head over the matters of one household; ``words`` say whose they are."""

    words: str


def kind_of(item: DeskItem) -> str:
    """The kind by which matters are chosen: texts and facts are two.

    Everything else is what the queue calls it.
    """
    if item.kind == "field":
        return "words" if item.is_words else "fact"
    return item.kind


def kind_words(kind: str) -> str:
    """What people call a kind."""
    return {
        "words": _("话写得不一样"),
        "fact": _("一项事实不一样"),
        "deleted_but_edited": _("一边删一边改"),
        "duplicate_identity": _("可能是同一个人"),
        "dangling_ref": _("找不到所属"),
        "moved_twice": _("两个村都有"),
        "rule:double_collected": _("签收两次"),
        "rule:closed_without_reply": _("没答复就办结"),
        "rule:same_contractor_code": _("编码重了"),
    }.get(kind, _("不合规矩"))


def narrowed(items: Iterable[DeskItem], wanted: Wanted) -> list[DeskItem]:
    """Those the cadre wants to see, in their order."""
    return [
        item
        for item in items
        if (not wanted.village or item.village == wanted.village) and (not wanted.kind or kind_of(item) == wanted.kind)
    ]


def villages(items: Iterable[DeskItem]) -> list[tuple[str, int]]:
    """The villages there is something to decide in, and how much."""
    return sorted(Counter(item.village for item in items if item.village).items())


def kinds(items: Iterable[DeskItem]) -> list[tuple[str, int]]:
    """The kinds there are, the gravest first, and how many of each."""
    counted: Counter[str] = Counter()
    for item in items:
        counted[kind_of(item)] += 1
    return list(counted.items())


def by_household(items: Sequence[DeskItem], later: Sequence[str] = ()) -> list[Home | DeskItem]:
    """Household by household, that of the gravest matter first; what was put off comes last."""
    groups: dict[str, list[DeskItem]] = {}
    put_off = [item for item in items if item.id in later]
    for item in items:
        if item.id not in later:
            groups.setdefault(item.household_id or f"/{item.village}", []).append(item)
    found: list[Home | DeskItem] = []
    for listed in groups.values():
        found += [Home(_home_words(listed[0])), *listed]
    if put_off:
        found += [Home(_("先问村里，放在后面的")), *put_off]
    return found


def _home_words(item: DeskItem) -> str:
    home = item.household or _("不归哪一户")
    return " · ".join(filter(None, (home, item.village)))


def present_item(row: Home | DeskItem) -> Line | Head:
    """A matter: what it is, and which computers."""
    if isinstance(row, Home):
        return Head(row.words)
    caption = " · ".join(filter(None, (own_words(row), row.devices)))
    return Line(row.title, caption=caption, icon=icon_of(row), icon_tone="late" if row.grave else "due")


def own_words(item: DeskItem) -> str:
    """What a matter is about, without the household that stands over it.

    A request, a person; nothing where it is the household itself.
    """
    return item.about.removesuffix(item.household).rstrip(" ·") if item.household else item.about


def icon_of(item: DeskItem) -> str:
    """The picture of a kind."""
    if item.kind == "field":
        return "pencil-line" if item.is_words else _fact_icon(item)
    return _ICONS.get(item.kind, "triangle-alert")


def _fact_icon(item: DeskItem) -> str:
    fields = {matter.col for matter in item.matters}
    if len(fields) == 1:
        (field,) = fields
        if "phone" in field:
            return "phone"
        if item.table == "person":
            return "user"
    return {"household": "house", "person": "user", "visit": "footprints", "certificate": "scroll-text"}.get(
        item.table, "copy"
    )


def present_decided(done: Decided) -> Line:
    """A decision: what it was about, what was chosen, and that it can be taken back."""
    caption = " · ".join(filter(None, (done.answer_words, done.about)))
    return Line(done.title, caption=caption, deed=_("收回") if done.can_take_back else "")
