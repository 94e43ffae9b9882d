"""F1 explains the figures of the page one is on, and every key, at every size."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.ui.frame.keys import KeySheet
from desktop.ui.style import Size, look


def said(sheet):
    return {label.text() for label in sheet.findChildren(QLabel)}


def test_the_figures_of_the_page_stand_above_the_keys(qtbot):
    here, nowhere = KeySheet(place="certificates"), KeySheet()
    for sheet in (here, nowhere):
        qtbot.addWidget(sheet)
    assert {"这一页的数字怎么算", "未领证", "领证率", "键表", "Ctrl+K"} <= said(here)
    assert "未领证" not in said(nowhere)
    assert "Ctrl+K" in said(nowhere)


@pytest.mark.parametrize("size", list(Size))
def test_it_fits_the_screen_and_scrolls_by_keys(qtbot, on_screen, size):
    look().show(size=size)
    sheet = on_screen(KeySheet(place="reports"))
    room = sheet.screen().availableSize()
    assert sheet.width() <= room.width()
    assert sheet.height() <= room.height()
    bar = sheet.pane.verticalScrollBar()
    for label in sheet.pane.inner.findChildren(QLabel):
        assert label.width() >= label.minimumSizeHint().width()
        assert label.x() + label.width() <= sheet.pane.viewport().width()
        assert label.height() >= label.heightForWidth(label.width())
    if bar.maximum():
        qtbot.keyClick(sheet.pane, Qt.Key.Key_PageDown)
        assert bar.value() > 0
    assert sheet.pane.verticalScrollBar().maximum() == 0 or size is not Size.NORMAL or room.height() < 900
