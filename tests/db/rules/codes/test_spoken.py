"""What cadres say: every word leads back to its one code, and the official name is still there for a ledger."""

import pytest

from db.rules.codes import (
    EDUCATION,
    ID_DOCUMENT,
    POLITICAL,
    RELATION,
    SEX,
    code_of,
    label,
    labels,
    list_names,
    spoken,
    spoken_labels,
)
from db.rules.codes.spoken import SPOKEN


def test_every_spoken_word_belongs_to_a_code_of_its_list_and_says_something_else_than_its_name():
    assert set(SPOKEN) <= set(list_names())
    for name, words in SPOKEN.items():
        assert set(words) <= set(labels(name))
        assert [code for code, word in words.items() if word == labels(name)[code]] == []


@pytest.mark.parametrize("name", sorted(SPOKEN))
def test_no_two_codes_are_said_alike_and_both_words_lead_back(name):
    said = spoken_labels(name)
    assert list(said) == list(labels(name))
    assert len(set(said.values())) == len(said)
    for code, word in said.items():
        assert spoken(name, code) == word
        assert code_of(name, word) == code_of(name, label(name, code)) == code


@pytest.mark.parametrize(
    ("name", "code", "word", "official"),
    [
        (SEX, "2", "女", "女性"),
        (SEX, "9", "未说明", "未说明的性别"),
        (EDUCATION, "70", "初中", "初级中学教育"),
        (EDUCATION, "41", "中专", "中等专科毕业"),
        (POLITICAL, "01", "中共党员", "中国共产党党员"),
        (RELATION, "12", "妻子", "妻"),
        (ID_DOCUMENT, "01", "身份证", "居民身份证"),
    ],
)
def test_the_code_keeps_its_official_name(name, code, word, official):
    assert (spoken(name, code), label(name, code)) == (word, official)


def test_what_no_list_knows_is_said_as_it_was_given():
    assert spoken(EDUCATION, "学龄前") == "学龄前"
    assert spoken(SEX, None) == spoken(SEX, "") == ""
    assert spoken(RELATION, "99") == "非亲属"
