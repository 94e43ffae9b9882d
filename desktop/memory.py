"""Giving memory back that is not needed any more: laptops of cadres have four gigabytes, and other programs."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Hand free memory back to the system, and let go of the pages of typefaces that were read for paper.

    The C library keeps what a worker let go of for the next one, and a list of 60,000 households leaves much of it.
    """
    paper = sys.modules.get("desktop.reports.layout.fonts")
    if paper is not None:
        paper.rest()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc alone has it
        if trim is not None:
            trim(0)
