"""Names: repairs without loss, doubts told, found by pinyin in every reading."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.codes import code_file
from db.rules.names import (
    MOST_READINGS,
    CleanName,
    clean_name,
    fold_query,
    is_han,
    is_private,
    name_warning,
    readings_of,
    repair_private_use,
    search_keys,
    surname_of,
)


@pytest.mark.parametrize(
    ("written", "name", "repairs"),
    [
        ("曾国强", "曾国强", []),
        ("曾    浩", "曾浩", ["space"]),
        ("\u3000区春林", "区春林", ["space"]),
        ("谢涛\n", "谢涛", ["space"]),
        ("罗\u200b冬林", "罗冬林", ["space"]),
        ("阿依古丽‧买买提", "阿依古丽·买买提", ["dot"]),
        ("吾买尔．卡斯木", "吾买尔·卡斯木", ["dot"]),
        ("帕提古丽 . 艾山", "帕提古丽·艾山", ["space", "dot"]),
        ("周宸\ue831", "周宸\U000215d7", ["private_use"]),
        ("J. Smith", "J. Smith", []),
        ("李𬭎", "李𬭎", []),
        ("欧阳 志刚", "欧阳志刚", ["space"]),
        ("阿卜杜热合曼·阿卜杜克热木·麦麦提敏", "阿卜杜热合曼·阿卜杜克热木·麦麦提敏", []),
    ],
)
def test_repairs(written, name, repairs):
    found = clean_name(written)
    assert (found.name, [repair.kind.value for repair in found.repairs], found.doubts) == (name, repairs, ())


@pytest.mark.parametrize(
    ("written", "kind", "suggestion"),
    [
        ("罗晓□", "lost", ""),
        ("周YING", "letters", ""),
        ("邓洁（已迁）", "note", "邓洁"),
        ("罗晓（冖瓦）", "note", "罗晓"),
        ("王（已迁）", "note", ""),
        ("王2", "digits", ""),
        ("罗皓\ue863", "private_use", "罗皓䶮"),
        ("罗皓\ue000", "private_use", ""),
        ("", "empty", ""),
        ("次仁 卓玛", "separator", "次仁·卓玛"),
        ("阿" * 101, "long", ""),
    ],
)
def test_doubts(written, kind, suggestion):
    found = clean_name(written)
    assert [(doubt.kind.value, doubt.suggestion) for doubt in found.doubts] == [(kind, suggestion)]
    assert name_warning(found)


def test_a_single_character_beside_a_space_is_no_lost_dot():
    assert clean_name("次仁 卓").doubts == ()
    assert clean_name("次 仁卓玛").doubts == ()


def test_few_readings_are_found_in_every_combination():
    keys = search_keys("单强")
    assert keys.pinyin == ("shan qiang", "shan jiang", "dan qiang", "dan jiang", "chan qiang", "chan jiang")
    assert keys.match("danj")


def test_of_many_readings_the_four_likeliest_are_kept():
    assert {len(sounds) for sounds in readings_of("王閡王拔王賁")[1::2]} == {4}


def test_the_25_misread_byte_pairs_become_real_characters():
    points = code_file()["gb18030_pua_to_unicode"]["code_points"]
    assert len(points) == 25
    for wrong, right in points.items():
        private = chr(int(wrong, 16))
        assert private.encode("gb18030").decode("gb18030") == private
        assert repair_private_use(f"前{private}后")[0] == f"前{chr(int(right, 16))}后"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("曾国强", "zgq"),
        ("曾国强", "cgq"),
        ("曾国强", "zeng guo"),
        ("单雄信", "sxx"),
        ("单雄信", "dxx"),
        ("解缙", "xj"),
        ("查良", "zl"),
        ("区春林", "ocl"),
        ("盖志明", "gzm"),
        ("朴正", "piaozheng"),
        ("翟天", "zt"),
        ("缪小", "mx"),
        ("员半", "yb"),
        ("尉迟恭", "ycg"),
        ("万俟卨", "mqx"),
        ("长孙无忌", "zswj"),
        ("长孙无忌", "cswj"),
        ("吕布", "lvbu"),
        ("阿依古丽·买买提", "aygl"),
        ("李𬭎", "lihong"),
        ("王䶮", "wy"),
        ("John Smith", "johnsmith"),
    ],
)
def test_people_are_found_by_what_a_cadre_types(name, typed):
    assert search_keys(name).match(typed)


def test_what_does_not_fit_is_not_found():
    assert not search_keys("曾国强").match("wgq")
    assert not search_keys("曾国强").match("")
    assert search_keys("〓□").pinyin == ()


def test_the_surname_reading_comes_first_and_the_number_of_keys_is_bounded():
    assert search_keys("仇和").pinyin[0] == "qiu he"
    assert surname_of("欧阳锋") == "欧阳"
    assert surname_of("欧阳") == "欧"
    many = search_keys("单单单单单单单单")
    assert len(many.pinyin) <= MOST_READINGS
    assert len(many.initials) <= MOST_READINGS
    assert many.pinyin[0].startswith("shan dan")


def test_every_character_of_gb2312_and_the_rare_ones_of_the_samples_has_a_reading():
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    common = [row.decode("gb2312") for row in rows if row[0] != 0xD7 or row[1] < 0xFA]
    assert len(common) == 6763
    for sign in [*common, *"𬭎䶮𡗗𤇾㼆䲠𠮷〇"]:
        assert readings_of(sign), sign


def test_fifty_thousand_names_are_read_quickly():
    search_keys("曾国强")
    start = time.perf_counter()
    for _ in range(5_000):
        search_keys("曾国强")
    assert time.perf_counter() - start < 1


@given(st.text())
def test_no_name_crashes_and_cleaning_twice_changes_nothing(text):
    once = clean_name(text)
    twice = clean_name(once.name)
    assert (twice.name, twice.repairs) == (once.name, ())
    assert set(twice.doubts) <= set(once.doubts)
    keys = search_keys(text)
    assert len(keys.pinyin) <= MOST_READINGS
    fold_query(text)


@given(st.text(st.sampled_from("曾国强李𬭎䶮㼆𠮷〇"), min_size=1, max_size=60))
def test_rare_characters_stay_as_they_are(name):
    assert clean_name(name) == CleanName(name)
    assert all(map(is_han, name))
    assert not any(map(is_private, name))
