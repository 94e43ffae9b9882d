"""Makes the example store of a released schema: `python -m tests.stores.make 0001`. Made once, never again."""

from __future__ import annotations

import sys
from pathlib import Path

from db import create_store, surroundings
from tests.conftest import CHEAP, VILLAGE, StillClock
from tests.makers import make_household, make_request, make_visit


def main(name: str) -> None:
    """Two households, a visit and a request, with the profile keys beside the store."""
    folder = Path(__file__).resolve().parent / name
    store, recovery = create_store(
        folder / "book.baijia", VILLAGE, surroundings(folder / "profile", StillClock(), CHEAP)
    )
    home = make_household(store, "曾国强", "李英", phone="15400000001")
    make_household(store, "李𬭎", no="002")
    make_visit(store, home, "晚稻快收了。")
    make_request(store, home, "三组路灯不亮，请修好。")
    store.close()
    (folder / "recovery.txt").write_text(recovery + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
