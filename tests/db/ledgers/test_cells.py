"""One cell at a time: what can be made out is, what cannot is left open, and nothing is guessed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.ledgers.cells import dates, groups, identity, marks, names, phones, relations, words
from db.ledgers.verdicts import Outcome
from db.rules.id_number import check_character

TODAY = date(2025, 10, 20)
NOTHING = dates.StatedBirth()
births = st.dates(date(1930, 1, 1), TODAY)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """A sound identity number of the fictional county."""
    first = f"430499{draw(births):%Y%m%d}{draw(st.integers(1, 999)):03d}"
    return first + check_character(first)


def _number(value: object, stated: dates.StatedBirth = NOTHING) -> object:
    found = identity.read_id_number(value, TODAY, stated)  # type: ignore[arg-type]
    return found.value or found.kind or found.outcome.value


@given(numbers(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_never_believed(number: str, place: int, by: int) -> None:
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert identity.read_id_number(wrong, TODAY, NOTHING).flagged


@given(numbers(), st.integers(0, 15))
def test_two_digits_changed_over_are_never_believed(number: str, place: int) -> None:
    wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    found = identity.read_id_number(wrong, TODAY, NOTHING)
    assert found.flagged or found.value == number


@given(numbers(), st.integers(1, 12))
def test_a_cut_number_is_never_completed(number: str, lost: int) -> None:
    """What is left of a number after its tail got lost is not an old number of fifteen digits."""
    stated = dates.stated_birth(f"{number[6:10]}-{number[10:12]}-{number[12:14]}", TODAY)
    assert identity.read_id_number(number[:-lost], TODAY, stated).flagged
    assert identity.read_id_number(number[:-lost], TODAY, NOTHING).flagged


@given(numbers())
def test_a_number_kept_as_a_number_has_lost_its_tail(number: str) -> None:
    if number[-1] != "X":
        assert identity.read_id_number(float(number), TODAY, NOTHING).kind == "id_float_lost"
        assert identity.read_id_number(f"{float(number):.5E}", TODAY, NOTHING).kind == "id_scientific_text"


@given(
    numbers(),
    st.sampled_from(["{}", " {}", "{}\u00a0", "'{}", '="{}"', "\ufeff{}", "身份证号：{}", "{}（新）", "\t{}\n"]),
)
def test_what_stands_around_a_number_does_not_matter(number: str, around: str) -> None:
    found = identity.read_id_number(around.format(number), TODAY, NOTHING)
    assert found.value == number or (found.flagged and number.endswith("000"))


@pytest.mark.parametrize(
    ("cell", "made"),
    [
        ("43049919801003675３", "430499198010036753"),
        ("430499 19801003 6753", "430499198010036753"),
        ("65319819860423095×", "65319819860423095X"),
        ("43049919801003675363", "430499198010036753"),
        (430499730802867, "430499197308028671"),
        ("430499198010036753/430499195708057771", "id_two_numbers"),
        ("430499198010036753父亲的", "id_with_note"),
        ("430499********6753", "id_masked"),
        ("4304991980I0036753", "id_letter_for_digit"),
        ("C7865575", "passport_in_id_column"),
        ("正在派出所", "id_words"),
        ("〃", "ditto"),
        ("未办", "empty"),
        ("", "empty"),
        ("430499205010036754", "id_bad_checksum"),
    ],
)
def test_identity_numbers(cell: object, made: str) -> None:
    assert _number(cell) == made


def test_letters_for_digits_need_the_birth_beside_them() -> None:
    number, stated = "4304992O0601154647", dates.stated_birth("2006-01-15", TODAY)
    assert _number(number, stated) == "430499200601154647"
    assert _number(number, dates.stated_birth("1986-01-15", TODAY)) == "id_letter_for_digit"


@given(
    births,
    st.sampled_from(
        ["{0:%Y-%m-%d}", "{0:%Y%m%d}", "{0:%Y.%m.%d}", "{0.year}年{0.month}月{0.day}日", "{0:%Y/%m/%d} 0:00:00"]
    ),
)
def test_birth_dates_in_every_habit(day: date, habit: str) -> None:
    text = habit.format(day)
    assert dates.judge_birth(text, None, TODAY).value == day.isoformat()
    assert dates.judge_birth(text, day + timedelta(days=1), TODAY).kind == "birth_conflicts_id"


@given(births)
def test_birth_dates_as_excel_keeps_them(day: date) -> None:
    assert dates.judge_birth(day, None, TODAY).value == day.isoformat()
    assert dates.judge_birth(datetime(day.year, day.month, day.day), None, TODAY).value == day.isoformat()
    assert dates.judge_birth((day - date(1899, 12, 30)).days, None, TODAY).value == day.isoformat()


@given(births)
def test_a_month_alone_is_never_a_day(day: date) -> None:
    for text in (f"{day.year}年{day.month}月", f"{day.year}.{day.month}", day.year, day.year * 100 + day.month):
        found = dates.judge_birth(text, None, TODAY)
        assert found.flagged
        assert dates.judge_birth(text, day, TODAY).value == day.isoformat()


@pytest.mark.parametrize(
    ("cell", "made"),
    [
        ("1985.4.31", "date_impossible"),
        ("2031-01-01", "date_impossible"),
        ("1900-1-1", "date_impossible"),
        ("3/4/1985", "birth_ambiguous"),
        ("13/4/1985", "1985-04-13"),
        ("85/4/13", "1985-04-13"),
        ("12/10/05", "birth_ambiguous"),
        ("农历1969年四月二十三", "birth_lunar_text"),
        ("腊月初八", "birth_lunar_text"),
        ("二〇〇三年十月五日", "2003-10-05"),
        ("约1950年", "date_unreadable"),
        ("同上", "ditto"),
        ("不详", "birth_missing"),
        (1985.0403, "1985-04-03"),
    ],
)
def test_odd_birth_dates(cell: object, made: str) -> None:
    found = dates.judge_birth(cell, None, TODAY)  # type: ignore[arg-type]
    assert (found.value or found.kind) == made


@pytest.mark.parametrize(
    ("cell", "made"),
    [
        ("陈　　军", "陈军"),
        ("古丽娜尔 ・ 木拉提", "古丽娜尔·木拉提"),
        ("Nguyễn Thị Hoa", "Nguyễn Thị Hoa"),
        ("欧阳  志刚", "欧阳志刚"),
        ("上官\n敏", "上官敏"),
        ("陈 王 小 明", "陈王小明"),
        ("李𬭎", "李𬭎"),
        ("次仁 卓玛", "name_spaced"),
        ("罗晓□", "rare_char_lost"),
        ("彭玉ji", "rare_char_as_pinyin"),
        ("⿰金宏", "rare_char_as_parts"),
        ("张**", "name_masked"),
        ("张某", "name_anonymous"),
        ("蒋兆丰、杨红梅", "name_two_persons"),
        ("李伟2", "name_unreadable"),
        ("桃溪村三组集体", "name_of_group"),
        ("同上", "ditto"),
        ("", "name_missing"),
    ],
)
def test_names(cell: str, made: str) -> None:
    found = names.read_name(cell)
    assert (found.value or found.kind) == made


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
    ],
)
def test_relations(cell: object, made: str) -> None:
    found = relations.read_relation(cell)  # type: ignore[arg-type]
    assert (found.value or found.kind) == made


def test_words_of_lists() -> None:
    assert words.read_marital_status("离异").value == "离婚"
    assert words.read_political_status("九三学社").value == "九三学社"
    assert words.read_education("半工半读").kind == "word_unknown"
    assert words.read_sex("女（2）").kind == "sex_unknown"
    assert words.read_tag("二级残疾", "残疾").value == "残疾二级"
    assert words.read_tag("吃", "低保").kind == "yes_no_unknown"
    assert words.read_text(" 在校\n").value == "在校"
    assert marks.says_nothing("——")
    assert groups.group_name("第十一村民小组") == "十一组"


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.dates(), st.booleans(), st.none()))
def test_no_cell_is_too_odd(value: object) -> None:
    """Whatever stands in a cell, there is a verdict on it: taken with a value, flagged with a sentence, or empty."""
    readers = (
        names.read_name, phones.read_phone, relations.read_relation, words.read_sex, words.read_nationality,
        words.read_education, words.read_political_status, words.read_marital_status, words.read_text,
    )  # fmt: skip
    found = [reader(value) for reader in readers]  # type: ignore[arg-type]
    found.append(identity.read_id_number(value, TODAY, NOTHING))  # type: ignore[arg-type]
    found.append(dates.judge_birth(value, None, TODAY))  # type: ignore[arg-type]
    for finding in found:
        assert (finding.outcome is Outcome.TAKEN) == bool(finding.value)
        assert finding.flagged == bool(finding.message) == bool(finding.kind)
