"""The frame around the pages."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from db.actions.drafts import save_draft
from db.changes import Changes
from desktop.ui.desk import Where
from desktop.ui.frame.battery import _linux
from desktop.ui.frame.facts import form_left_open
from desktop.ui.frame.keys import KeySheet
from desktop.ui.frame.rail import places
from desktop.ui.frame.status_line import Standing, StatusLine
from desktop.ui.style import Size, look
from tests.makers import make_household, make_request

CTRL = Qt.KeyboardModifier.ControlModifier


def quiet(qtbot, running):
    qtbot.waitUntil(lambda: running.jobs.quiet, timeout=10_000)


def test_two_keystrokes_reach_a_household(qtbot, program, village):
    wanted = make_household(village, "张桂芹", no="031")
    make_household(village, "周国强", no="032")
    running = program(village)
    qtbot.keyClick(running.window, Qt.Key.Key_K, CTRL)
    box = running.shell.top.search
    assert running.window.focusWidget() is box
    qtbot.keyClicks(box, "zgq")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: running.shell.here == Where("households", "open", wanted), timeout=10_000)
    page = running.shell.page("households")
    qtbot.waitUntil(lambda: page.dossier.file is not None and page.dossier.file.id == wanted, timeout=10_000)
    assert page.dossier.name.text() == "张桂芹"


def test_every_place_has_a_key_and_counts_where_work_waits(qtbot, program, village):
    home = make_household(village, "李林峰")
    make_request(village, home)
    running = program(village)
    button = running.shell.rail.button("requests")
    assert button.accessibleName() == "诉求，1 件"
    assert not button.late
    for number, place in enumerate(places(), 1):
        qtbot.keyClick(running.window, getattr(Qt.Key, f"Key_{number % 10}"), CTRL)
        assert running.shell.here.place == place.key
        assert running.shell.rail.button(place.key).isChecked()
    quiet(qtbot, running)


def test_overdue_work_is_red_and_new_work_is_counted_at_once(qtbot, program, village, clock):
    home = make_household(village, "李林峰")
    make_request(village, home)
    clock.sleep(days=30)
    running = program(village)
    assert running.shell.rail.button("requests").late
    make_request(village, home, "另一件")
    running.bulletin.announce(Changes.of("requests", "x"))
    qtbot.waitUntil(lambda: running.shell.rail.button("requests").count == 2, timeout=10_000)


def test_back_leads_to_where_one_came_from_but_never_into_a_form(qtbot, program, village):
    home = make_household(village, "李林峰")
    running = program(village)
    shell = running.shell
    shell.go(Where("households"))
    shell.go(Where("visits", "new", home))
    quiet(qtbot, running)
    shell.go(Where("reports"))
    running.shell.desk.back()
    assert shell.here == Where("households")
    running.shell.desk.back()
    running.shell.desk.back()
    assert shell.here.place == "today"
    quiet(qtbot, running)


def test_the_foot_says_only_what_is_known(qtbot):
    foot = StatusLine(township=False)
    qtbot.addWidget(foot)
    foot.show()
    foot.show_standing(Standing(37, "10月17日 周五", "今天 07:42", 25))
    said = [label.text() for label in foot.findChildren(QLabel) if label.isVisible()]
    assert said[:6] == ["未交账", "37", "条", "上次交接 10月17日 周五", "上次备份 今天 07:42", "电量 25%，写的都已存着"]
    foot.show_standing(Standing(0, "", "", 80))
    said = [label.text() for label in foot.findChildren(QLabel) if label.isVisible()]
    assert said == ["未交账", "0", "条", "字号"]


def test_the_size_of_the_words_is_one_press_away(qtbot, program, village):
    running = program(village)
    running.shell.status.sizes._group.button(2).click()
    assert look().size is Size.XLARGE
    assert running.settings.now.size == "xlarge"
    assert running.shell.rail.width() == 212
    quiet(qtbot, running)


def test_the_battery_speaks_only_while_it_is_emptied(tmp_path):
    def supply(name, **facts):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        for fact, value in facts.items():
            (folder / fact).write_text(f"{value}\n")

    assert _linux(tmp_path / "nothing") is None
    supply("AC", type="Mains", online=1)
    supply("BAT0", type="Battery", status="Charging", capacity=20)
    assert _linux(tmp_path) is None
    supply("BAT0", status="Discharging")
    assert _linux(tmp_path) == 20


def test_f1_shows_every_key(qtbot):
    sheet = KeySheet()
    qtbot.addWidget(sheet)
    said = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Ctrl+K", "Ctrl+N", "Ctrl+S", "F1", "键表", "装盘"} <= said


def test_the_work_goes_on_in_the_form_it_stopped_in(qtbot, program, village):
    home = make_household(village, "李林峰")
    request = make_request(village, home)
    save_draft(village, "reply", request, 1, {"content": "已经去看过"})
    assert form_left_open(village, "requests") == Where("requests", "answer", request)
    assert form_left_open(village, "today") is None
    save_draft(village, "visit", home, 1, {"household_id": home, "talk": "问了收成", "open": True})
    assert form_left_open(village, "today") == Where("visits", "resume")
    running = program(village)
    qtbot.waitUntil(lambda: running.shell.here == Where("visits", "resume"), timeout=10_000)
    quiet(qtbot, running)
    running.shell.go(Where("requests"))
    assert running.settings.now.last_place == "requests"
    quiet(qtbot, running)


def test_alt_1_goes_on_with_the_newest_form_whatever_it_is_and_whoever_it_is_about(qtbot, program, village, clock):
    homes = [make_household(village, name, no=no) for name, no in (("李林峰", "011"), ("罗冬林", "012"))]
    save_draft(village, "visit", homes[0], 1, {"household_id": homes[0], "talk": "问了收成", "open": False})
    clock.sleep(minutes=1)
    save_draft(village, "request", homes[1], 2, {"household_id": homes[1], "content": "修路灯", "open": False})
    running = program(village)
    quiet(qtbot, running)
    assert running.shell.here == Where("today")
    today = running.shell.page("today")
    assert today.resume._who.text().startswith("罗冬林")
    assert today.resume._who.text().endswith("登记诉求")
    qtbot.keyClick(running.window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    quiet(qtbot, running)
    assert running.shell.here == Where("requests", "new", homes[1])
    form = running.shell.page("requests").form
    assert (form.household.household_id, form.content.toPlainText()) == (homes[1], "修路灯")
    assert form_left_open(village, "requests") is None


def test_alt_1_says_where_nothing_is_half_written(qtbot, program, village):
    running = program(village)
    running.shell.go_on_writing()
    quiet(qtbot, running)
    assert running.shell.banner.sentence == "没有写了一半的。"
    assert running.shell.here == Where("today")
