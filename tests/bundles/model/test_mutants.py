"""A test that cannot fail shows nothing: every broken design of the list must be caught."""

from __future__ import annotations

import pytest

from tests.bundles.model import erased, invariants, mutants, mutants_of_moves

MUTANTS = mutants.MUTANTS | mutants_of_moves.MUTANTS | erased.MUTANTS
_BY_CHANCE = [name for name, mutant in MUTANTS.items() if mutant.random]


@pytest.mark.parametrize("name", MUTANTS)
def test_the_story_holds_and_the_broken_design_fails_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant = MUTANTS[name]
    mutant.story()
    for owner, attribute, broken in mutant.patches:
        monkeypatch.setattr(owner, attribute, broken)
    with pytest.raises(AssertionError):
        mutant.story()


@pytest.mark.prove
@pytest.mark.parametrize("name", _BY_CHANCE)
def test_random_histories_find_the_broken_design(name: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for owner, attribute, broken in MUTANTS[name].patches:
        monkeypatch.setattr(owner, attribute, broken)
    for n in range(8_000):
        try:
            invariants.run(f"{seed}-{n}")
        except (AssertionError, LookupError):
            print(f"{name}: found in history {n}")
            return
    pytest.fail(f"{name} survived 8,000 histories of --seed {seed}")
