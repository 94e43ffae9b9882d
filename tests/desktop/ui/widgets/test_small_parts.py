"""Badges, banners, tabs, progress and paper."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from desktop.ui.widgets.badge import Badge, BadgeLabel
from desktop.ui.widgets.big_button import BigButton
from desktop.ui.widgets.card import PressCard
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.notice import Banner, Empty
from desktop.ui.widgets.paper_view import PaperView
from desktop.ui.widgets.progress import ProgressCard, Stage, StageStrip
from desktop.ui.widgets.tab_strip import TabStrip
from desktop.ui.widgets.words import Elided, words


def test_a_badge_says_its_word_and_goes_without_one(qtbot):
    badge = BadgeLabel(Badge("逾期 7 天", "late", "clock-alert"))
    qtbot.addWidget(badge)
    badge.show()
    assert badge.accessibleName() == "逾期 7 天"
    wide = badge.sizeHint().width()
    badge.show_badge(Badge("办结", "soft"))
    assert badge.sizeHint().width() < wide
    badge.show_badge(Badge(""))
    assert badge.isHidden()


def test_words_that_wrap_go_on_in_the_next_line(qtbot):
    flow = Flow(*(words("十个字的一块牌子呀呀") for _n in range(6)))
    qtbot.addWidget(flow)
    assert flow.heightForWidth(2000) < flow.heightForWidth(360) < flow.heightForWidth(170)
    flow.flow.clear()
    assert flow.flow.count() == 0


def test_what_is_cut_shows_the_whole_in_its_tooltip(qtbot):
    label = Elided("桃溪村三组31号，户号 003-031，五口人")
    qtbot.addWidget(label)
    label.resize(80, 24)
    label.show()
    qtbot.waitUntil(lambda: label.toolTip() == label.text())
    label.resize(900, 24)
    qtbot.waitUntil(lambda: label.toolTip() == "")


def test_good_news_goes_away_and_trouble_stays(qtbot):
    banner = Banner()
    qtbot.addWidget(banner)
    banner.say("good", "存好了。")
    assert banner._brief.isActive()
    banner.say("late", "磁盘满了，先腾出地方。")
    assert not banner._brief.isActive()
    assert banner.sentence == "磁盘满了，先腾出地方。"
    assert not banner.isHidden()


def test_an_empty_page_offers_the_first_deed(qtbot):
    begun = []
    empty = Empty("users", "名单还是空的。", "导入花名册", lambda: begun.append(1))
    qtbot.addWidget(empty)
    from desktop.ui.widgets.buttons import Button

    empty.findChild(Button).click()
    assert begun == [1]


def test_a_running_job_says_what_it_does_how_far_it_is_and_can_be_stopped(qtbot):
    card = ProgressCard("正在收 大塘村 第12号")
    qtbot.addWidget(card)
    card.show_step(40, 64, "正在并入走访记录")
    assert card._count.text() == "40 / 64"
    with qtbot.waitSignal(card.stopped):
        card.stop.click()
    card.show_step(0, 0, "正在数")
    assert card._bar.maximum() == 0  # nobody knows how long


def test_stages_are_spoken(qtbot):
    strip = StageStrip("步骤")
    qtbot.addWidget(strip)
    strip.show_stages([Stage("登记", "done"), Stage("受理", "present"), Stage("答复", "future")])
    strip.show()
    strip.grab()
    assert strip.accessibleName() == "步骤：第 2 步，共 3 步：受理"


def test_tabs_carry_their_counts(qtbot):
    tabs = TabStrip("一户一档")
    qtbot.addWidget(tabs)
    tabs.add("全貌")
    tabs.add("成员", "5")
    tabs.show()
    tabs.grab()
    assert tabs.accessibleTabName(1) == "成员 5"
    assert tabs.tabSizeHint(1).width() > tabs.tabSizeHint(0).width()


def test_a_card_and_a_large_button_are_pressed_with_enter(qtbot):
    from PySide6.QtCore import Qt

    card, button = PressCard("本月走访 23 户"), BigButton("download", "收盘", "Ctrl+I", main=True)
    for widget, signal in ((card, card.pressed), (button, button.clicked)):
        qtbot.addWidget(widget)
        widget.show()
        widget.grab()
        with qtbot.waitSignal(signal):
            qtbot.keyClick(widget, Qt.Key.Key_Return)
    button.say("插U盘")
    assert button.accessibleName() == "收盘。插U盘"


def test_pages_are_asked_for_only_when_they_come_into_sight(qtbot):
    view, asked = PaperView("预览"), []
    qtbot.addWidget(view)
    view.resize(600, 700)
    view.wanted.connect(lambda page, width: asked.append((page, width)))
    view.show()
    view.show_paper([(595, 842)] * 500)
    view.grab()
    assert {page for page, _width in asked} <= {0, 1}
    with qtbot.waitSignal(view.page_changed):
        view.go_to(300)
    view.grab()
    assert view.page == 300
    assert max(page for page, _width in asked) <= 303
    picture = QImage(QSize(50, 70), QImage.Format.Format_RGB888)
    picture.fill(0)
    view.put(300, picture)
    view.show_paper([(595, 842)] * 400)
    assert 300 in view._pictures  # the old page stays in sight until the new one is there
    view.show_paper([(595, 842)] * 2)
    assert view._pictures == {}
