from desktop.ui.page import Page


class SettingsPage(Page):
    pass
