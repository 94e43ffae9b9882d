"""A restored laptop asks to be let in: one click where its old key vouches, else the check words and a choice."""

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from db.backup import back_up, restore
from db.store import Surroundings
from db.sync import make_card
from db.sync.peers import peers
from desktop.ui.pages.handover.page import HandoverPage
from tests.conftest import CHEAP, PASSWORD


@pytest.fixture(params=["same machine", "another"])
def asked(request, enrolled, tmp_path, monkeypatch):
    """(township, old id, card, whether its key vouches, what the dialog said); the first answer is chosen."""
    village, township = enrolled
    backup = back_up(village, tmp_path / "backups").path
    vouched = request.param == "same machine"
    profile = village.profile if vouched else tmp_path / "another"
    restored = restore(backup, tmp_path / "again.baijia", PASSWORD, Surroundings(profile, village.clock, CHEAP))
    card = tmp_path / "again.card"
    card.write_text(make_card(restored))
    restored.close()
    said = []

    def first(box):
        said.append((box.informativeText(), [button.text() for button in box.buttons()]))
        chosen = next(b for b in box.buttons() if box.buttonRole(b) == QMessageBox.ButtonRole.AcceptRole)
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda _box: chosen)

    monkeypatch.setattr(QMessageBox, "exec", first)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "again.grant"), ""))
    return township, village.device_id, card, vouched, said


def test_a_restored_laptop_takes_the_old_ones_place(qtbot, asked, open_page, tmp_path):
    township, old, card, vouched, said = asked
    page = open_page(HandoverPage, township)
    page.enrolment.take(str(card))
    qtbot.waitUntil((tmp_path / "again.grant").exists, timeout=10_000)
    qtbot.waitUntil(lambda: page.desk.jobs.quiet, timeout=10_000)
    ((told, answers),) = said
    assert ("不用打电话核对" in told) is vouched
    assert ("先打电话核对" in told) is not vouched
    assert ("核对过了，另加一台" in answers) is not vouched
    with township.connection(immediate=False) as connection:
        before = peers.peer(connection, old)
    assert before is not None
    assert before.status == "retired"
