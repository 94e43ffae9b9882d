"""The lists of visits, people and requests."""

import inspect

from db.rules.codes import kinds
from db.rules.codes.words import Words


def test_the_four_fixed_words_of_visits_come_first():
    assert [kind.words for kind in kinds.VisitKind][:4] == ["常年接访", "定期约访", "重点走访", "领导下访"]


def test_no_list_uses_a_word_or_code_twice():
    lists = [found for _name, found in inspect.getmembers(kinds, inspect.isclass) if issubclass(found, Words)]
    for found in lists:
        members = list(found.__members__.values())
        assert len({one.value for one in members}) == len({one.words for one in members}) == len(members)
        assert all(one.value == one.name.lower() for one in members)
