"""A colleague is added with a password of their own."""

from db.queries.cadres import cadre_list
from desktop.ui.pages.settings.page import SettingsPage


def added(page, name, password="", again=""):
    card = page.people
    card.name.setText(name)
    card.password.setText(password)
    card.again.setText(again)
    card.add_person()
    return card


def test_a_colleague_gets_a_password_of_their_own(qtbot, village, open_page):
    page = open_page(SettingsPage, village)
    card = added(page, "谢波", "一句好记的话-2025", "一句好记的话-2026")
    assert card._form.fields["again"].error
    added(page, "谢波", "短", "短")
    qtbot.waitUntil(lambda: bool(card._form.fields["password"].error), timeout=10_000)
    added(page, "谢波", "一句好记的话-2025", "一句好记的话-2025")
    qtbot.waitUntil(lambda: len(cadre_list(village)) == 2, timeout=10_000)
    qtbot.waitUntil(lambda: card._list.count() == 2 and page.desk.jobs.quiet, timeout=10_000)
    assert [(line.name, line.can_open) for line in cadre_list(village)] == [("周建国", True), ("谢波", True)]
    assert card.password.text() == ""
