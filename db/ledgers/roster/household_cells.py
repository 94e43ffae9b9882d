"""What belongs to a household as a whole: its number, group, address, telephone, the head column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from typing import Final

from db.fields import columns_of
from db.ledgers.cells.groups import group_name
from db.ledgers.cells.listed import read_declared, read_text
from db.ledgers.cells.marks import bare, is_ditto, says_nothing
from db.ledgers.cells.names import read_name
from db.ledgers.cells.phones import read_phone
from db.ledgers.files.sheets import EXACT, is_blank, text_of
from db.ledgers.layout import evidence
from db.ledgers.layout.columns import DECLARED
from db.ledgers.layout.lines import Spot
from db.ledgers.roster.drafts import Draft
from db.ledgers.roster.kinship import stale_head
from db.ledgers.verdicts import CellVerdict, Finding, Outcome, Where, doubted, nothing, taken

_PERSONAL_SHARE: Final = 0.3
_READ: Final = ("village", "household_no", "head_name", "address", "phone", "member_count")
_FURTHER: Final = tuple(name for name, (table, _col) in DECLARED.items() if table == "household" and name not in _READ)


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How a village writes its household numbers: how many digits, with leading zeros or not."""

    width: int

    @classmethod
    def of(cls, households: Sequence[Sequence[Draft]]) -> NumberStyle:
        """The width most numbers with leading zeros have; 0 where none has any."""
        texts = [_number_text(members) for members in households]
        widths = Counter(len(text) for text in texts if text.isdecimal() and text.startswith("0"))
        return cls(widths.most_common(1)[0][0] if widths else 0)


def _first(members: Sequence[Draft], name: str) -> Spot | None:
    """The first cell of the household that says something, else the first there is."""
    spots = [draft.line.spots[name] for draft in members if name in draft.line.spots]
    return next((spot for spot in spots if not is_blank(spot.value)), spots[0] if spots else None)


def _number_text(members: Sequence[Draft]) -> str:
    spot = _first(members, "household_no")
    return evidence.compact(spot.value) if spot and isinstance(spot.value, str) else ""


def phones_are_personal(households: Sequence[Sequence[Draft]]) -> bool:
    """The one telephone column holds a number for every person, not one for the household."""
    told = differ = 0
    for members in households:
        texts = [evidence.compact(d.line.raw("phone")) for d in members if not says_nothing(d.line.raw("phone"))]
        if len(texts) > 1:
            told += 1
            differ += len(set(texts)) > 1
    return told > 0 and differ / told >= _PERSONAL_SHARE


def household_cells(
    members: Sequence[Draft], style: NumberStyle, titles: Sequence[str], phones_personal: bool, today: date
) -> dict[str, CellVerdict]:
    """The cells of a household, each judged once, where it stands first."""
    cells: dict[str, CellVerdict] = {}
    for name in (*_READ, *_FURTHER):
        spot = _first(members, name)
        if spot is None or (name == "phone" and phones_personal):
            continue
        again = _again(members, name, spot)
        found = _finding(name, spot, members, style, today)
        cells[name] = CellVerdict(spot.where, name, text_of(spot.value), found, again)
    cells["village_group"] = _group(members, titles, cells.get("address"))
    return cells


def _again(members: Sequence[Draft], name: str, spot: Spot) -> tuple[int, ...]:
    """The rows in which a household's cell is written again (not those a merged cell covers)."""
    rows = (draft.line for draft in members if not draft.line.tied and not is_blank(draft.line.raw(name)))
    return tuple(line.row for line in rows if line.row != spot.where.row)


def _finding(name: str, spot: Spot, members: Sequence[Draft], style: NumberStyle, today: date) -> Finding:
    if name == "household_no":
        return _household_no(spot, style)
    if name == "head_name":
        if is_blank(spot.value):
            return nothing()
        return stale_head(members, text_of(spot.value), read_name(spot.value))
    if name == "phone":
        return _one_of(members, "phone", read_phone(spot.value))
    if name == "address":
        return _address(members, spot)
    if name == "member_count":
        return _count(spot, len(members))
    if name in DECLARED:
        return read_declared(columns_of("household")[DECLARED[name][1]], spot.value, today)
    unclear = doubted("ditto", _("写着“同上”，看不出填什么，请补上"))
    return unclear if is_ditto(spot.value) else read_text(spot.value)


def _household_no(spot: Spot, style: NumberStyle) -> Finding:
    value = spot.value
    if isinstance(value, float) and abs(value) >= EXACT:
        return doubted("code_float_lost", _("户号存成了数字，后几位已丢失，请重填"))
    text = re.sub(r"\s+|\.0$", "", bare(value)).lstrip("'`‘’")
    if is_ditto(value):
        return doubted("ditto", _("户号写着“同上”，请补上"))
    if says_nothing(value):
        return nothing(text)
    if re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", text):
        return doubted("code_float_lost", _("户号被表格软件改成了小数，后几位已丢失，请重填"))
    if text.isdecimal() and len(text) < style.width:
        return taken(text.zfill(style.width), _("补上丢掉的0"))
    return taken(text, "" if text == value else _("去掉多余的符号"))


def _one_of(members: Sequence[Draft], name: str, first: Finding) -> Finding:
    """The household's one value, doubted when its rows do not agree."""
    texts = {evidence.compact(d.line.raw(name)) for d in members if not is_blank(d.line.raw(name))}
    texts = {text for text in texts if not says_nothing(text)}
    if len(texts) > 1 and not first.flagged:
        return doubted("household_disagrees", _("同一户的各行写得不一样，请核对"), first.value)
    return first


def _address(members: Sequence[Draft], spot: Spot) -> Finding:
    if is_ditto(spot.value):
        return doubted("address_ditto", _("住址写着“同上”，看不出门牌号，请补上"))
    own = [d for d in members if not is_ditto(d.line.raw("address"))]
    return _one_of(own, "address", read_text(spot.value))


def _count(spot: Spot, members: int) -> Finding:
    found = re.search(r"\d+", bare(spot.value))
    if says_nothing(spot.value) or not found:
        return nothing(bare(spot.value))
    if int(found[0]) != members:
        message = _("人口数写的是{written}人，下面列了{listed}人，请核对").format(written=found[0], listed=members)
        return doubted("member_count_mismatch", message, str(members))
    return taken(found[0])


def _group(members: Sequence[Draft], titles: Sequence[str], address: CellVerdict | None) -> CellVerdict:
    """The village group: its column, else a title row, the sheet's name, the sheet's title, the address."""
    line = members[0].line
    spot = _first(members, "village_group")
    if spot is not None and not is_blank(spot.value) and not is_ditto(spot.value):
        raw = text_of(spot.value)
        name = group_name(raw)
        finding = taken(name, "" if name == raw else _("换成统一的说法")) if name else read_text(spot.value)
        return CellVerdict(spot.where, "village_group", raw, finding)
    sources = [(line.group or "", _("取自上面的组名行")), (line.sheet, _("取自工作表的名字"))]
    sources += [(title, _("取自表的标题")) for title in titles]
    if address is not None and address.value:
        sources.append((address.value, _("取自住址")))
    where = Where(line.sheet, line.row, 0, "")
    for text, how in sources:
        name = group_name(text) if re.search("[组队]", text) else None
        if name:
            return CellVerdict(where, "village_group", text, taken(name, how))
    return CellVerdict(where, "village_group", "", Finding(Outcome.EMPTY))
