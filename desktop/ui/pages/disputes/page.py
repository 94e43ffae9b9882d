"""纠纷: the list, and one case opened from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from db.queries.disputes import dispute_case, dispute_list
from db.sync.exchange.standing import standings_in, standings_of
from desktop.ui.desk import Desk, Where
from desktop.ui.page import Page
from desktop.ui.pages.disputes.board import DisputeBoard
from desktop.ui.pages.disputes.case import DisputeCasePage
from desktop.ui.widgets.notice import Waiting

if TYPE_CHECKING:
    from db.queries.disputes import DisputeCase, DisputeLine
    from db.store import Store


def lines(store: Store) -> tuple[list[DisputeLine], Mapping[str, str]]:
    """Every dispute this cadre may see, and which of them are not confirmed."""
    return dispute_list(store), standings_of(store, "dispute")


def case(store: Store, dispute_id: str) -> tuple[DisputeCase, str]:
    """One of them whole, and where it stands."""
    standing = standings_in(store, dispute_id, "dispute").get(dispute_id, "confirmed")
    return dispute_case(store, dispute_id), standing


class DisputesPage(Page):
    """Where does each dispute stand, what is missing before it can be printed?"""

    nouns: ClassVar[frozenset[str]] = frozenset({"disputes", "bundles"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.board, self.case = DisputeBoard(desk), DisputeCasePage(desk)
        self._open = ""
        self._stack = QStackedWidget()
        self._stack.addWidget(self.board)
        self._stack.addWidget(self.case)
        self.waiting = Waiting()
        self._stack.addWidget(self.waiting)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.board.opened.connect(self.open_case)
        self.case.left.connect(self._show_board)

    def refresh(self) -> None:
        self.desk.ask(self._on_lines, lines)
        if self._open:
            self.desk.ask(self._on_case, case, self._open)

    def go(self, where: Where) -> None:
        if where.id:
            self.open_case(where.id)
        else:
            self._show_board()

    def open_case(self, dispute_id: str) -> None:
        """Show one case."""
        if dispute_id != self._open and self._stack.currentWidget() is self.case:
            self._stack.setCurrentWidget(self.waiting)
        self._open = dispute_id
        self.desk.ask(self._on_case, case, dispute_id)

    def _on_lines(self, found: tuple[list[DisputeLine], Mapping[str, str]]) -> None:
        self.board.show_lines(*found)

    def _on_case(self, answer: tuple[DisputeCase, str]) -> None:
        found, standing = answer
        if found.line.id == self._open:
            self.case.show_case(found, standing)
            if self._stack.currentWidget() is not self.case:
                self._stack.setCurrentWidget(self.case)
                self.case.arrive()

    def _show_board(self) -> None:
        self._open = ""
        self._stack.setCurrentWidget(self.board)
        self.board.arrive()
