"""Words of ledgers: the short list of village forms both ways, the official name for every finer code."""

import pytest

from db.ledgers.intake.code_words import to_store, to_words


@pytest.mark.parametrize(
    ("field", "word", "code"),
    [
        ("education", "初中", "70"), ("education", "中专", "41"), ("education", "中职", "40"),
        ("education", "职高", "44"),
        ("education", "技校", "47"), ("education", "博士研究生", "11"), ("political_status", "中共党员", "01"),
        ("political_status", "共青团员", "03"), ("political_status", "群众", "13"), ("marital_status", "丧偶", "30"),
        ("nationality", "土家", "15"),
    ],
)  # fmt: skip
def test_a_word_of_the_short_lists_goes_in_and_comes_out_again(field, word, code):
    assert (to_store(field, word), to_words(field, code)) == (code, word)


@pytest.mark.parametrize("word", ["文盲", "学龄前", "大学", "初中毕业", "中专或中技", "党校研究生"])
def test_a_school_that_the_short_list_lacks_is_kept_as_it_was_written(word):
    assert to_words("education", to_store("education", word)) == word


@pytest.mark.parametrize(
    ("field", "code", "official"),
    [
        ("sex", "9", "未说明的性别"), ("education", "21", "大学本科毕业"),
        ("political_status", "05", "中国民主同盟盟员"),
        ("relation", "12", "妻"), ("relation", "61", "祖父"), ("id_type", "01", "居民身份证"),
        ("id_type", "X1", "户口簿"),
        ("marital_status", "90", "未说明的婚姻状况"), ("residence_kind", "registered", "户籍"),
    ],
)  # fmt: skip
def test_a_ledger_writes_the_official_name_where_people_say_another(field, code, official):
    assert to_words(field, code) == official
