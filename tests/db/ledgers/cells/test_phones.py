"""Telephones: width, notes beside them, digits lost."""

from __future__ import annotations

import pytest

from db.ledgers.cells import phones


@pytest.mark.parametrize(
    ("cell", "made"),
    [
        ("０７４０－８５０３８１６", "0740-8503816"),
        ("010 12345678", "010-12345678"),
        ("手机：15488160538", "15488160538"),
        ("8615488160538", "15488160538"),
        ("15488160538（儿子）", "phone_with_note"),
        ("154****0538", "phone_masked"),
        ("1.54882E+10", "phone_scientific"),
        ("154881605381", "phone_long"),
        ("8503816", "phone_short"),
        (7408503816, "phone_short"),
        ("无", "empty"),
    ],
)
def test_telephones(cell: object, made: str) -> None:
    found = phones.read_phone(cell)  # type: ignore[arg-type]
    assert (found.value or found.kind or found.outcome.value) == made
