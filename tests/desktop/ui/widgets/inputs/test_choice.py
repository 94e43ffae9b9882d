"""A closed choice never changes by the wheel, and lets the form scroll."""

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout

from desktop.ui.widgets.inputs.choice import Choice
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import words


def wheel(widget, notches=-1):
    """The wheel over the middle of a widget, as the window system sends it."""
    window = widget.window()
    place = widget.mapTo(window, widget.rect().center())
    QTest.wheelEvent(window.windowHandle(), QPointF(place), QPoint(0, 120 * notches))


def test_the_wheel_scrolls_the_form_and_leaves_the_choice(qtbot, on_screen):
    pane, box = ScrollPane(), Choice("性别")
    box.addItems(["男", "女", "未说明"])
    box.setCurrentIndex(1)
    column = QVBoxLayout(pane.inner)
    column.addWidget(box)
    for at in range(60):
        column.addWidget(words(f"第 {at} 行", wrap=True))
    on_screen(pane, 300, 200)
    qtbot.waitUntil(lambda: pane.verticalScrollBar().maximum() > 0)
    assert box.accessibleName() == "性别"
    for focused in (False, True):
        box.setFocus() if focused else box.clearFocus()
        pane.verticalScrollBar().setValue(0)
        wheel(box)
        assert box.currentText() == "女"
        assert box.hasFocus() is focused
        assert pane.verticalScrollBar().value() > 0
