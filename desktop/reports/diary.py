"""民情日记: where a cadre went, whom they met and what was said, day by day; read and graded by a superior."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from itertools import groupby

from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable

from db.queries.household_file import VisitRow
from desktop.reports.edition import Edition
from desktop.reports.layout.fonts import HEI, SONG
from desktop.reports.layout.page import WIDTH_MM, Edges, Heading, MissingNote, Press, Printed
from desktop.reports.layout.signature import signature_block
from desktop.reports.layout.table import Column, centred, records
from desktop.reports.layout.text import BODY, PLAIN, SUBHEADING, TITLE, Text, spaced
from desktop.reports.layout.wording import as_of_line, listed, long_date


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """One visit and the household it went to."""

    visit: VisitRow
    household_no: str = ""
    head_name: str = ""
    village_group: str = ""


@dataclass(frozen=True, slots=True)
class Diary:
    """The visits of a period, oldest first; of one cadre, or of a whole village where `cadre` is empty."""

    since: str
    until: str
    as_of: str
    township: str = ""
    village: str = ""
    cadre: str = ""
    entries: tuple[DiaryEntry, ...] = ()
    bundle_no: int | None = None
    sync_state: str = ""
    printed_by: str = ""


def diary_report(diary: Diary, *, masked: bool = True) -> Printed:
    """The diary as PDF: an index, then the days; numbers of persons in the texts are hidden unless asked for."""
    edition = Edition(masked=masked)
    whose = f"{diary.township}{diary.village} {diary.cadre}".strip()
    press = Press(f"{_('民情日记')} {whose}")
    edges = Edges(
        left=whose,
        right=_("民情日记"),
        foot=as_of_line(diary.as_of, diary.bundle_no, diary.sync_state, diary.printed_by),
    )
    signers = [(_("记录人（签字）"), False), (_("评阅人（签字）"), False)]
    pages: list[Flowable] = [
        Text(spaced(_("民情日记")), TITLE),
        Text(whose, PLAIN.but(align="center")),
        Text(_period(diary), PLAIN.but(align="center", after=6)),
        Heading(_("一、目录")),
        *_index(diary.entries),
        Heading(_("二、日记")),
        *_days(diary.entries, edition),
        MissingNote(press),
        Heading(_("三、评阅")),
        signature_block(_("评阅意见和等级："), signers, room=24 * mm),
    ]
    press.print(pages, edges)
    return press.finish()


def _period(diary: Diary) -> str:
    days = len({entry.visit.visited_on for entry in diary.entries})
    return _("{since}至{until}　走访 {visits} 户次，{days} 天").format(
        since=long_date(diary.since), until=long_date(diary.until), visits=len(diary.entries), days=days
    )


def _index(entries: Sequence[DiaryEntry]) -> list[Flowable]:
    if not entries:
        return [Text(_("这段时间没有走访。"), PLAIN)]
    columns = (
        Column(_("序"), 10, centred),
        Column(_("日期"), 21, centred),
        Column(_("组"), 22),
        Column(_("户号"), 24),
        Column(_("户主"), 30),
        Column(_("方式、地点"), 32),
        Column(_("走访人"), WIDTH_MM - 139),
    )
    rows = [
        (
            str(number),
            entry.visit.visited_on,
            entry.village_group,
            entry.household_no,
            entry.head_name,
            listed((entry.visit.visit_kind, entry.visit.place)),
            listed(entry.visit.cadres),
        )
        for number, entry in enumerate(entries, 1)
    ]
    return [records(columns, rows)]


def _days(entries: Sequence[DiaryEntry], edition: Edition) -> list[Flowable]:
    out: list[Flowable] = []
    for day, visits in groupby(entries, key=lambda entry: entry.visit.visited_on):
        out.append(Heading(f"{long_date(day)}　{_weekday(day)}".strip(), style=SUBHEADING.but(size=11.5, before=12)))
        for entry in visits:
            out += _visit(entry, edition)
    return out or [Text(_("没有记录。"), PLAIN)]


def _weekday(iso: str) -> str:
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return ""
    return _("星期{day}").format(day=_("一二三四五六日")[day.weekday()])


def _visit(entry: DiaryEntry, edition: Edition) -> list[Flowable]:
    visit = entry.visit
    to = _("{group} {head}家").format(group=entry.village_group, head=entry.head_name).strip()
    how = listed((visit.visit_kind, visit.place))
    if visit.cadres:
        how = _("{how}　走访人 {names}").format(how=how, names=listed(visit.cadres))
    out: list[Flowable] = [Heading(to, how, SUBHEADING)]
    if visit.persons:
        out.append(Text(_("见到{names}。").format(names=listed(visit.persons)), BODY))
    for name, text in visit.texts:
        out.append(Text([(HEI, f"{name}　"), (SONG, edition.prose(text))], BODY))
    for name, text in ((_("慰问"), visit.gifts), (_("提出诉求"), listed(visit.request_numbers))):
        if text:
            out.append(Text([(HEI, f"{name}　"), (SONG, text)], BODY))
    return out
