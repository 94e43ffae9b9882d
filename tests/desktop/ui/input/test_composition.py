"""What is under composition is kept exactly once, whatever comes in its way."""

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from desktop.ui.input import composition
from desktop.ui.input.composition import Composition
from desktop.ui.keymap import SAVE
from desktop.ui.widgets.buttons import Button

CONTROL = Qt.KeyboardModifier.ControlModifier


def compose(text, commit=""):
    event = QInputMethodEvent(text, [])
    event.setCommitString(commit)
    QCoreApplication.sendEvent(QCoreApplication.instance().focusObject(), event)


def text_of(control):
    return control.text() if isinstance(control, QLineEdit) else control.toPlainText()


class InputMethod:
    """Stands for Qt's: ``reset`` drops what is composed as ibus' module does, or commits it as fcitx' does."""

    def __init__(self):
        self.commits, self.resets = False, 0
        self.holds = ""

    def reset(self):
        self.resets += 1
        compose("", self.holds if self.commits else "")


@pytest.fixture
def method(monkeypatch):
    stands = InputMethod()
    monkeypatch.setattr(composition.QGuiApplication, "inputMethod", lambda: stands)
    return stands


class Form(QWidget):
    """An input, another one, and a button with a key; what was read at the save is kept."""

    def __init__(self, control):
        super().__init__()
        self.input, self.other, self.saved = control, QLineEdit(), []
        self.save = Button("保存", key=SAVE, to=lambda: self.saved.append(text_of(self.input)))
        column = QVBoxLayout(self)
        for part in (self.input, self.other, self.save):
            column.addWidget(part)
        self.composition = Composition(self)
        self.read_at_the_end = ""

    def closeEvent(self, event):
        self.read_at_the_end = text_of(self.input) if shiboken6.isValid(self.input) else ""
        super().closeEvent(event)


@pytest.fixture(params=[QLineEdit, QTextEdit, QPlainTextEdit])
def form(request, on_screen):
    """世界 is written, 北京 is under composition."""
    made = on_screen(Form(request.param()), 500, 400)
    made.input.setFocus()
    compose("", "世界")
    compose("北")
    compose("北京")
    assert text_of(made.input) == "世界"
    assert made.composition.text == "北京"
    return made


def click(widget):
    """As it comes from outside: to the window first."""
    window = widget.window()
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=widget.mapTo(window, widget.rect().center()))


def by_mouse(form):
    click(form.save)


def by_key(form):
    QTest.keyClick(form.windowHandle(), Qt.Key.Key_S, CONTROL)


@pytest.mark.parametrize("save", [by_mouse, by_key])
@pytest.mark.parametrize("commits", [False, True], ids=["dropped by reset", "committed by reset"])
def test_a_save_in_the_middle_of_a_word_saves_the_word_once(form, method, save, commits):
    method.commits, method.holds = commits, "北京"
    save(form)
    assert form.saved == ["世界北京"]
    assert method.resets == 1
    assert form.composition.text == ""
    save(form)
    assert form.saved == ["世界北京", "世界北京"]


def test_the_real_reset_of_qt_without_an_input_method_keeps_it_too(form):
    by_mouse(form)
    assert form.saved == ["世界北京"]


def test_a_button_that_does_not_take_the_focus_saves_the_word_too(form, method):
    form.save.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    by_mouse(form)
    assert form.saved == ["世界北京"]


def test_a_click_into_the_text_itself_keeps_the_word_where_it_stood(form, method):
    click(form.input)
    assert text_of(form.input) == "世界北京"
    compose("", "。")
    assert text_of(form.input).replace("。", "") == "世界北京"


def closes(form):
    form.close()
    assert form.read_at_the_end == "世界北京"


def goes_to_the_other(form):
    form.other.setFocus()


def presses_tab(form):
    QTest.keyClick(form.windowHandle(), Qt.Key.Key_Tab)


def clicks_the_other(form):
    click(form.other)


def is_hidden(form):
    form.input.hide()


def opens_a_dialog(form):
    dialog = QDialog(form)
    QTimer.singleShot(0, dialog.reject)
    dialog.exec()


def is_asked(form):
    form.composition.keep()


@pytest.mark.parametrize(
    "leave", [closes, goes_to_the_other, presses_tab, clicks_the_other, is_hidden, opens_a_dialog, is_asked]
)
def test_whoever_goes_away_finds_the_word_once(form, method, leave):
    leave(form)
    if isinstance(form.input, QPlainTextEdit | QTextEdit):
        assert text_of(form.input).rstrip("\t") == "世界北京"  # Tab is a letter in a bare text
    else:
        assert text_of(form.input) == "世界北京"
    assert form.other.text() == ""


def test_a_word_that_was_cancelled_or_chosen_is_not_kept_again(form, method):
    compose("")
    by_mouse(form)
    form.input.setFocus()
    compose("上海")
    compose("", "上海")
    by_mouse(form)
    assert form.saved == ["世界", "世界上海"]
    assert method.resets == 0


def test_ctrl_or_shift_alone_belong_to_the_input_method(form, method):
    for key in (Qt.Key.Key_Control, Qt.Key.Key_Shift):
        QTest.keyClick(form.windowHandle(), key)
    assert form.composition.text == "北京"
    assert method.resets == 0
    assert text_of(form.input) == "世界"


def test_an_input_method_that_commits_too_late_writes_nothing_twice(form, method):
    click(form.other)
    compose("", "北京")  # on its way while the reset was, and arriving at the next input
    assert (text_of(form.input), form.other.text()) == ("世界北京", "")
    compose("", "北京")
    assert form.other.text() == "北京"


def test_typed_again_a_moment_later_it_is_heard(form, method, monkeypatch):
    click(form.other)
    monkeypatch.setattr(composition, "_LATE", 0.0)
    compose("", "北京")
    assert form.other.text() == "北京"


def test_windows_are_listened_to_only_while_something_is_composed(form, method):
    assert form.windowHandle() in form.composition._windows
    by_mouse(form)
    assert form.composition._windows == []


@pytest.mark.parametrize("at_once", [False, True])
def test_an_input_that_is_gone_takes_its_word_along_without_trouble(form, method, at_once):
    if at_once:
        shiboken6.delete(form.input)
    else:
        form.input.deleteLater()
        QCoreApplication.sendPostedEvents(form.input, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(form.input)
    form.composition.keep()
    assert form.composition.text == ""
    form.other.setFocus()
    compose("上海")
    form.composition.keep()
    assert form.other.text() == "上海"
