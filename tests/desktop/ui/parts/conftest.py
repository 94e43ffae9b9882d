"""Desks and pages, as the pages' own tests have them."""

from tests.desktop.ui.pages.conftest import make_desk, open_page

__all__ = ["make_desk", "open_page"]
