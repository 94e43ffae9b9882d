"""A new request: its draft belongs to one household, its limit to the setting, and nothing typed is lost."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from db.actions.drafts import save_draft
from db.actions.places import set_setting
from db.queries.drafts import latest_drafts
from db.queries.requests import request_list
from desktop.ui.desk import Where
from desktop.ui.pages.requests.page import RequestsPage
from tests.makers import make_household

TODAY = date(2025, 10, 20)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def homes(village):
    """蒋兆丰 and 罗冬林: A and B of the story."""
    return make_household(village, "蒋兆丰", no="021"), make_household(village, "罗冬林", no="022")


def quiet(qtbot, desk):
    qtbot.waitUntil(lambda: desk.jobs.quiet, timeout=10_000)


def begun(qtbot, page, household=""):
    page.go(Where("requests", "new", household))
    quiet(qtbot, page.desk)
    return page.form


def kept(village):
    return {(row.household_id or "", row.data["content"]) for row in latest_drafts(village, "request")}


def test_what_was_begun_for_one_household_is_never_filed_under_another(qtbot, program, village, homes):
    """诉求 → Ctrl+N, choose A, type, leave; then 农户 → B → 登记诉求, type, Ctrl+S."""
    first, second = homes
    running = program(village)

    def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
        qtbot.keyClick(running.window.focusWidget(), key, modifiers)
        quiet(qtbot, running)

    def type_in(words):
        qtbot.keyClicks(running.window.focusWidget(), words)

    press(Qt.Key.Key_4, CTRL)
    press(Qt.Key.Key_N, CTRL)
    form = running.shell.page("requests").form
    type_in("jzf")
    qtbot.waitUntil(lambda: form.household.open, timeout=10_000)
    press(Qt.Key.Key_Return)
    assert form.household.household_id == first
    form.content.setFocus()
    type_in("slamp")
    press(Qt.Key.Key_Escape)
    assert not form.isVisible()
    running.shell.go(Where("households", "open", second))
    dossier = running.shell.page("households").dossier
    qtbot.waitUntil(lambda: dossier.isVisible() and dossier.file is not None, timeout=10_000)
    dossier.ask.setFocus()
    press(Qt.Key.Key_Return)
    assert running.shell.here == Where("requests", "new", second)
    assert (form.household.household_id, form.content.toPlainText()) == (second, "")
    assert [(offer.name, offer.words) for offer in form.offer.offers] == [("蒋兆丰", "slamp")]
    assert form.offer.sentence.text() == "没写完的：蒋兆丰 “slamp”"
    type_in("water")
    press(Qt.Key.Key_S, CTRL)
    assert [(line.household_id, line.content) for line in request_list(village)] == [(second, "water")]
    assert kept(village) == {(first, "slamp")}

    begun(qtbot, running.shell.page("requests"))
    form.offer.go_on.click()
    quiet(qtbot, running)
    assert (form.household.household_id, form.content.toPlainText()) == (first, "slamp")
    assert "蒋兆丰" in form.household.text()
    press(Qt.Key.Key_S, CTRL)
    assert {(line.household_id, line.content) for line in request_list(village)} == {
        (second, "water"),
        (first, "slamp"),
    }
    assert kept(village) == set()


def test_one_draft_a_household_and_one_for_whoever_has_none(qtbot, village, open_page, homes):
    page = open_page(RequestsPage, village)
    for household, words in ((homes[0], "修路灯"), (homes[1], "清水沟"), ("", "过路的人问路")):
        begun(qtbot, page, household).content.insertPlainText(words)
    for household, words in ((homes[0], "修路灯"), ("", "过路的人问路"), (homes[1], "清水沟")):
        form = begun(qtbot, page, household)
        assert (form.household.household_id, form.content.toPlainText()) == (household, words)
        assert len(form.offer.offers) == 2
    assert len(kept(village)) == 3


def test_a_draft_moves_with_its_words_when_another_household_is_chosen(qtbot, village, open_page, homes):
    first, second = homes
    page = open_page(RequestsPage, village)
    begun(qtbot, page, second).content.insertPlainText("清水沟")
    form = begun(qtbot, page, first)
    form.content.insertPlainText("修路灯")
    form.keeper.keep_at_once()
    form.household.show_household(second, "罗冬林")
    form.household.changed.emit(second)
    quiet(qtbot, page.desk)
    assert kept(village) == {(second, "修路灯"), (second, "清水沟")}  # moved, and the other lost nothing
    assert [offer.words for offer in form.offer.offers] == ["清水沟"]
    form.offer.drop.click()
    quiet(qtbot, page.desk)
    assert form.offer.isHidden()
    form.record()
    quiet(qtbot, page.desk)
    assert [(line.household_id, line.content) for line in request_list(village)] == [(second, "修路灯")]
    assert latest_drafts(village) == []


def test_choosing_a_household_in_an_empty_form_offers_what_was_written_for_it(qtbot, village, open_page, homes):
    page = open_page(RequestsPage, village)
    begun(qtbot, page, homes[0]).content.insertPlainText("修路灯")
    form = begun(qtbot, page)
    form.household.show_household(homes[0], "蒋兆丰")
    form.household.changed.emit(homes[0])
    quiet(qtbot, page.desk)
    assert form.content.toPlainText() == ""
    assert [offer.words for offer in form.offer.offers] == ["修路灯"]


def test_a_refused_save_leaves_the_draft(qtbot, village, open_page, homes):
    page = open_page(RequestsPage, village)
    form = begun(qtbot, page, homes[0])
    form.content.insertPlainText("水渠塌了")
    qtbot.waitUntil(lambda: bool(latest_drafts(village)), timeout=2_000)
    form.received.setText("2025-10-21")
    form.received.editingFinished.emit()
    form.record()
    qtbot.waitUntil(lambda: bool(form.fields["received_on"].error), timeout=10_000)
    assert kept(village) == {(homes[0], "水渠塌了")}
    assert form.save.isEnabled()
    form.content.insertPlainText("一段")  # it is kept on being kept
    qtbot.waitUntil(lambda: kept(village) == {(homes[0], "水渠塌了一段")}, timeout=2_000)
    form.received.setText("10-19")
    form.received.editingFinished.emit()
    form.record()
    quiet(qtbot, page.desk)
    assert [line.received_on for line in request_list(village)] == [date(2025, 10, 19)]
    assert latest_drafts(village) == []


def test_a_trouble_of_the_disk_leaves_the_form_in_use(qtbot, village, open_page, homes):
    page = open_page(RequestsPage, village)
    form = begun(qtbot, page, homes[0])
    form.content.insertPlainText("水渠塌了")
    village.read_only_reason = "磁盘满了。"
    form.record()
    quiet(qtbot, page.desk)
    assert page.desk.heard.sentences[-1] == ("late", "磁盘满了。")
    village.read_only_reason = ""
    assert form.save.isEnabled()
    form.record()
    quiet(qtbot, page.desk)
    assert len(request_list(village)) == 1


def test_emptying_the_form_lets_its_draft_go(qtbot, village, open_page, homes):
    page = open_page(RequestsPage, village)
    form = begun(qtbot, page, homes[0])
    form.content.insertPlainText("水渠")
    form.keeper.keep_at_once()
    form.content.clear()
    form.leave()
    assert latest_drafts(village) == []


def test_the_limit_is_the_one_that_is_set_and_follows_the_day_of_receipt(qtbot, village, open_page, homes):
    set_setting(village, "village_reply_days", "15")
    page = open_page(RequestsPage, village)
    form = begun(qtbot, page, homes[0])
    assert form.due.day == TODAY + timedelta(days=15)
    form.received.setText("10-10")
    form.received.editingFinished.emit()
    assert form.due.day == date(2025, 10, 25)
    form.content.insertPlainText("修路灯")
    form.record()
    quiet(qtbot, page.desk)
    assert request_list(village)[0].due_on == date(2025, 10, 25)


def test_a_limit_of_ones_own_stays_until_it_is_emptied(qtbot, village, open_page, homes):
    page = open_page(RequestsPage, village)
    form = begun(qtbot, page, homes[0])
    for text, received, limit in (
        ("11-1", "10-10", date(2025, 11, 1)),
        ("", "10-12", date(2025, 10, 19)),
    ):
        form.due.setText(text)
        form.due.editingFinished.emit()
        form.received.setText(received)
        form.received.editingFinished.emit()
        assert form.due.day == limit


def test_a_draft_of_the_version_before_is_offered_under_the_household_it_names(qtbot, village, open_page, homes):
    first, second = homes
    old = {"household_id": first, "requester_name": "", "content": "修路灯", "topic": "", "request_kind": "complaint"}
    save_draft(village, "request", "new", 1, old)
    page = open_page(RequestsPage, village)
    form = begun(qtbot, page, second)
    assert form.content.toPlainText() == ""
    assert [(offer.name, offer.words) for offer in form.offer.offers] == [("蒋兆丰", "修路灯")]
    form = begun(qtbot, page, first)
    assert (form.content.toPlainText(), form.kind.currentText()) == ("修路灯", "投诉")
    form.content.insertPlainText("还有")
    form.keeper.keep_at_once()
    assert [(row.key, row.version) for row in latest_drafts(village)] == [(first, 2)]
    form.record()
    quiet(qtbot, page.desk)
    assert latest_drafts(village) == []


def test_esc_closes_the_list_of_households_first_and_then_the_form(qtbot, program, village, homes):
    running = program(village)
    running.shell.go(Where("requests", "new"))
    quiet(qtbot, running)
    form = running.shell.page("requests").form
    qtbot.keyClicks(running.window.focusWidget(), "jzf")
    qtbot.waitUntil(lambda: form.household.open, timeout=10_000)
    qtbot.keyClick(running.window.focusWidget(), Qt.Key.Key_Escape)
    assert not form.household.open
    assert form.isVisible()
    qtbot.keyClick(running.window.focusWidget(), Qt.Key.Key_Escape)
    assert not form.isVisible()
    quiet(qtbot, running)
