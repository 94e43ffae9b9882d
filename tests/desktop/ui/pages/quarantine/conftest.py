"""The post between a village and its township, with something set aside."""

import pytest
from PySide6.QtWidgets import QMessageBox

from db.sync import unpack
from tests.bundles.post import district, enrolled, forge

__all__ = ["district", "enrolled", "forge"]
ROWS = [("1a" * 16, ["031", "石桥村三组"]), ("1b" * 16, ["032", "石桥村四组"])]


@pytest.fixture
def held(forge):
    """(village, township): two households in a village the laptop has no grant for are set aside."""
    unpack(forge.receiver, [forge.bundle(forge.segment(*ROWS, part=("0f" * 16, 0)))])
    return forge.sender, forge.receiver


@pytest.fixture
def asked(monkeypatch):
    """What the dialogs said; the first answer is chosen while ``asked.yes`` holds, else the last."""

    class Asked(list):
        yes = True

    said = Asked()

    def answer(box):
        said.append(f"{box.text()} {box.informativeText()}")
        wanted = QMessageBox.ButtonRole.AcceptRole if said.yes else QMessageBox.ButtonRole.RejectRole
        chosen = next(button for button in box.buttons() if box.buttonRole(button) == wanted)
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda _box: chosen)

    monkeypatch.setattr(QMessageBox, "exec", answer)
    return said
