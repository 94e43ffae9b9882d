from desktop.ui.page import Page


class RequestsPage(Page):
    pass
