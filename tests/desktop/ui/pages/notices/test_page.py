"""Nothing on the wall is confirmed before its last day, nor over an objection."""

from PySide6.QtCore import Qt

from db.actions.land import NewObjection, NewPublicity, post_publicity, record_objection
from db.queries.drafts import latest_drafts
from db.queries.land.publicity import notice_list, objections
from desktop.ui.desk import Where
from desktop.ui.pages.notices.page import NoticesPage
from tests.land_makers import days_ago
from tests.makers import make_household


def hang(store, days, **more):
    values = {"round": "first_list", "place": "村公示栏", "posted_on": days_ago(days), **more}
    return post_publicity(store, NewPublicity(**values)).id


def quiet(qtbot, page):
    qtbot.waitUntil(lambda: page.desk.jobs.quiet, timeout=10_000)


def test_a_list_is_confirmed_when_its_days_are_over(qtbot, village, open_page):
    hang(village, 16)
    page = open_page(NoticesPage, village)
    quiet(qtbot, page)
    assert page.head.sentence.text() == "正在公示 1 榜，期满待确认 1 榜"
    page.detail.confirm.click()
    qtbot.waitUntil(lambda: notice_list(village)[0].confirmed_on is not None, timeout=10_000)
    quiet(qtbot, page)
    assert page.detail.clock.badge.words == "已确认"
    assert page.detail.confirm.isHidden()


def test_a_list_that_still_hangs_says_what_is_missing(qtbot, village, open_page):
    hang(village, 4)
    page = open_page(NoticesPage, village)
    quiet(qtbot, page)
    assert page.detail.clock.badge.words == "还差 11 天"
    assert not page.detail.confirm.isEnabled()
    assert page.detail.why.text() == "没满天数，还不能确认。"


def test_an_objection_is_written_down_and_settled(qtbot, village, open_page):
    notice = hang(village, 16)
    home = make_household(village, "李林峰")
    page = open_page(NoticesPage, village)
    quiet(qtbot, page)
    page.detail.object.click()
    quiet(qtbot, page)
    page.objection.household.show_household(home, "李林峰")
    page.objection.text.insertPlainText("门口田少了一分")
    page.objection.record()
    qtbot.waitUntil(lambda: len(objections(village, notice)) == 1, timeout=10_000)
    quiet(qtbot, page)
    assert not page.detail.confirm.isEnabled()
    row = page.detail._list.itemAt(0).widget()
    row._handle()
    qtbot.waitUntil(lambda: bool(row.field.error), timeout=10_000)
    row.result.insertPlainText("复测属实，已改。")
    row._handle()
    qtbot.waitUntil(lambda: objections(village, notice)[0].result == "复测属实，已改。", timeout=10_000)
    quiet(qtbot, page)
    assert page.detail.confirm.isEnabled()


def test_a_first_list_is_hung_with_the_keyboard(qtbot, village, open_page):
    page = open_page(NoticesPage, village, Where("notices", "new"))
    quiet(qtbot, page)
    page.post.record()
    qtbot.waitUntil(lambda: bool(page.post.fields["place"].error), timeout=10_000)
    page.post.place.setText("三组路口")
    qtbot.keyClick(page.post.place, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(notice_list(village)) == 1, timeout=10_000)
    quiet(qtbot, page)
    assert page.table.row.place == "三组路口"
    assert page.side.currentWidget() is page.detail


def test_an_open_objection_stands_before_the_days(village, open_page):
    notice = hang(village, 2)
    record_objection(village, NewObjection(publicity_id=notice, text="名字写错"))
    page = open_page(NoticesPage, village)
    assert page.table.table.index(0, 0).data() == "1 条异议没办"


def test_esc_leaves_a_form_and_what_was_typed_stays(qtbot, village, open_page, on_screen):
    notice = hang(village, 16)
    page = open_page(NoticesPage, village, Where("notices", "object", notice))
    on_screen(page)
    quiet(qtbot, page)
    page.objection.text.setFocus()
    qtbot.keyClicks(page.objection.text, "abc")
    qtbot.keyClick(page.objection.text, Qt.Key.Key_Escape)
    assert page.side.currentWidget() is page.detail
    assert [(row.form, row.about) for row in latest_drafts(village)] == [("objection", notice)]
    page.go(Where("notices", "object", notice))
    quiet(qtbot, page)
    assert page.objection.text.toPlainText() == "abc"
    page.objection.day.setText("10-2")  # before it was hung
    page.objection.day.editingFinished.emit()
    page.objection.record()
    qtbot.waitUntil(lambda: bool(page.objection.fields["received_on"].error), timeout=10_000)
    assert len(latest_drafts(village)) == 1
    page.objection.day.setText("10-20")
    page.objection.day.editingFinished.emit()
    page.objection.record()
    quiet(qtbot, page)
    assert latest_drafts(village) == []


def test_what_is_written_to_settle_an_objection_stays_when_the_wall_looks_again(qtbot, village, open_page):
    notice = hang(village, 16)
    record_objection(village, NewObjection(publicity_id=notice, text="名字写错"))
    page = open_page(NoticesPage, village)
    quiet(qtbot, page)
    page.detail.rows[0].result.insertPlainText("查了户口本")
    page.refresh()
    quiet(qtbot, page)
    assert page.detail.rows[0].text == "查了户口本"
    page.detail._list.itemAt(0).widget()._handle()
    quiet(qtbot, page)
    assert objections(village, notice)[0].result == "查了户口本"
    assert latest_drafts(village) == []
