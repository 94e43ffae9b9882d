"""Lists and tables as pictures."""

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from db.rules.names import reading_order
from desktop.ui.style import Size, look
from desktop.ui.widgets.badge import Badge
from desktop.ui.widgets.lists import ordering
from desktop.ui.widgets.lists.lines import Head, Line, LineList
from desktop.ui.widgets.lists.table import Column, RowTable
from desktop.ui.widgets.lists.timeline import Moment, Timeline

TASKS = [
    Head("逾期 2", "late", "circle-alert"),
    Line("蒋兆丰", "门前排水沟堵塞", "二组21号", badges=(Badge("逾期 7 天", "late"),), icon="clock", deed="写答复"),
    Line("陈解放", "青苗补偿少算", "四组09号", deed="写答复"),
    Head("三天内 1", "due", "clock"),
    Line("邓洁", "水泥路破损", "一组12号", deed="写答复"),
]


def as_picture(list_):
    model = list_.lines
    mark = {True: "▌", False: " "}
    return [f"{mark[at == list_.currentIndex().row()]}{model.data(model.index(at))}" for at in range(model.rowCount())]


def shown(qtbot, widget, width=800, height=400):
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    widget.grab()
    return widget


def test_the_first_task_is_chosen_and_heads_are_stepped_over(qtbot):
    """
    逾期 2
    ▌蒋兆丰 …
     陈解放 …
    三天内 1
     邓洁 …
    """
    list_ = shown(qtbot, LineList("要办的事", lambda row: row, wide=True, height=49, heads=True))
    list_.show_rows(TASKS)
    list_.grab()
    assert as_picture(list_) == [
        " 逾期 2",
        "▌蒋兆丰，门前排水沟堵塞，二组21号，逾期 7 天，写答复",
        " 陈解放，青苗补偿少算，四组09号，写答复",
        " 三天内 1",
        " 邓洁，水泥路破损，一组12号，写答复",
    ]
    qtbot.keyClick(list_, Qt.Key.Key_Down)
    qtbot.keyClick(list_, Qt.Key.Key_Down)
    assert list_.row.title == "邓洁"
    with qtbot.waitSignal(list_.acted) as heard:
        qtbot.keyClick(list_, Qt.Key.Key_Return)
    assert heard.args[0].title == "邓洁"


def test_a_click_on_the_word_of_the_deed_does_it_and_elsewhere_only_chooses(qtbot):
    list_ = shown(qtbot, LineList("要办的事", lambda row: row, wide=True, height=49, heads=True))
    list_.show_rows(TASKS)
    acted = []
    list_.acted.connect(acted.append)
    row = list_.visualRect(list_.lines.index(2))
    qtbot.mouseClick(list_.viewport(), Qt.MouseButton.LeftButton, pos=row.center() - QPoint(200, 0))
    assert acted == []
    assert list_.row.title == "陈解放"
    qtbot.mouseClick(list_.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.right() - 30, row.center().y()))
    assert [row.title for row in acted] == ["陈解放"]


def test_two_hundred_thousand_rows_are_presented_only_where_they_are_seen(qtbot):
    presented = []

    def present(number):
        presented.append(number)
        return Line(f"第{number}户", caption="三组")

    list_ = shown(qtbot, LineList("农户", present))
    list_.show_rows(range(200_000))
    list_.grab()
    list_.choose(150_000)
    list_.grab()
    assert list_.row == 150_000
    assert len(set(presented)) < 200
    assert list_.verticalScrollBar().maximum() > 1_000_000


def test_the_row_chosen_stays_chosen_and_in_sight_when_the_words_grow(qtbot):
    list_ = shown(qtbot, LineList("农户", lambda n: Line(f"第{n}户")))
    list_.show_rows(range(1000), lambda n: n == 500)
    look().show(size=Size.XLARGE)
    assert list_.row == 500
    assert list_.viewport().rect().intersects(list_.visualRect(list_.currentIndex()))


def columns():
    return (
        Column("电脑", lambda r: r[0], 100, role="strong", soft=lambda _r: "1号"),
        Column("内容", lambda r: r[1]),
        Column("这次", lambda r: f"{r[2]:,}", 80, right=True, order=lambda r: r[2]),
        Column("步骤", lambda _r: "第 2 步，共 4 步", 80, dots=lambda _r: (2, 4), spare=True),
        Column("状态", lambda _r: "", 120, badge=lambda _r: Badge("收下了", "good")),
    )


ROWS = [("桃溪村", "甲", 37), ("石桥村", "乙", 1284), ("高坪村", "丙", 9)]


def test_a_table_sorts_by_the_head_pressed_and_back(qtbot):
    table = shown(qtbot, RowTable("交账", columns()))
    table.show_rows(ROWS)
    head = table.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(2) + 20, 10)
    names = []
    for _press in range(2):
        qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
        table.grab()
        names.append([row[0] for row in table.table.rows])
    assert sorted(names) == sorted([["高坪村", "桃溪村", "石桥村"], ["石桥村", "桃溪村", "高坪村"]])
    table.show_rows([*ROWS, ("青山村", "丁", 100)])
    assert len({tuple(n) for n in names}) == 2
    assert [row[2] for row in table.table.rows] in ([9, 37, 100, 1284], [1284, 100, 37, 9])


def test_a_table_speaks_cells_and_opens_with_enter(qtbot):
    table = shown(qtbot, RowTable("交账", columns()))
    table.show_rows(ROWS, lambda row: row[0] == "石桥村")
    model = table.table
    told = [model.data(model.index(1, c), Qt.ItemDataRole.AccessibleTextRole) for c in range(5)]
    assert told == ["石桥村 1号", "乙", "1,284", "第 2 步，共 4 步", "收下了"]
    assert model.headerData(4, Qt.Orientation.Horizontal) == "状态"
    with qtbot.waitSignal(table.acted) as heard:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert heard.args[0][0] == "石桥村"


NOTHING = Badge("")


@dataclass(frozen=True)
class Home:
    """A row with an id, as records have."""

    id: str
    name: str
    members: str
    mark: Badge = NOTHING


HOMES = (Home("a", "王五", "10人"), Home("b", "李四", "9人"), Home("c", "曾国强", "10人"), Home("d", "罗冬林", "—"))


def homes(qtbot):
    first = Column("户主", lambda home: home.name, 120, mark=lambda home: home.mark)
    table = shown(qtbot, RowTable("农户", (first, Column("几口人", lambda home: home.members, 80, right=True))))
    table.show_rows(HOMES, lambda home: home.id == "c")
    return table


def ids(table):
    return "".join(home.id for home in table.table.rows)


@pytest.fixture
def read_aloud():
    ordering.read_by(reading_order)
    yield
    ordering.read_by(str)


def test_names_are_ordered_as_they_are_read_and_figures_by_size(qtbot, read_aloud):
    table = homes(qtbot)
    table.sort_by(0)
    assert ids(table) == "bdac"  # Li, Luo, Wang, Zeng
    table.sort_by(1)
    assert ids(table) == "dbac"  # none, 9, and the two of 10 as they were given
    table.sort_by(1)
    assert ids(table) == "acbd"
    table.sort_by(-1)
    assert ids(table) == "abcd"


def test_the_record_chosen_stays_chosen_however_the_rows_are_ordered_or_filled(qtbot):
    table = homes(qtbot)
    heard = []
    table.chosen.connect(heard.append)
    for column in (0, 0, 1, 1, -1):
        table.sort_by(column)
        assert table.row.id == "c"
        assert [index.row() for index in table.selectedIndexes()] == [ids(table).index("c")] * 2
    assert heard == []
    table.show_rows([Home("e", "张三", "1人"), *HOMES])
    assert table.row.id == "c"
    table.show_rows([HOMES[3], HOMES[0]])
    assert table.row.id == "d"
    assert heard[-1].id == "d"


def test_f3_offers_the_heads_and_the_order_is_spoken(qtbot):
    table = homes(qtbot)
    qtbot.keyClick(table, Qt.Key.Key_F3)
    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions() if action.text()] == ["户主", "几口人", "按原来的次序排"]
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    spoken = table.table.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "几口人，从小到大排"
    assert ids(table) == "dbac"
    assert table.row.id == "c"


def test_a_mark_is_painted_where_it_says_something_and_always_spoken(qtbot):
    pictures = []
    for mark in (Badge(""), Badge("镇里已确认", "bare", "circle-check"), Badge("仅本机", "soft", "hard-drive")):
        table = homes(qtbot)
        table.show_rows([replace(HOMES[0], mark=mark)])
        pictures.append(table.viewport().grab().toImage())
        spoken = table.table.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert spoken == f"王五 {mark.words}".strip()
        assert table.table.index(0, 0).data() == "王五"
    assert pictures[0] == pictures[1] != pictures[2]


def test_a_list_keeps_the_record_chosen_when_it_is_filled_again(qtbot):
    list_ = shown(qtbot, LineList("农户", lambda home: Line(home.name)))
    list_.show_rows(HOMES, lambda home: home.id == "c")
    list_.show_rows(HOMES[1:])
    assert list_.row.id == "c"
    list_.show_rows(HOMES[:2])
    assert list_.row.id == "a"
    list_.show_rows(HOMES[1:], lambda _home: True)
    assert list_.row.id == "b"


def test_a_spare_column_goes_where_the_words_are_very_large(qtbot):
    table = shown(qtbot, RowTable("交账", columns()))
    table.show_rows(ROWS)
    look().show(size=Size.XLARGE)
    assert table.isColumnHidden(3)
    assert table.columnWidth(0) == round(100 * 1.55)
    look().show(size=Size.NORMAL)
    assert not table.isColumnHidden(3)


def test_a_life_in_order_speaks_whole_and_shows_two_lines(qtbot):
    line = shown(qtbot, Timeline("这一户的事"), width=500)
    long = "晚稻快收了，担心收割机进不了门口田，想清机耕道口的石头。" * 8
    moments = [
        Moment("10月8日", "footprints", "日常走访", "户内", long, Badge("已装盘", "calm")),
        Moment("7月2日", "phone", "电话"),
    ]
    line.show_moments(moments)
    line.grab()
    model = line.model()
    assert model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole).endswith("石头。，已装盘")
    heights = [line.visualRect(model.index(at, 0)).height() for at in range(2)]
    assert heights[1] < heights[0] < 110
