"""This computer within its store: found again, told from a copy, given a new identity that the old one vouches for."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from db import KnownError, Store, open_store, own_device, surroundings
from db.device_keys import LABEL_SUCCESSOR, Standing, signature_fits, succession
from db.store import Surroundings
from tests.conftest import CHEAP, PASSWORD


def test_only_a_township_has_the_keys_of_an_office(village: Store, township: Store) -> None:
    with village.connection() as connection:
        assert own_device.office_pair(connection, village) is None
    with township.connection() as connection:
        pair = own_device.office_pair(connection, township)
        assert pair is not None
        assert pair.id == township.scope
        assert own_device.public_keys(connection, township.scope, "office") == pair.public
        assert own_device.public_keys(connection, township.scope, "device") is None


def test_the_office_opens_by_the_printed_key_where_the_profile_is_gone(
    township: Store, templates: Callable[..., Path], tmp_path: Path
) -> None:
    from tests.conftest import TOWNSHIP

    recovery = (templates(TOWNSHIP) / "recovery.txt").read_text()
    township.profile = tmp_path / "another"
    with township.connection() as connection:
        assert own_device.office_pair(connection, township) is None
        assert own_device.office_pair(connection, township, PASSWORD) is None
        assert own_device.office_pair(connection, township, recovery) is not None


def test_an_opening_is_remembered_with_the_one_before(village: Store) -> None:
    def nonces() -> list[str]:
        with village.connection() as connection:
            return str(connection.exec_driver_sql("SELECT open_nonce FROM sync_state").scalar()).split()

    before = nonces()
    with village.connection() as connection:
        nonce, own = own_device.renew_opening(connection)
    assert nonces() == [nonce, before[0]]
    assert own is None  # nothing is sealed yet


def test_an_older_copy_gets_a_new_epoch_and_work_goes_on(village: Store, around: Surroundings, tmp_path: Path) -> None:
    village.close()
    shutil.copytree(village.path, tmp_path / "old.baijia")
    for _ in range(3):
        open_store(village.path, PASSWORD, around).close()
    old = open_store(tmp_path / "old.baijia", PASSWORD, around)
    assert old.standing is Standing.OLDER_COPY
    assert old.facts["gap_since"] == "0"
    assert old.read_only_reason is None
    old.close()


def test_a_copy_on_another_computer_is_read_only_until_it_has_its_own_keys(village: Store, tmp_path: Path) -> None:
    village.close()
    elsewhere = surroundings(profile=tmp_path / "elsewhere", cost=CHEAP)
    copy = open_store(village.path, PASSWORD, elsewhere)
    assert copy.standing is Standing.COPIED
    assert copy.read_only_reason
    before = copy.device_id
    with copy.connection() as connection:
        own_device.renew_identity(connection, copy, PASSWORD)
    assert copy.device_id != before
    assert copy.facts["former_device_id"] == before
    assert copy.facts["successor_sig"] == ""  # the old key did not open here: nobody vouches
    copy.close()
    again = open_store(village.path, PASSWORD, elsewhere)
    assert again.standing is not Standing.COPIED
    assert again.read_only_reason is None
    again.close()


def test_where_the_old_key_opens_it_vouches_for_the_new(village: Store) -> None:
    old = village.pair
    assert old is not None
    with village.connection() as connection:
        own_device.renew_identity(connection, village, PASSWORD)
    assert village.pair is not None
    signed = bytes.fromhex(village.facts["successor_sig"])
    said = succession(old.id, village.pair.public)
    assert signature_fits(old.public.sign, LABEL_SUCCESSOR, said, signed)


def test_a_townships_copy_needs_the_printed_key(township: Store, tmp_path: Path) -> None:
    township.profile = tmp_path / "another"
    with pytest.raises(KnownError) as refused, township.connection() as connection:
        own_device.renew_identity(connection, township, PASSWORD)
    assert refused.value.code == "NEEDS_RECOVERY_KEY"
