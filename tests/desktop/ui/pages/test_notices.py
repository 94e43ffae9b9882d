"""The place that is still empty."""

from desktop.ui.desk import Where
from desktop.ui.pages.notices.page import NoticesPage
from desktop.ui.widgets.buttons import Button


def test_the_empty_place_teaches_and_its_button_leads_somewhere(village, open_page):
    page = open_page(NoticesPage, village)
    page.findChild(Button).click()
    assert page.desk.heard.places == [Where("requests", "new")]
