"""Buttons are pressed by keys and say what they do."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from desktop.ui.widgets.buttons import Button, IconButton


def test_a_button_says_its_key_and_enter_presses_it(qtbot, on_screen):
    pressed = []
    button = on_screen(Button("保存", "main", key="Ctrl+S", to=lambda: pressed.append(1)))
    assert button.accessibleName() == "保存"
    assert button.toolTip() == "保存  Ctrl+S"
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        qtbot.keyClick(button, key)
    qtbot.keyClick(button, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert len(pressed) == 4
    button.name_it("存了")
    qtbot.keyClick(button, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert len(pressed) == 5


def test_nothing_of_a_button_is_cut(qtbot):
    short, long = Button("存"), Button("预览协议书，念给大家听", "main", icon="printer", key="Ctrl+Shift+P")
    for button in (short, long):
        qtbot.addWidget(button)
        button.show()
        assert button.width() >= button.sizeHint().width()
    assert long.sizeHint().width() > short.sizeHint().width() + 150


def test_an_icon_alone_has_a_name(qtbot):
    button = IconButton("eye", "看完整号码")
    qtbot.addWidget(button)
    spy = QSignalSpy(button.clicked)
    button.show_icon("eye-off", "遮住号码")
    button.click()
    assert button.accessibleName() == "遮住号码"
    assert spy.count() == 1
