"""公示会议: what will stand here, until its forms are there; talks are recorded as visits meanwhile."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _

from PySide6.QtWidgets import QVBoxLayout

from desktop.ui.desk import Desk, Where
from desktop.ui.page import Page
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.notice import Empty
from desktop.ui.widgets.page_head import PageHead


class NoticesPage(Page):
    """An empty place that says what belongs here and where it is written down today."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 20)
        column.setSpacing(14)
        self.head = PageHead(_("公示会议"))
        column.addWidget(self.head)
        sentence = _(
            "张贴的公示、到期日和异议，恳谈会和会议记录，以后记在这里。"
            "眼下土地公示记在“权证”的案件里，会上提的事按诉求登记。"
        )
        card = Card(pad=0)
        card.body.addWidget(
            Empty("megaphone", sentence, _("登记会上提的诉求"), partial(desk.go, Where("requests", "new")))
        )
        column.addWidget(card, 1)
