"""The tool that makes rules wrong on purpose: on a toy whose good and bad mutants are known."""

from __future__ import annotations

import os
import textwrap
from pathlib import Path

import pytest

from tests.mutants import survivors
from tests.mutants.naming import chosen, namers
from tests.mutants.places import Mutant, mutants_of
from tests.mutants.running import KILLED, SURVIVED, TIMEOUT, in_child
from tests.mutants.texts import pattern_mistakes

TOY = textwrap.dedent('''
    """Words of the module."""
    from gettext import gettext as _
    GRADES = {"low", "high"}
    OPEN = "SELECT 1 FROM d WHERE d.hidden = 0 AND d.step IN ('closed', 'terminated') AND d.day < :today"

    def refusal(age: int, sex: str = "2") -> str | None:
        """A woman of 80 and more gets the grant."""
        if age < 80 or sex != "2":
            return _("不到80岁，或者不是女的")
        return None
''')


def _mutants(source: str = TOY) -> dict[str, Mutant]:
    return {mutant.key.split("::")[1].replace("\t", " | "): mutant for mutant in mutants_of("toy.py", source)}


def test_the_places_of_a_toy():
    made = set(_mutants())
    assert {
        "refusal | compare | age < 80 → age <= 80",
        "refusal | compare | sex != '2' → sex == '2'",
        "refusal | and-or | age < 80 or sex != '2' → age < 80 and sex != '2'",
        "refusal | part | age < 80 or sex != '2' → age < 80",
        "refusal | condition | age < 80 or sex != '2' → False",
        "refusal | number | 80 → 81",
        "refusal | return | return _('不到80岁，或者不是女的') → return None",
        "GRADES | dropped | 'low' of a set → nothing",
    } <= made
    assert len(made) == len(mutants_of("toy.py", TOY))


def test_what_is_wrong_with_a_question_in_sql():
    asked = []
    for at, one in enumerate(mutants_of("toy.py", TOY)):
        if one.scope == "OPEN":
            space: dict[str, str] = {}
            mutant = mutants_of("toy.py", TOY)[at]  # each edits a tree of its own
            exec(compile(mutant.edited(), "toy.py", "exec"), space)
            asked.append(space["OPEN"].removeprefix("SELECT 1 FROM d WHERE "))
    assert {
        "1 = 1 AND d.step IN ('closed', 'terminated') AND d.day < :today",
        "d.hidden = 0 AND d.step IN ('closed') AND d.day < :today",
        "d.hidden = 0 AND d.step IN ('terminated') AND d.day < :today",
        "d.hidden = 0 AND d.step NOT IN ('closed', 'terminated') AND d.day < :today",
        "d.hidden = 0 AND d.step IN ('closed', 'terminated') AND d.day <= :today",
        "d.hidden = 0 AND d.step IN ('closed', 'terminated') OR d.day < :today",
        "d.hidden = 0 AND d.step IN ('closed', 'terminated') AND 1 = 1",
    } <= set(asked)


def test_what_is_wrong_with_a_pattern():
    assert {whole for _before, _after, whole in pattern_mistakes("^(政府|村委会?)+$")} == {
        "(政府|村委会?)+$", "^(村委会?)+$", "^(政府)+$", "^(政府|村委会)+$", "^(政府|村委会?)$", "^(政府|村委会?)+",
    }  # fmt: skip


def test_words_for_people_hints_and_docstrings_are_left_alone():
    assert not [key for key in _mutants() if "岁" in key.split("→")[1] or "Words of" in key or "str | None" in key]


def test_a_key_knows_its_words_and_not_its_line():
    assert _mutants().keys() == _mutants("# a line more\n\n" + TOY).keys()
    twice = _mutants("def f(a):\n    g(a < 1)\n    g(a < 1)\n")
    assert {"f | compare | a < 1 → a <= 1", "f | compare | a < 1 → a <= 1 #2"} <= twice.keys()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="mutants are run where processes can fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_known_mutants_are_killed_and_live():
    def tests_of(mutant: Mutant) -> int:
        space: dict[str, object] = {}
        exec(compile(mutant.edited(), "toy.py", "exec"), space)
        refusal = space["refusal"]
        assert callable(refusal)
        assert refusal(79)
        assert refusal(90) is None
        assert refusal(90, "1")
        return SURVIVED

    made = _mutants()
    verdicts = {
        words: in_child(lambda words=words: tests_of(made[words]), 5)
        for words in made if words.startswith("refusal | ") and "→" in words
    }  # fmt: skip
    living = {words.removeprefix("refusal | ") for words, verdict in verdicts.items() if verdict == SURVIVED}
    assert living == {"compare | age < 80 → age <= 80", "number | 80 → 81"}  # nobody asks about the eightieth year

    def for_ever() -> int:
        while True:
            pass

    assert in_child(for_ever, 0.05) == TIMEOUT
    assert in_child(lambda: 1 // 0, 5) == KILLED


def test_the_list_shrinks_and_wants_reasons(tmp_path: Path):
    file = tmp_path / "survivors.txt"
    lines = [
        "# head",
        "a.py::f\tnumber\t1 → 2\tequal",
        "a.py::f\tnumber\t3 → 4\tneeds a clock",
        "b.py::g\tnot\tx\tequal",
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    known = survivors.read(file)
    assert list(known.values()) == ["equal", "needs a clock", "equal"]
    made = {"a.py::f\tnumber\t1 → 2"}
    assert survivors.gone(known, {"a.py"}, made, made) == ["a.py::f\tnumber\t3 → 4"]
    assert survivors.gone(known, {"a.py"}, made, set()) == ["a.py::f\tnumber\t1 → 2", "a.py::f\tnumber\t3 → 4"]
    survivors.shrink({"a.py::f\tnumber\t3 → 4"}, file)
    assert file.read_text(encoding="utf-8").splitlines() == [lines[0], lines[1], lines[3]]
    file.write_text("a.py::f\tnumber\t1 → 2\t \n", encoding="utf-8")
    with pytest.raises(SystemExit):
        survivors.read(file)


def test_the_tests_of_the_mirror_come_first_and_the_time_is_short():
    f = frozenset({"db/rules/money.py::f"})
    tests = {
        "tests/db/test_store.py::quick": (0.1, f), "tests/db/test_store.py::slow": (9.0, f),
        "tests/db/rules/test_money.py::own": (0.5, f), "tests/db/test_store.py::other": (0.1, frozenset[str]()),
    }  # fmt: skip
    assert chosen("db/rules/money.py", f, tests, 4) == [
        "tests/db/rules/test_money.py::own",
        "tests/db/test_store.py::quick",
    ]


def test_a_test_that_names_a_constant_is_asked_about_it_whatever_it_runs():
    tests = {
        "tests/db/rules/test_visits.py::test_what_stands_where_nothing_is_set": (0.1, frozenset[str]()),
        "tests/db/rules/test_money.py::test_numbers[1]": (0.1, frozenset[str]()),
    }
    named = namers(frozenset({"RULES"}))
    assert any(test.startswith("tests/db/rules/test_visits.py::") for test in named)
    assert not any(test.startswith("tests/db/rules/test_money.py::") for test in named)
    own = next(test for test in named if test.startswith("tests/db/rules/test_visits.py::"))
    asked = {own: (0.1, frozenset[str]()), **tests}
    assert chosen("db/rules/visits.py", (), asked, 4, frozenset({"RULES"})) == [own]


def test_what_runs_at_the_import_alone_is_asked_of_its_mirror():
    tests = {"tests/db/rules/test_money.py::own": (0.5, frozenset[str]()), "tests/db/x.py::y": (0.1, frozenset[str]())}
    assert chosen("db/rules/money.py", {"db/rules/money.py::made"}, tests, 4) == ["tests/db/rules/test_money.py::own"]
