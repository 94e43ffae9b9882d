"""工作情况汇总表: the figures of a village, or of a township and each of its villages."""

from collections.abc import Callable
from dataclasses import dataclass
from gettext import gettext as _

from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable

from db.queries.totals import Totals
from desktop.reports.layout.page import WIDTH_MM, Edges, Heading, MissingNote, Press, Printed
from desktop.reports.layout.table import Cell, Grid, Row, label, number, words
from desktop.reports.layout.text import LABEL, NOTE, PLAIN, TITLE, Text, spaced
from desktop.reports.layout.wording import as_of_line, long_date


@dataclass(frozen=True, slots=True)
class VillageFigures:
    """One village and its figures."""

    name: str
    totals: Totals


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a place within a period; with those of the period before and of its villages, if there are any."""

    place: str
    as_of: str
    total: Totals
    since: str = ""
    until: str = ""
    before: Totals | None = None
    villages: tuple[VillageFigures, ...] = ()
    bundle_no: int | None = None
    sync_state: str = ""
    printed_by: str = ""


Figure = tuple[str, Callable[[Totals], int | None]]


def _figures() -> list[tuple[str, list[Figure]]]:
    """All figures by subject, as they stand in both tables."""
    return [
        (_("农户"), [(_("户数"), lambda t: t.households), (_("人口"), lambda t: t.persons)]),
        (_("走访"), [(_("户次"), lambda t: t.visits)]),
        (
            _("诉求"),
            [
                (_("收到"), lambda t: t.requests.total),
                (_("未答复"), lambda t: t.requests.unanswered),
                (_("逾期"), lambda t: t.requests.overdue),
            ],
        ),
        (
            _("权证"),
            [
                (_("应领证"), lambda t: t.land.due),
                (_("未领证"), lambda t: t.land.uncollected),
                ("A", lambda t: t.land.A),
                ("B", lambda t: t.land.B),
                ("C", lambda t: t.land.C),
                ("D", lambda t: t.land.D),
            ],
        ),
        (_("纠纷"), [(_("未结"), lambda t: t.disputes.open), (_("已结"), lambda t: t.disputes.closed)]),
    ]


def summary_report(summary: Summary) -> Printed:
    """The figures as PDF, one table for the whole and one for the villages."""
    title = _("工作情况汇总表")
    press = Press(f"{summary.place} {title}")
    edges = Edges(
        left=summary.place,
        right=title,
        foot=as_of_line(summary.as_of, summary.bundle_no, summary.sync_state, summary.printed_by),
    )
    pages: list[Flowable] = [
        Text(spaced(title), TITLE),
        Text(f"{summary.place}　{_period(summary)}", PLAIN.but(align="center", after=6)),
        Heading(_("一、主要数字")),
        _whole(summary),
    ]
    letters = _("权证：A 流程未到，B 有障碍，C 不应发，D 证已到未领")
    if summary.villages:
        pages += [Heading(_("二、各村情况"), letters), _by_village(summary)]
    signed = _("制表人：　　　　　　　　审核人：　　　　　　　　（盖章）　　　　　年　　月　　日")
    pages += [
        Text(_("应领证、未领证按户数，A 到 D 按件数；“/”是那时还没有记录，数不出来。"), NOTE.but(before=4)),
        MissingNote(press),
        Text(signed, PLAIN.but(before=12, align="right")),
    ]
    press.print(pages, edges)
    return press.finish()


def _period(summary: Summary) -> str:
    if summary.since or summary.until:
        return _("{since}至{until}").format(since=long_date(summary.since), until=long_date(summary.until))
    return _("截至{day}").format(day=long_date(summary.as_of))


def _whole(summary: Summary) -> Grid:
    before = summary.before
    head = [label(_("方面")), label(_("项目")), label(_("本期"))]
    head += [label(_("上期")), label(_("增减"))] if before else []
    rows: list[Row] = []
    for subject, figures in _figures():
        part = [_whole_row(name, count, summary) for name, count in figures]
        part += [_rate_row(summary)] if subject == _("权证") else []
        rows += _under(subject, part)
    widths = (30.0, 52.0) + ((WIDTH_MM - 82) / 3,) * 3 if before else (30.0, 82.0, WIDTH_MM - 112)
    return Grid([width * mm for width in widths], rows, head=[Row(head)])


def _under(subject: str, rows: list[Row]) -> list[Row]:
    """Rows beside one label that stands in the first of them."""
    for row in rows:
        first, last = row is rows[0], row is rows[-1]
        row.cells.insert(0, Cell(Text(subject if first else "", LABEL), tinted=True, deep=not last))
        row.tied = not last
    return rows


def _whole_row(name: str, count: Callable[[Totals], int | None], summary: Summary) -> Row:
    now = count(summary.total)
    cells = [words(_letter(name)), number(_told(now))]
    if summary.before:
        then = count(summary.before)
        grown = None if now is None or then is None else now - then
        cells += [number(_told(then)), number(f"{grown:+,}" if grown else _told(grown))]
    return Row(cells)


def _told(figure: int | None) -> str:
    """A figure; empty, which is printed as a stroke, where the book could not know it."""
    return "" if figure is None else f"{figure:,}"


def _letter(name: str) -> str:
    return {
        _("户次"): _("走访户次"),
        _("收到"): _("收到诉求"),
        _("未答复"): _("其中未答复"),
        _("逾期"): _("其中逾期"),
        _("应领证"): _("应领证（户）"),
        _("未领证"): _("其中未领证（户）"),
        "A": _("A 流程未到（件）"),
        "B": _("B 有障碍（件）"),
        "C": _("C 不应发（件）"),
        "D": _("D 证已到未领（件）"),
    }.get(name, name)


def _rate_row(summary: Summary) -> Row:
    cells = [words(_("领证率")), number(_rate(summary.total))]
    if summary.before:
        cells += [number(_rate(summary.before)), number("")]
    return Row(cells)


def _rate(totals: Totals) -> str:
    land = totals.land
    if not land.due or land.uncollected is None:
        return ""
    return f"{100 * (land.due - land.uncollected) / land.due:.1f}%"


def _by_village(summary: Summary) -> Grid:
    subjects = _figures()
    shares = [_share(name) for _subject, figures in subjects for name, _count in figures]
    unit = (WIDTH_MM - 21) / sum(shares)
    widths = [21 * mm, *(share * unit * mm for share in shares)]
    head = [
        Row([label(""), *(label(subject, span=len(figures)) for subject, figures in subjects)], tied=True),
        Row([label(_("村")), *(label(name) for _subject, figures in subjects for name, _count in figures)]),
    ]
    rows = [_village_row(village.name, village.totals) for village in summary.villages]
    if rows:
        rows[-1].tied = True
    total = _village_row(_("合计"), summary.total)
    for cell in total.cells:
        cell.tinted = True
    return Grid(widths, [*rows, total], head=head)


def _share(name: str) -> float:
    """How wide a column of figures is beside the others: persons need six digits, letters two."""
    if name in (_("户数"), _("人口")):
        return 1.35
    if name in (_("户次"), _("收到"), _("应领证"), _("未领证")):
        return 1.2
    return 0.85 if len(name) == 1 else 1.0


def _village_row(name: str, totals: Totals) -> Row:
    figures = [count(totals) for _subject, figures in _figures() for _name, count in figures]
    return Row([words(name), *(number("" if figure is None else str(figure)) for figure in figures)])
