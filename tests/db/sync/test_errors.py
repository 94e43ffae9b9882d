"""Every disappointment has a name, a sentence that says what to do, and no other computer's tricks in it."""

import errno
import inspect
import string

import pytest

from db.sync import errors
from db.sync.errors import EFFECTS, WHOLE, BundleError, of_os

FACTS = {
    "intact": 1, "total": 3, "at": 2, "count": 5, "name": "桃溪村", "theirs": "2.4", "ours": "2.1",
    "day": "3月1日", "cadre": "李红", "which": "（第 17 号）", "ahead": " 3 年", "megabytes": 4, "known": "桃溪村",
    "names": "户口簿",
}  # fmt: skip


@pytest.mark.parametrize("code", sorted(EFFECTS))
def test_every_code_has_a_chinese_sentence(code: str) -> None:
    error = BundleError(code, **FACTS)
    assert error.code == code
    assert error.message.endswith(("。",))
    assert "{" not in error.message
    assert error.effect is EFFECTS[code]


def test_every_sentence_has_a_code_and_no_unknown_fact() -> None:
    sentences = {code: say() for code, say in errors._SENTENCES.items()}
    assert set(sentences) == set(EFFECTS)
    named = {name for text in sentences.values() for _t, name, _f, _c in string.Formatter().parse(text) if name}
    assert named <= set(FACTS)
    assert set(EFFECTS) >= WHOLE - {""}
    assert "_(f" not in inspect.getsource(errors)


def test_names_of_other_computers_cannot_turn_the_line_round() -> None:
    message = BundleError("UNKNOWN_SENDER", name="桃\u202e溪\x1b[31m\n村" + "长" * 500).message
    assert not any(c in message for c in "\u202e\x1b\n")
    assert len(message) < 260


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "DISK_FULL"),
        (errno.EDQUOT, "DISK_FULL"),
        (errno.EFBIG, "DISK_FULL"),
        (errno.EROFS, "READ_ONLY"),
        (errno.EACCES, "READ_ONLY"),
        (errno.EIO, "STICK_REMOVED"),
        (errno.ENODEV, "STICK_REMOVED"),
        (errno.ENOENT, "STICK_REMOVED"),
        (errno.EMFILE, "BUG"),
    ],
)
def test_what_the_system_says_gets_its_name(number: int, code: str) -> None:
    assert of_os(OSError(number, "x")).code == code


def test_missing_space_is_said_in_whole_megabytes() -> None:
    assert "还需 3 MB" in of_os(OSError(errno.ENOSPC, "x"), 2_000_001).message
