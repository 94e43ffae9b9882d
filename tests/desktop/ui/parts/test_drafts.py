"""Every field of every form is in its draft, within two seconds of the first key, and comes back where one goes on."""

from datetime import date

import pytest

from db.actions.land import NewObjection, NewPublicity, post_publicity, record_objection
from db.actions.requests import NewReply, answer_request
from db.queries.drafts import latest_drafts
from desktop.ui.desk import Where
from desktop.ui.frame.facts import form_left_open
from desktop.ui.pages import make_page
from desktop.ui.parts.drafts import newest_form, where_to
from tests.desktop.ui.controls import fill_in, stands
from tests.land_makers import days_ago
from tests.makers import make_household, make_request


@pytest.fixture
def home(village):
    return make_household(village, "李林峰", "王秀英", no="021", group="二组")


def notice(village):
    new = NewPublicity(round="first_list", place="村公示栏", posted_on=days_ago(16))
    return post_publicity(village, new).id


def told(village, home):
    return make_request(village, home, "清水沟", received_on=date(2025, 10, 1))


def answered(village, home):
    request = told(village, home)
    answer_request(village, NewReply(request_id=request, content="清好了。"))
    return request


def objected(village):
    return record_objection(village, NewObjection(publicity_id=notice(village), text="名字写错")).id


FORMS = {
    "visit": (lambda v, h: Where("visits", "new", h), lambda page: page.form),
    "request": (lambda v, h: Where("requests", "new", h), lambda page: page.form),
    "reply": (lambda v, h: Where("requests", "answer", told(v, h)), lambda page: page.detail.reply),
    "judgement": (lambda v, h: Where("requests", "answer", answered(v, h)), lambda page: page.detail.judgement),
    "publicity": (lambda v, h: Where("notices", "new"), lambda page: page.post),
    "objection": (lambda v, h: Where("notices", "object", notice(v)), lambda page: page.objection),
    "objection_result": (lambda v, h: Where("notices", "settle", objected(v)), lambda page: page.detail.rows[0]),
}


def shown(qtbot, desk, where, form_of):
    page = make_page(where.place, desk)
    qtbot.addWidget(page)
    page.resize(1214, 680)
    page.show()
    qtbot.waitUntil(lambda: desk.jobs.quiet, timeout=10_000)
    page.go(where)
    qtbot.waitUntil(lambda: desk.jobs.quiet, timeout=10_000)
    return page, form_of(page)


def typed(form):
    """What is not one of a few: it must be another than before."""
    return {one for one in stands(form) if not isinstance(one[1], bool)}


@pytest.mark.parametrize("name", FORMS)
def test_every_field_of_a_form_is_there_again(qtbot, make_desk, village, home, name):
    other = make_household(village, "曾国强", no="022", group="二组")
    where_of, form_of = FORMS[name]
    page, form = shown(qtbot, make_desk(village), where_of(village, home), form_of)
    before = typed(form)
    if name == "reply":
        form.choose_outcome("passed_on")  # from a menu, which a walk over the widgets cannot open
    filled = fill_in(form, other)
    assert not typed(form) & before
    qtbot.waitUntil(lambda: any(row.form == name for row in latest_drafts(village)), timeout=2_000)
    assert page.may_leave()

    (kept,) = latest_drafts(village)
    where = where_to(kept)
    assert newest_form(village) == where
    assert form_left_open(village, where.place) in {where, Where("visits", "resume")}
    _page, again = shown(qtbot, make_desk(village), where, form_of)
    assert stands(again) == filled
