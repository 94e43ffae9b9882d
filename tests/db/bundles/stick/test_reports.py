"""What the clerk and the script are told."""

from pathlib import Path

import pytest

from db.bundles.errors import EFFECTS, WHOLE
from db.bundles.stick.reports import PackReport, UnpackReport, exit_code


def report(**more: object) -> UnpackReport:
    return UnpackReport(**({"file": Path("a.bjb"), "result": "taken"} | more))  # type: ignore[arg-type]


def test_the_documents_have_the_keys_of_the_command_line() -> None:
    document = report(new=3, message="m").document()
    asked = {"file", "result", "code", "message", "new", "changed", "conflicts", "waiting"}
    assert asked <= set(document)
    packed = PackReport(Path("x/a.bjb"), "b", "云岭镇", 17, 12, 3, 999, "s")
    assert {"file", "bundle_id", "to", "records", "segments", "bytes"} <= set(packed.document())
    assert packed.document()["bytes"] == 999
    assert packed.sentence() == "已校验，可以拔出：a.bjb，12 项修改给云岭镇。"


@pytest.mark.parametrize("code", sorted(EFFECTS))
def test_only_files_taken_as_far_as_they_can_be_end_well(code: str) -> None:
    taken = report(code=code)
    assert taken.whole == (code in WHOLE)
    assert exit_code([report(), taken]) == (0 if code in WHOLE else 3)


def test_a_refusal_is_never_whole() -> None:
    assert exit_code([report(result="refused", code="DUPLICATE")]) == 3
    assert exit_code([report(result="known", code="DUPLICATE"), report(result="waiting", code="WAITING")]) == 0
    assert exit_code([]) == 0
