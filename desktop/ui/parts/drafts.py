"""Half-filled forms as the cadre meets them again: whose one is, its first words, and where it is gone on with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from typing import TYPE_CHECKING

from db.errors import RuleError
from db.queries.dossier import household_file
from db.queries.drafts import latest_drafts
from desktop.ui.desk import Where

if TYPE_CHECKING:
    from db.queries.drafts import DraftRow
    from db.store import Store


@dataclass(frozen=True, slots=True)
class Resting:
    """A form left half-written: where it is, what form, whose, where they live, its first words, how many more."""

    where: Where
    form: str
    household_id: str
    name: str
    place: str
    words: str
    saved_at: str
    more: int


def where_to(draft: DraftRow) -> Where | None:
    """Where a draft is gone on with; None for a form this version does not know."""
    household = draft.household_id or ""
    if draft.form == "visit":
        return Where("visits", "new", household) if household else None
    if draft.form == "request":
        return Where("requests", "new", household)
    if draft.form == "desk":
        return Where("desk", "open", draft.key)
    if draft.form == "publicity":
        return Where("notices", "new")
    ways = {
        "reply": ("requests", "answer"),
        "judgement": ("requests", "answer"),
        "objection": ("notices", "object"),
        "objection_result": ("notices", "settle"),
    }
    way = ways.get(draft.form)
    return Where(*way, draft.about) if way else None


def form_words(form: str) -> str:
    """What a form is called."""
    return {
        "visit": _("走访"),
        "request": _("登记诉求"),
        "reply": _("答复"),
        "judgement": _("评价"),
        "desk": _("合并台"),
        "publicity": _("张贴"),
        "objection": _("异议"),
        "objection_result": _("办结异议"),
    }.get(form, form)


def first_words(draft: DraftRow) -> str:
    """What was written first of all that would be missed."""
    told = ("talk", "content", "text", "result", "note", "reason", "requester_name", "place", "to_unit", "raw")
    return next((words for name in told if (words := str(draft.data.get(name) or "").strip())), "")


def read_day(text: object) -> date | None:
    """A day as a draft keeps it; None where it keeps none, or words another version wrote."""
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def whose(store: Store, household_id: str) -> tuple[str, str] | None:
    """The head of a household and its group; None where it is not here any more."""
    try:
        file = household_file(store, household_id)
    except RuleError:
        return None
    return file.head_name, file.village_group


def resting(store: Store) -> Resting | None:
    """The form left half-written last."""
    found = [(draft, where) for draft in latest_drafts(store) if (where := where_to(draft)) is not None]
    for draft, where in found:
        household = draft.household_id or ""
        name, place = (whose(store, household) if household else ("", "")) or (None, "")
        if name is not None:
            said = first_words(draft)
            more = len(found) - 1
            return Resting(where, draft.form, household, name, place, said, draft.saved_at, more)
    return None


def newest_form(store: Store) -> Where | None:
    """Where the form is that was left half-written last."""
    found = resting(store)
    return found.where if found else None
