from desktop.ui.page import Page


class HandoverPage(Page):
    pass
