"""From the first start to the last: doors, lock, end."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QLibraryInfo, QPoint, QPointF, Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from db import open_store
from desktop.app import translate_qt
from desktop.settings import SettingsFile
from desktop.ui.desk import Where
from desktop.ui.doors.answers import Password, Recovery, WhoUses
from desktop.ui.doors.first_run import FirstRun
from desktop.ui.doors.unlock import Unlock
from desktop.ui.style import Size, look
from tests.conftest import PASSWORD
from tests.makers import make_household


def answer(qtbot, door, **answers):
    for name, text in answers.items():
        door.question.fields[name].control.setText(text)
    qtbot.keyClick(door.window(), Qt.Key.Key_Return)


def walk_to_the_password(qtbot, door):
    answer(qtbot, door)
    answer(qtbot, door, name="桃溪村", region_code="430499101201")
    answer(qtbot, door, cadre="周建国")
    assert isinstance(door.question, Password)


def test_the_first_start_makes_a_store_that_opens_with_password_and_recovery_key(qtbot, program, around):
    running = program()
    door = running._door
    assert isinstance(door, FirstRun)
    walk_to_the_password(qtbot, door)
    answer(qtbot, door, password=PASSWORD, again=PASSWORD)
    qtbot.waitUntil(lambda: isinstance(door.question, Recovery), timeout=10_000)
    key = door.question.key.text().replace("\n", " ").replace(" ", "-")
    answer(qtbot, door)
    assert "打勾" in door.question.fields["kept"].error
    door.question.fields["kept"].control.setChecked(True)
    answer(qtbot, door)
    qtbot.waitUntil(lambda: running.shell is not None and running.jobs.quiet, timeout=10_000)
    assert running.window.windowTitle().startswith("桃溪村")
    assert running.settings.now.first_run == {}
    path = running.store.path
    running.end()
    for secret in (PASSWORD, key):
        store = open_store(path, secret, around)
        assert store.me.name == "周建国"
        store.close()


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"name": "", "region_code": "430499101201"}, "name", "写上名字"),
        ({"name": "桃溪村", "region_code": "4304"}, "region_code", "12 位数字，现在是 4 位"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field(qtbot, program, answers, field, words):
    door = program()._door
    answer(qtbot, door)
    answer(qtbot, door, **answers)
    assert words in door.question.fields[field].error
    assert door.step == 1


def test_passwords_that_differ_or_are_short_are_told(qtbot, program):
    door = program()._door
    walk_to_the_password(qtbot, door)
    answer(qtbot, door, password="短", again="短")
    assert "至少 8" in door.question.fields["password"].error
    answer(qtbot, door, password=PASSWORD, again="别的一句话啊")
    assert "两遍不一样" in door.question.fields["again"].error


def test_a_start_broken_off_goes_on_where_it_stopped(qtbot, program):
    first = program()
    answer(qtbot, first._door)
    answer(qtbot, first._door, name="桃溪村", region_code="430499101201")
    first.end()
    second = program()
    assert isinstance(second._door.question, WhoUses)
    qtbot.keyClick(second.window, Qt.Key.Key_Escape)
    assert second._door.question.fields["name"].control.text() == "桃溪村"


def test_the_size_chosen_at_the_door_is_remembered(qtbot, program):
    first = program()
    first._door.sizes.choose("xlarge")
    assert look().size is Size.XLARGE
    first.end()
    look().show(size=Size.NORMAL)
    program()
    assert look().size is Size.XLARGE


def test_a_wrong_password_is_told_in_a_sentence_and_the_right_one_opens(qtbot, program, village):
    path = village.path
    village.close()
    first = program()
    first.settings.change(last_store=str(path))
    first.end()
    running = program()
    door = running._door
    assert isinstance(door, Unlock)
    qtbot.keyClick(door.password, Qt.Key.Key_Return)
    assert door.fields["password"].error == "先输入密码。"
    door.password.setText("不是这一句话")
    qtbot.keyClick(door.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "不对" in door.fields["password"].error, timeout=10_000)
    door.password.setText(PASSWORD)
    qtbot.keyClick(door.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: running.shell is not None and running.jobs.quiet, timeout=10_000)
    assert running.shell.here.place == "today"


def test_the_lock_hides_everything_until_the_password_comes(qtbot, program, village):
    make_household(village, "李林峰")
    running = program(village)
    qtbot.keyClick(running.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    door = running._door
    assert isinstance(door, Unlock)
    assert not running.shell.isVisible()
    door.password.setText("不是这一句话")
    door.open_it()
    qtbot.waitUntil(lambda: bool(door.fields["password"].error), timeout=10_000)
    door.password.setText(PASSWORD)
    door.open_it()
    qtbot.waitUntil(lambda: running.window.front is running.shell, timeout=10_000)


def test_nobody_there_locks(qtbot, program, village):
    running = program(village)
    assert running.window._alone.isActive()
    running.window.left_alone.emit()
    assert isinstance(running.window.front, Unlock)


@pytest.mark.parametrize("press", ["key", "click", "wheel"])
def test_as_long_as_keys_and_clicks_come_nothing_is_locked(qtbot, program, village, press):
    running = program(village)
    window, alone = running.window.windowHandle(), running.window._alone
    locked = []
    running.window.left_alone.connect(lambda: locked.append(press))
    alone.start(400)
    for _n in range(8):
        qtbot.wait(80)
        if press == "key":
            QTest.keyClick(window, Qt.Key.Key_Shift)
        elif press == "click":
            QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
        else:
            QTest.wheelEvent(window, QPointF(5, 5), QPoint(0, 120))
    assert locked == []
    qtbot.waitUntil(lambda: locked == [press])
    running.window.lock_after(0)
    QTest.keyClick(window, Qt.Key.Key_Shift)
    assert not alone.isActive()


def _said(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def test_bundles_opened_by_their_files_wait_for_the_password_and_for_each_other(qtbot, program, village, tmp_path):
    files = [tmp_path / f"{name}.bjb" for name in ("一", "二")]
    for file in files:
        file.write_bytes(b"nothing of ours")
    path = village.path
    village.close()
    running = program()
    running.show_unlock(str(path))
    for file in files:
        running.bring(str(file))
    running._door.password.setText(PASSWORD)
    running._door.open_it()
    qtbot.waitUntil(lambda: running.shell is not None and running.shell.here.place == "handover", timeout=10_000)
    page = running.shell.page("handover")
    qtbot.waitUntil(lambda: running.jobs.quiet and _said(page).count("这不是百家数据包") == 2, timeout=10_000)
    running.shell.go(Where("today"))
    running.shell._on_turned_back()
    assert running.shell.here.place != "handover", "going back would take the file in once more"


def test_another_store_opened_by_its_folder_is_told_of_and_the_present_one_stays(program, village, tmp_path):
    running = program(village)
    running.bring(str(tmp_path / "石桥.baijia"))
    assert "石桥" in _said(running.shell.banner)
    assert running.store is village
    running.bring(str(village.path))
    running.bring("")
    assert running.window.front is running.shell


def test_a_store_opened_by_its_folder_stands_at_its_door(program, village):
    path = village.path
    village.close()
    running = program()
    running.bring(str(path))
    assert isinstance(running.window.front, Unlock)
    assert str(path) in running.window.front._where.text()


def test_after_work_memory_goes_back_once(qtbot, program, village, monkeypatch):
    given = []
    monkeypatch.setattr("desktop.app._SOON", 60_000)  # reading in pages is work too
    monkeypatch.setattr("desktop.memory.ctypes.CDLL", lambda _name: SimpleNamespace(malloc_trim=given.append))
    running = program(village)
    running._resting.setInterval(20)
    running.shell.go(Where("households"))
    qtbot.waitUntil(lambda: given == [0], timeout=5_000)
    qtbot.wait(150)
    assert given == [0], "the answer to this question is no work"
    running.shell.go(Where("visits"))
    qtbot.waitUntil(lambda: given == [0, 0], timeout=5_000)


def test_the_end_lets_the_store_go_and_remembers_the_window(qtbot, program, village):
    running = program(village)
    running.window.close()
    assert running.store is None
    assert SettingsFile(running.places.settings).now.window
    assert SettingsFile(running.places.settings).now.last_store == str(village.path)


def test_qt_speaks_chinese(qapp):
    translate_qt(QApplication.instance())
    translator = next(child for child in qapp.children() if isinstance(child, QTranslator))
    assert translator.translate("QPlatformTheme", "Cancel") == "取消"
    assert QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    qapp.removeTranslator(translator)
