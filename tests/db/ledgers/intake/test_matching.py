"""People of a file found again in the book: by number, by household number, by name and birth; never by name alone."""

from __future__ import annotations

import pytest

from db.ledgers.intake.known import Known
from db.ledgers.intake.matching import Hits, match_households, match_persons
from db.ledgers.verdicts import CellVerdict, Finding, HouseholdRead, PersonRead, RosterReading, Where, doubted, taken
from db.models import Household, Person, Village


def _read(**values: str | Finding) -> PersonRead:
    found = {name: taken(value) if isinstance(value, str) else value for name, value in values.items()}
    cells = {n: CellVerdict(Where("册", 2, 1, n), n, verdict.value or "raw", verdict) for n, verdict in found.items()}
    return PersonRead("册", 2, 0, cells)


def _known(*people: Person, no: str = "001") -> Known:
    known = Known(Village(id="v", scope="v"))
    known.add_household(Household(id="h", scope="v", household_no=no))
    for n, person in enumerate(people):
        person.id, person.household_id, person.scope = f"p{n}", "h", "v"
        known.add_person(person)
    return known


def _found(known: Known, *members: PersonRead, no: str = "") -> bool:
    cells = {"household_no": CellVerdict(Where("册", 2, 1, ""), "household_no", no, taken(no))} if no else {}
    home = HouseholdRead("册", 2, cells, tuple(range(len(members))))
    return 0 in match_households(RosterReading("f", "", "", (home,), members, ()), known)


def test_a_name_alone_finds_no_household() -> None:
    known = _known(Person(name="李林峰"), no="001")
    assert not _found(known, _read(name="李林峰"))
    assert not _found(known, _read(name="李林峰"), no="002")
    assert _found(known, _read(name="李林峰"), no="001")
    assert not _found(known, _read(name="王建平"), no="001")


def test_a_number_of_identity_finds_it_whatever_else_is_written() -> None:
    known = _known(Person(name="李林峰", id_no="43"), no="001")
    assert _found(known, _read(name="李麟峰", id_no="43"), no="777")
    assert not _found(known, _read(name="李林峰", id_no="44"), no="777")


def test_one_name_with_birth_needs_a_number_that_does_not_disagree_two_need_none() -> None:
    one, two = {"name": "李林峰", "birth_date": "1980-10-03"}, {"name": "陈秀英", "birth_date": "1982-05-11"}
    known = _known(Person(**one), Person(**two), no="001")
    assert _found(known, _read(**one))
    assert not _found(known, _read(**one), no="002")
    assert _found(known, _read(**one), _read(**two), no="002")


@pytest.mark.parametrize(
    ("hits", "score"),
    [(Hits(1, 0, 0, False), 10), (Hits(0, 1, 0, None), 5), (Hits(0, 1, 0, False), 0), (Hits(0, 2, 0, False), 10),
     (Hits(0, 0, 3, None), 0), (Hits(0, 0, 1, True), 4), (Hits(0, 0, 0, True), 0)],
)  # fmt: skip
def test_how_sure_a_household_is(hits: Hits, score: int) -> None:
    assert hits.score == score


def test_each_household_of_the_book_is_given_once_to_the_surest() -> None:
    known = _known(Person(name="李林峰", id_no="43"))
    weak = HouseholdRead("册", 2, {"household_no": CellVerdict(Where("册", 2, 1, ""), "", "", taken("001"))}, (0,))
    sure = HouseholdRead("册", 3, {}, (1,))
    reading = RosterReading("f", "", "", (weak, sure), (_read(name="李林峰"), _read(name="x", id_no="43")), ())
    assert list(match_households(reading, known)) == [1]


def _who(member: PersonRead, *people: Person) -> str | None:
    known = _known(*people)
    found = match_persons([member], known.households["h"], known).get(0)
    return found.id if found else None


def test_inside_a_household_a_name_is_enough_unless_something_speaks_against_it() -> None:
    assert _who(_read(name="李林峰"), Person(name="李林峰")) == "p0"
    for against in ({"id_no": "44"}, {"birth_date": "1981-10-03"}, {"sex": "2"}):
        other = Person(name="李林峰", id_no="43", birth_date="1980-10-03", sex="1")
        assert _who(_read(name="李林峰", **against), other) is None
    assert _who(_read(name="李林峰"), Person(name="李林峰"), Person(name="李林峰")) is None


def test_a_lost_name_is_found_by_birth_and_relation() -> None:
    lost = doubted("rare_char_lost", "请核对")
    child = Person(name="李小峰", birth_date="2005-01-01", relation="20")
    assert _who(_read(name=lost, birth_date="2005-01-01", relation="20"), child) == "p0"
    assert _who(_read(name=lost, birth_date="2005-01-01", relation="30"), child) is None
    assert _who(_read(name="王建平", birth_date="2005-01-01", relation="20"), child) is None


def test_the_number_goes_before_the_name() -> None:
    his, namesake = Person(name="李林", id_no="43"), Person(name="李林峰", id_no="44")
    assert _who(_read(name="李林峰", id_no="43"), his, namesake) == "p0"
