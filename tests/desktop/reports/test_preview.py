"""A finished PDF as pictures."""

from collections.abc import Callable
from typing import Any

import pytest

from db.queries.household_file import HouseholdFile
from desktop.reports.household import household_report
from desktop.reports.preview import PdfPages, pictures


@pytest.fixture
def pdf() -> bytes:
    return household_report(HouseholdFile("h1", "003-031", "2025-10-20", "李𬭎")).pdf


@pytest.mark.parametrize("width", [200, 333, 701])
def test_a_picture_is_as_wide_as_asked_and_has_no_gaps(pdf: bytes, width: int) -> None:
    with PdfPages(pdf) as pages:
        picture = pages.picture(0, width)
    assert picture.width == width
    assert abs(picture.height / picture.width - 297 / 210) < 0.01
    assert len(picture.rgb) == picture.width * picture.height * 3


def test_paper_is_white_and_ink_is_black(pdf: bytes) -> None:
    (picture,) = pictures(pdf, 400)
    assert picture.rgb[:3] == b"\xff\xff\xff"
    assert min(picture.rgb) < 40


def test_text_is_read_as_it_would_be_copied(pdf: bytes, read_back: Callable[[bytes], Any]) -> None:
    with PdfPages(pdf) as pages:
        assert len(pages) == 1
        assert "李𬭎" in pages.text(0)
        assert pages.size(0) == pytest.approx((595.28, 841.89), abs=0.01)


def test_there_is_no_page_beyond_the_last(pdf: bytes) -> None:
    with PdfPages(pdf) as pages, pytest.raises(IndexError):
        pages.picture(1, 200)
