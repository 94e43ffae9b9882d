"""The paper itself: a toolbar over the pages."""

from __future__ import annotations

from gettext import gettext as _

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.style import Size, look
from desktop.ui.widgets.buttons import IconButton
from desktop.ui.widgets.inputs.choice import Choice
from desktop.ui.widgets.notice import Empty
from desktop.ui.widgets.paper_view import PaperView
from desktop.ui.widgets.words import Elided, words


class PaperPane(QWidget):
    """Pages with their number, to be leafed through; the old page stays until the new one is there."""

    fit_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._shown = 0, 0
        self.setProperty("ground", "well")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.view = PaperView(_("要打印的样子"))
        self.note = Elided(_("随改随变"), "caption", "soft")
        self.count = words("")
        self.back = IconButton("chevron-left", _("上一页"), to=self._back)
        self.on = IconButton("chevron-right", _("下一页"), to=self._on)
        self.fit = Choice()
        self.fit.setAccessibleName(_("看多大"))
        self.fit.addItem(_("适合宽度"), False)
        self.fit.addItem(_("看整页"), True)
        self.empty = Empty("printer", "")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._make_bar())
        whole.addWidget(self._pages, 1)
        self.view.page_changed.connect(self._on_page_changed)
        self.fit.currentIndexChanged.connect(self._on_fit_changed)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _make_bar(self) -> QWidget:
        self._bar = QWidget()
        self._bar.setProperty("ground", "ground")
        self._bar.setProperty("edge", "bottom")
        self._bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(16, 0, 16, 1)
        row.setSpacing(8)
        row.addWidget(self.note, 1)
        for widget in (self.back, self.count, self.on):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self.fit)
        return self._bar

    def say(self, note: str) -> None:
        """What stands at the left of the toolbar."""
        self.note.setText(note)

    def show_nothing(self, sentence: str) -> None:
        """There is no paper; say why."""
        self.view.clear()
        self.empty.say(sentence)
        self._pages.setCurrentWidget(self.empty)
        self._on_page_changed(0, 0)

    def show_paper(self, sizes: tuple[tuple[float, float], ...]) -> None:
        """Another paper of pages so large."""
        self._pages.setCurrentWidget(self.view)
        self.view.show_paper(sizes)

    def _back(self) -> None:
        self.view.go_to(self.view.page - 1)

    def _on(self) -> None:
        self.view.go_to(self.view.page + 1)

    def _on_page_changed(self, page: int, pages: int) -> None:
        shown = min(page, max(0, pages - 1))
        spoken = _("第 {n} 页，共 {total} 页") if look().roomy else _("{n} / {total}")
        self.count.setText(spoken.format(n=shown + 1, total=pages) if pages else "")
        self._shown = page, pages
        self.back.setEnabled(shown > 0)
        self.on.setEnabled(shown < pages - 1)

    def _on_fit_changed(self) -> None:
        self.view.fit_page(bool(self.fit.currentData()))

    def _on_look_changed(self) -> None:
        self._on_page_changed(*self._shown)
        self._bar.setFixedHeight({Size.NORMAL: 48, Size.LARGE: 56, Size.XLARGE: 66}[look().size])
