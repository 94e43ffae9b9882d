"""What holds on every screen: everything has a name, nothing is cut, nothing flashes up as a window of its own."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.desk import Where
from desktop.ui.frame.rail import places
from desktop.ui.style import Size, look
from tests.makers import make_household, make_request, make_visit
from tests.screens.faults import cut_on, nameless_on, sideways_on, without_rows_on

PLACES = [Where(place.key) for place in places()] + [Where("visits", "new", "household"), Where("visits", "new")]
ROOMS = [Where("desk"), Where("quarantine")]


@pytest.fixture
def furnished(village):
    """A village with a household, a visit and a request, so that no page is empty."""
    first = make_household(village, "欧阳志刚", "王秀英", no="031", group="三组")
    make_visit(village, first, "晚稻快收了，担心收割机进不了门口田，想清机耕道口的石头。")
    make_request(village, first)
    make_household(village, "罗冬林", no="032", group="三组")
    village.first = first
    return village


def visit_every_place(qtbot, running, first):
    for where in PLACES + ROOMS:
        running.shell.go(Where(where.place, where.deed, first if where.id else ""))
        qtbot.waitUntil(lambda: running.jobs.quiet, timeout=10_000)
        yield where, running.shell.page(where.place)


def test_every_control_has_a_name_for_the_screen_reader(qtbot, program, furnished):
    running = program(furnished)
    nameless = {}
    for where, page in visit_every_place(qtbot, running, furnished.first):
        nameless |= {(where.place, control): why for control, why in nameless_on(page).items()}
    assert nameless == {}


@pytest.mark.parametrize("size", list(Size))
def test_nothing_is_cut_or_sideways(qtbot, program, furnished, size):
    running = program(furnished)
    running.window.resize(1366, 696)  # what title bar and task bar leave of a small laptop
    look().show(size=size)
    cut = {}
    for where, page in visit_every_place(qtbot, running, furnished.first):
        assert running.window.width() == 1366
        for _look in range(50):  # a layout follows its words with the next events
            found = faults(page)
            if not found:
                break
            QApplication.processEvents()
        cut |= {(where.place, words): sizes for words, sizes in found.items()}
    assert cut == {}


def faults(page):
    return cut_on(page) | sideways_on(page) | without_rows_on(page)


class Windows(QObject):
    """Remembers every window that opened."""

    def __init__(self):
        super().__init__()
        self.opened = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.opened.append(type(watched).__name__)
        return False


def test_nothing_flashes_up_as_a_window_of_its_own(qtbot, qapp, program, furnished):
    windows = Windows()
    qapp.installEventFilter(windows)
    try:
        running = program(furnished)
        for size in (Size.XLARGE, Size.NORMAL):
            look().show(size=size)
            for _where, _page in visit_every_place(qtbot, running, furnished.first):
                pass
        running.show_first_run()
        running._door.go_on()
        running._door.go_on()
    finally:
        qapp.removeEventFilter(windows)
    assert set(windows.opened) == {"Window"}
