"""A field is put right on what the form showed; what a bundle brought meanwhile is never written over in silence."""

import pytest

from db.actions.corrections import correct
from db.queries.records import record
from db.sync.matters import items
from desktop.ui.desk import Where
from desktop.ui.pages.households.clashes import ClashBadge, ClashSheet
from desktop.ui.pages.households.correcting import CorrectDialog
from desktop.ui.pages.households.page import HouseholdsPage
from desktop.ui.style import Size, look
from tests.bundles.post import exchange
from tests.makers import id_number, make_household, make_visit


@pytest.fixture
def opened(qtbot, open_page):
    """opened(store, household): the dossier stands open; settled() waits for its answers."""

    def show(store, household):
        page = open_page(HouseholdsPage, store, Where("households", "open", household))
        page.settled = lambda: qtbot.waitUntil(
            lambda: not page._pause.isActive() and page.desk.jobs.quiet, timeout=20_000
        )
        page.settled()
        return page

    return show


def form(page):
    page.dossier.correct.click()
    page.settled()
    return page.findChild(CorrectDialog)


def put(dialog, name, text):
    dialog.form.fields[name].control.setText(text)


def test_only_what_was_changed_is_written_and_history_keeps_it(village, opened):
    home = make_household(village, "李林峰", no="031", phone="13800000001")
    page = opened(village, home)
    dialog = form(page)
    assert dialog.form.fields["phone"].control.text() == "13800000001"
    assert dialog.typed == {}
    put(dialog, "phone", "13800000009")
    assert dialog.typed == {"phone": "13800000009"}
    dialog.reason.setText("本人来说的")
    dialog.save.click()
    page.settled()
    now = record(village, "household", home)
    assert now["phone"] == "13800000009"
    changed = [change for change in now["history"] if change["field"]]
    assert [(change["field"], change["old"], change["new"]) for change in changed] == [
        ("phone", "13800000001", "13800000009")
    ]
    assert page.desk.heard.sentences[-1] == ("good", "改好了。")
    assert page.dossier.file.phone == "13800000009"


def test_a_bundle_taken_in_while_the_form_stood_open_makes_a_conflict(enrolled, opened, tmp_path):
    village, township = enrolled
    home = make_household(village, "李林峰", no="031", phone="13800000001")
    exchange(village, township, tmp_path / "up")
    page = opened(village, home)
    dialog = form(page)
    correct(township, "household", home, {"phone": "13800000002", "address": "三组新屋"})
    exchange(township, village, tmp_path / "down")
    assert record(village, "household", home)["phone"] == "13800000002"
    put(dialog, "phone", "13800000003")
    dialog.save.click()
    page.settled()
    (item,) = items(village)
    assert (item.kind, item.title, item.lines[0].before) == ("field", "联系电话写得不一样", "13800000001")
    assert set(item.lines[0].values) == {"13800000002", "13800000003"}
    assert "联系电话" in page.desk.heard.sentences[-1][1]
    assert record(village, "household", home)["address"] == "三组新屋"  # nobody touched that here
    exchange(village, township, tmp_path / "up2")
    assert [there.id for there in items(township)] == [item.id]


def test_a_member_is_put_right_and_a_wrong_number_is_said_at_its_field(village, opened):
    home = make_household(village, "李林峰", "王秀英", no="031")
    page = opened(village, home)
    page.dossier.show_tab("members")
    page.dossier.members.choose(1)
    dialog = form(page)
    assert "王秀英" in dialog.accessibleName()
    put(dialog, "id_no", "430499198010036750")
    dialog.save.click()
    page.settled()
    assert "证件" in dialog.form.fields["id_no"].error
    put(dialog, "id_no", id_number())
    box = dialog.form.fields["education"].control
    box.setCurrentIndex(box.findText("研究生"))
    dialog.save.click()
    page.settled()
    row = record(village, "person", page.dossier.file.members[1].id)
    assert (row["id_no"], row["education"]) == (id_number(), "10")


@pytest.mark.parametrize("size", [Size.NORMAL, Size.XLARGE])
def test_a_field_in_conflict_bears_a_badge_that_shows_both_and_leads_to_the_desk(enrolled, opened, tmp_path, size):
    village, township = enrolled
    home = make_household(village, "李林峰", no="031")
    visit = make_visit(village, home, "问了收成。")
    exchange(village, township, tmp_path / "up")
    for store, phone, talk in ((village, "13800000001", "想清路。"), (township, "13800000002", "担心机器。")):
        correct(store, "household", home, {"phone": phone})
        correct(store, "visit", visit, {"talk": talk})
    exchange(township, village, tmp_path / "down")
    page = opened(village, home)
    look().show(size=size)
    badges = [badge for badge in page.findChildren(ClashBadge) if not badge.isHidden()]
    labels = [set(badge.accessibleName().split("有")[0].split("、")) for badge in badges]
    assert sorted(map(len, labels)) == [1, 1, 2]
    assert set.union(*labels) == {"联系电话", "谈了什么"}
    whole = next(badge for badge in badges if "、" in badge.accessibleName())
    assert whole.isVisible()
    whole.click()
    sheet = page.window().findChild(ClashSheet)
    said = "".join(label.text() for label in sheet.findChildren(type(page.dossier.name)))
    for words in ("13800000001", "13800000002", "想清路。", "担心机器。", "周建国", "肖建英"):
        assert words in said
    sheet.go.click()
    assert page.desk.heard.places[-1].place == "desk"
    assert page.desk.heard.places[-1].id in {home, visit}
    moments = page.dossier.overview.timeline.model()
    assert "待定" in moments.line(0).sentence
