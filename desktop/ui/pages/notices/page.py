from desktop.ui.page import Page


class NoticesPage(Page):
    pass
