"""隔离清单: what was set aside unread, by whom and why, so that it can be talked over away from the screen."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import gettext as _

from reportlab.platypus.flowables import Flowable

from desktop.reports.layout.page import WIDTH_MM, Edges, Heading, MissingNote, Press, Printed
from desktop.reports.layout.table import Column, centred, narrative, records
from desktop.reports.layout.text import PLAIN, TITLE, Text, spaced
from desktop.reports.layout.wording import as_of_line


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One deed: what it does, who did it and when, and what it says."""

    deed: str
    who: str
    said: str


@dataclass(frozen=True, slots=True)
class HeldPage:
    """One segment set aside, with everything in it."""

    sender: str
    reason: str
    place: str
    file: str = ""
    state: str = ""
    lines: tuple[HeldLine, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldPapers:
    """Everything set aside at one place on a day."""

    place: str
    as_of: str
    pages: tuple[HeldPage, ...]
    printed_by: str = ""


def quarantine_report(papers: HeldPapers) -> Printed:
    """The list as PDF, one table for each segment."""
    title = _("隔离清单")
    press = Press(f"{papers.place} {title}")
    foot = as_of_line(papers.as_of, None, "", papers.printed_by)
    pages: list[Flowable] = [Text(spaced(title), TITLE)]
    if not papers.pages:
        pages.append(Text(_("隔离区里什么也没有。"), PLAIN))
    for number, page in enumerate(papers.pages, 1):
        pages += _page(number, page)
    pages.append(MissingNote(press))
    press.print(pages, Edges(left=papers.place, right=title, foot=foot))
    return press.finish()


def _page(number: int, page: HeldPage) -> list[Flowable]:
    columns = (
        Column(_("序号"), 12, centred),
        Column(_("做了什么"), 28),
        Column(_("谁、何时"), 38),
        Column(_("内容"), WIDTH_MM - 78, narrative),
    )
    rows = [(str(at), line.deed, line.who, line.said) for at, line in enumerate(page.lines, 1)]
    told = "　".join(filter(None, (page.place, page.file, page.state)))
    return [
        Heading(_("{n}. {sender}：{reason}").format(n=number, sender=page.sender, reason=page.reason)),
        Text(told, PLAIN.but(after=4)),
        records(columns, rows or [("/", "", "", _("内容看不懂，只能留着或退回。"))], after=8),
    ]
