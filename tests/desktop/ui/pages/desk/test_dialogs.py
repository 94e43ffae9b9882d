"""Many at once by a rule, with a preview and the way back; duplicates merged by hand and taken apart."""

import pytest

from db.queries.households import household_list
from db.sync.matters import items
from desktop.ui.pages.desk.page import MergeDeskPage
from desktop.ui.pages.desk.sweeping import SweepDialog
from desktop.ui.pages.desk.twins import TwinsDialog
from tests.makers import make_household, make_visit


def facts(store):
    return [item for item in items(store) if item.kind == "field" and not item.is_words]


def rows(dialog):
    model = dialog.table.model()
    return [[model.index(row, at).data() for at in range(model.columnCount())] for row in range(model.rowCount())]


def finished(qtbot, dialog, page):
    qtbot.waitUntil(lambda: dialog._job == 0 and page.desk.jobs.quiet, timeout=20_000)


def test_a_rule_says_how_many_and_what_before_and_can_be_taken_back(qtbot, everything, open_page, quiet):
    page = open_page(MergeDeskPage, everything.township)
    before = facts(everything.township)
    page.open_rules()
    quiet(page)
    dialog = page.findChild(SweepDialog)
    assert not dialog.decide.isEnabled()
    dialog.rules.cards[0].click()
    assert dialog.decide.text() == f"照这条定 {len(before)} 件"
    said = rows(dialog)
    assert len(said) == sum(len(item.matters) for item in before)
    assert ["13800000002", "13800000001"] in [row[3:] for row in said]
    dialog.decide.click()
    finished(qtbot, dialog, page)
    assert facts(everything.township) == []
    assert len(items(everything.township)) == page.listing.list.lines.rowCount() - len(
        {item.household_id for item in items(everything.township)}
    )
    assert "定了 2 件" in dialog.outcome.text()
    dialog.again.click()
    finished(qtbot, dialog, page)
    assert [item.id for item in facts(everything.township)] == [item.id for item in before]
    assert not dialog.again.isVisible()
    dialog.reject()


@pytest.fixture
def twice(village):
    """One household written down twice, each with a visit."""
    homes = [make_household(village, "李林峰", no=no) for no in ("031", "131")]
    for home in homes:
        make_visit(village, home)
    return homes


def test_two_households_are_merged_and_taken_apart(village, twice, open_page, quiet):
    page = open_page(MergeDeskPage, village)
    page.open_twins()
    quiet(page)
    dialog = page.findChild(TwinsDialog)
    assert not dialog.merge.isEnabled()
    assert "随时可以拆开" in dialog.outcome.text()
    from desktop.ui.parts.hits import find

    hits = [hit for hit in find(village, "李林峰") if hit.kind == "person"]
    dialog.one.picked.emit(hits[0])
    dialog.other.picked.emit(hits[0])
    dialog.merge.click()
    quiet(page)
    assert "同一户" in dialog.form.fields["into_id"].error
    dialog.other.picked.emit(next(hit for hit in hits if hit.household_id != hits[0].household_id))
    dialog.merge.click()
    quiet(page)
    assert len(household_list(village)) == 1
    assert dialog.list.lines.rowCount() == 1
    dialog.list.acted.emit(dialog.list.lines.rows[0])
    quiet(page)
    assert len(household_list(village)) == 2
    assert dialog.none.isVisible()
    dialog.table.choose("person")
    assert dialog.merge.text() == "合成一个人"
    dialog.reject()
