"""Relation words, codes, sex, and the head of the household."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.codes import RELATION, labels
from db.rules.relations import (
    BY_WORDS,
    FEMALE_CODES,
    MALE_CODES,
    HeadBasis,
    head_of,
    readings,
    relation_code,
    relation_label,
    sex_hint,
    sex_of,
)

WORDING = {
    "户主": "02", "本人": "01", "户 主": "02", "户主本人": "02", "夫": "11", "丈夫": "11", "配偶": "10", "妻": "12",
    "妻子": "12", "爱人": "10", "儿子": "20", "子": "20", "长子": "22", "大儿子": "22", "次子": "23", "二儿子": "23",
    "三子": "24", "四子": "25", "养子": "27", "继子": "27", "女婿": "28", "上门女婿": "28", "女儿": "30", "女": "30",
    "长女": "32", "次女": "33", "三女": "34", "四女": "35", "养女": "37", "儿媳": "38", "儿媳妇": "38", "媳": "38",
    "孙子": "41", "孙": "41", "长孙": "41", "孙女": "42", "外孙": "43", "外孙女": "44", "孙媳": "45", "曾孙": "47",
    "重孙": "47", "重孙女": "48", "父亲": "51", "父": "51", "母": "52", "婆婆": "54", "岳父": "55", "丈母娘": "56",
    "爷爷": "61", "奶奶": "62", "兄": "71", "哥哥": "71", "弟弟": "73", "弟媳": "74", "弟妹": "74", "姐": "75",
    "妹妹": "77", "侄儿": "93", "侄女": "94", "非亲属": "98", "老伴": "10",
}  # fmt: skip


@pytest.mark.parametrize(("words", "code"), WORDING.items())
def test_the_words_of_ledgers(words, code):
    assert relation_code(words) == code


def test_every_official_label_and_code_is_understood():
    for code, words in labels(RELATION).items():
        if words != "其他":
            assert readings(words) == (code,), words
        assert relation_code(code) == code
        assert relation_label(code) == words
    assert relation_code("99") == "99"
    assert relation_label("99") == "非亲属"


def test_every_word_leads_to_a_code_of_the_standard():
    assert set(BY_WORDS.values()) <= set(labels(RELATION))


def test_words_with_two_meanings_need_a_person():
    assert readings("媳妇") == ("38", "12")
    assert readings("其他") == readings("其它") == ("80", "98")
    assert readings("大伯") == ("81", "79")  # the father's brother, or the husband's
    assert readings("公") == ("53", "61")  # 公公, or 阿公
    assert relation_code("媳妇") is None
    assert relation_code("") is None


MEN = """夫 子 独生子 长子 次子 三子 四子 五子 养子或继子 女婿 其他儿子 孙子 外孙子 孙女婿或外孙女婿 曾孙子或外曾孙子
父亲 公公 岳父 继父或养父 祖父 外祖父 曾祖父 兄 弟 姐夫 妹夫 伯父 叔父 舅父 姨父 姑父 侄子 外甥"""
WOMEN = """妻 女 独生女 长女 次女 三女 四女 五女 养女或继女 儿媳 其他女儿 孙女 外孙女 孙媳妇或外孙媳妇 曾孙女或外曾孙女
母亲 婆婆 岳母 继母或养母 祖母 外祖母 曾祖母 嫂 弟媳 姐姐 妹妹 伯母 婶母 舅母 姨母 姑母 侄女 外甥女"""


@pytest.mark.parametrize(("words", "sex"), [(MEN, "1"), (WOMEN, "2")])
def test_every_relation_that_tells_a_sex_tells_it(words, sex):
    other = "2" if sex == "1" else "1"
    codes = {code for code, official in labels(RELATION).items() if official in words.split()}
    assert len(codes) == len(words.split())
    for code in codes:
        assert sex_of(code) == sex
        assert sex_hint(code, sex) is None
        assert relation_label(code) in sex_hint(code, other)


def test_a_relation_of_both_sexes_tells_none():
    told = set(MEN.split()) | set(WOMEN.split())
    assert {sex_of(code) for code, official in labels(RELATION).items() if official not in told} == {None}


def test_a_hint_says_what_is_written():
    assert sex_hint("22", "2") == "“长子”与性别“女”对不上,请核对"


def test_codes_are_read_only_when_the_standard_has_them():
    assert readings("2") == readings("02") == readings("（02）") == ("02",)
    assert (readings("03"), readings("100"), readings("²"), readings("长子~")) == ((), (), (), ())


def test_sex_and_relation():
    assert not MALE_CODES & FEMALE_CODES
    assert sex_of("12") == "2"
    assert sex_hint("12", "1")
    assert sex_hint("12", "2") is None
    assert sex_hint("10", "1") is None
    assert sex_hint("12", "9") is None


@pytest.mark.parametrize(
    ("members", "index", "basis", "warns"),
    [
        ([(False, "01"), (False, "02"), (True, "20")], 2, HeadBasis.FLAG, False),
        ([(False, "01"), (False, "02")], 1, HeadBasis.CODE_02, False),
        ([(False, "12"), (False, "01")], 1, HeadBasis.CODE_01, False),
        ([(False, "12"), (False, "20")], 0, HeadBasis.FIRST, True),
        ([(False, "02"), (False, "02")], 0, HeadBasis.CODE_02, True),
    ],
)
def test_the_head_rule(members, index, basis, warns):
    found = head_of(members)
    assert (found.index, found.basis, bool(found.warning)) == (index, basis, warns)


def test_an_empty_household_has_no_head():
    assert head_of([]) is None


@given(st.text())
def test_no_words_crash(words):
    assert isinstance(readings(words), tuple)
    sex_hint(words, words)
    assert relation_label(words) or not words
