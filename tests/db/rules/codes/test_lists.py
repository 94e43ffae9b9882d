"""Value lists: one table, unknown codes kept, nothing lost on the way there and back."""

import gettext

import pytest

from db.rules.codes import (
    ETHNICITY,
    RELATION,
    SEX,
    cases,
    code_file,
    code_of,
    dispute_type_of,
    dispute_types,
    kinds,
    knows,
    label,
    labels,
    list_facts,
    list_names,
)
from db.rules.codes.lists import FIXED, TITLES
from db.rules.codes.words import Words


def test_every_list_has_labels_a_source_and_a_confidence():
    assert len(list_names()) > 60
    for name in list_names():
        found = labels(name)
        assert found
        assert all(code and words for code, words in found.items())
        facts = list_facts(name)
        assert not facts.title.isascii()
        assert facts.confidence in ("V", "X", "U", "D")


def test_every_list_the_rules_reason_about_can_be_asked_for_by_name():
    for module in (cases, kinds):
        for lists in vars(module).values():
            if isinstance(lists, type) and issubclass(lists, Words) and lists is not Words:
                found = [name for name, known in FIXED.items() if known is lists]
                assert len(found) == 1, lists
                assert labels(found[0]) == dict(lists.choices())
                assert found[0] in list_names()
    assert set(TITLES) == {*FIXED, "land_stage"}


def test_every_label_leads_back_to_its_code():
    for name in list_names():
        by_label = {words: code for code, words in reversed(labels(name).items())}
        for code, words in labels(name).items():
            assert code_of(name, code) == code
            assert code_of(name, words) == by_label[words]
            assert label(name, code) == words


@pytest.mark.parametrize(
    ("name", "length"), [(SEX, 4), (RELATION, 84), (ETHNICITY, 56), ("GB/T 4762-1984", 13), ("land_stage", 11)]
)
def test_the_standards_are_whole(name, length):
    assert len(labels(name)) == length


def test_an_unknown_code_is_kept_and_flagged():
    assert label("land_acquire_way", "400") == "400"
    assert not knows("land_acquire_way", "400")
    assert knows(RELATION, "99")
    assert label("visit_kind", "no_such_code") == "no_such_code"
    assert label(SEX, None) == label(SEX, "") == ""
    assert code_of("land_purpose", "") is None


@pytest.mark.parametrize(
    ("name", "words", "code"),
    [
        (SEX, "女", "2"),
        (ETHNICITY, "土家族", "15"),
        (ETHNICITY, "汉", "01"),
        ("GB/T 4658-2006", "小学", "80"),
        ("GB/T 4762-1984", "中共党员", "01"),
        ("GB/T 2261.2", "离异", "40"),
        ("id_document", "户口本", "X1"),
        ("land_soil_grade", "八等地", "08"),
        ("land_yes_no", "否", "2"),
        ("visit_kind", "定期约访", "appointed_visit"),
    ],
)
def test_words_of_ledgers_become_codes(name, words, code):
    assert code_of(name, words) == code


def test_an_unknown_list_is_an_error():
    with pytest.raises(KeyError):
        labels("no_such_list")


def test_dispute_types_follow_the_years():
    assert len([kind for kind in dispute_types(2016) if kind.parent is None]) == 15
    assert len([kind for kind in dispute_types(2021) if kind.parent is None]) == 18
    parents = {kind.code for kind in dispute_types()}
    assert all(kind.parent in parents for kind in dispute_types() if kind.parent)
    assert all(kind.label for kind in dispute_types())
    assert dispute_type_of("旅游", 2025) == "tourism"


def test_labels_are_translated_when_they_are_shown(tmp_path, monkeypatch):
    catalogue = {"男性": "male", "重点走访": "key visit"}
    monkeypatch.setattr("db.rules.codes.lists._", lambda text: catalogue.get(text, gettext.gettext(text)))
    assert label(SEX, "1") == "male"
    assert label("visit_kind", "key_visit") == "key visit"


def test_forms_and_their_two_orders_are_there():
    forms = code_file()["med_form"]
    for order in ("dossier_order_13", "dossier_order_9"):
        assert {one for entry in forms[order] for one in entry.split("|")} <= set(forms["items"])
