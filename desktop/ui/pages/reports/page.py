from desktop.ui.page import Page


class ReportsPage(Page):
    pass
