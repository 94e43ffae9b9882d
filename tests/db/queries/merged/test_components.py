"""Components of merged records: pure, whatever the links."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from db import Store
from db.queries.merged import merged
from db.queries.merged.components import components
from tests.makers import make_household, overwrite

LINKS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")))


@given(LINKS)
def test_components_part_the_linked_and_join_nobody_else(links: list[tuple[str, str]]) -> None:
    found = components(links)
    assert sorted(x for union in found for x in union) == sorted({end for link in links for end in link})
    assert all(any({a, b} <= union for union in found) for a, b in links)
    for union in found:  # nothing in it can be split off
        for start in union:
            reached, todo = {start}, [start]
            while todo:
                here = todo.pop()
                near = {b for a, b in links if a == here} | {a for a, b in links if b == here}
                todo += near - reached
                reached |= near
            assert reached == union


def test_nothing_merged_costs_nothing_and_a_link_to_what_is_not_here_hides_nobody(village: Store) -> None:
    with village.read() as session:
        assert merged(session).households.homes == {}
    home = make_household(village)
    overwrite(village, "household", home, merged_into="0" * 32)
    with village.read() as session:
        same = merged(session)
    assert (same.households.home(home), same.households.home("0" * 32)) == (home, home)
    assert same.values["absorbed"] == "[]"
