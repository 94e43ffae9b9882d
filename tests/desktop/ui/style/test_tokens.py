"""Contrast and sizes of every theme."""

import itertools

import pytest

from desktop.ui.style.tokens import THEMES, Size, Theme, contrast

GROUNDS = ("ground", "surface", "well", "field_tint")


@pytest.mark.parametrize("theme", list(Theme))
def test_every_word_stands_out_from_its_ground(theme):
    tokens = THEMES[theme]
    pairs = list(itertools.product(("ink", "ink_soft", "field", "late", "due"), GROUNDS))
    pairs += [("on_field", "field")] + [(t, f"{t}_tint") for t in ("due", "late", "calm")]
    pairs += list(itertools.product(["calm"], ("ground", "surface")))
    pairs += list(itertools.product(["ink"], ("due_tint", "late_tint", "calm_tint")))
    weak = {
        (words, ground): round(contrast(getattr(tokens, words), getattr(tokens, ground)), 2)
        for words, ground in pairs
        if contrast(getattr(tokens, words), getattr(tokens, ground)) < 4.5
    }
    assert weak == {}
    assert all(contrast(tokens.ink, heat) >= 4.5 for heat in tokens.heat)


@pytest.mark.parametrize("theme", list(Theme))
def test_edges_and_focus_can_be_seen(theme):
    tokens = THEMES[theme]
    for edge, ground in itertools.product(("edge", "field"), ("ground", "surface")):
        assert contrast(getattr(tokens, edge), getattr(tokens, ground)) >= 3


def test_body_text_is_11_14_and_17_points():
    assert [round(11 * size.scale) for size in Size] == [11, 14, 17]
