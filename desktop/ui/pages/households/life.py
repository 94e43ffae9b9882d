"""A household's file as one line of life: every record with its kind, its first sentence and where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from gettext import gettext as _
from typing import TYPE_CHECKING

from desktop.ui.parts.standing import standing_badge
from desktop.ui.widgets.badge import Badge
from desktop.ui.widgets.inputs.dates import spoken_date
from desktop.ui.widgets.lists.timeline import Moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.queries.household_file import HouseholdFile


def when_of(text: str, today: date) -> str:
    """A stored day as it is spoken; what is no full day stays as it is written."""
    try:
        return spoken_date(date.fromisoformat(text), today)
    except ValueError:
        return text


def life_of(file: HouseholdFile, today: date) -> list[Moment]:
    """Every entry, newest first."""
    dated = [*_visits(file), *_requests(file, today), *_certificates(file)]
    dated.sort(key=lambda entry: entry[0], reverse=True)
    moments = [_with_day(_standing(file, moment), day, today) for day, moment in dated]
    if file.has_dispute:
        moments.append(Moment("", "lock", _("有调解档案"), prose=_("内容只有调解员可看。"), row=("dispute", "")))
    return moments


def _standing(file: HouseholdFile, moment: Moment) -> Moment:
    """The entry with where its record stands."""
    return replace(moment, standing=standing_badge(file.standing(moment.row[1])))


def _with_day(moment: Moment, day: str, today: date) -> Moment:
    return replace(moment, when=when_of(day, today))


def _visits(file: HouseholdFile) -> Iterator[tuple[str, Moment]]:
    for visit in file.visits:
        place = visit.place if visit.place != visit.visit_kind else ""
        caption = " · ".join(part for part in (place, "、".join(visit.cadres)) if part)
        said = visit.texts[0][1] if visit.texts else _("没有记谈话内容。")
        icon = "phone" if visit.visit_kind == _("电话") else "footprints"
        badge = _clash(file, visit.id)
        yield visit.visited_on, Moment("", icon, visit.visit_kind, caption, said, badge, row=("visit", visit.id))


def _requests(file: HouseholdFile, today: date) -> Iterator[tuple[str, Moment]]:
    for request in file.requests:
        badge = request_badge(request.late, request.answered, request.due_on, today)
        caption = " · ".join(part for part in (request.topic, request.handler_name) if part)
        row = ("request", request.id)
        yield (
            request.received_on,
            Moment("", "message-square-text", _("提出诉求"), caption, request.content, badge, row),
        )
        for reply in request.replies:
            caption = " · ".join(part for part in (reply.way, reply.by_name) if part)
            told = _("{matter}：{reply}").format(matter=request.content, reply=reply.content)
            if request.satisfaction:
                told = _("{told} 评价 {satisfaction}。").format(told=told, satisfaction=request.satisfaction)
            heard = _("诉求已答复") if reply.answers else _("诉求已转办")
            yield reply.replied_on, Moment("", "send", heard, caption, told, row=row)


def _clash(file: HouseholdFile, record_id: str) -> Badge:
    """That two computers wrote it differently and nobody has decided yet."""
    n = sum(note.record_id == record_id for note in file.conflicts)
    return Badge(_("{n} 处待定").format(n=n), "due", "triangle-alert") if n else Badge("")


def request_badge(late: bool, answered: bool, due_on: str, today: date) -> Badge:
    """Where a request stands, in a word."""
    if answered:
        return Badge(_("已答复"), "good", "circle-check")
    if not due_on:
        return Badge(_("未答复"), "due", "clock")
    days = (date.fromisoformat(due_on) - today).days
    if late:
        return Badge(_("逾期 {n} 天").format(n=-days), "late", "clock-alert")
    tone = "due" if days <= 3 else "calm"
    return Badge(_("今天到期") if days == 0 else _("还剩 {n} 天").format(n=days), tone, "clock")


def _certificates(file: HouseholdFile) -> Iterator[tuple[str, Moment]]:
    for land in file.land:
        for certificate in land.certificates:
            row = ("certificate", certificate.id)
            who = certificate.collector_name
            if certificate.collected_on:
                caption = " · ".join(part for part in (certificate.certificate_kind, who) if part)
                yield certificate.collected_on, Moment("", "scroll-text", _("领取证书"), caption, "", row=row)
            elif certificate.where and certificate.where_since:
                badge = Badge(certificate.where, "due", "inbox")
                moment = Moment("", "scroll-text", certificate.certificate_kind, "", land.gap, badge, row)
                yield certificate.where_since, moment
