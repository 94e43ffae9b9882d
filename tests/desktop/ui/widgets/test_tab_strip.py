"""Tabs with counts: what they say is painted at once."""

from desktop.ui.widgets.tab_strip import TabStrip
from tests.desktop.ui.widgets.inputs.test_choice import wheel


def strip(on_screen, *counts):
    tabs = TabStrip("一户一档")
    for name, count in zip(("成员", "走访", "纠纷"), counts, strict=True):
        tabs.add(name, count)
    return on_screen(tabs, 400, 40)


def test_a_count_is_painted_anew_when_it_changes_or_goes(qtbot, on_screen):
    tabs = strip(on_screen, "3", "12", "有")
    tabs.grab()
    painted = []
    tabs.paintEvent = lambda event: (painted.append(1), TabStrip.paintEvent(tabs, event))
    for at, count in enumerate(("5", "", "")):
        painted.clear()
        tabs.count_at(at, count)
        qtbot.waitUntil(lambda: bool(painted))
    fresh = strip(on_screen, "5", "", "")
    tabs.clearFocus()
    assert [tabs.tabRect(at) for at in range(3)] == [fresh.tabRect(at) for at in range(3)]
    assert [tabs.accessibleTabName(at) for at in range(3)] == ["成员 5", "走访", "纠纷"]


def test_the_wheel_turns_no_tab(on_screen):
    tabs = strip(on_screen, "3", "12", "有")
    for _focus in range(2):
        wheel(tabs)
        assert tabs.currentIndex() == 0
        tabs.setFocus()
