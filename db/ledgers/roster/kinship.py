"""A household looked at as a family: its head, and relations that cannot be as they are written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from gettext import gettext as _
from typing import Final

from db.ledgers.cells.names import alike, mended, read_name
from db.ledgers.cells.relations import HEAD
from db.ledgers.roster.drafts import Draft
from db.ledgers.verdicts import Finding, Outcome, doubted, nothing, taken

_CHILDREN: Final = frozenset(
    ["20", "21", "22", "23", "24", "25", "26", "29", "30", "31", "32", "33", "34", "35", "36", "39"]
)
_IN_LAW: Final = frozenset(("28", "38"))
_GRANDCHILDREN: Final = frozenset(["41", "42", "43", "44", "47", "48"])
_PARENTS: Final = frozenset(["51", "52"])
_GRANDPARENTS: Final = frozenset(["61", "62", "63", "64", "66", "67"])
_SPOUSES: Final = frozenset(("10", "11", "12"))
_GENERATION: Final = 13  # years between parent and child at the least
_MOTHER_AT_MOST: Final = 46  # later births are rarer than a grandchild written as a child
_MOTHER_LATE: Final = 40
_SAME_AGE: Final = 10
_NEXT_GENERATION: Final = 14  # a "son" this much younger than a brother's wife above him may be hers


def check_households(households: Sequence[Sequence[Draft]]) -> None:
    """Finds or doubts the head and the relations of every household."""
    first_is_head = _first_is_head(households)
    for members in households:
        _heads(members, first_is_head)
        head = next((draft for draft in members if draft.value("relation") == HEAD), None)
        if head is not None:
            _spouse(members, head)
            _generations(members, head)
            _counted_from_another(members, head)


def _first_is_head(households: Sequence[Sequence[Draft]]) -> bool:
    """This village leaves the relation of the first member open because everybody knows he is the head."""
    telling = [members for members in households if members[0].has("relation")]
    headless = [m for m in telling if m[0].found["relation"].outcome is Outcome.EMPTY and not _with(m, HEAD)]
    return bool(telling) and len(headless) * 2 > len(telling)


def _with(members: Sequence[Draft], relation: str) -> list[Draft]:
    return [draft for draft in members if draft.value("relation") == relation]


def _head_name(members: Sequence[Draft]) -> str | None:
    for draft in members:
        found = read_name(draft.line.raw("head_name"))
        if found.value:
            return found.value
    return None


def _heads(members: Sequence[Draft], first_is_head: bool) -> None:
    heads = _with(members, HEAD)
    named = _head_name(members)
    for draft in members:
        relation = draft.found.get("relation")
        if relation is not None and relation.outcome is Outcome.EMPTY and draft.has("relation"):
            draft.found["relation"] = _missing(draft, members, heads, named, first_is_head)
    if len(heads) > 1:
        for draft in heads:
            if not (named and draft.value("name") == named):
                message = _("这一户有{n}个户主，请核对").format(n=len(heads))
                draft.found["relation"] = doubted("two_heads", message)
    if not members[0].has("relation"):
        _without_relations(members, named)
    elif not _with(members, HEAD) and not any(d.found["relation"].outcome is Outcome.FLAGGED for d in members):
        _doubt(members[0], "no_head", _("这一户没有户主，请核对谁是户主"))


def _missing(
    draft: Draft, members: Sequence[Draft], heads: list[Draft], named: str | None, first_is_head: bool
) -> Finding:
    if not heads and named and draft.value("name") == named:
        return taken(HEAD, _("户主一栏写的就是这个人"))
    if not heads and draft is members[0]:
        if first_is_head or (len(members) == 1 and not named):
            return taken(HEAD, _("每户第一个人是户主"))
        return doubted("relation_missing", _("与户主关系没有填，请补上"), HEAD if not named else None)
    return doubted("relation_missing", _("与户主关系没有填，请补上"))


def _without_relations(members: Sequence[Draft], named: str | None) -> None:
    """No relation column: the head is the one named in the head column, else the only member."""
    for draft in members:
        if (named and draft.value("name") == named) or (len(members) == 1 and not named):
            draft.found["relation"] = taken(HEAD, _("户主一栏写的就是这个人"))
            return


def stale_head(members: Sequence[Draft], raw_name: str, found: Finding) -> Finding:
    """What to make of the head column when the members show another head."""
    if found.outcome is Outcome.EMPTY or not raw_name.strip():
        return nothing()
    head = next((d for d in members if d.found.get("relation") and d.value("relation") == HEAD), None)
    if head is None or found.flagged:
        return found
    written = str(head.line.raw("name") or "")
    name = head.value("name") or head.found["name"].proposal
    if found.value == name or alike(found.value or "", mended(written)):
        return found
    if name is None:
        return doubted("head_column_unclear", _("户主一栏和成员里的户主对不上，成员里的姓名也看不清，请核对"))
    message = _("户主一栏写的是{written}，成员里的户主是{name}，请核对").format(written=found.value, name=name)
    return doubted("head_column_stale", message, name)


def _born(draft: Draft) -> date | None:
    value = draft.value("birth_date")
    if value:
        return date.fromisoformat(value)
    proposal = draft.found["birth_date"].proposal if "birth_date" in draft.found else None
    return date.fromisoformat(proposal) if proposal else None


def _years(older: Draft, younger: Draft) -> float | None:
    first, second = _born(older), _born(younger)
    return (second - first).days / 365.25 if first and second else None


def _doubt(draft: Draft, kind: str, message: str) -> None:
    if not draft.found["relation"].flagged:
        draft.found["relation"] = doubted(kind, message, draft.value("relation"))


def _spouse(members: Sequence[Draft], head: Draft) -> None:
    spouses = [draft for draft in members if draft.value("relation") in _SPOUSES]
    for draft in spouses[1:]:
        _doubt(draft, "two_spouses", _("这一户写了两个配偶，请核对"))
    for draft in spouses[:1]:
        mine, heads = draft.value("sex"), head.value("sex")
        if mine and heads and mine == heads:
            _doubt(draft, "relation_conflicts_head", _("配偶和户主性别相同，请核对"))


def _generations(members: Sequence[Draft], head: Draft) -> None:
    too_young = _("和户主的年龄对不上这种关系，请核对")
    for draft in members:
        relation = draft.value("relation")
        gap = _years(head, draft)
        if gap is None or relation is None:
            continue
        wrong = (
            (relation in _CHILDREN and gap < _GENERATION)
            or (relation in _GRANDCHILDREN and gap < 2 * _GENERATION)
            or (relation in _PARENTS and gap > -_GENERATION)
            or (relation in _GRANDPARENTS and gap > -2 * _GENERATION)
        )
        if wrong:
            _doubt(draft, "relation_conflicts_age", too_young)


def _counted_from_another(members: Sequence[Draft], head: Draft) -> None:
    """A child a generation too young: perhaps the child of the row above, not of the head."""
    spouse = next((d for d in members if d.value("relation") in _SPOUSES), None)
    mother = next((d for d in (head, spouse) if d is not None and d.value("sex") == "2"), None)
    grandchildren = [draft for draft in members if draft.value("relation") in _GRANDCHILDREN]
    next_ones: list[Draft] = []
    for draft in members:
        relation = draft.value("relation")
        if relation in _CHILDREN and _out_of_place(draft, next_ones, grandchildren, mother):
            message = _("这个子女的年龄和位置像是孙辈，请核对是谁的孩子")
            _doubt(draft, "relation_counted_from_other_member", message)
        if relation in _IN_LAW or relation in _GRANDCHILDREN:
            next_ones.append(draft)


def _out_of_place(child: Draft, above: Sequence[Draft], grandchildren: Sequence[Draft], mother: Draft | None) -> bool:
    gaps = [gap for gap in (_years(one, child) for one in above) if gap is not None]
    if gaps and max(gaps) >= _NEXT_GENERATION:
        return True
    late = _years(mother, child) if mother is not None else None
    if late is None or late < _MOTHER_LATE:
        return False
    ages = [gap for gap in (_years(child, one) for one in grandchildren) if gap is not None]
    return late >= _MOTHER_AT_MOST or any(abs(age) <= _SAME_AGE for age in ages)
