"""What is wrong with a screen as it stands: cut, sideways, outside, below the fold, without a name; knows no pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from desktop.ui.widgets.words import Elided

CONTROLS = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QTabBar, QTextEdit)
_ROLES_THAT_SAY_NOTHING = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Window}
_WHOLE = 11  # a name, a number, a date, a head: so short a text is never cut
_SHORTEST = 6  # signs of a longer text that must stand before its …
_ROWS = 2  # rows of a list that must be seen whole
Widget = TypeVar("Widget", bound=QWidget)
Found = dict[str, object]


def faults_on(window: QWidget) -> Found:
    """Everything that is wrong with how a window is laid out, by what and where."""
    found: Found = {}
    for what, look in (
        ("cut", cut_on),
        ("sideways", sideways_on),
        ("outside", outside_on),
        ("no row", without_rows_on),
        ("below the fold", below_the_fold),
        ("pressed", pressed_on),
        ("nameless", nameless_on),
        ("too large", too_large),
    ):
        found |= {f"{what}: {where}": why for where, why in look(window).items()}
    return found


def seen(page: QWidget, kind: type[Widget]) -> list[Widget]:
    """The visible widgets of a kind in the window of a page."""
    return [widget for widget in page.window().findChildren(kind) if widget.isVisible()]


def cut_on(page: QWidget) -> Found:
    """Words and controls that have less room than they need."""
    found: Found = {}
    for label in seen(page, QLabel):
        if not isinstance(label, Elided) and label.text() and is_cut(label):
            found[label.text()[:20]] = (label.width(), label.sizeHint().width(), label.height())
    for button in seen(page, QAbstractButton):
        if button.width() < button.sizeHint().width() - 1 or button.height() < button.sizeHint().height() - 1:
            found[button.accessibleName()] = (button.width(), button.sizeHint().width())
    for box in (*seen(page, QLineEdit), *seen(page, QComboBox)):
        if box.height() < box.sizeHint().height() - 2:
            found[box.accessibleName()] = (box.height(), box.sizeHint().height())
    for box in seen(page, QComboBox):
        needed = box.fontMetrics().horizontalAdvance(box.currentText())
        if box.width() < needed + box.height() // 2:  # the words and the arrow
            found[box.currentText()] = (box.width(), needed)
    return found


def is_cut(label: QLabel) -> bool:
    """Whether a label has less room than its words need."""
    needed = label.sizeHint()
    if label.wordWrap():
        return label.height() < label.heightForWidth(label.width()) - 2
    return label.width() < needed.width() - 1 or label.height() < needed.height() - 1


@contextmanager
def _listening() -> Iterator[dict[str, str]]:
    """Every text that was shortened to … meanwhile, and what was left of it."""
    shortened: dict[str, str] = {}
    shorten = QFontMetrics.elidedText

    def heard(metrics: QFontMetrics, text: str, *args: object, **more: object) -> str:
        left = str(shorten(metrics, text, *args, **more))
        if left != text:
            shortened[text] = left
        return left

    QFontMetrics.elidedText = heard  # type: ignore[method-assign]
    try:
        yield shortened
    finally:
        QFontMetrics.elidedText = shorten  # type: ignore[method-assign]


def elided_on(page: QWidget) -> Found:
    """What is painted with too little left of it; a long text may end in … where enough of it stands."""
    with _listening() as shortened:
        page.window().grab()
    return {
        f"elided: {text[:30]}": left
        for text, left in shortened.items()
        if len(text) <= _WHOLE or len(left.rstrip("…")) < _SHORTEST
    }


def sideways_on(page: QWidget) -> Found:
    """What would have to be pushed sideways to be read."""
    found: Found = {
        f"{type(area).__name__} {area.accessibleName()}": area.horizontalScrollBar().maximum()
        for area in seen(page, QAbstractScrollArea)
        if not isinstance(area, QHeaderView) and area.horizontalScrollBar().maximum() > 0
    }
    for tabs in seen(page, QTabBar):
        if any(button.isVisible() for button in tabs.findChildren(QToolButton)):
            found[f"tabs {tabs.accessibleName()}"] = f"{tabs.width()} of {tabs.sizeHint().width()}"
    return found


def outside_on(page: QWidget) -> Found:
    """What sticks out of something that does not scroll that way."""
    found: Found = {}
    for widget in (*seen(page, QLabel), *(w for kind in CONTROLS for w in seen(page, kind))):
        if _inner(widget) or not widget.width():
            continue
        where = _sticks_out(widget)
        if where:
            said = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
            found[said[:20] or widget.accessibleName() or type(widget).__name__] = where
    return found


def _sticks_out(widget: QWidget) -> str:
    scrolls, holder = False, widget.parentWidget()
    while holder is not None and holder is not widget.window().parentWidget():
        rect = QRect(widget.mapTo(holder, QPoint(0, 0)), widget.size())
        scrolls = scrolls or isinstance(holder.parentWidget(), QAbstractScrollArea)
        sideways = rect.left() < -1 or rect.right() > holder.width()
        upright = not scrolls and (rect.top() < -1 or rect.bottom() > holder.height())
        if sideways or upright:
            return f"{rect.getRect()} in {type(holder).__name__} {holder.size().toTuple()}"
        holder = None if holder.isWindow() else holder.parentWidget()
    return ""


def without_rows_on(page: QWidget) -> Found:
    """Lists and tables in which not even the first rows can be seen whole."""
    found: Found = {}
    for view in seen(page, QAbstractItemView):
        model = view.model()
        rows = model.rowCount() if model is not None else 0
        if _inner(view) or isinstance(view, QHeaderView) or not rows:
            continue
        height = view.viewport().height()
        last = view.visualRect(model.index(0, 0)).height() * min(rows, _ROWS)
        if height < last:
            found[view.accessibleName() or type(view).__name__] = f"{height} high, the first rows need {last}"
    return found


def below_the_fold(page: QWidget) -> Found:
    """Where keys go, but it is not in sight."""
    here = page.window().focusWidget()
    if not isinstance(here, QAbstractButton | QLineEdit | QComboBox) or not here.isVisible():
        return {}  # a list or a sheet of paper scrolls itself
    shown = here.visibleRegion().boundingRect()
    if shown.height() < here.height() - 2 or shown.width() < here.width() - 2:
        return {here.accessibleName() or type(here).__name__: f"{shown.size().toTuple()} of {here.size().toTuple()}"}
    return {}


def pressed_on(page: QWidget) -> Found:
    """What paints itself and is lower than it says it needs to be; sideways its own words end in …."""
    found: Found = {}
    for widget in seen(page, QWidget):
        ours = {name for kind in type(widget).__mro__ if kind.__module__.startswith("desktop.") for name in vars(kind)}
        if not {"paintEvent", "sizeHint"} <= ours or _inner(widget) or isinstance(widget, QAbstractScrollArea):
            continue
        if widget.height() < widget.sizeHint().height() - 1:
            found[f"{type(widget).__name__} {widget.accessibleName()}"] = (widget.height(), widget.sizeHint().height())
    return found


def nameless_on(page: QWidget) -> Found:
    """Controls a screen reader could not name, or whose role says nothing."""
    found: Found = {}
    for widget in {w for kind in CONTROLS for w in seen(page, kind)}:
        if _inner(widget):
            continue
        where = f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        spoken = QAccessible.queryAccessibleInterface(widget)
        if not widget.accessibleName() and not getattr(widget, "text", str)():
            found[where] = "no name"
        elif spoken is None or spoken.role() in _ROLES_THAT_SAY_NOTHING:
            found[f"{widget.accessibleName()} {where}"] = "no role"
    return found


def _inner(widget: QWidget) -> bool:
    """What Qt makes inside a control speaks through the control."""
    inside = QComboBox | QTabBar | QAbstractItemView | QAbstractSpinBox | QLineEdit
    return isinstance(widget, QScrollBar) or isinstance(widget.parentWidget(), inside)


def too_large(page: QWidget) -> Found:
    """A window larger than what title bar and task bar leave of the screen."""
    window = page.window()
    room, frame = window.screen().availableGeometry(), window.frameGeometry()
    if frame.width() > room.width() or frame.height() > room.height():
        return {window.windowTitle(): f"{frame.size().toTuple()} on {room.size().toTuple()}"}
    return {}
