"""The language is chosen once and looked up quickly."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from gettext import gettext as _

import pytest

from desktop.language import speak


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = os.environ.get("LANGUAGE")
    yield
    os.environ.pop("LANGUAGE", None)
    if before is not None:
        os.environ["LANGUAGE"] = before


def test_chinese_is_as_written_and_is_looked_up_on_disk_once() -> None:
    speak()
    for _n in range(100):
        assert _("走访") == "走访"
    assert gettext.find.cache_info().misses == 1  # type: ignore[attr-defined]
