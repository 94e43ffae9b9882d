"""What is to be printed, and how it becomes paper; everything here runs in workers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from gettext import gettext as _
from typing import TYPE_CHECKING

from db.queries.households import HouseholdFilter, household_list
from db.queries.places import village_groups, villages
from db.queries.totals import Period
from db.queries.visits import VisitFilter, visits
from db.sync.matters.shown.household import standing_file
from desktop.ui.parts.printing import Progress, page_sizes, print_pages, write_pdf

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from db.queries.household_file import HouseholdFile
    from db.queries.households import HouseholdLine
    from db.queries.places import GroupRow, VillageRow
    from db.store import Store
    from desktop.reports.diary import Diary
    from desktop.reports.layout.page import Printed


@dataclass(frozen=True, slots=True)
class Order:
    """One paper asked for; ``reach`` of 一户一档 is one, batch (a group, from one house number to another) or all."""

    kind: str = "household"
    reach: str = "one"
    household_id: str = ""
    village_id: str = ""
    group_id: str = ""
    first: str = ""
    last: str = ""
    since: date | None = None
    until: date | None = None
    cadre: str = ""
    masked: bool = True


@dataclass(frozen=True, slots=True)
class Proof:
    """What the preview shows: of a batch only the first household. ``count`` says of how many the paper will be."""

    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    count: int
    name: str
    missing: tuple[str, ...] = ()
    household_id: str = ""
    whose: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceFacts:
    """The places and the person the parameters are chosen from."""

    villages: list[VillageRow]
    groups: list[GroupRow]
    me: str


def choice_facts(store: Store) -> ChoiceFacts:
    """What can be chosen."""
    return ChoiceFacts(villages(store), village_groups(store), store.me.name)


def house_number(text: str) -> tuple[int, ...]:
    """A house number as it is counted, not as it is spelt.

    >>> house_number("003-031") < house_number("3-100")
    True
    """
    return tuple(int(part) for part in re.findall(r"\d+", text))


def chosen_households(store: Store, order: Order) -> list[HouseholdLine]:
    """The households of an order, in house order; of one household nothing chosen means the first there is."""
    if order.reach == "one":
        lines = household_list(store)
        return [line for line in lines if line.id == order.household_id][:1] or lines[:1]
    wanted = HouseholdFilter(village_id=order.village_id or None, village_group_id=order.group_id or None)
    lines = household_list(store, wanted)
    if order.reach == "all":
        return lines
    first, last = house_number(order.first), house_number(order.last)
    return [line for line in lines if first <= house_number(line.household_no) <= (last or (10**12,))]


def proof(store: Store, order: Order) -> Proof | None:
    """The paper of the preview; None where there is nothing to print."""
    if order.kind == "household":
        return _household_proof(store, order)
    if order.kind == "diary":
        found = diary_of(store, order)
        return _proof(_print_diary(found, order), len(found.entries), _("民情日记")) if found.entries else None
    from desktop.papers import summary_of
    from desktop.reports.summary import summary_report

    summary = summary_of(store, Period(order.since, order.until))
    return _proof(summary_report(summary), 1, _("工作情况汇总表"))


def _household_proof(store: Store, order: Order) -> Proof | None:
    from desktop.reports.household import household_report

    lines = chosen_households(store, order)
    if not lines:
        return None
    first = lines[0]
    made = _proof(household_report(standing_file(store, first.id), masked=order.masked), len(lines), "")
    name = "-".join(part for part in (_("一户一档"), first.household_no, first.head_name) if part)
    if order.reach != "one":
        name = _("一户一档-{n}户").format(n=len(lines))
    whose = " ".join(part for part in (first.head_name, f"{first.village_group}{first.household_no}") if part)
    return replace(made, name=name, household_id=first.id, whose=whose)


def _proof(printed: Printed, count: int, name: str) -> Proof:
    return Proof(printed.pdf, page_sizes(printed.pdf), count, name, printed.missing)


def whole_paper(progress: Progress, store: Store, order: Order) -> bytes:
    """The finished PDF of an order; ``progress`` may stop it, and an empty paper is refused."""
    from desktop.papers import fit_to_print
    from desktop.reports.household import household_batch

    progress(0, 0, _("正在翻档案"))
    if order.kind != "household":
        made = proof(store, order)
        fit_to_print(order.kind, made.pdf if made else b"")
        assert made is not None  # nothing made is not fit to print
        return made.pdf
    lines = chosen_households(store, order)
    fit_to_print(order.kind, lines)

    def files() -> Iterator[HouseholdFile]:
        for line in lines:
            yield standing_file(store, line.id)

    def told(done: int, number: str) -> None:
        progress(done, len(lines), _("已排好户号 {no}").format(no=number))

    printed = household_batch(files(), told, _never, masked=order.masked)
    assert printed is not None  # the progress stops it, not the question
    return printed.pdf


def _never() -> bool:
    return False


def diary_of(store: Store, order: Order) -> Diary:
    """The visits of a period, oldest first, of one cadre or of everyone."""
    from desktop.reports.diary import Diary, DiaryEntry

    wanted = VisitFilter(since=order.since, until=order.until, village_id=order.village_id or None)
    lines = [line for line in visits(store, wanted) if not order.cadre or order.cadre in line.cadres]
    entries: dict[str, DiaryEntry] = {}
    first: HouseholdFile | None = None
    for household_id in dict.fromkeys(line.household_id for line in lines if line.household_id):
        file = standing_file(store, household_id)
        first = first or file
        for visit in file.visits:
            entries[visit.id] = DiaryEntry(visit, file.household_no, file.head_name, file.village_group)
    told = [entries[line.id] for line in reversed(lines) if line.id in entries]
    today = store.today()
    return Diary(
        since=(order.since or today).isoformat(),
        until=(order.until or today).isoformat(),
        as_of=today.isoformat(),
        township=first.township if first else "",
        village=first.village if first else store.name,
        cadre=order.cadre,
        entries=tuple(told),
        bundle_no=first.bundle_no if first else None,
        printed_by=store.me.name,
    )


def _print_diary(diary: Diary, order: Order) -> Printed:
    from desktop.reports.diary import diary_report

    return diary_report(diary, masked=order.masked)


def save_paper(progress: Progress, store: Store, order: Order, path: str) -> str:
    """The PDF as a file, whole or not at all; returns its name."""
    return write_pdf(whole_paper(progress, store, order), path)


def print_paper(progress: Progress, store: Store, order: Order, printer: QPrinter) -> int:
    """Make the paper and send it to the printer; returns the number of pages."""
    return print_pages(progress, whole_paper(progress, store, order), printer)
