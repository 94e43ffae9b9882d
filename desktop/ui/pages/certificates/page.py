from desktop.ui.page import Page


class CertificatesPage(Page):
    pass
