"""Persons looked at together: whose number it is, what birth and sex to believe, who stands there twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from gettext import gettext as _
from typing import Final

from db.ledgers.cells.dates import judge_birth
from db.ledgers.cells.identity import birth_and_sex
from db.ledgers.cells.names import alike
from db.ledgers.cells.relations import sex_of
from db.ledgers.roster.drafts import Draft
from db.ledgers.verdicts import Finding, Outcome, doubted, taken

_LEFT: Final = re.compile(r"外嫁|出嫁|嫁出|已嫁|迁出|迁走|已迁|分户")
_CHILD: Final = frozenset(
    ["20", "21", "22", "23", "24", "25", "26", "27", "29", "30", "31", "32", "33", "34", "35", "36", "37", "39"]
)
_FAR: Final = 2  # years; a slip of the pen is smaller


def check_persons(drafts: Sequence[Draft], today: date) -> None:
    """Settles numbers, births and sexes of all persons of a file, and marks who stands in it twice."""
    _shared_numbers(drafts, today)
    for draft in drafts:
        _foreign_number(draft, today)
    for draft in drafts:
        _birth(draft, today)
        _sex(draft, today)
    _same_person_without_number(drafts)


def _place(draft: Draft) -> str:
    return _("“{sheet}”第{row}行").format(sheet=draft.line.sheet, row=draft.line.row)


def _name(draft: Draft) -> str:
    return draft.value("name") or str(draft.line.raw("name") or "")


def _shared_numbers(drafts: Sequence[Draft], today: date) -> None:
    by_number: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.value("id_no"):
            by_number[str(draft.value("id_no"))].append(draft)
    for number, sharing in by_number.items():
        if len(sharing) < 2:
            continue
        owner = max(sharing, key=lambda draft: _fit(draft, number, today))
        same = [draft for draft in sharing if alike(_name(owner), _name(draft))]
        if len(same) < len(sharing):
            _one_number(sharing, same, number, today)
        if len(same) > 1:
            _one_person(same)


def _one_person(sharing: Sequence[Draft]) -> None:
    """The same person written in two places; the row that says she has left is the one to look at."""
    doubtful = _doubtful(sharing)
    for draft in doubtful:
        others = [other for other in sharing if other is not draft]
        stays = next((other for other in others if other not in doubtful), others[0])
        kind = "row_repeated" if stays.household == draft.household else "dup_person_two_households"
        message = _("{place}已经有这个人，请核对留哪一处").format(place=_place(stays))
        draft.found["id_no"] = doubted(kind, message, draft.claimed)


def _doubtful(sharing: Sequence[Draft]) -> list[Draft]:
    if len({draft.household for draft in sharing}) == 1:
        return list(sharing[1:])
    left = [draft for draft in sharing if _LEFT.search(str(draft.line.raw("note") or ""))]
    if 0 < len(left) < len(sharing):
        return left
    children = [draft for draft in sharing if draft.value("relation") in _CHILD]
    if 0 < len(children) < len(sharing):
        return children  # a married woman still listed with her parents
    return list(sharing)


def _one_number(sharing: Sequence[Draft], same: Sequence[Draft], number: str, today: date) -> None:
    """One number on several names: it stays with the name whose birth and sex it states best."""
    others = [draft for draft in sharing if draft not in same]
    sure = _fit(same[0], number, today) > max(_fit(draft, number, today) for draft in others)
    for draft in others if sure else sharing:
        other = same[0] if draft is not same[0] else others[0]
        message = _("这个身份证号和{place}的{name}相同，请对照证件核对").format(place=_place(other), name=_name(other))
        draft.found["id_no"] = doubted("id_copied_from_other", message)


def _fit(draft: Draft, number: str, today: date) -> int:
    """How well a row agrees with a number: -1 it contradicts, 0 it says nothing, up to 3."""
    birth, sex = birth_and_sex(number, today)
    said = draft.value("sex") or sex_of(draft.value("relation"))
    if said and sex and said != sex:
        return -1
    fit = 1 if said else 0
    if birth is None or not (draft.stated.days or draft.stated.months or draft.stated.years):
        return fit
    return fit + 2 if _states(draft, birth) else -1


def _states(draft: Draft, birth: date) -> bool:
    """The row states this birth, to the day or to the month or year it gives."""
    stated = draft.stated
    return birth in stated.days or (birth.year, birth.month) in stated.months or birth.year in stated.years


def _years_apart(draft: Draft, birth: date) -> int:
    stated = draft.stated
    years = [day.year for day in stated.days] + [year for year, _month in stated.months] + list(stated.years)
    return min((abs(birth.year - year) for year in years), default=0)


def _foreign_number(draft: Draft, today: date) -> None:
    """A number that says another birth and another sex than the row is somebody else's."""
    birth, sex = draft.number_says(today)
    if birth is None:
        return
    far = _years_apart(draft, birth) >= _FAR
    stated = bool(draft.stated.days or draft.stated.months or draft.stated.years)
    said = draft.value("sex")
    other_sex = bool(said and sex and said != sex)
    # a slip in the sex column is common; with the relation on the column's side the number is in doubt too
    backed = other_sex and sex_of(draft.value("relation")) == said
    if far or (other_sex and (backed or not stated)):
        message = _("身份证号里的出生日期或性别和这一行对不上，可能是别人的号码，请核对")
        draft.found["id_no"] = doubted("id_conflicts_row", message, draft.claimed)


def _birth(draft: Draft, today: date) -> None:
    birth, _sex_by_number = draft.number_says(today)
    if not draft.has("birth_date"):
        if birth:
            draft.found["birth_date"] = taken(birth.isoformat(), _("按身份证号补上"))
        return
    finding = judge_birth(draft.line.raw("birth_date"), birth, today)
    number = draft.found["id_no"]
    if number.kind == "id_conflicts_row" and finding.outcome is Outcome.TAKEN:
        finding = _number_against(draft, finding, today)
    if number.kind in ("dup_person_two_households", "row_repeated") and draft.claimed:
        finding = judge_birth(draft.line.raw("birth_date"), birth_and_sex(draft.claimed, today)[0], today)
    draft.found["birth_date"] = finding


def _number_against(draft: Draft, finding: Finding, today: date) -> Finding:
    """Birth against number: both are left open, unless the sex is on the birth's side."""
    birth, sex = birth_and_sex(draft.claimed, today)
    said = draft.value("sex")
    if said and sex and said != sex:
        return finding
    if birth and finding.value == birth.isoformat():
        return finding
    return doubted("birth_conflicts_id", _("出生日期和身份证号差得太远，请对照证件核对"))


def _sex(draft: Draft, today: date) -> None:
    _birth_by_number, sex = draft.number_says(today)
    if not draft.has("sex"):
        if sex:
            draft.found["sex"] = taken(sex, _("按身份证号补上"))
        return
    said = draft.found["sex"]
    implied = sex_of(draft.value("relation"))
    if said.outcome is Outcome.EMPTY:
        draft.found["sex"] = (
            taken(sex, _("按身份证号补上")) if sex else doubted("sex_missing", _("性别没有填，请补上"), implied)
        )
    elif said.value and sex and said.value != sex:
        draft.found["sex"] = doubted("sex_conflicts_id", _("性别和身份证号不一致，请核对"), sex)
    elif said.value and implied and said.value != implied:
        _against_relation(draft, sex, implied)


def _against_relation(draft: Draft, by_number: str | None, implied: str) -> None:
    """Sex against relation: with the number on the side of the sex the relation is wrong, else both are open."""
    message = _("性别和与户主关系对不上，请核对")
    draft.found["relation"] = doubted("relation_conflicts_sex", message)
    if by_number is None:
        draft.found["sex"] = doubted("sex_conflicts_relation", message, implied)


def _same_person_without_number(drafts: Iterable[Draft]) -> None:
    """Same name and birth in two households, one of them without a number that could tell them apart."""
    by_name: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.value("name"):
            by_name[str(draft.value("name"))].append(draft)
    for namesakes in by_name.values():
        for draft in [one for one in namesakes if not one.claimed]:
            twin = next((other for other in namesakes if other is not draft and _could_be(draft, other)), None)
            if twin is not None:
                _maybe_one_person([twin, draft])


def _could_be(draft: Draft, other: Draft) -> bool:
    birth = other.value("birth_date")
    if birth is None:
        return False
    born = date.fromisoformat(birth)
    return draft.value("birth_date") == birth or (draft.value("birth_date") is None and _states(draft, born))


def _maybe_one_person(twins: Sequence[Draft]) -> None:
    doubtful = _doubtful(twins)
    for draft in doubtful:
        stays = next(one for one in twins if one is not draft)
        message = _("和{place}同名同生日，可能是同一个人，请核对留哪一处").format(place=_place(stays))
        field = "id_no" if draft.claimed and not draft.found["id_no"].flagged else "name"
        kind = "row_repeated" if stays.household == draft.household else "dup_person_two_households"
        draft.found[field] = doubted(kind, message, draft.claimed if field == "id_no" else draft.value("name"))
