from desktop.ui.page import Page


class HouseholdsPage(Page):
    pass
