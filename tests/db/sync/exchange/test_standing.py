"""How far records are with everything under them: 仅本机, 已装盘, 镇里已确认, 有冲突; the list and the file agree."""

import pytest
from sqlmodel import select

from db.actions.corrections import correct
from db.actions.households import NewPerson, add_person
from db.actions.land import NewObjection, NewPublicity, post_publicity, record_objection
from db.actions.requests import NewReply, answer_request
from db.models import Person, VisitCadre
from db.sync import pack, unpack
from db.sync.exchange.standing import standings_in, standings_of
from tests.bundles.post import exchange
from tests.dispute_makers import make_accepted, sit
from tests.land_makers import days_ago, household_of, make_case, make_certificate
from tests.makers import make_household, make_request, make_visit


@pytest.fixture
def settled(enrolled, tmp_path):
    """(village, township, home, other): two households, everything handed over and confirmed."""
    village, township = enrolled
    make_certificate(village, make_case(village, "李林峰", "王秀兰", no="031"))
    home = household_of(village, "031")
    other = make_household(village, "罗冬林", no="032")
    there_and_back(village, township, tmp_path / "first")
    assert standings_of(village, "household") == {}
    return village, township, home, other


def there_and_back(village, township, stick):
    stick.mkdir()
    exchange(village, township, stick / "up")
    exchange(township, village, stick / "down")


def agree(store):
    """What the list says of every household is what its own file says."""
    from db.queries.households import household_list

    listed = standings_of(store, "household")
    for line in household_list(store):
        assert standings_in(store, line.id).get(line.id) == listed.get(line.id)
    return listed


def a_row(store, model, **values):
    with store.read() as session:
        found = session.exec(select(model).filter_by(**values)).first()
        return found.id


def test_a_visit_is_only_here_then_packed_then_confirmed_and_its_household_with_it(settled, tmp_path):
    village, township, home, other = settled
    visit = make_visit(village, home)
    assert agree(village) == {home: "local"}
    assert standings_of(village, "visit") == {visit: "local"}
    assert standings_in(village, home)[visit] == "local"
    packed = pack(village, tmp_path / "up").path
    assert agree(village) == {home: "packed"}
    assert standings_of(village, "visit") == {visit: "packed"}
    unpack(township, [packed])
    assert agree(village) == {home: "packed"}
    exchange(township, village, tmp_path / "down")
    assert agree(village) == standings_of(village, "visit") == standings_in(village, home) == {}
    assert standings_of(township, "household") == {}
    assert standings_in(village, other) == {}


def members(store, home):
    add_person(store, NewPerson(household_id=home, name="李小明"))


def a_person(store, home):
    correct(store, "person", a_row(store, Person, household_id=home), {"phone": "13800000009"})


def a_request(store, home):
    make_request(store, home)


def the_household(store, home):
    correct(store, "household", home, {"address": "三组"})


@pytest.mark.parametrize("deed", [members, a_person, a_request, the_household])
def test_whatever_is_written_of_a_household_makes_it_only_here(settled, deed):
    village, _township, home, _other = settled
    deed(village, home)
    assert agree(village) == {home: "local"}


def test_a_reply_makes_its_request_only_here_and_not_the_visit_it_came_from(settled, tmp_path):
    village, township, home, _other = settled
    visit = make_visit(village, home)
    request = make_request(village, home, visit_id=visit)
    there_and_back(village, township, tmp_path / "next")
    answer_request(village, NewReply(request_id=request, content="明天来修。", way="phone"))
    assert standings_of(village, "request") == {request: "local"}
    assert standings_in(village, request, "request")[request] == "local"
    assert standings_of(village, "visit") == {}
    assert agree(village) == {home: "local"}


def test_a_cadre_added_to_a_visit_makes_the_visit_only_here(settled, tmp_path):
    village, township, home, _other = settled
    visit = make_visit(village, home)
    there_and_back(village, township, tmp_path / "next")
    correct(village, "visit_cadre", a_row(village, VisitCadre, visit_id=visit), {"name": "肖建英"})
    assert standings_of(village, "visit") == {visit: "local"}
    assert agree(village) == {home: "local"}


def test_a_conflict_beats_all(settled, tmp_path):
    village, township, home, _other = settled
    visit = make_visit(village, home)
    there_and_back(village, township, tmp_path / "next")
    for store, talk in ((village, "想清路。"), (township, "担心机器。")):
        correct(store, "visit", visit, {"talk": talk})
    exchange(township, village, tmp_path / "again")
    make_request(village, home)
    for store in (village, township):
        if store is township:
            exchange(village, township, tmp_path / "up")
        assert standings_of(store, "visit") == {visit: "conflict"}
        assert agree(store)[home] == "conflict"


def test_a_removal_that_is_not_handed_over_is_only_here(settled, tmp_path):
    village, township, home, _other = settled
    visit = make_visit(village, home)
    there_and_back(village, township, tmp_path / "next")
    with village.write("户") as session:
        from db.models import Visit

        session.get(Visit, visit).hidden = 1
    assert agree(village) == {home: "local"}


def test_an_accusation_says_nothing_about_the_household_it_names(settled):
    village, _township, home, _other = settled
    request = make_request(village, home, "村干部多收了钱。", petition_kind="accusation")
    assert agree(village) == {}
    assert standings_of(village, "request") == {request: "local"}


def test_disputes_and_notices_with_what_hangs_on_them(settled, tmp_path):
    village, township, home, other = settled
    posted = NewPublicity(round="first_list", place="村公示栏", posted_on=days_ago(4))
    dispute, notice = make_accepted(village, (home, other)), post_publicity(village, posted).id
    there_and_back(village, township, tmp_path / "next")
    sit(village, dispute)
    record_objection(village, NewObjection(publicity_id=notice, text="少算了。", received_on=days_ago(1)))
    assert standings_of(village, "dispute") == {dispute: "local"}
    assert standings_of(village, "publicity") == {notice: "local"}
    assert standings_in(village, notice, "publicity")[notice] == "local"
    assert agree(village) == {}


def test_before_the_first_stick_everything_is_only_here(village):
    home = make_household(village, "李林峰")
    visit = make_visit(village, home)
    assert agree(village) == {home: "local"}
    assert standings_of(village, "visit") == {visit: "local"}
