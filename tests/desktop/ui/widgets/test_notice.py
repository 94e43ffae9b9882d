"""What stands where something is fetched or missing."""

from PySide6.QtWidgets import QLabel

from desktop.ui.widgets.notice import Waiting


def test_what_waits_says_so_to_eye_and_ear(on_screen):
    waiting = on_screen(Waiting(), 300, 200)
    assert [label.text() for label in waiting.findChildren(QLabel)] == [waiting.accessibleName()] == ["正在打开…"]
