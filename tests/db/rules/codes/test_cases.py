"""The lists of mediation and land certificates."""

import inspect

from db.rules.codes import cases
from db.rules.codes.cases import LandStage
from db.rules.codes.words import Words


def test_no_list_uses_a_word_or_code_twice():
    lists = [found for _name, found in inspect.getmembers(cases, inspect.isclass) if issubclass(found, Words)]
    assert len(lists) > 15
    for found in lists:
        members = list(found.__members__.values())
        assert len({one.value for one in members}) == len({one.words for one in members}) == len(members)


def test_the_eleven_stages_and_their_words():
    assert [int(stage) for stage in LandStage] == list(range(1, 12))
    assert [stage.phase for stage in LandStage][::10] == ["调查", "签收"]
    assert LandStage(8).label == "登簿"
