"""Relations to the head, in words and codes."""

from __future__ import annotations

import pytest

from db.ledgers.cells import relations


@pytest.mark.parametrize(
    ("cell", "made"),
    [
        ("长 子", "22"),
        ("户主之妻", "12"),
        ("大孙子", "41"),
        (2, "02"),
        ("99", "99"),
        ("儿子（抱养）", "relation_unknown"),
        ("家属", "relation_unknown"),
        ("同上", "ditto"),
        ("媳妇", "relation_ambiguous"),
    ],
)
def test_relations(cell: object, made: str) -> None:
    found = relations.read_relation(cell)  # type: ignore[arg-type]
    assert (found.value or found.kind) == made
