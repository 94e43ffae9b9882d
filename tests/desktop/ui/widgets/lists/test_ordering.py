"""Keys of words and figures."""

import pytest

from desktop.ui.widgets.lists.ordering import figure_key, keys_of, words_key


@pytest.mark.parametrize(
    ("key", "texts"),
    [
        (words_key, ["", "第2次", "第10次", "第10次调解"]),
        (words_key, ["2024-12-31", "2025-02-01", "2025-10-01"]),
        (figure_key, ["—", "-3", "0.85", "1.2 亩", "9 户", "37", "1,284"]),
    ],
)
def test_texts_come_in_the_order_people_expect(key, texts):
    mixed = [*texts[1::2], *texts[::2]]
    assert sorted(mixed, key=key) == texts


def test_each_text_is_read_once():
    read = []
    assert keys_of(["李", "王", "李"], lambda text: read.append(text) or text) == ["李", "王", "李"]
    assert sorted(read) == ["李", "王"]
