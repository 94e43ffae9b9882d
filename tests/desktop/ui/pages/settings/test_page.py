"""Everything behind the gear."""

import pytest
from PySide6.QtWidgets import QLabel

from db import open_store
from db.queries.households import household_totals
from desktop.ui.desk import Where
from desktop.ui.pages.settings.keeping import PasswordCard
from desktop.ui.pages.settings.page import SettingsPage
from desktop.ui.style import Size, Theme, look
from tests.conftest import PASSWORD

ROSTER = (
    "户号,姓名,与户主关系,性别,出生日期,联系电话\n"
    "001,李林峰,户主,男,1974-05-03,15412342716\n"
    ",王秀英,妻,女,1976-02-03,\n"
    "002,罗冬林,户主,男,1960-01-02,154\n"
)


def done(qtbot, page):
    qtbot.waitUntil(lambda: page.desk.jobs.quiet, timeout=20_000)


def test_a_roster_is_looked_at_taken_in_and_taken_back(qtbot, village, open_page, tmp_path):
    path = tmp_path / "花名册.csv"
    path.write_text(ROSTER, "utf-8-sig")
    page = open_page(SettingsPage, village, Where("settings", "import"))
    ledgers = page.ledgers
    ledgers.look_at(str(path))
    done(qtbot, page)
    assert ledgers._result.text().startswith("还没收。")
    assert household_totals(village).persons == 0
    assert any("154" in cell.raw for cell in ledgers.cells.table.rows)
    ledgers.take.click()
    done(qtbot, page)
    assert household_totals(village).households == 2
    assert ledgers.undo.isVisible()
    ledgers.undo.click()
    done(qtbot, page)
    assert household_totals(village).persons == 0


def test_a_file_that_is_no_ledger_is_told_in_a_sentence(qtbot, village, open_page, tmp_path):
    path = tmp_path / "照片.xlsx"
    path.write_bytes(b"\x89PNG not a workbook")
    page = open_page(SettingsPage, village)
    page.ledgers.look_at(str(path))
    done(qtbot, page)
    assert page.ledgers._result.text()
    assert not page.ledgers.take.isVisible()
    assert page.ledgers.choose.isEnabled()


def test_a_backup_is_made_and_remembered(qtbot, village, open_page, tmp_path):
    page = open_page(SettingsPage, village)
    assert "还没有备份过" in page.backup._last.text()
    page.backup.back_up(str(tmp_path))
    done(qtbot, page)
    assert "上次备份 今天" in page.backup._last.text()
    assert page.desk.heard.sentences[-1][0] == "good"


def test_size_and_colours_take_effect_at_once_and_are_remembered(qtbot, village, open_page):
    page = open_page(SettingsPage, village)
    page.size_of_words.choose("large")
    page.theme.choose("dark")
    page.lock.choose("0")
    assert (look().size, look().theme) == (Size.LARGE, Theme.DARK)
    now = page.desk.settings.now
    assert (now.size, now.theme, now.lock_minutes) == ("large", "dark", 0)
    assert page.size_of_words.key == "large"


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ((PASSWORD, "短", "短"), "new", "至少 8"),
        ((PASSWORD, "一句记得住的土话", "另一句记得住的话"), "again", "两遍不一样"),
        (("不是这一句密码", "一句记得住的土话", "一句记得住的土话"), "old", "不对"),
    ],
)
def test_a_wrong_new_password_is_told_at_its_field(qtbot, village, open_page, typed, field, words):
    page = open_page(SettingsPage, village)
    card = page.findChild(PasswordCard)
    for box, text in zip((card.old, card.new, card.again), typed, strict=True):
        box.setText(text)
    card.change()
    qtbot.waitUntil(lambda: words in card._form.fields[field].error, timeout=10_000)


def test_a_new_password_opens_the_store(qtbot, village, open_page, around):
    page = open_page(SettingsPage, village)
    card = page.findChild(PasswordCard)
    card.old.setText(PASSWORD)
    for box in (card.new, card.again):
        box.setText("一句记得住的土话啊")
    card.change()
    done(qtbot, page)
    assert card.old.text() == ""
    village.close()
    store = open_store(village.path, "一句记得住的土话啊", around)
    store.close()
    assert [label for label in page.findChildren(QLabel) if label.text() == PASSWORD] == []
