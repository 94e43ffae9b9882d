"""What a cadre types in, ticks and picks."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodQueryEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QVBoxLayout

from desktop.ui.widgets.inputs.chips import Chip
from desktop.ui.widgets.inputs.choice_card import ChoiceCard
from desktop.ui.widgets.inputs.date_box import DateBox, TimeBox
from desktop.ui.widgets.inputs.field import Field, Fields, Prose
from desktop.ui.widgets.inputs.hint_box import HintBox
from desktop.ui.widgets.inputs.segments import Segments

TODAY = date(2025, 10, 20)


@pytest.fixture
def day_box(qtbot):
    box = DateBox("日期", TODAY, lambda: TODAY)
    qtbot.addWidget(box)
    box.show()
    return box


def typed(qtbot, box, text):
    box.selectAll()
    box.insert(text)  # an input method's words come like this, not as keys
    qtbot.keyClick(box, Qt.Key.Key_Return)


@pytest.mark.parametrize(("text", "day"), [("昨天", "2025-10-19"), ("1008", "2025-10-08"), ("2024-2-29", "2024-02-29")])
def test_a_day_is_typed_as_people_type_it(qtbot, day_box, text, day):
    with qtbot.waitSignal(day_box.changed):
        typed(qtbot, day_box, text)
    assert day_box.day.isoformat() == day
    assert "日" in day_box.text()


def test_a_day_that_is_none_is_told_and_the_old_one_stays(qtbot, day_box):
    with qtbot.waitSignal(day_box.mistyped):
        typed(qtbot, day_box, "13-45")
    assert day_box.day == TODAY
    assert day_box.text() == "10月20日 周一"


def test_arrow_keys_step_by_days_and_f4_opens_the_calendar(qtbot, day_box):
    qtbot.keyClick(day_box, Qt.Key.Key_Down)
    assert day_box.day == date(2025, 10, 19)
    qtbot.keyClick(day_box, Qt.Key.Key_F4)
    assert day_box._calendar.isVisible()
    day_box._calendar.activated.emit(day_box._calendar.selectedDate().addDays(-9))
    assert day_box.day == date(2025, 10, 10)
    assert not day_box._calendar.isVisible()


def test_a_time_is_typed_without_colon(qtbot):
    box = TimeBox("从几点", None, "现在")
    qtbot.addWidget(box)
    typed(qtbot, box, "1410")
    assert f"{box.at:%H:%M}" == box.text() == "14:10"
    typed(qtbot, box, "")
    assert box.at is None


def test_an_error_stands_at_its_field_and_goes_there(qtbot):
    form = Fields()
    qtbot.addWidget(form)
    column = QVBoxLayout(form)
    name, phone = QLineEdit(), QLineEdit()
    column.addWidget(form.add_field("name", Field("姓名", name)))
    column.addWidget(form.add_field("phone", Field("电话", phone, "村里能打通的")))
    form.show()
    assert form.show_error("phone", "手机号是11位，请再看一看。")
    assert form.fields["phone"].error == phone.accessibleDescription() == "手机号是11位，请再看一看。"
    assert form.focusWidget() is phone
    assert not form.show_error("unknown", "…")
    assert form.fields["phone"].error == ""


def test_enter_moves_on_but_not_in_a_text(qtbot):
    form = Fields()
    qtbot.addWidget(form)
    column = QVBoxLayout(form)
    first, second, text = QLineEdit(), QLineEdit(), Prose("谈了什么")
    for box in (first, second, text):
        column.addWidget(box)
    form.show()
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert form.focusWidget() is second
    qtbot.keyClick(second, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert form.focusWidget() is text
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert text.toPlainText() == "\n"
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    assert form.focusWidget() is not text


def test_a_choice_of_few_moves_with_arrow_keys(qtbot, on_screen):
    segments = Segments("地点", [("home", "户内"), ("yard", "院坝"), ("field", "田间")])
    on_screen(segments)
    segments.button("home").setFocus()
    assert segments.key == "home"
    with qtbot.waitSignal(segments.chosen) as heard:
        qtbot.keyClick(segments.button("home"), Qt.Key.Key_Right)
    assert heard.args == ["yard"] == [segments.key]
    assert segments.button("yard").accessibleName() == "地点：院坝"
    segments.choose("nowhere")
    assert segments.key == "yard"


def test_a_chip_is_ticked_with_the_space_bar_and_speaks_its_detail(qtbot):
    chip = Chip("李明轩", "长子 · 外出 东莞", tick=True)
    qtbot.addWidget(chip)
    chip.show()
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert chip.isChecked()
    assert chip.accessibleName() == "李明轩 长子 · 外出 东莞"
    before = chip.sizeHint().width()
    chip.say("李明轩", "长子")
    assert chip.sizeHint().width() < before
    chip.grab()


def test_a_large_answer_and_a_hint_draw_themselves(qtbot, on_screen):
    card = ChoiceCard("house", "村里", "走访入户", key="1")
    box = HintBox("找人", "首字母", key="Ctrl+K")
    for widget in (box, card):
        on_screen(widget)
        assert not widget.grab().isNull()
    qtbot.keyClick(card, Qt.Key.Key_1)
    assert card.isChecked()
    assert card.accessibleName() == "村里。走访入户"
    assert box.textMargins().left() > 16


def test_candidates_stand_under_the_line_not_over_it(on_screen):
    """An input method asks where the cursor is; the edge around a text counts."""
    prose = on_screen(Prose("谈了什么"), 300, 200)
    prose.setStyleSheet("padding: 9px; border: 1px solid black")
    prose.setPlainText("你好")
    asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImCursorRectangle | Qt.InputMethodQuery.ImEnabled)
    QApplication.sendEvent(prose, asked)
    told = asked.value(Qt.InputMethodQuery.ImCursorRectangle)
    corner = prose.viewport().mapTo(prose, prose.cursorRect().topLeft())
    assert (told.x(), told.y()) == (corner.x(), corner.y())
    assert prose.viewport().pos().y() >= 10
    assert asked.value(Qt.InputMethodQuery.ImEnabled) is True


def test_a_form_that_scrolls_shows_the_sentence_under_the_input_it_is_about(on_screen, qtbot):
    """At 特大 the frame of the input was red, and why stood below the fold."""
    form, area = Fields(), QScrollArea()
    column = QVBoxLayout(form)
    for number in range(6):
        column.addWidget(form.add_field(f"field{number}", Field(f"第{number}项", Prose(f"第{number}项"))))
    area.setWidget(form)
    area.setWidgetResizable(True)
    on_screen(area, 400, 150)
    for name in ("field1", "field5", "field0"):
        form.show_error(name, "写一句他要办什么。")
        said = form.fields[name]._error
        qtbot.waitUntil(lambda said=said: said.visibleRegion().boundingRect().height() == said.height() > 0)
