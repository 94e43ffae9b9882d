"""What a deed touched: joined, the first record stays the one it was about."""

from __future__ import annotations

from db.changes import Changes


def test_two_deeds_are_one_change_about_the_first() -> None:
    both = Changes.of("visits", "a", household="h") | Changes.of("requests", "b", "c")
    assert both == Changes(frozenset({"visits", "requests"}), ("a", "b", "c"), frozenset({"h"}))
    assert both.id == "a"


def test_nothing_touched_is_no_change() -> None:
    assert not Changes()
    assert Changes.of("visits")
    assert (Changes() | Changes.of("visits", "a")).id == "a"
    assert Changes.of("visits", "a").households == frozenset()
