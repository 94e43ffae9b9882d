"""Papers are hung on records, stand where the record stands, and come down without being lost."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest

from db import KnownError, RuleError, Store, open_store
from db.actions.corrections import bring_back
from db.actions.papers import NewPaper, attach_paper, remove_paper
from db.blobs import shelf, standing
from db.check import check
from db.models import Attachment
from db.queries.papers import paper_content, papers_of_household, papers_of_record
from db.store import Surroundings
from tests.conftest import PASSWORD
from tests.db.blobs.dying import dying
from tests.db.blobs.photographs import notes, opened, page, saved, scene
from tests.dispute_makers import make_dispute
from tests.land_makers import household_of, make_case, make_certificate
from tests.makers import make_household, make_request, make_visit


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "门口.jpg"
    path.write_bytes(saved(scene(1000, 700), exif=notes(6)))
    return path


def row(store: Store, paper_id: str) -> Attachment:
    with store.read() as session:
        found = session.get(Attachment, paper_id)
        assert found is not None
        return found


def blobs(store: Store) -> list[str]:
    return sorted(p.name for p in (store.path / "blobs").rglob("*") if p.is_file())


def test_a_photo_of_a_household_is_kept_small_and_found(village: Store, photo: Path) -> None:
    home = make_household(village)
    new = NewPaper(noun="household", record_id=home, caption=" 门口 ", taken_on=date(2025, 10, 18))
    changes = attach_paper(village, new, photo)
    assert (changes.nouns, changes.households) == ({"papers"}, {home})
    kept = row(village, changes.id)
    assert (kept.scope, kept.compartment, kept.household_id) == (village.scope, 0, home)
    assert (kept.paper_kind, kept.caption, kept.taken_on, kept.mime) == ("photo", "门口", "2025-10-18", "image/jpeg")
    content = paper_content(village, changes.id)
    assert kept.size == len(content) <= 300 * 1024
    assert opened(content).size == (700, 1000)
    assert not opened(content).getexif()
    assert check(village) == []


def test_the_same_file_twice_is_one_file_and_two_entries(village: Store, photo: Path) -> None:
    home = make_household(village)
    visit = make_visit(village, home)
    one = attach_paper(village, NewPaper(noun="household", record_id=home), photo)
    two = attach_paper(village, NewPaper(noun="visit", record_id=visit), photo)
    assert one.id != two.id
    assert row(village, one.id).sha256 == row(village, two.id).sha256
    assert len(blobs(village)) == 1
    remove_paper(village, one.id)
    assert paper_content(village, two.id)


def test_an_original_is_kept_byte_for_byte(village: Store, photo: Path) -> None:
    new = NewPaper(noun="household", record_id=make_household(village))
    kept = attach_paper(village, new, photo, keep_original=True)
    assert paper_content(village, kept.id) == photo.read_bytes()


def test_a_scan_keeps_its_small_writing(village: Store, tmp_path: Path) -> None:
    path = tmp_path / "户口簿.png"
    path.write_bytes(saved(page(1400, 2000), "PNG"))
    home = make_household(village)
    scan = attach_paper(village, NewPaper(noun="household", record_id=home, paper_kind="household_register"), path)
    photo = attach_paper(village, NewPaper(noun="household", record_id=home), path)
    assert opened(paper_content(village, scan.id)).height == 2000
    assert opened(paper_content(village, photo.id)).height == 1920


def test_a_paper_stands_where_its_record_stands(village: Store, photo: Path) -> None:
    dispute = make_dispute(village)
    kept = row(village, attach_paper(village, NewPaper(noun="dispute", record_id=dispute), photo).id)
    assert (kept.scope, kept.compartment, kept.household_id) == (village.scope, 1, None)
    assert [p.id for p in papers_of_record(village, "dispute", dispute)] == [kept.id]


def test_the_household_is_found_through_what_the_record_belongs_to(village: Store, photo: Path) -> None:
    certificate = make_certificate(village, make_case(village, "李林峰"))
    home = household_of(village)
    reply_of = make_request(village, home)
    for noun, record in (("certificate", certificate), ("request", reply_of)):
        changes = attach_paper(village, NewPaper(noun=noun, record_id=record), photo)
        assert changes.households == {home}
    assert len(papers_of_household(village, home)) == 2
    other = make_household(village, "赵六", no="009")
    with pytest.raises(RuleError, match="不是这一户") as caught:
        attach_paper(village, NewPaper(noun="request", record_id=reply_of, household_id=other), photo)
    assert caught.value.field == "household_id"


def test_a_removed_paper_can_be_brought_back(village: Store, photo: Path) -> None:
    home = make_household(village)
    kept = attach_paper(village, NewPaper(noun="household", record_id=home), photo)
    changes = remove_paper(village, kept.id)
    assert (changes.nouns, changes.ids, changes.households) == ({"papers"}, (kept.id,), {home})
    assert papers_of_household(village, home) == ()
    with pytest.raises(RuleError):
        paper_content(village, kept.id)
    with pytest.raises(RuleError):
        remove_paper(village, kept.id)
    bring_back(village, "attachment", kept.id)
    assert paper_content(village, kept.id)


def test_what_cannot_be_kept_is_refused_and_leaves_nothing(village: Store, photo: Path, tmp_path: Path) -> None:
    home, other = make_household(village), tmp_path / "表.xlsx"
    other.write_bytes(b"PK\x03\x04")
    damaged = tmp_path / "坏.jpg"
    damaged.write_bytes(photo.read_bytes()[:5000])
    good = {"noun": "household", "record_id": home}
    for more, path, field in (
        ({}, other, "file"),
        ({}, damaged, "file"),
        ({}, tmp_path / "没有.jpg", "file"),
        ({"noun": "table", "record_id": home}, photo, "noun"),
        ({"noun": "visit"}, photo, "record_id"),
        ({"household_id": "0" * 32}, photo, "record_id"),
        ({"paper_kind": "x"}, photo, "paper_kind"),
        ({"taken_on": date(2025, 10, 21)}, photo, "taken_on"),
        ({"record_id": ""}, photo, "record_id"),
    ):
        with pytest.raises(RuleError) as caught:
            attach_paper(village, NewPaper(**(good | more)), path)
        assert caught.value.field == field
    assert blobs(village) == []
    assert papers_of_household(village, home) == ()


def test_a_store_that_is_only_looked_at_takes_nothing(village: Store, photo: Path) -> None:
    home = make_household(village)
    village.read_only_reason = "这是副本，登记为新电脑后才能填写。"
    with pytest.raises(KnownError, match="副本"):
        attach_paper(village, NewPaper(noun="household", record_id=home), photo)
    assert blobs(village) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_killed_at_any_step_a_paper_is_kept_whole_or_not_at_all(
    village: Store, around: Surroundings, tmp_path: Path
) -> None:
    home, answer, kill_at, outcomes = make_household(village), "killed", 0, []
    photo = tmp_path / "a.jpg"
    photo.write_bytes(saved(scene(300, 200)))
    village.close()
    with dying() as ask:
        while answer == "killed":
            kill_at += 1
            copy = Path(shutil.copytree(village.path, tmp_path / f"{kill_at}.baijia"))
            answer = ask(village, copy, kill_at, household=home, photo=photo)
            again = open_store(copy, PASSWORD, around)
            kept = papers_of_household(again, home)
            outcomes.append((len(kept), len(blobs(again))))
            assert check(again) == []
            assert all(p.state == "here" and shelf.is_whole(again, p.sha256) for p in kept)
            attach_paper(again, NewPaper(noun="household", record_id=home), photo)  # and once more is always right
            for path in (copy / "blobs").rglob("*.part"):
                os.utime(path, (0, 0))
            standing.tidy(again)
            assert blobs(again) == [papers_of_household(again, home)[0].sha256]
            again.close()
    assert int(answer) == kill_at - 1
    assert {(0, 0), (0, 1), (1, 1)} == set(outcomes)
