"""The nine stages a dispute goes through, and how its clock and its state are spoken of."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _
from typing import TYPE_CHECKING

from desktop.ui.widgets.badge import Badge
from desktop.ui.widgets.inputs.dates import short_date
from desktop.ui.widgets.progress import Stage

if TYPE_CHECKING:
    from db.queries.disputes import DisputeCase, DisputeLine

_STAGE_OF = {
    "found": 0, "registered": 1, "accepted": 2, "not_accepted": 2, "referred": 2, "inquiry": 3, "mediation": 4,
    "failed": 4, "terminated": 4, "agreed_written": 5, "agreed_oral": 5, "performing": 6, "not_performed": 6,
    "urged": 6, "routes_told": 6, "performed": 6, "revisited": 7, "closed": 8, "archived": 8,
}  # fmt: skip
GROUPS = ("open", "promised", "over")


def group_of(line: DisputeLine) -> str:
    """Which segment of the list a dispute is in: being mediated, agreed and to be performed, or over."""
    if not line.is_open:
        return "over"
    return "promised" if _STAGE_OF.get(line.state, 0) >= 5 else "open"


def clock_badge(line: DisputeLine) -> Badge:
    """The days left of the mediation, else the state."""
    if line.days_left is None:
        return Badge(line.state_label, "soft" if line.is_open else "bare", "" if line.is_open else "circle-check")
    if line.days_left < 0:
        return Badge(_("逾期 {n} 天").format(n=-line.days_left), "late", "clock-alert")
    words = _("今天到期") if line.days_left == 0 else _("还剩 {n} 天").format(n=line.days_left)
    return Badge(words, "due" if line.days_left <= 5 else "calm", "clock")


def risk_badge(line: DisputeLine) -> Badge:
    """How dangerous it is, in a word."""
    if not line.risk_grade:
        return Badge("")
    tone = "late" if line.risk_grade in {_("高"), _("重大")} else "soft"
    return Badge(_("风险 {grade}").format(grade=line.risk_grade), tone)


def heading(line: DisputeLine) -> str:
    """Who against whom, or the title it was given."""
    if line.title:
        return line.title
    sides = [_("、").join(side) for side in (line.applicants, line.respondents) if side]
    return _("与").join(sides) or _("未写当事人")


def stages(case: DisputeCase, today: date) -> tuple[Stage, ...]:
    """The stage strip: what is behind with its day, where it stands, what is ahead."""
    names = (_("发现"), _("登记"), _("受理"), _("调查"), _("调解"), _("协议"), _("履行"), _("回访"), _("结案"))
    days = _days(case)
    here = _STAGE_OF.get(case.line.state, 0)
    over = case.line.state in {"closed", "archived"}
    found = []
    for at, name in enumerate(names):
        day = days.get(at)
        caption = short_date(day, today) if day else ""
        if at == here and not over:
            caption = _("第 {n} 次").format(n=len(case.sittings)) if at == 4 and case.sittings else caption
            found.append(Stage(name, "present", caption))
        else:
            found.append(Stage(name, "done" if at < here or over else "future", caption if at < here or over else ""))
    return tuple(found)


def _days(case: DisputeCase) -> dict[int, date]:
    """The first day of each stage."""
    days: dict[int, date] = {}
    if case.line.found_on:
        days[0] = case.line.found_on
    for step in case.steps:
        at = _STAGE_OF.get(step.step)
        if at is not None and step.on:
            days.setdefault(at, step.on)
    return days
