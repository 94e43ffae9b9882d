"""What can go wrong: one sentence, a code a program can tell apart, the field a form shows it beside."""

from __future__ import annotations

import pytest

from db.errors import KnownError, RuleError, StoreError


def test_a_sentence_its_code_and_its_field() -> None:
    refused = RuleError("请写姓名。", field="name")
    assert (str(refused), refused.message, refused.field, refused.code) == ("请写姓名。", "请写姓名。", "name", "RULE")
    assert RuleError("x", code="OWN").code == "OWN"
    assert KnownError("磁盘满了。").code == "KnownError"
    assert KnownError("x", code="DISK_FULL").code == "DISK_FULL"


def test_whoever_catches_the_books_errors_catches_both_but_tells_them_apart() -> None:
    for made in (RuleError("x"), KnownError("x")):
        with pytest.raises(StoreError):
            raise made
    assert not isinstance(KnownError("x"), RuleError)
