"""The top of the window: the search box, who is here, the lock."""

from __future__ import annotations

from collections.abc import Callable
from gettext import gettext as _
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.frame.rail import bar_height
from desktop.ui.keymap import FIND, LOCK
from desktop.ui.style import Size, look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.inputs.search_box import SearchBox
from desktop.ui.widgets.lists.lines import Line
from desktop.ui.widgets.words import Picture, words


class TopBar(QWidget):
    """Search from everywhere; the person at the right."""

    locked = Signal()

    def __init__(self, person: str, office: str, present: Callable[[Any], Line]) -> None:
        super().__init__()
        self.setProperty("edge", "bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search = SearchBox(_("找人找户"), "", present, key=FIND)
        QShortcut(QKeySequence(FIND), self, self.search.come)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 1)
        row.setSpacing(8)
        row.addWidget(self.search)
        row.addStretch(1)
        row.addWidget(Picture("user", "ink_soft", 18))
        self.person = words(person)
        row.addWidget(self.person)
        self.office = words(office, "caption", "soft")
        row.addWidget(self.office)
        self.office.setVisible(bool(office))
        row.addSpacing(8)
        lock = Button(_("锁屏"), "soft", icon="lock", to=self.locked.emit)
        lock.setShortcut(QKeySequence(LOCK))
        lock.setToolTip(_("锁屏  {key}").format(key=LOCK))
        lock.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it is given back after the lock
        row.addWidget(lock)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        self.setFixedHeight(bar_height())
        self.search.setFixedWidth({Size.NORMAL: 460, Size.LARGE: 480, Size.XLARGE: 493}[look().size])
        short = look().size is not Size.NORMAL
        self.search.setPlaceholderText(
            _("找人找户：姓名、首字母、证号") if short else _("找人找户：首字母、姓名、证号、电话、地块编码")
        )
