"""A restored or copied store takes an old computer's place: what its key proves, and what the cadre is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db import KnownError, Store, open_store, surroundings
from db.backup import back_up, restore
from db.device_keys import Standing
from db.store import Surroundings
from db.sync import make_card, pack, revoke, unpack
from db.sync.errors import BundleError
from db.sync.peers import enrol, peers, succession
from db.sync.peers.enrol import Wish
from db.sync.peers.papers import read_card
from tests.conftest import CHEAP, PASSWORD


def join(office: Store, laptop: Store, wish: Wish | None = None) -> enrol.Enrolled:
    granted = enrol.accept_device(office, make_card(laptop).encode(), wish)
    enrol.accept_grant(laptop, granted.paper.encode())
    return granted


def status(office: Store, device: str) -> str:
    with office.connection(immediate=False) as connection:
        found = peers.peer(connection, device)
    assert found is not None
    return found.status


def again(store: Store, folder: Path, profile: Path | None = None, name: str = "restored") -> Store:
    backup = back_up(store, folder / f"backups of {name}").path
    around = Surroundings(profile or store.profile, store.clock, CHEAP)
    return restore(backup, folder / f"{name}.baijia", PASSWORD, around)


def test_the_old_key_vouches_and_the_office_gives_what_the_old_one_had(
    village: Store, township: Store, tmp_path: Path
) -> None:
    join(township, village, Wish(mediation=False))
    restored = again(village, tmp_path)
    try:
        card = read_card(enrol.device_card(restored))
        heir = succession.predecessor(township, card)
        assert heir is not None
        assert (heir.id, heir.proven) == (village.device_id, True)
        granted = join(township, restored)
        assert (granted.name, granted.replaced, granted.proven) == ("桃溪村", village.device_id, True)
        assert [v.code for v in granted.villages] == ["430499101201"]
        assert status(township, village.device_id) == "retired"
        with township.connection(immediate=False) as connection:
            old, new = peers.peer(connection, village.device_id), peers.peer(connection, restored.device_id)
        assert old is not None
        assert new is not None
        assert (new.grant.parts, new.grant.roles) == (old.grant.parts, ["cadre"])
        assert new.grant.short != old.grant.short
        assert join(township, restored).proven  # the same card again changes nothing
    finally:
        restored.close()


def test_without_the_old_key_the_card_only_claims_and_the_clerk_says_whom_it_replaces(
    village: Store, township: Store, tmp_path: Path
) -> None:
    join(township, village)
    restored = again(village, tmp_path, tmp_path / "another machine")
    try:
        heir = succession.predecessor(township, read_card(enrol.device_card(restored)))
        assert heir is not None
        assert (heir.name, heir.proven) == ("桃溪村", False)
        with pytest.raises(BundleError) as caught:
            join(township, restored, Wish(replaces="山背村"))
        assert caught.value.code == "NO_RECEIVER"
        assert join(township, restored).name == "桃溪村2号机"  # nobody said it replaces one
        granted = join(township, restored, Wish(replaces="桃溪村"))
        assert (granted.replaced, granted.proven) == (village.device_id, False)
        assert status(township, village.device_id) == "retired"
    finally:
        restored.close()


@pytest.mark.parametrize("why", ["stolen", "second heir", "card altered"])
def test_what_a_key_cannot_prove(village: Store, township: Store, tmp_path: Path, why: str) -> None:
    join(township, village)
    restored = again(village, tmp_path)
    first = again(village, tmp_path, name="first")
    try:
        if why == "stolen":
            revoke(township, village.device_id, lost=True)
        elif why == "second heir":
            join(township, first)
        else:
            restored.facts["successor_sig"] = first.facts["successor_sig"]
        heir = succession.predecessor(township, read_card(enrol.device_card(restored)))
        assert heir is not None
        assert not heir.proven
        assert join(township, restored).replaced == ""
        assert status(township, village.device_id) == {"stolen": "revoked", "second heir": "retired"}.get(why, "active")
    finally:
        restored.close()
        first.close()


def test_a_claim_nobody_knows_is_no_claim(village: Store, township: Store) -> None:
    assert succession.predecessor(township, read_card(enrol.device_card(village))) is None
    village.facts["former_device_id"] = "ab" * 16
    assert succession.predecessor(township, read_card(enrol.device_card(village))) is None


def test_restored_twice_before_the_office_heard_it_still_names_the_computer_the_office_knows(
    village: Store, township: Store, tmp_path: Path
) -> None:
    join(township, village)
    once = again(village, tmp_path, name="once")
    twice = again(once, tmp_path, name="twice")
    try:
        heir = succession.predecessor(township, read_card(enrol.device_card(twice)))
        assert heir == succession.Predecessor(village.device_id, "桃溪村", proven=False)
    finally:
        once.close()
        twice.close()


def reopened(path: Path, like: Store, profile: Path) -> Store:
    return open_store(path, PASSWORD, surroundings(profile, like.clock, CHEAP))


def test_a_copy_is_enrolled_as_a_computer_of_its_own(village: Store, township: Store, tmp_path: Path) -> None:
    join(township, village)
    village.engine.dispose()
    copy = reopened(Path(shutil.copytree(village.path, tmp_path / "copy.baijia")), village, tmp_path / "stranger")
    try:
        told = succession.notice(copy)
        assert told is not None
        assert (told.sentence, told.deed, told.read_only) == ("这是副本，登记为新电脑后才能填写。", "enroll", True)
        succession.enroll_as_new(copy)
        assert copy.device_id != village.device_id
        told = succession.notice(copy)
        assert told is not None
        assert (told.deed, told.read_only) == ("card", False)
        join(township, copy)
        told = succession.notice(copy)
        assert told is not None
        assert "下次交接会自动补回" in told.sentence
        unpack(township, [pack(copy, tmp_path / "s").path])
        unpack(copy, [pack(township, tmp_path / "s", copy.device_id).path])
        assert succession.notice(copy) is None
        assert copy.standing is Standing.NORMAL
    finally:
        copy.close()
    opened = reopened(copy.path, copy, copy.profile)
    try:
        assert (opened.standing, succession.notice(opened)) == (Standing.NORMAL, None)
    finally:
        opened.close()


def test_a_copied_township_needs_its_recovery_sheet(township: Store, tmp_path: Path) -> None:
    township.engine.dispose()
    copy = reopened(Path(shutil.copytree(township.path, tmp_path / "copy.baijia")), township, tmp_path / "stranger")
    try:
        with pytest.raises(KnownError, match=r"恢复密钥.*托管密钥") as caught:
            succession.enroll_as_new(copy, PASSWORD)
        assert caught.value.code == "NEEDS_RECOVERY_KEY"
        assert copy.read_only_reason
    finally:
        copy.close()


def test_an_older_copy_says_so_until_the_office_has_answered(village: Store, township: Store, tmp_path: Path) -> None:
    join(township, village)
    assert succession.notice(village) is None
    village.engine.dispose()
    older = Path(shutil.copytree(village.path, tmp_path / "older.baijia"))
    reopened(village.path, village, village.profile).close()
    reopened(village.path, village, village.profile).close()
    restored = reopened(older, village, village.profile)
    sentence = "此数据早于本机上次使用，可能缺少记录；下次交接会自动补回。"
    told = succession.notice(restored)
    assert told == succession.Notice(sentence)
    restored.close()
    restored = reopened(older, village, village.profile)
    try:
        assert restored.standing is Standing.NORMAL
        assert succession.notice(restored) == succession.Notice(sentence)  # not forgotten at the next start
        early = pack(township, tmp_path / "s", "桃溪村").path
        unpack(restored, [early])
        assert succession.notice(restored) is not None  # an answer to nothing that was asked
        unpack(township, [pack(restored, tmp_path / "s").path])
        unpack(restored, [pack(township, tmp_path / "s", "桃溪村").path])
        assert succession.notice(restored) is None
    finally:
        restored.close()


def test_a_profile_that_moved_to_another_machine_is_advised(village: Store, township: Store) -> None:
    join(township, village)
    anchor = village.profile / "devices" / f"{village.device_id}.json"
    from db.device_keys import machine_mark

    anchor.write_text(anchor.read_text().replace(machine_mark(), "0" * 32))
    village.engine.dispose()
    moved = reopened(village.path, village, village.profile)
    try:
        told = succession.notice(moved)
        assert told is not None
        assert (told.deed, told.read_only) == ("enroll", False)
        succession.enroll_as_new(moved)
        assert read_card(enrol.device_card(moved)).succeeds  # its old key was here: it vouches
        assert moved.facts["successor_sig"]
    finally:
        moved.close()
