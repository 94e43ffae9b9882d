"""What a document needs, asked of the store: for the command line and the window alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sized
from datetime import date
from gettext import gettext as _
from typing import TYPE_CHECKING

from db import RuleError, Store
from db.identity import CHINA, instant
from db.queries.dossier import household_file
from db.queries.households import household_list
from db.queries.places import VillageRow, villages
from db.queries.totals import Period, period_before, totals
from db.queries.visits import VisitFilter, visits
from db.sync.exchange.slips import SlipFacts, slip_facts
from desktop.reports.diary import Diary, DiaryEntry
from desktop.reports.handover_slip import HandoverSlip, Side, SlipLine
from desktop.reports.quarantine import HeldLine, HeldPage, HeldPapers
from desktop.reports.summary import Summary, VillageFigures

if TYPE_CHECKING:
    from db.sync import UnpackReport


def fit_to_print(kind: str, entries: Sized) -> None:
    """No empty paper leaves the printer: RuleError says what to choose instead."""
    if not entries:
        empty = _("这段时间没有走访，没有可打印的。") if kind == "diary" else _("这个范围里一户也没有，请换个户号。")
        raise RuleError(empty)


def diary_of(store: Store, period: Period, cadre: str = "") -> Diary:
    """The visits of a period, oldest first; of one cadre where a name is given."""
    lines = {line.id: line for line in household_list(store)}
    wanted: dict[str, set[str]] = {}
    for visit in visits(store, VisitFilter(since=period.since, until=period.until)):
        if not cadre or cadre in visit.cadres:
            wanted.setdefault(visit.household_id, set()).add(visit.id)
    entries = [
        DiaryEntry(row, lines[home].household_no, lines[home].head_name, lines[home].village_group)
        for home, ids in wanted.items()
        if home in lines
        for row in household_file(store, home).visits
        if row.id in ids
    ]
    entries.sort(key=lambda e: (e.visit.visited_on, e.visit.id))
    return Diary(
        since=_day(period.since) or (entries[0].visit.visited_on if entries else ""),
        until=_day(period.until) or store.today().isoformat(),
        as_of=store.today().isoformat(),
        village=store.name,
        cadre=cadre,
        entries=tuple(entries),
        printed_by=store.me.name,
    )


def summary_of(store: Store, period: Period, village: VillageRow | None = None) -> Summary:
    """The figures of one village, or of the store with each of its villages; beside them those of the period before."""
    village_id = village.id if village else None
    earlier = period_before(period)
    inside = [] if village or store.role == "village" else villages(store)
    return Summary(
        place=village.name if village else store.name,
        as_of=store.today().isoformat(),
        total=totals(store, period, village_id),
        since=_day(period.since),
        until=_day(period.until),
        before=totals(store, earlier, village_id) if earlier else None,
        villages=tuple(VillageFigures(v.name, totals(store, period, v.id)) for v in inside),
        printed_by=store.me.name,
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def slip_of(store: Store, which: str = "", report: UnpackReport | None = None) -> HandoverSlip:
    """The hand-over slip of one file of the log, by id, name or path; of the last one where none is named.

    ``report`` is what was said when the file was taken in: its own words stand on the paper.
    """
    facts = slip_facts(store, which)
    here = Side(store.name, person=facts.cadre, words=facts.own_words)
    there = Side(facts.peer, words=facts.peer_words)
    return HandoverSlip(
        giver=here if facts.out else there,
        taker=there if facts.out else here,
        on=instant(facts.at).astimezone(CHINA).isoformat(timespec="minutes"),
        file_name=facts.file_name,
        file_no=facts.file_no,
        bundle_id=facts.bundle_id,
        fingerprint=facts.sha256,
        size=facts.size,
        lines=_lines(facts),
        result=report.message if report else _result(facts),
        conflicts=report.conflicts if report else 0,
        waiting=facts.waiting,
        notes=_notes(facts, report),
        confirmed=_("{name}已经确认收到。").format(name=facts.peer) if facts.confirmed else "",
        printed_by=store.me.name,
        card=facts.own_card,
        card_of=store.name,
    )


def held_papers(store: Store, ids: Iterable[str] = ()) -> HeldPapers:
    """What was set aside unread, with its content in words: all of it, or those named."""
    from db.sync.matters import quarantine

    wanted = set(ids)
    pages = [
        HeldPage(
            held.device,
            held.reason_words,
            held.place,
            held.file,
            _("已退回") if held.rejected else _("待审"),
            tuple(
                HeldLine(deed.deed + deed.noun, " ".join(filter(None, (deed.cadre, deed.at))), deed.said)
                for deed in quarantine.content(store, held.id)
            ),
        )
        for held in quarantine.quarantined(store)
        if not wanted or held.id in wanted
    ]
    return HeldPapers(store.name, store.today().isoformat(), tuple(pages), store.me.name)


def _lines(facts: SlipFacts) -> tuple[SlipLine, ...]:
    from db.fields import noun_words

    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for kind in facts.kinds:
        both = counted[noun_words(kind.table)]
        both[0] += kind.new
        both[1] += kind.changed
    return tuple(SlipLine(name, new, changed) for name, (new, changed) in counted.items())


def _result(facts: SlipFacts) -> str:
    if facts.out:
        return ""
    said = {
        "taken": _("已收下。"), "known": _("以前收过，没有新的。"), "waiting": _("先收着，等前面的包到了再生效。"),
        "salvaged": _("文件损坏，先收下了完好的部分。"),
    }  # fmt: skip
    return said.get(facts.result, _("已收下。"))


def _notes(facts: SlipFacts, report: UnpackReport | None) -> tuple[str, ...]:
    if report is not None:
        return tuple(words for _code, words in report.notes if words != report.message)
    return (_("有 {n} 份修改隔离待审。").format(n=facts.quarantined),) if facts.quarantined else ()
