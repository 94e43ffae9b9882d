"""Passing on is no answer: the form asks to whom and why, and the matter goes on waiting."""

from datetime import date, timedelta

import pytest

from db.actions.drafts import save_draft
from db.actions.requests import NewReply, answer_request
from db.queries.drafts import latest_drafts
from db.queries.requests import RequestFilter, request_list
from desktop.ui.desk import Where
from desktop.ui.pages.requests.page import RequestsPage
from tests.makers import make_household, make_request

TODAY = date(2025, 10, 20)


@pytest.fixture
def request_id(village):
    home = make_household(village, "蒋兆丰", no="021")
    return make_request(village, home, "清水沟", received_on=TODAY - timedelta(days=10))


def quiet(qtbot, page):
    qtbot.waitUntil(lambda: page.desk.jobs.quiet, timeout=10_000)


def opened(qtbot, open_page, village, request_id):
    page = open_page(RequestsPage, village, Where("requests", "answer", request_id))
    qtbot.waitUntil(lambda: page.detail.found is not None and page.desk.jobs.quiet, timeout=10_000)
    return page, page.detail.reply


def test_passing_on_asks_to_whom_and_why_in_place(qtbot, village, open_page, request_id):
    page, reply = opened(qtbot, open_page, village, request_id)
    assert not reply.to_unit.isVisible()
    reply.choose_outcome("passed_on")
    assert reply.to_unit.isVisible()
    page.detail.act()
    qtbot.waitUntil(lambda: bool(reply.fields["reason"].error), timeout=10_000)
    reply.reason.setText("渠首归水利站管")
    page.detail.act()
    qtbot.waitUntil(lambda: bool(reply.fields["to_unit"].error), timeout=10_000)
    assert request_list(village)[0].steps == ()
    reply.to_unit.setText("镇水利站")
    page.detail.act()
    quiet(qtbot, page)
    (line,) = request_list(village, RequestFilter(unanswered=True, overdue=True))
    assert (line.state, line.replies, line.transfers) == ("forwarded", 0, 1)
    assert page.desk.heard.sentences[-1] == ("good", "已转给镇水利站；还没有答复，期限照旧。")
    assert page.head.sentence.text() == "共 1 件，未答复 1 件，其中逾期 1 件"
    assert [told.text for told in page.detail.found.passed_on] == [
        "已转给镇水利站办理，有了结果再答复您。",
        "渠首归水利站管",
    ]
    assert page.detail.clock.badge.words == "逾期 3 天"


def test_after_passing_on_the_same_form_is_empty_and_the_answer_is_written_in_it(qtbot, village, open_page, request_id):
    page, reply = opened(qtbot, open_page, village, request_id)
    reply.choose_outcome("passed_on")
    reply.to_unit.setText("镇水利站")
    reply.reason.setText("渠首归水利站管")
    page.detail.act()
    quiet(qtbot, page)
    assert reply.isVisible()
    assert reply.empty
    assert not reply.passing_on
    reply.content.insertPlainText("水利站清好了。")
    page.detail.act()
    quiet(qtbot, page)
    assert (request_list(village)[0].state, request_list(village)[0].replies) == ("replied", 1)
    assert latest_drafts(village) == []


def test_a_refused_reply_leaves_its_draft(qtbot, village, open_page, request_id):
    page, reply = opened(qtbot, open_page, village, request_id)
    reply.content.insertPlainText("清好了。")
    reply.day.setText("2025-10-21")
    reply.day.editingFinished.emit()
    qtbot.waitUntil(lambda: bool(latest_drafts(village)), timeout=2_000)
    page.detail.act()
    qtbot.waitUntil(lambda: bool(reply.fields["replied_on"].error), timeout=10_000)
    assert [row.data["content"] for row in latest_drafts(village, "reply")] == ["清好了。"]
    assert page.detail.save.isEnabled()
    quiet(qtbot, page)


def test_a_refused_judgement_leaves_its_draft_and_nothing_half_done(qtbot, village, open_page, request_id):
    answer_request(village, NewReply(request_id=request_id, content="清好了。"))
    page, _reply = opened(qtbot, open_page, village, request_id)
    page.detail.judgement.satisfaction.choose("dissatisfied")
    qtbot.waitUntil(lambda: bool(latest_drafts(village)), timeout=2_000)
    page.detail.close_too.click()
    qtbot.waitUntil(lambda: bool(page.detail.judgement.field.error), timeout=10_000)
    assert [row.data["satisfaction"] for row in latest_drafts(village, "judgement")] == ["dissatisfied"]
    assert request_list(village)[0].satisfaction == ""
    page.detail.judgement.note.setPlainText("嫌慢，已说明是雨天。")
    page.detail.close_too.click()
    quiet(qtbot, page)
    assert request_list(village)[0].state == "closed"
    assert latest_drafts(village) == []


def test_a_reply_stays_with_its_request_when_another_is_looked_at(qtbot, village, open_page, request_id):
    other = make_request(village, make_household(village, "罗冬林", no="022"), "修路灯")
    page, reply = opened(qtbot, open_page, village, request_id)
    reply.content.insertPlainText("清好了。")
    for wanted, words in ((other, ""), (request_id, "清好了。")):
        page.ledger.choose(wanted)
        qtbot.waitUntil(lambda wanted=wanted: page.detail.found.line.id == wanted, timeout=10_000)
        quiet(qtbot, page)
        assert reply.content.toPlainText() == words


def test_a_reply_kept_by_the_version_before_opens(qtbot, village, open_page, request_id):
    save_draft(village, "reply", request_id, 1, {"outcome": "explained", "content": "已说明", "way": "phone"})
    page, reply = opened(qtbot, open_page, village, request_id)
    assert (reply.content.toPlainText(), reply.draft["outcome"]) == ("已说明", "explained")
    page.detail.act()
    quiet(qtbot, page)
    assert latest_drafts(village) == []


def test_words_of_a_reply_that_somebody_else_gave_meanwhile_are_shown_and_can_be_dropped(
    qtbot, village, open_page, request_id
):
    save_draft(village, "reply", request_id, 2, {"outcome": "explained", "content": "我正要去清"})
    answer_request(village, NewReply(request_id=request_id, content="镇里清好了。"))
    page, reply = opened(qtbot, open_page, village, request_id)
    assert not reply.isVisible()
    assert page.detail.leftover.sentence.text() == "没写完的：答复 “我正要去清”"
    assert not page.detail.leftover.go_on.isVisible()
    page.detail.leftover.drop.click()
    quiet(qtbot, page)
    assert latest_drafts(village) == []
