"""The other pages of the dossier: members, visits, requests, land, papers, changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from db.identity import CHINA
from db.queries.household_file import Fact
from db.rules.masking import mask_id_number, mask_phone
from desktop.ui.pages.households.life import request_badge, when_of
from desktop.ui.parts.people import grouped, spoken_age, why_away
from desktop.ui.parts.standing import standing_badge
from desktop.ui.widgets.badge import Badge, BadgeLabel
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.dates import spoken_moment
from desktop.ui.widgets.lists.table import Column, RowTable
from desktop.ui.widgets.notice import Empty
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.queries.household_file import HouseholdFile, LandRow, MemberRow, RequestRow, VisitRow
    from desktop.ui.pages.households.clashes import Clashes
    from desktop.ui.pages.households.household_jobs import Change

MEMBER_PHONE, MEMBER_CLASH, CHANGED_WHOSE = 5, 7, 2  # columns that go already at 大


class Sheet(ScrollPane):
    """A page of cards under one another; empty, it says what will stand here."""

    def __init__(self, icon: str, nothing: str) -> None:
        super().__init__()
        self._icon, self._nothing = icon, nothing
        self._column = QVBoxLayout(self.inner)
        self._column.setContentsMargins(0, 14, 12, 14)
        self._column.setSpacing(12)

    def show_cards(self, cards: list[QWidget]) -> None:
        """Show other cards."""
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for card in cards or [Empty(self._icon, self._nothing)]:
            self._column.addWidget(card)
        self._column.addStretch(1)
        self.verticalScrollBar().setValue(0)


def members_table(today: date, clashes: Clashes, standing: Callable[[str], str]) -> RowTable:
    """The members, numbers masked; Enter puts one right."""

    def about(member: MemberRow) -> str:
        if member.left_on:
            return " ".join((member.left_reason or _("已离开"), when_of(member.left_on, today)))
        return " ".join(part for part in (why_away(member) if member.whereabouts else "", member.note) if part)

    def clash(member: MemberRow) -> Badge:
        notes = clashes.of(member.id)
        told = _("{n} 处待定").format(n=len(notes))
        return Badge(told, "due", "triangle-alert") if notes else standing_badge(standing(member.id))

    return RowTable(
        _("成员"),
        (
            Column(_("姓名"), lambda m: m.name, 104, role="strong"),
            Column(_("关系"), lambda m: m.relation, 72),
            Column(_("性别"), lambda m: m.sex, 52, spare=True),
            Column(_("年龄"), lambda m: spoken_age(m.birth_date, today), 60, right=True, order=_by_age),
            Column(_("证件号"), lambda m: grouped(mask_id_number(m.id_no)) if m.id_no else "—", 182),
            Column(_("电话"), lambda m: mask_phone(m.phone) if m.phone else "—", 118, spare=True),
            Column(_("情况"), about, tone=_soft, spare=True),
            Column(_("状态"), lambda _m: "", 112, badge=clash, spare=True),
        ),
    )


def _by_age(member: MemberRow) -> list[int]:
    return [-int(number) for number in re.findall(r"\d+", member.birth_date)]


def changes_table(today: date) -> RowTable:
    """What was changed, newest first."""

    def moment(change: Change) -> str:
        at = datetime.fromisoformat(change.at.replace("Z", "+00:00")).astimezone(CHINA)
        return spoken_moment(at, today)

    return RowTable(
        _("变更"),
        (
            Column(_("什么时候"), moment, 136, order=lambda c: c.at),
            Column(_("谁改的"), lambda c: c.cadre, 90, spare=True),
            Column(_("谁的"), lambda c: c.whose, 90, role="strong", spare=True),
            Column(_("哪一项"), lambda c: c.label, 98),
            Column(_("原来"), lambda c: c.old or "—", tone=_soft),
            Column(_("现在"), lambda c: c.new or "—"),
        ),
    )


def facts_cards(file: HouseholdFile, clashes: Clashes) -> list[QWidget]:
    """The further facts of the household and of each of its people: every field declared as listed (db/models)."""
    note = (Fact("note", _("备注"), file.note),) if file.note else ()
    whose = [(_("这一户"), file.id, (*file.facts, *note)), *((m.name, m.id, m.facts) for m in file.members)]
    return [_facts_card(name, record_id, facts, clashes) for name, record_id, facts in whose if facts]


def _facts_card(name: str, record_id: str, facts: Sequence[Fact], clashes: Clashes) -> Card:
    card = Card(name)
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for at, fact in enumerate(facts):
        grid.addWidget(words(fact.label, "caption", "soft"), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(clashes.beside(words(fact.value, wrap=True), record_id, fact.field), at, 1)
    card.body.addLayout(grid)
    return card


def visit_card(visit: VisitRow, today: date, clashes: Clashes, standing: str) -> Card:
    """A visit whole."""
    card = Card(_("{day}  {kind}").format(day=when_of(visit.visited_on, today), kind=visit.visit_kind))
    caption = " · ".join(part for part in (visit.place, "、".join(visit.cadres)) if part)
    card.at_right(words(caption, "caption", "soft"))
    if visit.persons:
        met = _("见到 {names}").format(names="、".join(visit.persons))
        card.body.addWidget(words(met, "caption", "soft", wrap=True))
    for label, text in visit.texts:
        if len(visit.texts) > 1:
            card.body.addWidget(words(label, "caption", "soft"))
        card.body.addWidget(clashes.beside(words(text, wrap=True), visit.id, label))
    card.at_right(BadgeLabel(standing_badge(standing)))
    said = {label for label, _text in visit.texts}
    rest = clashes.badge_of([note for note in clashes.of(visit.id) if note.label not in said])
    if rest is not None:
        card.at_right(rest)
    if visit.gifts:
        card.body.addWidget(words(_("慰问：{gifts}").format(gifts=visit.gifts), wrap=True))
    foot = []
    if visit.request_numbers:
        foot.append(_("转为诉求 {numbers}").format(numbers="、".join(visit.request_numbers)))
    if visit.next_visit_on:
        foot.append(_("下次走访 {day}").format(day=when_of(visit.next_visit_on, today)))
    if foot:
        card.body.addWidget(words("   ".join(foot), "caption", "good"))
    return card


def request_card(request: RequestRow, today: date, clashes: Clashes, standing: str) -> Card:
    """A request with its replies."""
    card = Card(kind="true")
    top = QHBoxLayout()
    top.setSpacing(10)
    number = " ".join(part for part in (_("诉求"), request.number) if part)
    top.addWidget(words(number, "caption", "soft"))
    top.addWidget(words(when_of(request.received_on, today), "caption", "soft"))
    top.addWidget(BadgeLabel(standing_badge(standing)))
    top.addStretch(1)
    rest = clashes.badge_of([note for note in clashes.of(request.id) if note.field != "content"])
    if rest is not None:
        top.addWidget(rest)
    top.addWidget(BadgeLabel(request_badge(request.late, request.answered, request.due_on, today)))
    card.body.addLayout(top)
    card.body.addWidget(clashes.beside(words(request.content, "strong", wrap=True), request.id, "content"))
    about = " · ".join(part for part in (request.topic, request.handler_name, request.state) if part)
    card.body.addWidget(words(about, "caption", "soft", wrap=True))
    for reply in request.replies:
        head = " · ".join(part for part in (when_of(reply.replied_on, today), reply.way, reply.by_name) if part)
        told = _("答复  {head}") if reply.answers else _("转办  {head}")
        card.body.addWidget(words(told.format(head=head), "caption", "good" if reply.answers else "soft"))
        card.body.addWidget(clashes.beside(words(reply.content, wrap=True), reply.id))
    if request.satisfaction:
        card.body.addWidget(words(_("评价：{word}").format(word=request.satisfaction), "caption", "soft"))
    return card


def land_card(land: LandRow, today: date, clashes: Clashes, standing: str) -> Card:
    """What one contractor holds: contract, certificates, parcels."""
    card = Card(_("承包方 {name}").format(name=land.contractor_name), land.contractor_code)
    card.at_right(BadgeLabel(standing_badge(standing)))
    clash = clashes.badge_of([note for pk in (land.id, *(p.id for p in land.parcels)) for note in clashes.of(pk)])
    if clash is not None:
        card.at_right(clash)
    facts = [part for part in (land.issuer_name, land.contract_code) if part]
    if land.contract_from:
        until = _("长期") if land.perpetual else land.contract_to
        facts.append(_("{begin} 至 {end}").format(begin=land.contract_from, end=until))
    if facts:
        card.body.addWidget(words(" · ".join(facts), "caption", "soft", wrap=True))
    for certificate in land.certificates:
        line = " ".join(part for part in (certificate.certificate_kind, certificate.certificate_code) if part)
        state = certificate.where
        if certificate.collected_on:
            who = certificate.collector_name
            state = _("{day} {who} 领取").format(day=when_of(certificate.collected_on, today), who=who)
        told = words(" · ".join(part for part in (line, state) if part), "strong", wrap=True)
        card.body.addWidget(clashes.beside(told, certificate.id))
    if land.gap:
        card.body.addWidget(words(land.gap, "body", "due", wrap=True))
    if land.parcels:
        table = RowTable(
            _("地块"),
            (
                Column(_("地块"), lambda p: p.name, 96, role="strong"),
                Column(_("编码"), lambda p: p.parcel_code, 176, spare=True),
                Column(_("合同（亩）"), lambda p: p.contract_area_mu, 84, right=True),
                Column(_("实测（亩）"), lambda p: p.measured_area_mu, 84, right=True),
                Column(_("东 / 南 / 西 / 北"), lambda p: " / ".join(p.bounds), tone=_soft),
            ),
            height=31,
        )
        table.show_rows(land.parcels)
        table.fit_rows()
        card.body.addWidget(table)
    return card


def paper_cards(file: HouseholdFile, today: date) -> list[QWidget]:
    """The papers and photos kept with a household."""
    cards: list[QWidget] = []
    for paper in file.papers:
        card = Card(paper.caption or paper.paper_kind, paper.paper_kind)
        card.at_right(words(when_of(paper.taken_on, today), "caption", "soft"))
        card.at_right(BadgeLabel(standing_badge(file.standing(paper.id))))
        cards.append(card)
    return cards


def _soft(_row: object) -> str:
    return "soft"
