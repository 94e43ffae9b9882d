"""The parts of a household's file that grow: visits, requests with their replies, land and certificates."""

from collections.abc import Sequence
from gettext import gettext as _

from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable, Spacer

from db.queries.household_file import CertificateRow, LandRow, ParcelRow, ReplyRow, RequestRow, StepRow, VisitRow
from desktop.reports.edition import Edition
from desktop.reports.layout.fonts import HEI, SONG
from desktop.reports.layout.page import WIDTH, WIDTH_MM
from desktop.reports.layout.table import Cell, Column, Grid, Row, centred, label, narrative, number, records, words
from desktop.reports.layout.text import CELL, LABEL, Span, Text
from desktop.reports.layout.wording import listed, long_date, sum_of

SIX = (20 * mm, WIDTH / 3 - 20 * mm) * 3
"""Three labels, each with its value."""

_STEP = (22 * mm, 26 * mm, 24 * mm, WIDTH - 72 * mm)
_BETWEEN = 9.0
"""Room between two records of one section, in points."""


def pairs(*of: tuple[str, str] | tuple[str, str, int], tied: bool = False) -> Row:
    """Labels and values in turn across one row; a third entry says how many columns the value takes."""
    cells: list[Cell] = []
    for name, value, *span in of:
        cells += [label(name), words(value, span=span[0] if span else 1)]
    return Row(cells, tied=tied)


def visit_section(visits: Sequence[VisitRow], edition: Edition) -> list[Flowable]:
    """走访记录, newest first."""
    if not visits:
        return []
    columns = (
        Column(_("日期"), 21),
        Column(_("方式、地点"), 24),
        Column(_("走访人"), 22),
        Column(_("见到谁，谈了什么"), WIDTH_MM - 67),
    )
    head = Row([label(column.title) for column in columns])
    rows = [
        Row(
            [
                words(visit.visited_on),
                words("\n".join((visit.visit_kind, visit.place)).strip()),
                words(listed(visit.cadres)),
                said,
            ]
        )
        for visit in visits
        if (said := narrative(_said(visit, edition)))
    ]
    return [Grid([column.width * mm for column in columns], rows, head=[head])]


def _said(visit: VisitRow, edition: Edition) -> list[Span]:
    spans: list[Span] = []
    if visit.persons:
        spans.append((SONG, _("见到{names}。").format(names=listed(visit.persons))))
    for name, text in visit.texts:
        spans += [(HEI, f"\n{name}　"), (SONG, edition.mark_said(edition.prose(text), visit.id, name))]
    if visit.gifts:
        spans += [(HEI, _("\n慰问　")), (SONG, visit.gifts)]
    if visit.request_numbers:
        spans += [(HEI, _("\n提出诉求　")), (SONG, listed(visit.request_numbers))]
    if visit.next_visit_on:
        spans += [(HEI, _("\n下次走访　")), (SONG, long_date(visit.next_visit_on))]
    return spans


def request_section(requests: Sequence[RequestRow], edition: Edition) -> list[Flowable]:
    """诉求和答复, newest first: each with all its steps and replies."""
    out: list[Flowable] = []
    for request in requests:
        if out:
            out.append(Spacer(0, _BETWEEN))
        out += _request(request, edition)
    return out


def _request(request: RequestRow, edition: Edition) -> list[Flowable]:
    def mark(value: str, field: str) -> str:
        return edition.mark(value, request.id, field)

    title = _("诉求 {number}　{day}提出").format(number=request.number or "/", day=long_date(request.received_on))
    state = _("{state}，已超过答复期限").format(state=request.state) if request.late else request.state
    left = Cell(Text(title, LABEL.but(align="left")), 3, tinted=True, open=True)
    right = Cell(Text(mark(state, "state"), LABEL.but(align="right")), 3, tinted=True)
    kind = " · ".join(part for part in (request.request_kind, request.topic) if part)
    rows = [
        Row([left, right], tied=True),
        pairs(
            (_("诉求人"), mark(request.requester_name, "requester_name")),
            (_("类别"), kind),
            (_("来源"), request.channel),
            tied=True,
        ),
        Row([label(_("诉求内容")), narrative(edition.prose(mark(request.content, "content")), span=5)]),
        pairs(
            (_("答复期限"), mark(long_date(request.due_on), "due_on")),
            (_("办理结果"), mark(request.outcome, "outcome")),
            (_("经办人"), mark(request.handler_name, "handler_name")),
        ),
        _satisfied(request, edition),
    ]
    return [Grid(SIX, rows), Grid(_STEP, _course(request, edition), head=[_course_head(request)])]


def _satisfied(request: RequestRow, edition: Edition) -> Row:
    said = edition.mark(request.satisfaction, request.id, "satisfaction")
    if request.satisfaction_note:
        said = _("{said}：{note}").format(said=said, note=edition.prose(request.satisfaction_note))
    return pairs((_("办结日期"), long_date(request.closed_on)), (_("群众评价"), said, 3), tied=True)


def _course_head(request: RequestRow) -> Row:
    how = _("{number} 号诉求怎么办的、怎么答复的").format(number=request.number or "/")
    return Row([label(_("日期")), label(_("环节")), label(_("谁办的")), label(how)])


def _course(request: RequestRow, edition: Edition) -> list[Row]:
    """Steps and replies in the order of their days."""
    steps: list[tuple[str, Row]] = [(step.on_date, _step(step, edition)) for step in request.steps]
    steps += [(reply.replied_on, _reply(reply, edition)) for reply in request.replies]
    rows = [row for _day, row in sorted(steps, key=lambda one: one[0])]
    if not request.answered:
        rows.append(Row([Cell(Text(_("未答复。"), CELL.but(font=HEI)), 4)]))
    return rows


def _step(step: StepRow, edition: Edition) -> Row:
    parts = [
        edition.prose(step.text),
        _("转给{unit}。").format(unit=step.to_unit) if step.to_unit else "",
        _("{day}前办完。").format(day=long_date(step.due_on)) if step.due_on else "",
    ]
    return Row([words(step.on_date), words(step.step), words(step.by_name), narrative("".join(parts))])


def _reply(reply: ReplyRow, edition: Edition) -> Row:
    spans: list[Span] = [(SONG, edition.mark(edition.prose(reply.content), reply.id, "content"))]
    if reply.outcome:
        spans += [(HEI, _("\n结果　")), (SONG, reply.outcome)]
    if reply.legal_basis:
        spans += [(HEI, _("\n依据　")), (SONG, reply.legal_basis)]
    what = _("答复") if reply.answers else _("转办")
    way = _("{what}（{way}）").format(what=what, way=reply.way) if reply.way else what
    return Row([words(reply.replied_on), words([(HEI, way)]), words(reply.by_name), narrative(spans)])


def land_section(land: Sequence[LandRow], edition: Edition) -> list[Flowable]:
    """土地和权证: each contract, its parcels, its certificate, and why there is none."""
    out: list[Flowable] = []
    for row in land:
        if out:
            out.append(Spacer(0, _BETWEEN))
        out += [_contract(row, edition), *_parcels(row.parcels, edition), *_certificates(row, edition)]
    return out


def _contract(land: LandRow, edition: Edition) -> Grid:
    def mark(value: str, field: str) -> str:
        return edition.mark(value, land.id, field)

    until = _("长久不变") if land.perpetual else long_date(land.contract_to)
    term = _("{start}至{end}").format(start=long_date(land.contract_from), end=until) if land.contract_from else until
    rows = [
        pairs((_("发包方"), land.issuer_name), (_("承包方"), mark(land.contractor_name, "name")), tied=True),
        pairs(
            (_("合同编码"), mark(land.contract_code, "contract_code")),
            (_("承包方编码"), land.contractor_code),
            tied=True,
        ),
        pairs((_("承包期限"), mark(term, "end_on")), (_("签订日期"), long_date(land.signed_on)), tied=True),
        pairs((_("合同面积"), _mu(land.contract_area_mu)), (_("实测面积"), _mu(land.measured_area_mu)), tied=True),
        pairs((_("共有人"), listed(land.co_owners), 3)),
    ]
    return Grid((22 * mm, WIDTH / 2 - 22 * mm) * 2, rows, after=5)


def _mu(area: str) -> str:
    return _("{area} 亩").format(area=area) if area else ""


def _parcels(parcels: Sequence[ParcelRow], edition: Edition) -> list[Flowable]:
    if not parcels:
        return []
    columns = (
        Column(_("序"), 9, centred),
        Column(_("地块名称"), 24),
        Column(_("地块编码"), 37),
        Column(_("地类"), 15, centred),
        Column(_("合同（亩）"), 18, number),
        Column(_("实测（亩）"), 18, number),
        Column(_("四至"), WIDTH_MM - 121),
    )
    rows = [
        (
            str(position),
            edition.mark(parcel.name, parcel.id, "name"),
            parcel.parcel_code,
            parcel.use_type,
            parcel.contract_area_mu,
            edition.mark(parcel.measured_area_mu, parcel.id, "measured_area_mu"),
            _bounds(parcel),
        )
        for position, parcel in enumerate(parcels, 1)
    ]
    total = Row(
        [
            Cell(Text(_("合计 {count} 块").format(count=len(parcels)), LABEL), 4, tinted=True),
            number(sum_of(parcel.contract_area_mu for parcel in parcels)),
            number(sum_of(parcel.measured_area_mu for parcel in parcels)),
            Cell(Text("", CELL)),
        ]
    )
    return [records(columns, rows, total=total, after=5)]


def _bounds(parcel: ParcelRow) -> str:
    return "，".join(
        _("{side}至{bound}").format(side=side, bound=bound)
        for side, bound in zip(_("东南西北"), parcel.bounds, strict=True)
        if bound
    )


def _certificates(land: LandRow, edition: Edition) -> list[Flowable]:
    columns = (
        Column(_("证书"), 30),
        Column(_("证书编码"), 37),
        Column(_("发证日期"), 21),
        Column(_("现在何处"), 32),
        Column(_("谁领的、何时领的"), WIDTH_MM - 120),
    )
    rows = [
        (
            row.certificate_kind,
            edition.mark(row.certificate_code, row.id, "certificate_code"),
            row.issued_on,
            _where(row),
            edition.mark(_collected(row), row.id, "collector_name"),
        )
        for row in land.certificates
    ] or [(_("还没有证"), "", "", "", "")]
    grid = records(columns, rows)
    if land.gap:
        letter = _("{letter} 类").format(letter=land.gap_letter) if land.gap_letter else ""
        why: list[Span] = [(HEI, f"{letter}　" if letter else ""), (SONG, land.gap)]
        grid.rows[-1].tied = True
        grid.rows.append(Row([label(_("为何没领到证")), narrative(why, span=4)]))
    return [grid]


def _where(row: CertificateRow) -> str:
    return _("{where}（{day}）").format(where=row.where, day=row.where_since) if row.where_since else row.where


def _collected(row: CertificateRow) -> str:
    if not row.collector_name:
        return row.collected_on
    relation = _("代领，{relation}") if row.is_proxy else "{relation}"
    who = relation.format(relation=row.collector_relation).rstrip("，")
    name = f"{row.collector_name}（{who}）" if who else row.collector_name
    return f"{name} {row.collected_on}".strip()
