"""权证: the heat table of what is missing and why, and below it the names of the cell."""

from __future__ import annotations

from collections.abc import Callable
from gettext import gettext as _
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.rules.codes import BlockerCode, LandStage, WhoseMove
from desktop.ui.desk import Desk, Where
from desktop.ui.page import Page
from desktop.ui.pages.certificates.heat import FIRST, HeatTable
from desktop.ui.pages.certificates.reasons import Gaps, column_of, count_places, gaps, place_of, whose
from desktop.ui.style import Size, look
from desktop.ui.widgets.badge import Badge
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.segments import Segments
from desktop.ui.widgets.lists.table import Column, RowTable
from desktop.ui.widgets.notice import Empty
from desktop.ui.widgets.page_head import PageHead
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.queries.land import GapRow

_MOVES = ("village", "township", "county", "household")


class CertificatesPage(Page):
    """Who has no certificate, and whose move is it?"""

    nouns: ClassVar[frozenset[str]] = frozenset({"land", "certificates", "households", "bundles"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found = Gaps([], {}, desk.store.role == "township")
        self._place, self._column, self._wanted = "", -1, ""
        self._rows: list[GapRow] = []
        self.head = PageHead(_("权证"))
        self.heat = HeatTable(_("未领证的户，按地方和原因"))
        self.moves = Segments(_("轮到谁"), [("all", _("全部")), *self._move_words()])
        self.names = RowTable(_("这一格的名单"), _columns(), height=32)
        self.title, self.count = words("", "section"), words("", "caption", "soft")
        self.open = Button(_("看一户一档"), key="Enter", to=self._open)
        self.open.setShortcut("")  # the table listens to Enter itself
        self._arrange()
        self.heat.chosen.connect(self._on_cell_chosen)
        self.heat.activated.connect(self._on_heat_activated)
        self.moves.chosen.connect(self._show_names)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.names.acted.connect(self._on_acted)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 20)
        column.setSpacing(12)
        column.addWidget(self.head)
        self._pages = QStackedWidget()
        teaching = _("谁家未领证、卡在哪里、轮到谁办，这里一眼看清。承包户和权证登记以后，未领证的户就按原因排在这里。")
        self._pages.addWidget(Empty("scroll-text", teaching))
        both = QWidget()
        halves = QVBoxLayout(both)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(12)
        upper = Card(pad=0)
        upper.body.setContentsMargins(0, 0, 0, 0)
        upper.body.addWidget(self.heat)
        halves.addWidget(upper)
        lower = Card(pad=0)
        lower.body.setContentsMargins(0, 0, 0, 0)
        lower.body.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 7, 16, 7)
        bar.setSpacing(10)
        for widget in (self.title, self.count, self.moves):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.open)
        lower.body.addLayout(bar)
        lower.body.addWidget(self.names, 1)
        halves.addWidget(lower, 1)
        self._pages.addWidget(both)
        column.addWidget(self._pages, 1)

    @staticmethod
    def _move_words() -> list[tuple[str, str]]:
        return [(key, WhoseMove(key).label) for key in _MOVES]

    def refresh(self) -> None:
        self.desk.ask(self._on_gaps, gaps)

    def go(self, where: Where) -> None:
        if where.id:
            self._wanted = where.id
            self._choose_wanted()
        self.heat.setFocus()

    def _on_gaps(self, found: Gaps) -> None:
        self._found = found
        places, total = count_places(found)
        self._pages.setCurrentIndex(1 if found.rows else 0)
        place = _("全镇") if found.township else _("全村")
        sentence = _("{place}未领证 {n} 户，领证率 {rate:.1f}%")
        rate = 100 * total.collected / total.due if total.due else 0.0
        self.head.say(sentence.format(place=place, n=total.missing, rate=rate) if found.rows else "")
        self.heat.show_places(places, total)
        self._choose_wanted()

    def _choose_wanted(self) -> None:
        """Somebody came for one certificate: show its household among those who have not collected."""
        household = self._found.waiting.get(self._wanted, self._wanted)
        row = next((row for row in self._found.rows if row.household_id == household), None)
        if not self._wanted or row is None:
            return
        self._wanted = ""
        at = column_of(row)
        self.heat.choose(place_of(row, township=self._found.township)[0],
                         self.heat.counts.missing if at is None else FIRST + at)  # fmt: skip
        self.names.show_rows(list(self.names.table.rows), _is_of(household))

    def _on_cell_chosen(self, place: str, column: int) -> None:
        self._place, self._column = place, column
        self._rows = sorted((row for row in self._found.rows if self._in_cell(row)), key=_by_move)
        names = [place.name for place in self.heat.counts.places if place.key == self._place]
        counts = self.heat.counts
        reason = counts.head(column) if column >= FIRST else counts.head(counts.missing)
        self.title.setText(f"{names[-1] if names else ''} · {reason}")
        blocker = QSignalBlocker(self.moves)
        self.moves.choose("all")
        del blocker
        offered = ["all"]
        for key, label in [("all", _("全部")), *self._move_words()]:
            number = sum(key in ("all", row.whose_move) for row in self._rows)
            self.moves.say(key, f"{label}  {number}")
            offered += [key] if number else []
        self.moves.offer(offered)
        self.count.setText(_("{n} 户，轮到谁：").format(n=len(set(map(whose, self._rows)))))
        self._show_names()

    def _in_cell(self, row: GapRow) -> bool:
        if self._place and place_of(row, township=self._found.township)[0] != self._place:
            return False
        if self._column == self.heat.counts.not_due:
            return row.letter == "C"
        at = column_of(row)
        return at is not None and (not FIRST <= self._column < self.heat.counts.missing or FIRST + at == self._column)

    def _show_names(self, _move: str = "") -> None:
        move = self.moves.key
        self.names.show_rows([row for row in self._rows if move in ("all", row.whose_move)])
        self.open.setEnabled(self.names.row is not None)

    def _open(self) -> None:
        if self.names.row is not None:
            self._on_acted(self.names.row)

    def _on_look_changed(self) -> None:
        for widget in (self.count, self.open):
            widget.setVisible(look().size is not Size.XLARGE)

    def _on_heat_activated(self) -> None:
        self.names.setFocus()

    def _on_acted(self, row: GapRow) -> None:
        if row.household_id:
            self.desk.go(Where("households", "open", row.household_id, "land"))


def _is_of(household_id: str) -> Callable[[GapRow], bool]:
    return lambda row: row.household_id == household_id


def _by_move(row: GapRow) -> int:
    return _MOVES.index(row.whose_move) if row.whose_move in _MOVES else len(_MOVES)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("户"), lambda r: _("{name}户").format(name=r.contractor_name), 172, role="strong",
               soft=lambda r: f"{r.village_group}{r.household_no}"),
        Column(_("轮到"), lambda r: r.whose_move_label, 104, badge=move_badge),
        Column(_("原因"), lambda r: r.label),
        Column(_("还卡在"), _others, 200, spare=True),
        Column(_("走到哪一步"), _stage, 124, tone=lambda _r: "soft", spare=True),
        Column(_("自哪天起"), lambda r: r.since.isoformat() if r.since else "—", 112, right=True,
               tone=lambda _r: "soft"),
    )  # fmt: skip


def move_badge(row: GapRow) -> Badge:
    """Whose move it is: the village's own amber, the offices' blue, the household's plain."""
    tones = {"village": "due", "township": "calm", "county": "calm", "household": "soft"}
    return Badge(row.whose_move_label, tones.get(row.whose_move, "bare"))


def _others(row: GapRow) -> str:
    known = set(BlockerCode)
    return "、".join(BlockerCode(code).label for code in row.codes if code != row.code and code in known)


def _stage(row: GapRow) -> str:
    return LandStage(row.stage).label if row.stage in set(LandStage) else ""
