"""One dispute: where it stands, who is in it, what was agreed, and what its dossier lacks."""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from db.rules.masking import mask_phone
from desktop.ui.desk import Desk, Where
from desktop.ui.pages.disputes.side import CaseSide
from desktop.ui.pages.disputes.stages import heading, risk_badge, stages
from desktop.ui.parts.standing import standing_badge
from desktop.ui.style import Size, look
from desktop.ui.widgets.badge import Badge, BadgeLabel
from desktop.ui.widgets.buttons import IconButton
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.dates import short_date, spoken_date
from desktop.ui.widgets.lists.table import Column, RowTable
from desktop.ui.widgets.progress import StageStrip
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import Elided, words

if TYPE_CHECKING:
    from db.queries.disputes import ClauseLine, DisputeCase, PartyLine, SittingLine


class DisputeCasePage(QWidget):
    """The case, to be read; Esc goes back to the list."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.title = Elided("", "title")
        self.risk, self.state, self.standing = BadgeLabel(), BadgeLabel(), BadgeLabel()
        self.caption = Elided("", "caption", "soft")
        self.strip = StageStrip(_("到哪一步"))
        self.parties = RowTable(_("当事人"), _party_columns(), height=34)
        self.sittings = RowTable(_("调解会"), self._sitting_columns(), height=38)
        self.clauses = RowTable(_("协议条款"), self._clause_columns())
        self.story = words("", "body", wrap=True)
        self.story.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.side = CaseSide(desk.today)
        for table in (self.sittings, self.clauses):  # only to be read
            table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._arrange()
        self.parties.acted.connect(self._on_party_acted)
        QShortcut(QKeySequence("Escape"), self, self.left.emit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _arrange(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 16, 8, 0)
        whole.setSpacing(10)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 16, 0)
        head.setSpacing(10)
        head.addWidget(IconButton("arrow-left", _("回到名单"), to=self.left.emit))
        names = QVBoxLayout()
        names.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.title, 1)
        top.addWidget(self.risk)
        top.addWidget(self.state)
        top.addWidget(self.standing)
        names.addLayout(top)
        names.addWidget(self.caption)
        head.addLayout(names, 1)
        whole.addLayout(head)
        self.pane = ScrollPane()
        column = QVBoxLayout(self.pane.inner)
        column.setContentsMargins(0, 0, 16, 20)
        column.setSpacing(12)
        column.addWidget(self.strip)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(12)
        self._told = Card(_("怎么回事"))
        self._told.body.addWidget(self.story)
        self._party_card = self._table_card(_("当事人"), self.parties)
        self._sitting_card = self._table_card(_("调解会"), self.sittings)
        self._clause_card = self._table_card(_("协议条款"), self.clauses)
        for card in (self._party_card, self._told, self._sitting_card, self._clause_card):
            left.addWidget(card)
        left.addStretch(1)
        self._halves.addLayout(left, 1)
        self._halves.addWidget(self.side)
        column.addLayout(self._halves)
        column.addStretch(1)
        whole.addWidget(self.pane, 1)

    @staticmethod
    def _table_card(title: str, table: RowTable) -> Card:
        card = Card(title).ruled()
        card.body.addWidget(table)
        return card

    def show_case(self, case: DisputeCase, standing: str) -> None:
        """Show another case."""
        self.standing.show_badge(standing_badge(standing))
        line, today = case.line, self._desk.today()
        self.title.setText(heading(line))
        self.risk.show_badge(risk_badge(line))
        self.state.show_badge(Badge(line.state_label, "good" if line.is_open else "soft"))
        mediators = _("调解员 {names}").format(names=line.mediators) if line.mediators else ""
        parts = (line.number, line.dispute_type, mediators, case.case_source, case.committee_name)
        self.caption.setText("　".join(part for part in parts if part))
        self.strip.show_stages(stages(case, today))
        self.parties.show_rows(case.parties)
        sides = len({party.side for party in case.parties})
        self._party_card.caption.setText(_("{n} 人，{m} 方").format(n=len(case.parties), m=sides))
        wanted = _("请求：{what}").format(what=case.demands) if case.demands else ""
        self.story.setText("\n".join(text for text in (case.summary, wanted) if text))
        self._told.setVisible(bool(self.story.text()))
        self.sittings.show_rows(list(reversed(case.sittings)))
        self._sitting_card.caption.setText(_("{n} 次").format(n=len(case.sittings)))
        self._sitting_card.setVisible(bool(case.sittings))
        agreement = case.agreements[-1] if case.agreements else None
        self.clauses.show_rows(agreement.clauses if agreement else ())
        if agreement:
            day = spoken_date(agreement.agreed_on, today) if agreement.agreed_on else ""
            caption = " · ".join(p for p in (agreement.form_label, day, _("{n} 份").format(n=agreement.copies)) if p)
            self._clause_card.caption.setText(caption)
        self._clause_card.setVisible(bool(agreement))
        for table in (self.sittings, self.clauses):
            table.clearSelection()
        self.side.show_case(case)
        self._fit()
        self.pane.verticalScrollBar().setValue(0)

    def arrive(self) -> None:
        """Tab goes on from the parties."""
        self.parties.setFocus()

    def _fit(self) -> None:
        for table in (self.parties, self.sittings, self.clauses):
            table.fit_rows()

    def _sitting_columns(self) -> tuple[Column, ...]:
        def day(line: SittingLine) -> str:
            return f"{spoken_date(line.held_on, self._desk.today())} {line.time_from}" if line.held_on else ""

        return (
            Column(_("会"), lambda s: _("第 {n} 次").format(n=s.number), 84, role="strong"),
            Column(_("哪天"), day, 150, tone=_soft),
            Column(_("在哪里、谁到了"), _attended),
            Column(_("结果"), lambda s: s.result_label, 136, badge=_result_badge),
        )

    def _clause_columns(self) -> tuple[Column, ...]:
        def due(clause: ClauseLine) -> str:
            return short_date(clause.due_on, self._desk.today()) if clause.due_on else _("未填")

        return (
            Column("", lambda c: str(c.position), 40, tone=_soft),
            Column(_("谁"), lambda c: c.who, 120),
            Column(_("做什么"), lambda c: c.what),
            Column(_("金额（元）"), lambda c: c.amount or "—", 96, right=True),
            Column(_("怎么给"), lambda c: c.how or _("未填"), 112, tone=lambda c: "" if c.how else "late", spare=True),
            Column(_("期限"), due, 82, tone=lambda c: "" if c.due_on else "late"),
            Column(_("履行"), lambda _c: "", 108, badge=self._performed),
        )

    def _performed(self, clause: ClauseLine) -> Badge:
        if clause.complete:
            return Badge(_("已履行"), "good", "circle-check")
        if clause.due_on and clause.due_on < self._desk.today():
            return Badge(_("到期未履行"), "late", "clock-alert")
        return Badge(_("还没到期"), "soft", "clock") if clause.due_on else Badge("")

    def _on_party_acted(self, party: PartyLine) -> None:
        if party.household_id:
            self._desk.go(Where("households", "open", party.household_id))

    def _on_look_changed(self) -> None:
        wide = look().size is not Size.XLARGE
        direction = QBoxLayout.Direction
        self._halves.setDirection(direction.LeftToRight if wide else direction.TopToBottom)
        self._fit()


def _party_columns() -> tuple[Column, ...]:
    return (
        Column(_("哪一方"), lambda p: p.side_label, 92, tone=_soft),
        Column(_("姓名"), lambda p: p.organisation or p.name, 120, role="strong"),
        Column(_("情况"), _about),
        Column(_("电话"), _phone, 130, spare=True),
        Column(_("权利义务"), lambda _p: "", 140, badge=_told_badge),
    )


def _about(party: PartyLine) -> str:
    born = party.birth_date[:4]
    year = _("{year}年生").format(year=born) if born else ""
    return " · ".join(part for part in (party.sex.removesuffix("性"), year, party.address) if part)


def _phone(party: PartyLine) -> str:
    return mask_phone(party.phone)


def _told_badge(party: PartyLine) -> Badge:
    if party.notice_told_on:
        return Badge(_("已告知"), "bare", "circle-check")
    return Badge(_("还没告知"), "due", "clock")


def _attended(sitting: SittingLine) -> str:
    return " · ".join(part for part in (sitting.place, sitting.attendees, sitting.record) if part)


def _result_badge(sitting: SittingLine) -> Badge:
    icons = {"agreed": ("good", "handshake"), "failed": ("late", "circle-x"), "continued": ("soft", "hourglass")}
    tone, icon = icons.get(sitting.result, ("soft", ""))
    return Badge(sitting.result_label, tone, icon)


def _soft(_row: object) -> str:
    return "soft"
