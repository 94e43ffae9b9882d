"""Finding while one types."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.ui.widgets.inputs.search_box import SearchBox
from desktop.ui.widgets.lists.lines import Line


@pytest.fixture
def window(qtbot):
    window = QWidget()
    window.resize(900, 600)
    column = QVBoxLayout(window)
    window.box = SearchBox("找人找户", "首字母", Line, key="Ctrl+K")
    window.other = QLineEdit()
    column.addWidget(window.box)
    column.addWidget(window.other)
    column.addStretch(1)
    qtbot.addWidget(window)
    window.show()
    return window


def ask(qtbot, box, text):
    with qtbot.waitSignal(box.asked) as heard:
        qtbot.keyClicks(box, text)
    return heard.args[0]


def test_typing_asks_once_and_enter_takes_the_chosen_hit(qtbot, window):
    asked = []
    window.box.asked.connect(asked.append)
    assert ask(qtbot, window.box, "zgq") == "zgq"
    assert asked == ["zgq"]
    window.box.show_hits("zgq", ["张桂芹", "周国强"])
    qtbot.keyClick(window.box, Qt.Key.Key_Down)
    with qtbot.waitSignal(window.box.picked) as heard:
        qtbot.keyClick(window.box, Qt.Key.Key_Return)
    assert heard.args == ["周国强"]
    assert not window.box.open
    assert window.box.text() == ""


def test_enter_before_the_answer_takes_the_first_hit_when_it_comes(qtbot, window):
    qtbot.keyClicks(window.box, "zgq")
    qtbot.keyClick(window.box, Qt.Key.Key_Return)
    with qtbot.waitSignal(window.box.picked) as heard:
        window.box.show_hits("zgq", ["张桂芹", "周国强"])
    assert heard.args == ["张桂芹"]


def test_an_answer_to_an_older_text_is_not_shown(qtbot, window):
    ask(qtbot, window.box, "zgq")
    window.box.show_hits("zg", ["张刚"])
    assert not window.box.open


def test_nothing_found_says_what_to_try(qtbot, window):
    ask(qtbot, window.box, "xyz")
    window.box.show_hits("xyz", [])
    assert window.box.open
    assert "没找到“xyz”" in window.box._hits.none.text()


def test_escape_leads_back_to_where_one_was(qtbot, window):
    window.activateWindow()
    window.other.setFocus()
    window.box.come()
    ask(qtbot, window.box, "zgq")
    window.box.show_hits("zgq", ["张桂芹"])
    qtbot.keyClick(window.box, Qt.Key.Key_Escape)
    assert not window.box.open
    assert window.focusWidget() is window.other
