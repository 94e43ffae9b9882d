"""Every table and every input of the program: sorting keeps the record chosen, the wheel changes nothing."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollBar,
    QTabBar,
)

from db.actions.households import NewPerson, add_person
from desktop.ui.desk import Where
from desktop.ui.frame.rail import places
from desktop.ui.pages.households.dossier import TABS
from desktop.ui.widgets.badge import BadgeLabel
from desktop.ui.widgets.lists.table import RowTable
from tests.desktop.ui.pages.notices.test_page import hang
from tests.desktop.ui.widgets.inputs.test_choice import wheel
from tests.dispute_makers import agree, days_ago, make_accepted, make_clause, sit
from tests.land_makers import household_of, make_case, make_certificate
from tests.makers import make_household, make_request, make_visit

UI = Path(__file__).resolve().parents[3] / "desktop" / "ui"
TAKES_THE_WHEEL = {
    "QComboBox", "QFontComboBox", "QSpinBox", "QDoubleSpinBox", "QDateEdit", "QTimeEdit", "QDateTimeEdit", "QSlider",
    "QDial", "QTabBar", "QTabWidget",
}  # fmt: skip


@pytest.fixture
def furnished(village):
    """Two of everything, so that every table has an order."""
    for no, names in (("031", ("欧阳志刚", "王秀英")), ("032", ("单强", "曾国", "李四"))):
        make_certificate(village, make_case(village, *names, no=no))
        home = household_of(village, no)
        for day in (3, 40):
            make_visit(village, home, f"{names[0]}想清机耕道口的石头。", visited_on=days_ago(day))
            make_request(village, home, f"{names[0]}门前的路灯{day}天没亮了。")
    village.homes = (household_of(village, "031"), household_of(village, "032"))
    add_person(village, NewPerson(household_id=village.homes[0], name="欧阳小明", relation="22"))
    for title in ("水沟", "田埂"):
        first, second = (
            make_household(village, "龙芳", no=f"{title}1"),
            make_household(village, "周忠良", no=f"{title}2"),
        )
        dispute = make_accepted(village, (first, second), title=title)
        sit(village, dispute, result="continued", place="村调解室")
        sit(village, dispute, place="田埂上")
        agree(village, dispute, make_clause(what="恢复通道"), make_clause(what="补路"))
    village.dispute = dispute
    hang(village, 4)
    hang(village, 20, place="二组路口")
    return village


def quiet(qtbot, running):
    page = running.shell.page("households")
    qtbot.waitUntil(lambda: running.jobs.quiet and not page._pause.isActive(), timeout=10_000)


def every_place(qtbot, running, store):
    wishes = [Where(place.key) for place in places()]
    wishes += [Where("households", "open", store.homes[1], tab) for tab in TABS]
    wishes += [
        Where("disputes", "open", store.dispute),
        Where("requests", "new", store.homes[0]),
        Where("visits", "new"),
    ]
    wishes += [Where("visits", "new", store.homes[0]), Where("notices", "new"), Where("desk"), Where("quarantine")]
    for where in wishes:
        running.shell.go(where)
        quiet(qtbot, running)
        yield where, running.shell.page(where.place)


def read(page):
    """What stands beside a table: every word and badge that is seen, the tables themselves aside."""
    said = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    return said + [badge.badge.words for badge in page.findChildren(BadgeLabel) if badge.isVisible()]


def press_head(qtbot, table, column):
    head = table.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(column) + 8, head.height() // 2)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)


def press_keys(qtbot, table, column):
    qtbot.keyClick(table, Qt.Key.Key_F3)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(a for a in menu.actions() if a.text().startswith(table.table.columns[column].words))
    while menu.activeAction() is not action:
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)


def sorts_wrongly(qtbot, running, page, table):
    """The columns by which sorting changes the record chosen or what is read of it."""
    table.choose(len(table.table.rows) - 1)
    quiet(qtbot, running)
    chosen, beside = table.row, read(page)
    shown = [at for at, column in enumerate(table.table.columns) if column.words and not table.isColumnHidden(at)]
    for press in (press_head, press_head, press_keys):
        for column in shown:
            press(qtbot, table, column)
            quiet(qtbot, running)
            if table.row is not chosen or read(page) != beside:
                yield table.table.columns[column].words, press.__name__


def state_of(widget):
    if isinstance(widget, QComboBox | QTabBar):
        return widget.currentIndex()
    return widget.text() if isinstance(widget, QLineEdit | QAbstractSpinBox) else widget.value()


def changes_by_the_wheel(widget):
    for focused in (False, True):
        widget.setFocus() if focused else widget.clearFocus()
        before = state_of(widget)
        for notches in (-1, 1, -1):
            wheel(widget, notches)
            if state_of(widget) != before:
                return True
    return False


def inputs_of(page):
    kinds = (QComboBox, QAbstractSpinBox, QAbstractSlider, QTabBar, QLineEdit)
    for widget in (w for kind in kinds for w in page.window().findChildren(kind)):
        inner = isinstance(widget, QScrollBar) or isinstance(widget.parentWidget(), QAbstractItemView)
        if not inner and widget.isVisible() and widget.isEnabled():
            yield widget


def test_sorting_keeps_the_record_chosen_and_the_wheel_changes_nothing(qtbot, program, furnished):
    running = program(furnished)
    sorted_, turned, wrong, changed = set(), set(), [], set()
    for where, page in every_place(qtbot, running, furnished):
        for widget in inputs_of(page):
            turned.add(type(widget).__name__)
            if changes_by_the_wheel(widget):
                changed.add((where.place, widget.accessibleName()))
        for table in page.findChildren(RowTable):
            if table.isVisible() and len(table.table.rows) > 1 and table.accessibleName() not in sorted_:
                sorted_.add(table.accessibleName())
                found = sorts_wrongly(qtbot, running, page, table)
                wrong += [(where.place, table.accessibleName(), *said) for said in found]
    assert changed == set()
    assert wrong == []
    assert sorted_ >= {
        "成员",
        "地块",
        "走访台账",
        "诉求台账",
        "这一格的名单",
        "纠纷",
        "当事人",
        "调解会",
        "协议条款",
        "公示",
    }
    assert {"Choice", "DateBox", "TabStrip"} <= turned


def test_only_widgets_make_what_takes_the_wheel():
    """An input of Qt's own is changed by the wheel: pages use those of ui/widgets."""
    found = {}
    for file in UI.rglob("*.py"):
        if file.parent.name in {"inputs", "lists"} or file.parent.name == "widgets":
            continue
        calls = [node.func for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
        names = {call.id for call in calls if isinstance(call, ast.Name)} & TAKES_THE_WHEEL
        if names:
            found[file.name] = names
    assert found == {}
