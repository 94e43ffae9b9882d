"""A choice of few: joined segments with one selected."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from desktop.ui.style import look
from desktop.ui.widgets.lists.painting import width_of


class Segments(QWidget):
    """One of a few words, always one chosen; arrow keys move."""

    chosen = Signal(str)

    def __init__(self, name: str, options: Sequence[tuple[str, str]], *, fill: bool = False) -> None:
        super().__init__()
        self._fill = fill
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        across = QSizePolicy.Policy.Expanding if fill else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        for at, (key, words) in enumerate(options):
            button = QToolButton()
            button.setText(words)
            button.setAccessibleName(f"{name}：{words}")
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.setProperty("place", _place(at, len(options)))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setSizePolicy(across, QSizePolicy.Policy.Fixed)
            self._group.addButton(button, at)
            self._buttons[key] = button
            row.addWidget(button)
        self._keys = list(self._buttons)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()
        if self._keys:
            self._buttons[self._keys[0]].setChecked(True)
        self._group.idToggled.connect(self._on_toggled)

    @property
    def key(self) -> str:
        """What is chosen."""
        return self._keys[self._group.checkedId()]

    def choose(self, key: str) -> None:
        """Choose without a press."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def say(self, key: str, words: str) -> None:
        """Change the words of one segment, for a count."""
        self._buttons[key].setText(words)
        self._on_look_changed()

    def offer(self, keys: Collection[str]) -> None:
        """Show only these; whichever stand at the ends are closed there."""
        shown = [key for key in self._keys if key in keys]
        for key, button in self._buttons.items():
            button.setVisible(key in shown)
            if key in shown:
                button.setProperty("place", _place(shown.index(key), len(shown)))
                button.style().unpolish(button)
                button.style().polish(button)

    def button(self, key: str) -> QToolButton:
        """The segment of a key."""
        return self._buttons[key]

    def _on_look_changed(self) -> None:
        for button in self._buttons.values():
            button.setFixedHeight(look().px(34))
            if not self._fill:
                button.setFixedWidth(width_of(button.text(), "strong") + look().px(26))

    def _on_toggled(self, at: int, on: bool) -> None:
        if on:
            self.chosen.emit(self._keys[at])


def _place(at: int, count: int) -> str:
    if count == 1:
        return "only"
    return "first" if at == 0 else "last" if at == count - 1 else "middle"
