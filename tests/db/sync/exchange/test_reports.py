"""What the clerk and the script are told."""

from pathlib import Path

import pytest

from db.sync.errors import EFFECTS, WHOLE
from db.sync.exchange.reports import PackReport, UnpackReport, exit_code


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


def test_a_hand_over_of_several_files_says_what_is_on_the_stick_and_what_is_not() -> None:
    files = (Path("a.bjb"), Path("b.bjb"))
    packed = PackReport(files[0], "b", "云岭镇", 17, 12, 3, 999, "s", files, 40, 1, ("照片“门口”", "户口簿"))
    assert packed.sentence() == (
        "已校验，可以拔出：a.bjb 等 2 个文件，12 项修改和 40 份附件给云岭镇。"
        "U 盘放不下，还有 1 份没有装；等对方收下这些、带回回执后再装。"
        "有 2 份附件坏了，没有装，已请对方补发：照片“门口”、户口簿。"
    )
    assert packed.document()["files"] == ["a.bjb", "b.bjb"]
    assert report(papers=3, papers_bad=1, papers_missing=2).document()["papers_missing"] == 2
