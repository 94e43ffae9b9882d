"""农户: the list and the dossier side by side."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget

from desktop.ui.desk import Desk, Where
from desktop.ui.page import Page
from desktop.ui.pages.households.browse import Browse
from desktop.ui.pages.households.dossier import Dossier
from desktop.ui.pages.households.household_jobs import Register, dossier, register
from desktop.ui.pages.households.narrowing import Wanted
from desktop.ui.style import Size, look
from desktop.ui.widgets.notice import Empty

if TYPE_CHECKING:
    from db.queries.household_file import HouseholdFile
    from db.queries.households import HouseholdLine

_PAUSE = 70  # ms on a row before its file is asked for: arrow keys held down pass the others by


class HouseholdsPage(Page):
    """Who lives here; the one chosen stands open beside the list."""

    nouns: ClassVar[frozenset[str]] = frozenset(
        {"households", "persons", "visits", "requests", "land", "certificates", "disputes", "bundles", "imports"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wish = Where("households")
        self._asked = ""
        self.browse = Browse(desk.today(), township=desk.store.role == "township")
        self.dossier = Dossier(desk)
        self._right = QStackedWidget()
        self._right.addWidget(Empty("house", _("从左边选一户，这里就是他家的一户一档。")))
        self._right.addWidget(self.dossier)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.browse)
        self._split.addWidget(self._right)
        self._split.setStretchFactor(1, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._split)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._on_paused)
        self.browse.chosen.connect(self._on_chosen)
        self.browse.acted.connect(self._on_acted)
        self.dossier.gone.connect(self._on_gone)
        self.browse.import_wanted.connect(partial(desk.go, Where("settings", "import")))
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def go(self, where: Where) -> None:
        self._wish = where
        if where.deed == "never_visited":
            self.browse.want(Wanted(never_visited=True))
        elif where.id and self.browse.choose(where.id):
            self.dossier.show_tab(where.text or "overview")
            self._wish = Where("households")
        self.browse.list.setFocus()

    def refresh(self) -> None:
        self.desk.ask(self._on_register, register)
        if self._asked:
            self._ask_file(self._asked)

    def _on_register(self, found: Register) -> None:
        self.browse.show_register(found)
        wish, self._wish = self._wish, Where("households")
        if wish.id and self.browse.choose(wish.id):
            self.dossier.show_tab(wish.text or "overview")

    def _on_chosen(self, line: HouseholdLine) -> None:
        if line.id != self._asked:
            self._asked = line.id
            self.dossier.wait_for(line.id, line.head_name)
            self._right.setCurrentWidget(self.dossier)
            self._pause.start()

    def _on_paused(self) -> None:
        self._ask_file(self._asked)

    def _ask_file(self, household_id: str) -> None:
        self.desk.ask(partial(self._on_file, household_id), dossier, household_id)

    def _on_file(self, household_id: str, file: HouseholdFile) -> None:
        if household_id == self._asked:
            self.dossier.show_file(file)
            self._right.setCurrentWidget(self.dossier)

    def _on_gone(self) -> None:
        self._asked = ""
        self._right.setCurrentIndex(0)

    def _on_acted(self, line: HouseholdLine) -> None:
        self.desk.go(Where("visits", "new", line.id))

    def _on_look_changed(self) -> None:
        width = {Size.NORMAL: 348, Size.LARGE: 380, Size.XLARGE: 420}[look().size]
        self.browse.setMinimumWidth(min(width, 300 if look().roomy else 400))
        self.browse.setMaximumWidth(460)
        self._split.setSizes([width, 10_000])
