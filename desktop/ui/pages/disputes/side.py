"""Beside the case: its time limits, the points of its dossier, and what a court would say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.ui.style import Size, look
from desktop.ui.widgets.badge import Badge, BadgeLabel
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.dates import spoken_date
from desktop.ui.widgets.words import Picture, words

if TYPE_CHECKING:
    from db.queries.disputes import DisputeCase


class CaseSide(QWidget):
    """What must not be missed: limits, missing papers."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.limits, self.dossier = Card(_("期限")), Card(_("案卷材料"))
        self.missing = BadgeLabel()
        self.dossier.at_right(self.missing)
        self.court = Card()
        self.court.setAccessibleName(_("司法确认"))
        for card in (self.limits, self.dossier, self.court):
            card.body.setSpacing(6)
            column.addWidget(card)
        column.addStretch(1)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_case(self, case: DisputeCase) -> None:
        """Show another case."""
        self._show_limits(case)
        self._show_dossier(case)
        self._show_court(case)

    def _show_limits(self, case: DisputeCase) -> None:
        _empty(self.limits.body)
        line = case.line
        if line.last_on and line.days_left is not None:
            since = spoken_date(line.accepted_on, self._today()) if line.accepted_on else ""
            told = _("{since}受理，{until}到").format(since=since, until=spoken_date(line.last_on, self._today()))
            self._add_limit(_("调解满一个月"), told, line.days_left)
        agreement = case.agreements[-1] if case.agreements else None
        for clause in agreement.clauses if agreement else ():
            if clause.due_on and not clause.complete:
                until = spoken_date(clause.due_on, self._today())
                told = _("{who}，{until}到").format(who=clause.who, until=until)
                left = (clause.due_on - self._today()).days
                self._add_limit(_("履行第 {n} 条").format(n=clause.position), told, left)
        if agreement and agreement.court_confirmation and not agreement.court_confirmation.is_over:
            court = agreement.court_confirmation
            until = spoken_date(court.last_on, self._today())
            self._add_limit(_("申请司法确认"), _("{until}到").format(until=until), court.days_left)
        if case.arbitration:
            until = spoken_date(case.arbitration.last_on, self._today())
            self._add_limit(_("土地仲裁时效"), _("{until}到").format(until=until), case.arbitration.days_left)
        self.limits.setVisible(self.limits.body.count() > 0)

    def _add_limit(self, what: str, told: str, days_left: int) -> None:
        if days_left < 0:
            badge = Badge(_("逾期 {n} 天").format(n=-days_left), "late", "clock-alert")
        else:
            badge = Badge(_("还剩 {n} 天").format(n=days_left), "due" if days_left <= 5 else "calm", "clock")
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(words(what, "strong", wrap=True))
        names.addWidget(words(told, "caption", "soft", wrap=True))
        row.addLayout(names, 1)
        row.addWidget(BadgeLabel(badge), 0, Qt.AlignmentFlag.AlignVCenter)
        self.limits.body.addWidget(holder)

    def _show_dossier(self, case: DisputeCase) -> None:
        _empty(self.dossier.body)
        missing = sum(check.passed is False for check in case.dossier)
        badge = Badge(_("还差 {n} 样").format(n=missing), "due", "circle-alert")
        self.missing.show_badge(badge if missing else Badge(""))
        looks = {True: ("circle-check", "field"), False: ("circle-alert", "due"), None: ("circle-dashed", "ink_soft")}
        for check in case.dossier:
            icon, colour = looks[check.passed]
            tone = {True: "", False: "due", None: "soft"}[check.passed]
            holder = QWidget()
            holder.setAccessibleName(f"{check.label} {_state(check.passed)}")
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            row.addWidget(Picture(icon, colour, 15), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(words(check.label, "body", tone, wrap=True), 1)
            row.addWidget(words(_state(check.passed), "caption", tone or "soft"), 0, Qt.AlignmentFlag.AlignTop)
            self.dossier.body.addWidget(holder)

    def _show_court(self, case: DisputeCase) -> None:
        _empty(self.court.body)
        agreement = case.agreements[-1] if case.agreements else None
        left = agreement.court_confirmation if agreement else None
        warnings = left.warnings if left else ()
        self.court.setVisible(bool(warnings))
        if warnings:
            self.court.body.addWidget(words(_("司法确认"), "strong", "calm"))
            for warning in warnings:
                self.court.body.addWidget(words(warning, "caption", "soft", wrap=True))

    def _on_look_changed(self) -> None:
        if look().size is Size.XLARGE:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)
        else:
            self.setFixedWidth({Size.NORMAL: 306, Size.LARGE: 340}[look().size])


def _state(passed: bool | None) -> str:
    return {True: _("有"), False: _("还差"), None: _("还没到")}[passed]


def _empty(layout: QLayout) -> None:
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
