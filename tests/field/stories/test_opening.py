"""A bundle opened by its file goes to the window that runs, and waits there for the password."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.field.driver.cadre import Cadre
from tests.makers import make_household

NOT_OURS = "这不是百家数据包"


def test_a_bundle_opened_twice_needs_one_window_and_one_password(
    cadre: Callable[..., Cadre], furnish: Callable[..., Path], tmp_path: Path
) -> None:
    file = tmp_path / "别处拷来的.bjb"
    file.write_bytes(b"nothing of ours")
    zhou = cadre(furnish(lambda store: make_household(store, "李𬭎")), go_in=False)
    zhou.sees("请输入密码")
    assert zhou.program.started_again(file) == 0  # at the door it waits
    zhou.sees_no(NOT_OURS)
    zhou.goes_in()
    zhou.sees(NOT_OURS)
    zhou.press("ctrl+1")
    zhou.sees_no(NOT_OURS)
    assert zhou.program.started_again(file) == 0  # inside it is taken in at once
    zhou.sees(NOT_OURS)
    assert len([title for title in zhou.screen.windows() if title.endswith("百家")]) == 1
    zhou.closes()
