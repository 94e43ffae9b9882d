"""The rooms behind the hand-over, full: every control named, nothing cut at any size, in a window of 1366×696."""

import pytest
from PySide6.QtWidgets import QApplication

from db.sync import unpack
from desktop.ui.desk import Where
from desktop.ui.pages.desk.rows import Home
from desktop.ui.pages.desk.sweeping import SweepDialog
from desktop.ui.pages.desk.twins import TwinsDialog
from desktop.ui.style import Size, look
from tests.screens.faults import cut_on, nameless_on


def settled(qtbot, running):
    qtbot.waitUntil(lambda: running.jobs.quiet, timeout=20_000)


def cut_after_a_while(page):
    for _look in range(50):  # a layout follows its words with the next events
        found = cut_on(page)
        if not found:
            return {}
        QApplication.processEvents()
    return found


@pytest.mark.parametrize("size", list(Size))
def test_nothing_is_cut_and_everything_has_a_name(qtbot, program, everything, size):
    everything.forge.folder.mkdir(exist_ok=True)
    segment = everything.forge.segment(("1a" * 16, ["031", "石桥村三组"]), part=("0f" * 16, 0))
    unpack(everything.township, [everything.forge.bundle(segment)])
    running = program(everything.township)
    running.window.resize(1366, 696)
    look().show(size=size)
    cut = {}
    for place in ("handover", "quarantine", "desk"):
        running.shell.go(Where(place))
        settled(qtbot, running)
        page = running.shell.page(place)
        cut |= cut_after_a_while(page)
        assert running.window.width() == 1366
        assert nameless_on(page) == {}
    for row in [row for row in page.listing.list.lines.rows if not isinstance(row, Home)][::2]:
        page.listing.choose(row.id)
        page.matter.cards.cards[-1].click()  # the one that asks for most
        cut |= {(row.title, words): sizes for words, sizes in cut_after_a_while(page).items()}
        qtbot.waitUntil(lambda: all(c.height() >= c.heightForWidth(c.width()) for c in page.matter.cards.cards))
        table = page.matter.evidence
        assert table.horizontalScrollBar().maximum() == 0 or not look().roomy
    page.open_rules()
    page.open_twins()
    settled(qtbot, running)
    for dialog in (*page.findChildren(SweepDialog), *page.findChildren(TwinsDialog)):
        cut |= cut_after_a_while(dialog)
        dialog.reject()
    assert cut == {}
