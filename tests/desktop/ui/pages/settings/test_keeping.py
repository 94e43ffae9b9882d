"""Whether a backup goes along on the stick."""

from desktop.ui.pages.settings.keeping import BackupCard
from desktop.ui.pages.settings.page import SettingsPage


def test_the_backup_on_the_stick_can_be_switched_off(qtbot, village, open_page):
    page = open_page(SettingsPage, village)
    card = page.findChild(BackupCard)
    assert card.beside.isChecked()
    card.beside.setChecked(False)
    assert page.desk.settings.now.stick_backup is False
    qtbot.waitUntil(lambda: page.desk.jobs.quiet, timeout=10_000)
