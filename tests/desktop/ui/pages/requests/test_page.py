"""Clocks, replies written without leaving the ledger, drafts, judgement, a new request."""

from datetime import date, timedelta

from PySide6.QtCore import Qt

from db.actions.requests import NewReply, NewStep, answer_request, take_step
from db.queries.drafts import latest_drafts
from db.queries.requests import request_list
from db.sync.log.seal import seal_pending
from db.sync.matters import items
from desktop.ui.desk import Where
from desktop.ui.pages.requests.page import RequestsPage
from tests.bundles.post import exchange
from tests.makers import make_household, make_request

TODAY = date(2025, 10, 20)


def quiet(qtbot, page):
    qtbot.waitUntil(lambda: page.desk.jobs.quiet, timeout=10_000)


def shown(page):
    return [(page.ledger.table.table.data(page.ledger.table.table.index(row, 0)), line.content)
            for row, line in enumerate(page.ledger.table.table.rows)]  # fmt: skip


def test_the_most_urgent_stands_first_with_its_clock_in_words(village, open_page):
    home = make_household(village, "蒋兆丰")
    make_request(village, home, "修路灯", due_on=TODAY + timedelta(days=7))
    make_request(village, home, "清水沟", received_on=TODAY - timedelta(days=10), due_on=TODAY - timedelta(days=7))
    done = make_request(village, home, "补水管", received_on=TODAY - timedelta(days=9))
    answer_request(village, NewReply(request_id=done, content="已补好。"))
    page = open_page(RequestsPage, village)
    assert shown(page) == [("逾期 7 天", "清水沟"), ("还剩 7 天", "修路灯"), ("已答复", "补水管")]
    assert page.head.sentence.text() == "共 3 件，未答复 2 件，其中逾期 1 件"


def test_a_reply_is_written_without_leaving_the_ledger(qtbot, village, open_page):
    home = make_household(village, "蒋兆丰")
    first = make_request(village, home, "清水沟", due_on=TODAY)
    second = make_request(village, home, "修路灯")
    page = open_page(RequestsPage, village, Where("requests", "answer", first))
    qtbot.waitUntil(lambda: page.detail.reply.content.hasFocus() or not page.isActiveWindow())
    page.detail.reply.content.insertPlainText("明天上午就来人清。")
    page.detail.reply.chips["solved_at_once"].click()
    qtbot.keyClick(page.detail.reply.content, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.detail.found.line.id == second and page.desk.jobs.quiet, timeout=10_000)
    line = next(line for line in request_list(village) if line.id == first)
    assert (line.replies, line.outcome) == (1, "当场解决")
    assert page.ledger.line.id == second  # done, and on to the next


def test_an_empty_reply_is_refused_at_the_field(qtbot, village, open_page):
    make_request(village, make_household(village, "蒋兆丰"), "清水沟")
    page = open_page(RequestsPage, village)
    quiet(qtbot, page)
    page.detail.act()
    assert page.detail.reply.fields["content"].error
    assert request_list(village)[0].replies == 0


def test_what_was_typed_of_a_reply_is_there_again(qtbot, village, open_page):
    wanted = make_request(village, make_household(village, "蒋兆丰"), "清水沟")
    page = open_page(RequestsPage, village)
    quiet(qtbot, page)
    page.detail.reply.content.insertPlainText("已经联系水利站")
    assert page.may_leave()
    assert [draft.key for draft in latest_drafts(village, "reply")] == [wanted]
    again = open_page(RequestsPage, village)
    qtbot.waitUntil(lambda: again.detail.reply.content.toPlainText() == "已经联系水利站", timeout=10_000)


def test_a_judged_request_can_be_closed(qtbot, village, open_page):
    wanted = make_request(village, make_household(village, "蒋兆丰"), "清水沟", received_on=TODAY - timedelta(days=3))
    answer_request(village, NewReply(request_id=wanted, content="清好了。"))
    page = open_page(RequestsPage, village)
    quiet(qtbot, page)
    page.detail.judgement.satisfaction.choose("dissatisfied")
    page.detail.close_too.click()
    qtbot.waitUntil(lambda: bool(page.detail.judgement.field.error), timeout=10_000)
    page.detail.judgement.note.setPlainText("嫌慢，已说明是雨天不能动工。")
    page.detail.close_too.click()
    qtbot.waitUntil(lambda: request_list(village)[0].state == "closed", timeout=10_000)
    quiet(qtbot, page)


def test_segments_count_and_filter(qtbot, village, open_page):
    home = make_household(village, "蒋兆丰")
    make_request(village, home, "修路灯")
    passed = make_request(village, home, "转给卫生院")
    take_step(village, NewStep(request_id=passed, step="forwarded", to_unit="镇卫生院", reason="村里办不了"))
    page = open_page(RequestsPage, village)
    assert page.ledger.parts.button("unanswered").text() == "未答复  2"
    page.ledger.parts.choose("passed")
    assert [content for _clock, content in shown(page)] == ["转给卫生院"]
    page.ledger.search.setText("没有的话")
    assert shown(page) == []
    quiet(qtbot, page)
    page.go(Where("requests", "open", request_list(village)[0].id))  # whatever is filtered now
    assert len(shown(page)) == 2


def test_a_new_request_is_written_beside_the_ledger(qtbot, village, open_page):
    home = make_household(village, "蒋兆丰", no="021")
    page = open_page(RequestsPage, village, Where("requests", "new", home))
    qtbot.waitUntil(lambda: "蒋兆丰" in page.form.household.text(), timeout=10_000)
    page.form.record()
    assert page.form.fields["content"].error
    page.form.content.insertPlainText("水渠塌了一段")
    qtbot.keyClick(page.form.content, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(request_list(village)) == 1, timeout=10_000)
    quiet(qtbot, page)
    line = request_list(village)[0]
    assert (line.content, line.household_id, line.due_on) == ("水渠塌了一段", home, TODAY + timedelta(days=7))
    assert page.ledger.line.id == line.id
    assert latest_drafts(village, "request") == []


def test_a_village_without_requests_is_taught(village, open_page):
    page = open_page(RequestsPage, village)
    assert page.ledger._empty.isVisible()
    assert not page.detail.isVisible()


def test_a_reply_on_what_was_seen_never_writes_over_an_outcome_taken_in_meanwhile(qtbot, enrolled, open_page, tmp_path):
    village, township = enrolled
    request = make_request(village, make_household(village, "李林峰"))
    exchange(village, township, tmp_path / "up")
    page = open_page(RequestsPage, village, Where("requests", "answer", request))
    qtbot.waitUntil(lambda: page.detail.found is not None and page.desk.jobs.quiet, timeout=10_000)
    answer_request(township, NewReply(request_id=request, content="镇里讲清楚了。", outcome="explained"))
    exchange(township, village, tmp_path / "down")
    page.detail.reply.content.setPlainText("当天就修好了。")
    page.detail.reply.choose_outcome("solved_in_time")
    page.detail.act()
    qtbot.waitUntil(lambda: page.desk.jobs.quiet, timeout=10_000)
    seal_pending(village)
    (item,) = [item for item in items(village) if item.table == "request"]
    assert item.title == "办理结果写得不一样"
    assert len(set(item.lines[0].values)) == 2
