"""A visit by real keys, and what is left of it when the battery is flat."""

import pytest

from db.queries.dossier import household_file
from db.queries.drafts import latest_drafts
from db.queries.households import household_list
from tests.makers import make_household

SAID = "今年收成还可以。老李说确权证上门口田少登记1.2亩，想请村里查一下。"
ASKED = "老李说确权证上门口田少登记1.2亩，想请村里查一下。"
A_SECOND = 1.3  # the second a draft may be behind, and what a busy machine takes to write it
MORE = "屋后水沟已经清好了，不用再管。"


def homes(store):
    make_household(store, "李𬭎", "王秀英", no="031", group="三组")
    make_household(store, "罗冬林", no="032", group="三组")


def begin(someone):
    someone.press("ctrl+n")
    someone.is_at("走访哪一户")
    someone.types("lh", what="initials")
    someone.sees("李𬭎")
    someone.press("enter")
    someone.is_at("谈了什么")


def file_of(store, head="李𬭎"):
    return household_file(store, next(line.id for line in household_list(store) if line.head_name == head))


def test_a_visit_with_a_request_takes_at_most_seven_keys(cadre, furnish):
    zhou = cadre(furnish(homes))
    with zhou.recording(at_most=7):
        begin(zhou)
        zhou.types(SAID, what="prose")
        zhou.press("ctrl+r")
        zhou.is_at("诉求内容")
        zhou.press("ctrl+s")
        zhou.sees("1 件诉求记入台账")
    zhou.closes()
    with zhou.book() as store:
        file = file_of(store)
        assert [text for visit in file.visits for _label, text in visit.texts] == [SAID]
        assert [request.content for request in file.requests] == [ASKED]
        assert latest_drafts(store) == []


def written(someone):
    begin(someone)
    someone.types(SAID, what="prose")
    someone.waits_for(lambda: someone.reads("谈了什么") == SAID, "what was typed")
    someone.lets_pass(A_SECOND)


def writing_on(someone):
    written(someone)
    someone.types(MORE, what="prose", seconds=1.5)


def turned_into_a_request(someone):
    written(someone)
    someone.press("ctrl+r")
    someone.is_at("诉求内容")
    someone.lets_pass(A_SECOND)


@pytest.mark.parametrize("step", [written, writing_on, turned_into_a_request])
def test_killed_while_writing_the_next_start_stands_in_the_same_form(cadre, furnish, step):
    zhou = cadre(furnish(homes))
    step(zhou)
    zhou.killed()
    zhou.reopens()
    zhou.waits_for(lambda: zhou.find("谈了什么", "text"), "the form of the visit")
    zhou.sees("李𬭎")
    again = zhou.reads("谈了什么")
    assert again.startswith(SAID)
    assert (SAID + MORE).startswith(again)
    if step is turned_into_a_request:
        assert zhou.reads("诉求内容") == ASKED


def test_killed_at_the_save_it_is_saved_or_still_being_written_never_both_never_neither(cadre, furnish):
    zhou = cadre(furnish(homes))
    written(zhou)
    zhou.press("ctrl+s")
    zhou.killed()
    with zhou.book() as store:
        saved = [text for visit in file_of(store).visits for _label, text in visit.texts]
        drafts = [draft.data["talk"] for draft in latest_drafts(store)]
        assert saved + drafts == [SAID]
    zhou.reopens()
    if drafts:
        assert zhou.reads("谈了什么") == SAID
    else:
        zhou.sees("今日")


def test_killed_before_the_first_key_nothing_is_there_to_go_on_with(cadre, furnish):
    zhou = cadre(furnish(homes))
    begin(zhou)
    zhou.killed()
    zhou.reopens()
    zhou.sees("今日")
    zhou.sees_no("谈了什么")
    zhou.closes()
    with zhou.book() as store:
        assert latest_drafts(store) == []
        assert file_of(store).visits == ()
