"""In the whole program: nobody is there, a key, the cross; and where keys go when the lock is open again."""

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from db import open_store
from db.queries.dossier import household_file
from db.queries.drafts import latest_drafts
from desktop.ui.desk import Where
from desktop.ui.doors.unlock import Unlock
from desktop.ui.input.module import way_out
from desktop.ui.window import Window
from tests.conftest import PASSWORD
from tests.makers import make_household

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def home(village):
    return make_household(village, "李𬭎", "王秀英", no="031", group="三组")


@pytest.fixture
def writing(qtbot, program, village, home):
    """The form of a visit: 世界 is written, 北京 is under composition."""
    running = program(village)
    running.shell.go(Where("visits", "new", home))
    page = running.shell.page("visits")
    qtbot.waitUntil(lambda: page.form is not None and running.jobs.quiet, timeout=10_000)
    running.talk = page.form.parts.talk
    running.talk.setFocus()
    compose(running.talk, "", "世界")
    compose(running.talk, "北京")
    return running


def compose(control, text, commit=""):
    event = QInputMethodEvent(text, [])
    event.setCommitString(commit)
    QApplication.sendEvent(control, event)


def unlock(qtbot, running):
    door = running.window.front
    assert isinstance(door, Unlock)
    door.password.setText(PASSWORD)
    qtbot.keyClick(door.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: running.window.front is running.shell and running.jobs.quiet, timeout=10_000)


def nobody_is_there(running):
    running.window.left_alone.emit()


def ctrl_l(running):
    QTest.keyClick(running.window.windowHandle(), Qt.Key.Key_L, CTRL)


def lock_by_mouse(running):
    window = running.window
    lock = next(button for button in running.shell.top.children() if getattr(button, "text", str)() == "锁屏")
    place = lock.mapTo(window, lock.rect().center())
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=place)


@pytest.mark.parametrize("lock", [nobody_is_there, ctrl_l, lock_by_mouse])
def test_a_lock_keeps_the_word_in_the_draft_and_gives_the_focus_back(qtbot, writing, village, lock):
    lock(writing)
    assert [draft.data["talk"] for draft in latest_drafts(village)] == ["世界北京"]
    unlock(qtbot, writing)
    assert QApplication.focusWidget() is writing.talk
    compose(writing.talk, "", "。")
    assert writing.talk.toPlainText() == "世界北京。"


def test_the_search_box_has_the_focus_again_after_a_lock(qtbot, writing):
    QTest.keyClick(writing.window.windowHandle(), Qt.Key.Key_K, CTRL)
    assert writing.talk.toPlainText() == "世界北京"
    assert QApplication.focusWidget() is writing.shell.top.search
    nobody_is_there(writing)
    unlock(qtbot, writing)
    assert QApplication.focusWidget() is writing.shell.top.search


def test_an_input_that_is_gone_when_the_lock_opens_gets_no_focus(on_screen):
    window, page, door = on_screen(Window()), QWidget(), QLineEdit()
    inside = QLineEdit(page)
    window.show_only(page)
    inside.setFocus()
    window.remember_focus()
    window.show_only(door)
    shiboken6.delete(inside)
    window.show_only(page)
    window.give_focus_back()
    assert window.front is page
    assert not isinstance(QApplication.focusWidget(), QLineEdit)


def test_the_save_by_key_keeps_the_word_in_the_record(qtbot, writing, village, home):
    QTest.keyClick(writing.window.windowHandle(), Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: writing.jobs.quiet and bool(household_file(village, home).visits), timeout=10_000)
    (visit,) = household_file(village, home).visits
    assert [text for _label, text in visit.texts] == ["世界北京"]
    assert latest_drafts(village) == []


def test_the_cross_keeps_the_word_in_the_draft(writing, village, around):
    path = village.path
    writing.window.close()
    again = open_store(path, PASSWORD, around)
    assert [draft.data["talk"] for draft in latest_drafts(again)] == ["世界北京"]
    again.close()


def test_what_is_wrong_with_the_computer_stands_over_door_and_frame_until_it_was_read(program, village):
    running = program(village)
    assert running.window.warning.isHidden()
    running.window.warn("")
    assert running.window.warning.isHidden()
    running.window.warn(way_out())
    assert running.window.warning.isVisible()
    assert running.window.warning.sentence == way_out()
    running.lock()
    assert running.window.warning.isVisible()
