"""全貌: the life of a household, and beside it head, members and land."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.rules.masking import mask_id_number, mask_phone
from desktop.ui.pages.households.life import life_of
from desktop.ui.parts.people import grouped, present, spoken_age, why_away
from desktop.ui.style import Size, look
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.lists.timeline import Timeline
from desktop.ui.widgets.notice import Empty
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import Elided, words

if TYPE_CHECKING:
    from db.queries.household_file import HouseholdFile, MemberRow
    from desktop.ui.pages.households.clashes import Clashes


class Overview(QWidget):
    """The first page of the dossier."""

    def __init__(self, clashes: Clashes) -> None:
        super().__init__()
        self._clashes = clashes
        self._count = words("", "caption", "soft")
        self.timeline = Timeline(_("这一户的事"))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.timeline)
        self._pages.addWidget(Empty("footprints", _("走访、诉求、领证都会按日期排在这里。先按 Ctrl+N 记一次走访。")))
        self._side = ScrollPane()
        self._cards = QVBoxLayout(self._side.inner)
        self._cards.setContentsMargins(0, 12, 0, 12)
        self._cards.setSpacing(12)
        left = QVBoxLayout()
        left.setContentsMargins(0, 12, 0, 0)
        left.setSpacing(8)
        left.addWidget(self._count)
        left.addWidget(self._pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        row.addLayout(left, 1)
        row.addWidget(self._side)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_file(self, file: HouseholdFile, today: date) -> None:
        """Show a household."""
        self._side.verticalScrollBar().setValue(0)
        moments = life_of(file, today)
        self._count.setText(_("共 {n} 条").format(n=len(moments)) if moments else "")
        self.timeline.show_moments(moments)
        self._pages.setCurrentIndex(0 if moments else 1)
        while item := self._cards.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for card in (_head_card(file, today, self._clashes), _members_card(file, today), _land_card(file)):
            self._cards.addWidget(card)
        self._cards.addStretch(1)

    def _on_look_changed(self) -> None:
        width = {Size.NORMAL: 274, Size.LARGE: 290, Size.XLARGE: 0}[look().size]
        self._side.setVisible(bool(width))
        if width:
            self._side.setFixedWidth(width)


def _head_card(file: HouseholdFile, today: date, clashes: Clashes) -> Card:
    card = Card(_("户主"))
    members = present(file)
    if not members:
        card.body.addWidget(words(_("还没有成员。"), "body", "soft"))
        return card
    head = members[0]
    about = " · ".join(part for part in (head.name, head.sex, spoken_age(head.birth_date, today)) if part)
    card.at_right(words(about, "caption", "soft"))
    phones = [*clashes.of(head.id, "phone"), *clashes.of(file.id, "phone")]
    rows = (
        (_("证件"), grouped(mask_id_number(head.id_no)) if head.id_no else _("没有登记"), clashes.of(head.id, "id_no")),
        (_("电话"), mask_phone(head.phone or file.phone) if head.phone or file.phone else _("没有登记"), phones),
        (_("居住"), head.residence_kind or "—", clashes.of(head.id, "residence_kind")),
    )
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    for at, (label, value, notes) in enumerate(rows):
        grid.addWidget(words(label, "caption", "soft"), at, 0)
        grid.addWidget(Elided(value), at, 1)
        badge = clashes.badge_of(notes)
        if badge is not None:
            grid.addWidget(badge, at, 2)
    card.body.addLayout(grid)
    return card


def _members_card(file: HouseholdFile, today: date) -> Card:
    members = present(file)
    card = Card(_("成员"))
    card.at_right(words(_("{n}人").format(n=len(members)), "caption", "soft"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(3, 1)
    for at, member in enumerate(members):
        grid.addWidget(words(member.name, "strong"), at, 0)
        grid.addWidget(words(member.relation, "caption", "soft"), at, 1)
        grid.addWidget(words(spoken_age(member.birth_date, today), "caption", "soft"), at, 2)
        note = Elided(_about(member), "caption", "soft")
        note.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(note, at, 3)
    card.body.addLayout(grid)
    return card


def _about(member: MemberRow) -> str:
    return why_away(member) if member.whereabouts else member.note


def _land_card(file: HouseholdFile) -> Card:
    card = Card(_("土地和权证"))
    if not file.land:
        card.body.addWidget(words(_("还没有登记承包地。"), "body", "soft", wrap=True))
        return card
    parcels = sum(len(land.parcels) for land in file.land)
    areas = [land.measured_area_mu or land.contract_area_mu for land in file.land]
    area = "、".join(_("{mu} 亩").format(mu=mu) for mu in areas if mu)
    card.at_right(words(" ".join((_("{n}块").format(n=parcels), area)), "caption", "soft"))
    for land in file.land:
        wheres = [certificate.where for certificate in land.certificates if certificate.where]
        card.body.addWidget(words("、".join(wheres) or land.gap or _("证书已领"), wrap=True))
    return card
