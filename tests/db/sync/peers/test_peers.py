"""Whom a store knows, and that only its own office can tell it."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from db import Store
from db.device_keys import make_pair
from db.sync.errors import BundleError
from db.sync.peers import enrol, papers, peers
from db.sync.peers.papers import Grant


def a_grant(store: Store, **more: object) -> Grant:
    with store.connection() as connection:
        enrol.ensure_office(connection, store)
        found = peers.peer(connection, store.device_id)
    assert found is not None
    public = make_pair().public
    fresh = {"device_id": public.id, "sign": public.sign, "box": public.box, "name": "石桥村"}
    return replace(found.grant, **(fresh | more))


def test_a_grant_of_this_office_is_kept_and_an_older_one_is_not(township: Store) -> None:
    grant = a_grant(township)
    with township.connection() as connection:
        office = enrol.ensure_office(connection, township)
        assert peers.keep_grant(connection, papers.make_grant(office, grant)) == grant
        newer = replace(grant, issued_at="9999", name="石桥村新机")
        assert peers.keep_grant(connection, papers.make_grant(office, newer)) == newer
        assert peers.keep_grant(connection, papers.make_grant(office, grant)) is None
        found = peers.peer(connection, grant.device_id)
        assert found is not None
        assert (found.name, found.grant, found.is_office, found.status) == ("石桥村新机", newer, False, "active")


def test_nobody_else_can_say_who_belongs_here(township: Store) -> None:
    grant, stranger = a_grant(township), make_pair()
    with township.connection() as connection:
        office = enrol.ensure_office(connection, township)
        before = peers.all_peers(connection)
        assert peers.keep_grant(connection, papers.make_grant(stranger, grant)) is None
        assert peers.keep_grant(connection, papers.make_grant(stranger, replace(grant, office=stranger.id))) is None
        assert peers.keep_grant(connection, b"nonsense") is None
        taken = replace(grant, device_id=office.id, issued_at="9999")
        assert peers.keep_grant(connection, papers.make_grant(office, taken)) is None
        assert peers.all_peers(connection) == before


def test_before_enrolment_nobody_is_known(village: Store, township: Store) -> None:
    grant = a_grant(township)
    with township.connection() as connection:
        signed = papers.make_grant(enrol.ensure_office(connection, township), grant)
    with village.connection() as connection:
        assert peers.keep_grant(connection, signed) is None
        assert peers.office(connection) is None
        assert peers.all_peers(connection) == []


def test_the_office_signs_but_sends_nothing_itself(township: Store) -> None:
    a_grant(township)
    with township.connection() as connection:
        office = peers.office(connection)
    assert office is not None
    assert office.is_office
    assert office.public == office.card.public
    for unknown in (office, None):
        with pytest.raises(BundleError, match="云岭镇") as caught:
            peers.check_sender(unknown, "云岭镇", date(2026, 1, 1))
        assert caught.value.code == "UNKNOWN_SENDER"


def test_a_retired_computer_is_not_bound_by_its_last_day(township: Store) -> None:
    grant = a_grant(township, not_after="2025-12-31")
    with township.connection() as connection:
        office = enrol.ensure_office(connection, township)
        peers.keep_grant(connection, papers.make_grant(office, grant))
        peers.set_status(connection, grant.device_id, "retired")
        found = peers.peer(connection, grant.device_id)
    assert peers.check_sender(found, "", date(2027, 1, 1)) is found


def test_rights_are_of_the_grant_and_end_with_a_revocation(township: Store) -> None:
    grant = a_grant(township, parts=[("s", 0, "r"), ("s", 2, "d")])
    with township.connection() as connection:
        office = enrol.ensure_office(connection, township)
        peers.keep_grant(connection, papers.make_grant(office, grant))
        rights = peers.Rights(connection)
        peers.set_status(connection, grant.device_id, "revoked")
        revoked = peers.Rights(connection)
    assert rights.may(grant.device_id, "s", 0, "r")
    assert not rights.may_add(grant.device_id, "s", 0)
    assert rights.may_add(grant.device_id, "s", 2)
    assert not rights.may("nobody", "s", 0, "r")
    assert rights.known("nobody") is None
    assert revoked.known(grant.device_id) is not None
    assert not revoked.may(grant.device_id, "s", 0, "r")
