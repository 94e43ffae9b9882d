"""Enrolment by files, as cli.md writes it: card up, grant back, and the village's records under its real name."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db import RuleError, Store
from db.actions.corrections import remove
from db.actions.requests import NewRequest, record_request
from db.models import Cadre, Household, Township, Village
from db.sync.errors import BundleError
from db.sync.log.seal import seal_pending
from db.sync.log.segment import body_again
from db.sync.peers import enrol, peers
from db.sync.peers.enrol import Wish

CODE = "430499101201"


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def join(office: Store, laptop: Store, wish: Wish | None = None) -> enrol.Enrolled:
    granted = enrol.accept_device(office, enrol.make_card(laptop).encode(), wish)
    enrol.accept_grant(laptop, granted.paper.encode())
    return granted


def test_a_laptop_joins_its_township_by_two_files(village: Store, township: Store, tmp_path: Path) -> None:
    provisional = village.scope
    granted = enrol.enroll(township, file(tmp_path, "taoxi.card", enrol.make_card(village)))
    joined = enrol.enroll(village, file(tmp_path, "taoxi.grant", granted.paper))
    assert granted.name == "桃溪村"
    assert granted.words == enrol.own_words(village)
    assert joined.name == "云岭镇"
    assert joined.words == enrol.own_words(township)
    assert village.enrolled
    assert village.township_id == township.township_id
    assert village.scope == provisional  # the office had no village of that code and took over the laptop's id
    with township.read() as session:
        adopted = session.get(Village, provisional)
        assert adopted is not None
        assert (adopted.name, adopted.region_code, adopted.scope) == ("桃溪村", CODE, township.scope)
    with village.read() as session:
        own, above = session.get(Village, provisional), session.get(Township, township.scope)
        assert own is not None
        assert above is not None
        assert (own.scope, own.township_id, above.name) == (township.scope, township.scope, "云岭镇")


def test_the_village_may_what_the_design_says(village: Store, township: Store) -> None:
    granted = join(township, village)
    with village.connection() as connection:
        rights = peers.Rights(connection)
    may = [
        (scope, compartment, "".join(r for r in "rwd" if rights.may(granted.peer_id, scope, compartment, r)))
        for scope in (village.scope, township.scope, "f" * 32)
        for compartment in (0, 1, 2)
    ]
    assert may == [
        (village.scope, 0, "rw"), (village.scope, 1, "rw"), (village.scope, 2, "d"),
        (township.scope, 0, "r"), (township.scope, 1, ""), (township.scope, 2, ""),
        ("f" * 32, 0, ""), ("f" * 32, 1, ""), ("f" * 32, 2, ""),
    ]  # fmt: skip
    assert rights.may(township.device_id, village.scope, 1, "w")
    assert rights.may(township.device_id, township.scope, 2, "d")
    assert not rights.may(township.device_id, township.scope, 2, "r")


def test_a_second_laptop_gets_the_village_the_office_knows(make_store: Callable[..., Store], township: Store) -> None:
    first, second = make_store("village"), make_store("village")
    provisional = second.scope
    with second.write() as session:
        session.add(Household(id="h" * 32, household_no="7"))
        session.add(Household(id="s" * 32, household_no="8", compartment=0))
    with second.connection() as connection:
        connection.exec_driver_sql(
            "INSERT INTO draft(form, key, version, data, saved_at, cadre_id) VALUES ('visit', 'x', 1, ?, '', '')",
            (f'{{"village_id": "{provisional}"}}',),
        )
    one, two = join(township, first), join(township, second)
    assert second.scope == first.scope != provisional
    assert (one.name, two.name) == ("桃溪村", "桃溪村2号机")
    with second.read() as session:
        household = session.get(Household, "h" * 32)
        assert household is not None
        assert household.scope == first.scope
        assert session.get(Village, provisional) is None
        assert session.get(Village, first.scope) is not None
    with second.connection() as connection:
        for table in ("household", "village", "cadre", "draft", "store_fact", "sync_pending"):
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}"):
                assert provisional not in str(tuple(row)), table
        pending = connection.exec_driver_sql("SELECT count(*) FROM sync_pending WHERE pk = ?", ("h" * 32,)).scalar()
        assert pending == 1  # still to be sealed
        of_village = connection.exec_driver_sql("SELECT count(*) FROM sync_pending WHERE tbl = 3").scalar()
        assert of_village == 0  # the village itself is the office's record
        assert connection.exec_driver_sql("SELECT applying FROM sync_state").scalar() == 0


def test_short_names_are_unique(make_store: Callable[..., Store], township: Store) -> None:
    join(township, make_store("village"))
    join(township, make_store("village"))
    join(township, make_store("village", name="桃源村", region_code="430499101202"))
    with township.connection() as connection:
        shorts = [p.grant.short for p in peers.all_peers(connection) if not p.is_office]
    assert len(set(shorts)) == 4
    assert all(len(s) == 2 for s in shorts)


def test_mediation_can_be_taken_away_and_given_back(village: Store, township: Store) -> None:
    for mediation in (False, True, False):
        granted = join(township, village, Wish(mediation=mediation))
        with village.connection() as connection:
            assert peers.Rights(connection).may(granted.peer_id, village.scope, 1, "r") is mediation


def test_several_villages_on_one_laptop(make_store: Callable[..., Store], township: Store) -> None:
    other = make_store("village", name="石桥村", region_code="430499101202")
    both = make_store("village")
    join(township, other)
    granted = join(township, both, Wish(villages=["430499101202", CODE]))
    assert [v.name for v in granted.villages] == ["石桥村", "桃溪村"]
    with both.connection() as connection:
        rights = peers.Rights(connection)
    assert rights.may(both.device_id, other.scope, 0, "w")
    assert both.facts["region_code"] == CODE


def test_a_grant_for_another_computer_is_refused(make_store: Callable[..., Store], township: Store) -> None:
    mine, other = make_store("village"), make_store("village")
    granted = enrol.accept_device(township, enrol.make_card(mine).encode())
    with pytest.raises(BundleError) as caught:
        enrol.accept_grant(other, granted.paper.encode())
    assert caught.value.code == "NOT_FOR_US"
    assert not other.enrolled


def test_a_laptop_does_not_change_its_township_unasked(make_store: Callable[..., Store], township: Store) -> None:
    village = make_store("village")
    join(township, village)
    second = make_store("township", name="白石镇", region_code="430499101")
    granted = enrol.accept_device(second, enrol.make_card(village).encode())
    with pytest.raises(BundleError) as caught:
        enrol.accept_grant(village, granted.paper.encode())
    assert caught.value.code == "NOT_FOR_US"
    assert village.township_id == township.township_id


def test_a_grant_ends_and_is_renewed(village: Store, township: Store, clock: Any) -> None:
    granted = join(township, village, Wish(until=date(2025, 12, 31)))
    with township.connection() as connection:
        found = peers.peer(connection, granted.peer_id)
    assert peers.check_sender(found, "", date(2025, 12, 31)) is found
    for day in (date(2026, 1, 1), date(2025, 10, 1)):
        with pytest.raises(BundleError) as caught:
            peers.check_sender(found, "", day)
        assert caught.value.code == "EXPIRED"
    clock.sleep(days=100)
    with pytest.raises(BundleError) as caught:
        enrol.accept_grant(village, granted.paper.encode())
    assert caught.value.code == "EXPIRED"
    renewed = enrol.renew(township, granted.peer_id)
    enrol.accept_grant(village, renewed.paper.encode())
    assert renewed.villages == granted.villages
    with township.connection() as connection:
        found = peers.peer(connection, granted.peer_id)
    assert peers.check_sender(found, "", township.today()) is found
    enrol.accept_grant(village, renewed.paper.encode())  # twice does no harm


def test_an_older_grant_never_replaces_a_newer_one(village: Store, township: Store) -> None:
    first = join(township, village)
    second = join(township, village, Wish(mediation=False))
    enrol.accept_grant(village, first.paper.encode())
    with village.connection() as connection:
        found = peers.peer(connection, second.peer_id)
        assert found is not None
        assert found.grant.roles == ["cadre"]


def test_a_lost_laptop_may_nothing_and_a_retired_one_still_counts(village: Store, township: Store) -> None:
    granted = join(township, village)
    for lost, may in ((True, False), (False, True)):
        enrol.revoke(township, granted.peer_id, lost=lost)
        with township.connection() as connection:
            assert peers.Rights(connection).may(granted.peer_id, village.scope, 0, "w") is may
    with pytest.raises(BundleError):
        enrol.revoke(township, township.device_id)


def test_a_village_of_another_township_is_refused(make_store: Callable[..., Store], township: Store) -> None:
    far = make_store("village", name="远村", region_code="430499102201")
    with pytest.raises(RuleError, match="不属于本镇"):
        enrol.accept_device(township, enrol.make_card(far).encode())
    near = make_store("village", name="近村", region_code="430499101209")
    with pytest.raises(RuleError, match="430499101299"):
        enrol.accept_device(township, enrol.make_card(near).encode(), Wish(villages=["430499101299"]))
    with pytest.raises(RuleError, match="早于"):
        enrol.accept_device(township, enrol.make_card(near).encode(), Wish(until=date(2020, 1, 1)))


def test_the_wrong_file_at_the_wrong_door(village: Store, township: Store, tmp_path: Path) -> None:
    def code(store: Store, path: Path) -> str:
        with pytest.raises(BundleError) as caught:
            enrol.enroll(store, path)
        return caught.value.code

    card = file(tmp_path, "a.card", enrol.make_card(village))
    office = file(tmp_path, "o.card", enrol.make_card(township))
    grant = file(tmp_path, "a.grant", enrol.enroll(township, card).paper)
    assert code(village, card) == "NOT_FOR_US"
    assert code(township, grant) == "NOT_FOR_US"
    assert code(township, office) == "BAD_CARD"
    assert code(village, tmp_path / "none") == "NO_FILE"
    assert code(village, file(tmp_path, "x", "hello")) == "BAD_CARD"
    with pytest.raises(BundleError):
        enrol.card_words(grant.read_bytes())


def test_somebody_elses_keys_cannot_take_over_an_enrolled_name(
    make_store: Callable[..., Store], township: Store
) -> None:
    from msgspec.structs import replace

    from db.device_keys import make_pair
    from db.sync.peers import papers

    village = make_store("village")
    join(township, village)
    thief = make_pair(village.device_id)
    card, _words = enrol.card_words(enrol.make_card(village).encode())
    forged = replace(card, sign=thief.public.sign, box=thief.public.box)
    with pytest.raises(BundleError) as caught:
        enrol.accept_device(township, papers.to_text("card", papers.make_card(thief, forged)).encode())
    assert caught.value.code == "BAD_CARD"


def test_cadres_recorded_before_stay_with_their_village(village: Store, township: Store) -> None:
    join(township, village)
    with village.read() as session:
        cadre = session.get(Cadre, village.me.id)
        assert cadre is not None
        assert cadre.scope == cadre.village_id == village.scope


def test_an_accusation_of_the_township_keeps_a_laptop_from_joining_until_it_is_gone(
    village: Store, township: Store
) -> None:
    told = NewRequest(
        requester_name="李林峰", content="补贴没有发齐", petition_kind="accusation", accused_unit="云岭镇财政所"
    )
    accused = record_request(village, told).id
    granted = enrol.accept_device(township, enrol.make_card(village).encode(), None)
    with pytest.raises(RuleError, match="1 件检举云岭镇自己的事"):
        enrol.accept_grant(village, granted.paper.encode())
    assert not village.enrolled
    remove(village, "request", accused)
    enrol.accept_grant(village, granted.paper.encode())
    assert village.enrolled
    seal_pending(village)
    with village.connection() as connection:
        bodies = connection.exec_driver_sql("SELECT body FROM sync_segment").scalars().all()
    assert accused not in str([body_again(body) for body in bodies])
