"""A request written down by real keys, and what is left of it when the battery is flat."""

import pytest

from db.queries.drafts import latest_drafts
from db.queries.households import household_list
from db.queries.requests import request_list
from tests.makers import make_household

WANTED = "三组路口的路灯坏了两盏，晚上孩子放学看不见路，请村里修好。"
A_SECOND = 1.3  # the second a draft may be behind, and what a busy machine takes to write it
MORE = "另外水渠边的护栏也松了。"


def homes(store):
    make_household(store, "李𬭎", "王秀英", no="031", group="三组")
    make_household(store, "罗冬林", no="032", group="三组")


def begin(someone):
    someone.press("ctrl+4")
    someone.sees("登记诉求")
    someone.press("ctrl+n")
    someone.is_at("哪一户")
    someone.types("lh", what="initials")
    someone.sees("李𬭎")
    someone.press("enter", "enter", "enter")  # chosen; he himself asks; what he wants
    someone.is_at("诉求内容")


def written(someone):
    begin(someone)
    someone.types(WANTED, what="prose")
    someone.waits_for(lambda: someone.reads("诉求内容") == WANTED, "what was typed")
    someone.lets_pass(A_SECOND)


def writing_on(someone):
    written(someone)
    someone.types(MORE, what="prose", seconds=1.5)


def test_a_request_takes_at_most_six_keys(cadre, furnish):
    zhou = cadre(furnish(homes))
    with zhou.recording(at_most=6):
        begin(zhou)
        zhou.types(WANTED, what="prose")
        zhou.press("ctrl+s")
        zhou.sees("已登记，到期前会提醒。")
    zhou.closes()
    with zhou.book() as store:
        homes_by_id = {line.id: line.head_name for line in household_list(store)}
        assert [(homes_by_id[line.household_id], line.content) for line in request_list(store)] == [("李𬭎", WANTED)]
        assert latest_drafts(store) == []


@pytest.mark.parametrize("step", [written, writing_on])
def test_killed_while_writing_the_next_start_stands_in_the_same_form(cadre, furnish, step):
    zhou = cadre(furnish(homes))
    step(zhou)
    zhou.killed()
    zhou.reopens()
    again = zhou.reads("诉求内容")
    zhou.waits_for(lambda: "李𬭎" in zhou.reads("哪一户"), "the same household")
    assert again.startswith(WANTED)
    assert (WANTED + MORE).startswith(again)


def test_killed_at_the_save_it_is_saved_or_still_being_written_never_both_never_neither(cadre, furnish):
    zhou = cadre(furnish(homes))
    written(zhou)
    zhou.press("ctrl+s")
    zhou.killed()
    with zhou.book() as store:
        saved = [line.content for line in request_list(store)]
        drafts = [draft.data["content"] for draft in latest_drafts(store)]
        assert saved + drafts == [WANTED]
