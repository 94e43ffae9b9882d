"""Papers as lists show them: in words, without what the reader may not see."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db import RuleError, Store
from db.actions.papers import NewPaper, attach_paper, remove_paper
from db.blobs import shelf, standing
from db.identity import new_id
from db.models import Attachment
from db.queries.dossier import household_file
from db.queries.papers import paper, papers_of_household, papers_of_record
from tests.db.blobs.photographs import saved, scene
from tests.dispute_makers import make_dispute
from tests.makers import make_household, make_visit


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(saved(scene(200, 100)))
    return path


def test_a_line_says_in_words_what_it_is(village: Store, photo: Path) -> None:
    home = make_household(village)
    visit = make_visit(village, home)
    new = NewPaper(noun="visit", record_id=visit, paper_kind="sign_sheet", caption="签名", taken_on=date(2025, 10, 1))
    kept = attach_paper(village, new, photo).id
    (line,) = papers_of_household(village, home)
    assert line == papers_of_record(village, "visit", visit)[0] == paper(village, kept)
    assert (line.kind_label, line.belongs_to, line.caption, line.taken_on) == ("签字表", "走访", "签名", "2025-10-01")
    assert (line.state, line.mime, line.is_picture, line.recorded_by) == ("here", "image/jpeg", True, "周建国")
    assert line.size > 1000


def test_the_dossier_lists_papers_in_words(village: Store, photo: Path) -> None:
    home = make_household(village)
    attach_paper(village, NewPaper(noun="household", record_id=home, paper_kind="id_card"), photo)
    (found,) = household_file(village, home).papers
    assert (found.paper_kind, found.belongs_to) == ("身份证", "本户")


def test_papers_of_a_mediation_are_not_in_the_households_file(village: Store, photo: Path) -> None:
    home = make_household(village, "李林峰")
    other = make_household(village, "赵六", no="002")
    dispute = make_dispute(village, (home, other))
    attach_paper(village, NewPaper(noun="dispute", record_id=dispute, household_id=home), photo)
    assert papers_of_household(village, home) == ()
    assert household_file(village, home).papers == ()
    assert len(papers_of_record(village, "dispute", dispute)) == 1


def test_papers_of_an_accusation_are_not_shown_in_the_village(village: Store, photo: Path) -> None:
    home = make_household(village)
    kept = attach_paper(village, NewPaper(noun="household", record_id=home), photo).id
    sha256 = paper(village, kept).sha256
    remove_paper(village, kept)
    with village.write("检举") as session:
        row = Attachment(id=new_id(), compartment=2, noun="household", record_id=home, sha256=sha256)
        session.add(row)
        session.flush()
        kept = row.id
    assert papers_of_record(village, "household", home) == ()
    with pytest.raises(RuleError, match="没有这份材料"):
        paper(village, kept)


def test_a_placeholder_says_that_it_is_one(village: Store, photo: Path) -> None:
    home = make_household(village)
    kept = attach_paper(village, NewPaper(noun="household", record_id=home), photo).id
    shelf.drop(village, paper(village, kept).sha256)
    standing.verify_all(village)
    assert paper(village, kept).state == "missing"
