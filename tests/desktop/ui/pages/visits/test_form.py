"""A visit, from the first key to saved, whatever happens between."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from db import open_store
from db.actions.drafts import save_draft
from db.actions.places import set_setting
from db.queries.dossier import household_file
from db.queries.drafts import latest_drafts
from db.queries.requests import request_list
from desktop.ui.desk import Where
from desktop.ui.pages.visits.draft import VERSION, VisitDraft, read_draft
from desktop.ui.pages.visits.page import VisitsPage
from desktop.ui.style import Size, look
from tests.conftest import PASSWORD
from tests.makers import make_household, make_visit

CTRL = Qt.KeyboardModifier.ControlModifier
SAID = "今年收成还可以。老李说确权证上门口田少登记1.2亩，想请村里查一下。屋后水沟已清。"


@pytest.fixture
def home(village):
    return make_household(village, "李𬭎", "王秀英", no="031", group="三组")


def form_of(qtbot, page):
    qtbot.waitUntil(lambda: page.form is not None and page.desk.jobs.quiet, timeout=10_000)
    page.form.page = page  # the page lives as long as its form is looked at
    return page.form


def test_a_visit_with_a_request_takes_at_most_twelve_keys_beside_the_text(qtbot, program, village, home):
    running = program(village)
    keys = 0

    def press(widget, key, modifiers=Qt.KeyboardModifier.NoModifier):
        nonlocal keys
        keys += 1
        qtbot.keyClick(widget, key, modifiers)

    press(running.window, Qt.Key.Key_N, CTRL)
    page = running.shell.page("visits")
    for letter in "lh":
        press(running.window.focusWidget(), getattr(Qt.Key, f"Key_{letter.upper()}"))
    press(running.window.focusWidget(), Qt.Key.Key_Return)
    form = form_of(qtbot, page)
    assert running.window.focusWidget() is form.parts.talk
    form.parts.talk.insertPlainText(SAID)
    cursor = form.parts.talk.textCursor()
    cursor.setPosition(SAID.index("门口田"))
    form.parts.talk.setTextCursor(cursor)
    press(form.parts.talk, Qt.Key.Key_R, CTRL)
    press(running.window.focusWidget(), Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: running.shell.here.place == "today" and running.jobs.quiet, timeout=10_000)
    file = household_file(village, home)
    assert [text for visit in file.visits for _label, text in visit.texts] == [SAID]
    assert [request.content for request in file.requests] == ["老李说确权证上门口田少登记1.2亩，想请村里查一下。"]
    assert file.requests[0].topic == "农村土地·权证"
    assert file.requests[0].due_on == "2025-10-27"
    assert latest_drafts(village) == []
    assert keys <= 12


def test_the_register_fills_in_what_it_knows(qtbot, village, home, open_page):
    make_visit(village, home, "晚稻快收了，想清机耕道口的石头。", visited_on=date(2025, 10, 8))
    form = form_of(qtbot, open_page(VisitsPage, village, Where("visits", "new", home)))
    draft = form.draft
    assert (draft.visited_on, draft.time_from, draft.cadres) == ("2025-10-20", "09:30", ["周建国"])
    assert len(draft.person_ids) == 2
    said = [label.text() for label in form.parts.context.findChildren(type(form.parts._kept))]
    assert any("想清机耕道口的石头" in words for words in said)


def test_what_is_typed_is_kept_within_two_seconds(qtbot, village, home, open_page):
    form = form_of(qtbot, open_page(VisitsPage, village, Where("visits", "new", home)))
    begun = time.monotonic()
    qtbot.keyClicks(form.parts.talk, "abc")
    qtbot.waitUntil(lambda: bool(latest_drafts(village)), timeout=2_000)
    assert time.monotonic() - begun < 2
    (kept,) = latest_drafts(village)
    assert (kept.version, kept.household_id, kept.data["talk"], kept.data["open"]) == (VERSION, home, "abc", True)


def test_a_form_left_comes_back_as_it_was(qtbot, village, home, open_page):
    page = open_page(VisitsPage, village, Where("visits", "new", home))
    form = form_of(qtbot, page)
    form.parts.talk.insertPlainText(SAID)
    form.parts.when.kind.setCurrentIndex(2)
    form.parts.when.place.choose("yard")
    form.make_request()
    form.parts.rare._boxes["hazards"].setText("电线老化")
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.form is None and page.desk.jobs.quiet, timeout=10_000)
    assert latest_drafts(village)[0].data["open"] is False
    page.go(Where("visits", "new", home))
    again = form_of(qtbot, page).draft
    assert (again.talk, again.visit_kind, again.place_kind) == (SAID, "key_visit", "yard")
    assert again.rare == {"hazards": "电线老化"}
    assert [r.content for r in again.requests] == ["屋后水沟已清。"]
    assert SAID[again.requests[0].start : again.requests[0].end] == "屋后水沟已清。"


def test_a_mark_moves_with_its_words_and_goes_with_its_card(qtbot, village, home, open_page):
    form = form_of(qtbot, open_page(VisitsPage, village, Where("visits", "new", home)))
    form.parts.talk.insertPlainText(SAID)
    form.make_request()
    cursor = form.parts.talk.textCursor()
    cursor.setPosition(0)
    cursor.insertText("早上去的。")
    request = form.draft.requests[0]
    assert form.draft.talk[request.start : request.end] == request.content
    form._cards[0].dropped.emit()
    assert form.draft.requests == []
    assert form.parts.talk.extraSelections() == []


def test_tab_follows_reading_order(qtbot, village, home, open_page):
    form = form_of(qtbot, open_page(VisitsPage, village, Where("visits", "new", home)))
    form.parts.talk.insertPlainText(SAID)
    form.make_request()
    qtbot.waitUntil(form._cards[0].isVisible)
    form.parts.back.setFocus()
    names = []
    for _press in range(40):
        names.append(form.window().focusWidget().accessibleName())
        form.focusNextChild()
    wanted = [
        "返回，草稿留着", "周建国 我", "加一位同行的人", "走访日期", "类型", "地点：户内", "李𬭎 户主", "转为诉求",
        "谈了什么", "诉求内容", "类别", "谁来办", "答复期限", "诉求 1 不作诉求", "家庭变化", "存后记下一户", "保存",
    ]  # fmt: skip
    assert set(wanted) <= set(names), names
    places = [names.index(name) for name in wanted]
    assert places == sorted(places)


def test_no_sentence_no_request(qtbot, village, home, open_page):
    form = form_of(qtbot, open_page(VisitsPage, village, Where("visits", "new", home)))
    form.make_request()
    assert "先写下" in form.fields["talk"].error
    assert form._cards == []


def test_an_empty_visit_is_asked_about_once_and_a_wrong_day_is_told_at_its_field(qtbot, village, home, open_page):
    page = open_page(VisitsPage, village, Where("visits", "new", home))
    form = form_of(qtbot, page)
    form.save()
    assert "再按一次保存" in form.fields["talk"].error
    form.parts.talk.insertPlainText("问了收成。")
    form.parts.when.day._take(date(2025, 10, 21))
    form.save()
    qtbot.waitUntil(lambda: bool(form.fields["visited_on"].error), timeout=10_000)
    assert "今天之后" in form.fields["visited_on"].error
    form.parts.when.day._take(date(2025, 10, 19))
    form.save()
    qtbot.waitUntil(lambda: page.form is None and page.desk.jobs.quiet, timeout=10_000)
    assert household_file(village, home).visits[0].visited_on == "2025-10-19"


def test_saving_right_after_typing_leaves_no_draft_behind(qtbot, village, home, open_page):
    page = open_page(VisitsPage, village, Where("visits", "new", home))
    form = form_of(qtbot, page)
    form.parts.talk.insertPlainText("问了收成。")
    form.keeper.keep()
    form.save()
    qtbot.waitUntil(lambda: page.form is None and page.desk.jobs.quiet, timeout=10_000)
    assert latest_drafts(village) == []
    assert len(household_file(village, home).visits) == 1


def test_the_next_household_follows_at_once(qtbot, village, home, open_page):
    page = open_page(VisitsPage, village, Where("visits", "new", home))
    form = form_of(qtbot, page)
    form.parts.talk.insertPlainText("问了收成。")
    form.save_and_next()
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page.picker and page.desk.jobs.quiet, timeout=10_000)


def test_who_came_along_is_typed_in(qtbot, village, home, open_page):
    page = open_page(VisitsPage, village, Where("visits", "new", home))
    form = form_of(qtbot, page)
    form.parts.visitors._add.click()
    form.parts.visitors._name.setText("肖建英")
    qtbot.keyClick(form.parts.visitors._name, Qt.Key.Key_Return)
    assert form.draft.cadres == ["周建国", "肖建英"]
    form.parts.talk.insertPlainText("问了收成。")
    form.save()
    qtbot.waitUntil(lambda: page.form is None and page.desk.jobs.quiet, timeout=10_000)
    assert household_file(village, home).visits[0].cadres == ("周建国", "肖建英")


def test_a_request_without_content_is_told_at_its_card(qtbot, village, home, open_page):
    form = form_of(qtbot, open_page(VisitsPage, village, Where("visits", "new", home)))
    form.parts.talk.insertPlainText(SAID)
    form.make_request()
    form._cards[0]._content.clear()
    form.save()
    assert "不作诉求" in form._cards[0].fields["content"].error
    assert request_list(village) == []


def test_the_limit_of_a_request_is_the_one_that_is_set_and_follows_the_day_of_the_visit(
    qtbot, village, home, open_page
):
    set_setting(village, "village_reply_days", "15")
    page = open_page(VisitsPage, village, Where("visits", "new", home))
    form = form_of(qtbot, page)
    form.parts.talk.insertPlainText(SAID)
    form.make_request()
    card = form._cards[0]
    assert card._due.day == date(2025, 11, 4)
    form.parts.when.day._take(date(2025, 10, 10))
    assert card._due.day == date(2025, 10, 25)
    form.save()
    qtbot.waitUntil(lambda: page.form is None and page.desk.jobs.quiet, timeout=10_000)
    assert request_list(village)[0].due_on == date(2025, 10, 25)


def test_a_limit_of_ones_own_stays(qtbot, village, home, open_page):
    form = form_of(qtbot, open_page(VisitsPage, village, Where("visits", "new", home)))
    form.parts.talk.insertPlainText(SAID)
    form.make_request()
    card = form._cards[0]
    card._due._take(date(2025, 12, 1))
    form.parts.when.day._take(date(2025, 10, 10))
    assert card._due.day == date(2025, 12, 1)
    card._due._take(None)
    assert card._due.day == date(2025, 10, 17)


def test_a_pressed_chip_opens_its_line_and_goes_there(qtbot, village, home, open_page, on_screen):
    page = open_page(VisitsPage, village, Where("visits", "new", home))
    form = form_of(qtbot, page)
    on_screen(page)
    qtbot.mouseClick(form.parts.rare.first, Qt.MouseButton.LeftButton)
    assert page.window().focusWidget() is form.parts.rare._boxes["family_changes"]


def test_a_refused_visit_leaves_its_draft(qtbot, village, home, open_page):
    form = form_of(qtbot, open_page(VisitsPage, village, Where("visits", "new", home)))
    form.parts.talk.insertPlainText("问了收成。")
    form.parts.when.day._take(date(2025, 10, 21))
    qtbot.waitUntil(lambda: bool(latest_drafts(village)), timeout=2_000)
    form.save()
    qtbot.waitUntil(lambda: bool(form.fields["visited_on"].error), timeout=10_000)
    assert [row.data["talk"] for row in latest_drafts(village)] == ["问了收成。"]


def test_very_large_words_stand_in_one_column(qtbot, village, home, open_page):
    form = form_of(qtbot, open_page(VisitsPage, village, Where("visits", "new", home)))
    assert form.parts.context.isVisible()
    look().show(size=Size.XLARGE)
    assert not form.parts.context.isVisible()
    form.parts._fold.click()
    assert form.parts.context.isVisible()
    assert form.parts.save.isVisible()


def test_a_draft_of_another_version_of_the_form_keeps_its_words(qtbot, village, home, open_page):
    save_draft(village, "visit", home, 99, {"household_id": home, "talk": "旧稿里的话", "strange": [1]})
    form = form_of(qtbot, open_page(VisitsPage, village, Where("visits", "new", home)))
    assert form.parts.talk.toPlainText() == "旧稿里的话"
    assert read_draft({"raw": "{坏的"}, date(2025, 10, 20)).talk == "{坏的"
    assert VisitDraft("h", "2025-10-20").empty


TYPING = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from PySide6.QtWidgets import QApplication
from db import open_store, surroundings
from db.keyring import Cost
from desktop.app import Program
from desktop.paths import places_under
from desktop.ui.desk import Where
app = QApplication([])
folder, path, home, words = sys.argv[1:]
around = surroundings(profile=Path(folder) / "profile", cost=Cost(memory_kib=8, passes=1, lanes=1))
program = Program(places_under(Path(folder)), around)
program.open(open_store(path, %r, around))
program.window.show()
program.shell.go(Where("visits", "new", home))
page = program.shell.page("visits")
while page.form is None:
    app.processEvents()
page.form.parts.talk.insertPlainText(words)
page.form.make_request()
print("typed", flush=True)
app.exec()
"""


@pytest.mark.slow
def test_after_kill_minus_9_the_next_start_opens_where_the_work_stopped(
    qtbot, program, village, home, around, tmp_path
):
    path = village.path
    village.close()
    script = TYPING % PASSWORD
    typing = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path), str(path), home, SAID],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[5],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[5])},
    )
    try:
        assert typing.stdout.readline() == b"typed\n"
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline and typing.poll() is None:
            qtbot.wait(50)  # the two seconds a draft may be behind
    finally:
        typing.send_signal(signal.SIGKILL)
        typing.wait()
        typing.stdout.close()
    store = open_store(path, PASSWORD, around)
    running = program(store)
    qtbot.waitUntil(lambda: running.shell.here == Where("visits", "resume"), timeout=10_000)
    form = form_of(qtbot, running.shell.page("visits"))
    assert form.file.id == home
    assert form.parts.talk.toPlainText() == SAID
    assert json.dumps([r.content for r in form.draft.requests], ensure_ascii=False) == '["屋后水沟已清。"]'
