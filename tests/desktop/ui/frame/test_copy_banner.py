"""The banner over a copy of the data, and what its button does."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from db import open_store, surroundings
from desktop.ui.frame.copy_banner import keep_card
from tests.bundles.post import join
from tests.conftest import CHEAP, PASSWORD


@pytest.fixture
def copy(village, township, tmp_path):
    """The village's store, enrolled, copied to a computer that has not its key."""
    join(township, village)
    village.engine.dispose()
    path = Path(shutil.copytree(village.path, tmp_path / "copy.baijia"))
    store = open_store(path, PASSWORD, surroundings(tmp_path / "stranger", village.clock, CHEAP))
    yield store
    store.close()


def quiet(qtbot, running):
    qtbot.waitUntil(lambda: running.jobs.quiet, timeout=10_000)


def test_a_store_that_is_as_it_was_left_says_nothing(qtbot, program, village):
    running = program(village)
    assert running.shell.copy_banner.isHidden()


def test_a_copy_is_read_only_until_its_button_makes_it_a_computer(qtbot, program, copy, tmp_path, monkeypatch):
    card = tmp_path / "new.card"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(card), ""))
    running = program(copy)
    banner = running.shell.copy_banner
    assert banner.isVisible()
    assert banner.sentence == "这是副本，登记为新电脑后才能填写。"
    assert (banner.deed.text(), banner.deed.isVisible(), banner._close.isVisible()) == ("登记为新电脑", True, False)
    banner.deed.click()
    qtbot.waitUntil(card.exists, timeout=10_000)
    quiet(qtbot, running)
    assert copy.read_only_reason is None
    assert card.read_text().startswith("BAIJIA-CARD-1")
    assert "核对词" in running.shell.banner.sentence
    assert (banner.deed.text(), banner._close.isVisible()) == ("存出名片", True)
    banner._close.click()
    running.shell.look_again()
    quiet(qtbot, running)
    assert banner.isHidden()  # read and put away


def test_an_older_copy_says_what_will_heal_it(qtbot, program, village, township):
    join(township, village)
    village.facts["gap_since"] = "0"
    running = program(village)
    banner = running.shell.copy_banner
    assert banner.sentence == "此数据早于本机上次使用，可能缺少记录；下次交接会自动补回。"
    assert banner.deed.isHidden()


def test_a_card_that_cannot_be_kept_is_a_sentence(tmp_path):
    from db.errors import KnownError

    with pytest.raises(KnownError):
        keep_card(str(tmp_path / "nowhere" / "a.card"), "text")
