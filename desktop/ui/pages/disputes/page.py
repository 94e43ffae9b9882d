from desktop.ui.page import Page


class DisputesPage(Page):
    pass
