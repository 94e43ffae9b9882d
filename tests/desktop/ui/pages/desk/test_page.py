"""The merge desk: every kind is seen with both texts, decided with its outcome said, and taken back."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from db.queries.drafts import latest_drafts
from db.sync.matters import items, open_count, settle
from desktop.ui.desk import Where
from desktop.ui.pages.desk.evidence import CELL
from desktop.ui.pages.desk.page import MergeDeskPage
from desktop.ui.pages.desk.rows import Home, Wanted, by_household, kind_of, kinds, narrowed, villages
from desktop.ui.style import Size, look
from tests.bundles.desk.conftest import KINDS

BOTH = {
    "words": ["晚稻快收了，想清机耕道口的石头。", "晚稻快收了，担心收割机进不来。"],
    "fact": ["13800000001", "13800000002"],
    "field": ["研究生", "本科"],
    "deleted_but_edited": ["删了", "三组新屋"],
    "duplicate_identity": ["李林峰 三组31号", "王秀英 三组32号"],
    "rule:double_collected": ["李林峰", "王秀兰"],
    "rule:closed_without_reply": ["删了", "办结", "已经修好。"],
    "rule:same_contractor_code": ["李林峰 一组11号", "罗冬林 一组12号"],
    "dangling_ref": ["李林峰 三组31号", "删了"],
}
GONE_FIRST = ["rule:double_collected", "rule:closed_without_reply", "rule:same_contractor_code", "duplicate_identity"]


def cells(table):
    model = table.model()
    return [
        [model.index(row, at).data() for at in range(model.columnCount())] for row in range(model.rowCount())
    ]  # fmt: skip


def listed(page):
    return [row for row in page.listing.list.lines.rows if not isinstance(row, Home)]


def name_of(item):
    return item.kind if item.kind != "field" or len(item.matters) > 1 else "words" if item.is_words else "fact"


def one(page, name):
    return next(item for item in listed(page) if name_of(item) == name)


def choose(page, code):
    at = next(at for at, answer in enumerate(page.matter.item.answers) if answer.code == code)
    page.matter.cards.cards[at].click()


def decide(qtbot, page, quiet):
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    quiet(page)


def test_every_kind_shows_both_texts_with_who_when_and_where(qtbot, everything, open_page, quiet):
    page = open_page(MergeDeskPage, everything.township)
    found = listed(page)
    assert [item.kind for item in found][:4] == GONE_FIRST
    assert {item.kind for item in found} == set(KINDS.values())
    assert open_count(everything.township) == open_count(everything.village) == len(found)
    assert page.listing.count.text() == f"{len(items(everything.township))} 件待定"
    for item in found:
        assert page.listing.choose(item.id)
        table = page.matter.evidence
        words = [word for row in cells(table) for word in row]
        for text in BOTH[name_of(item)]:
            assert text in words, (item.kind, text)
        heads = [table.model().headerData(at, Qt.Orientation.Horizontal) for at in range(2, 4)]
        assert all("10月20日" in head and head[0] in "甲乙" for head in heads)
        assert any("（本机）" in head and "肖建英" in head for head in heads)
        assert page.matter.sentence.text() == item.sentence
        assert len(page.matter.cards.cards) == len(item.answers)
        assert all(card.consequence for card in page.matter.cards.cards)
        assert not page.matter.decide.isEnabled()  # nobody decides without having chosen


def test_what_differs_in_a_text_is_marked(everything, open_page):
    page = open_page(MergeDeskPage, everything.township)
    item = next(item for item in listed(page) if item.is_words)
    page.listing.choose(item.id)
    model = page.matter.evidence.model()
    marked = [model.index(0, at).data(CELL) for at in (2, 3)]
    texts = [[cell.text[start : start + n] for start, n in cell.marks] for cell in marked]
    assert texts == [["想清机耕道口的石头"], ["担心收割机进不来"]]


@pytest.mark.parametrize("store", ["village", "township"])
def test_the_keyboard_alone_decides_and_the_next_comes_by_itself(qtbot, everything, on_screen, open_page, quiet, store):
    page = open_page(MergeDeskPage, getattr(everything, store), Where("desk"))
    on_screen(page)
    before = listed(page)
    qtbot.keyClick(page.listing.list, Qt.Key.Key_2)
    assert page.matter.answer.code == "side:1"
    assert "定为乙" in page.matter.decide.text()
    decide(qtbot, page, quiet)
    assert [item.id for item in listed(page)] == [item.id for item in before[1:]]
    assert page.matter.item.id == before[1].id
    assert page.listing.decided.lines.line(0).title == "同一本证签收两次"
    assert page.listing.list.hasFocus()
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    quiet(page)
    assert [item.id for item in listed(page)] == [item.id for item in before]
    assert page.matter.item.kind == before[0].kind
    assert page.listing.decided.lines.rowCount() == 0


def test_arrows_choose_and_tab_goes_in_reading_order(qtbot, everything, on_screen, open_page):
    page = open_page(MergeDeskPage, everything.village, Where("desk"))
    on_screen(page)
    page.listing.choose(one(page, "fact").id)
    qtbot.keyClick(page.listing.list, Qt.Key.Key_Return)
    first, second, third = page.matter.cards.cards
    assert first.hasFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    assert page.matter.answer.code == "side:1"
    qtbot.keyClick(second, Qt.Key.Key_Down)
    (field,) = page.matter.filling.fields.values()
    assert field.control.hasFocus()
    assert page.matter.answer.code == "value"
    following = [field.control, page.matter.reason, page.matter.later, page.matter.decide]
    for widget in following:
        assert widget.hasFocus()
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    third.setFocus()
    qtbot.keyClick(third, Qt.Key.Key_Left)
    assert page.matter.answer.code == "side:1"
    assert page.matter.filling.fields == {}


def test_a_both_a_third_and_back_again(qtbot, everything, on_screen, open_page, quiet):
    page = open_page(MergeDeskPage, everything.village)
    on_screen(page)
    item, seen = one(page, "words"), []
    page.listing.choose(item.id)
    for code in ("side:0", "side:1", "both", "value"):
        choose(page, code)
        if code == "value":
            (field,) = page.matter.filling.fields.values()
            field.control.setPlainText("两样都要办。")
        decide(qtbot, page, quiet)
        with everything.village.read() as session:
            query = "SELECT talk FROM visit WHERE id = ?"
            seen.append(session.connection().exec_driver_sql(query, (item.pk,)).scalar())
        assert item.id not in {other.id for other in listed(page)}
        qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        quiet(page)
        assert [cell for row in cells(page.matter.evidence) for cell in row if cell in BOTH["words"]] == BOTH["words"]
    first, second = BOTH["words"]
    assert seen == [first, second, f"{first}\n{second}", "两样都要办。"]


def test_what_is_missing_is_said_at_its_field(qtbot, everything, on_screen, open_page, quiet):
    page = open_page(MergeDeskPage, everything.township)
    on_screen(page)
    page.listing.choose(next(item.id for item in listed(page) if item.kind == "rule:closed_without_reply"))
    choose(page, "leave")
    decide(qtbot, page, quiet)
    assert "理由" in page.matter.why.error
    page.listing.choose(next(item.id for item in listed(page) if item.kind == "duplicate_identity"))
    choose(page, "value")
    first, second = page.matter.filling.fields.values()
    second.control.setText("123456")
    decide(qtbot, page, quiet)
    assert first.error or second.error
    assert len(listed(page)) == len(items(everything.township))


def test_what_was_typed_stays_with_its_matter(everything, open_page, quiet):
    page = open_page(MergeDeskPage, everything.township)
    first, second = listed(page)[:2]
    choose(page, "side:0")
    page.matter.reason.setText("问过本人")
    page.listing.choose(second.id)
    assert (page.matter.reason.text(), page.matter.answer) == ("", None)
    page.listing.choose(first.id)
    assert (page.matter.reason.text(), page.matter.answer.code) == ("问过本人", "side:0")
    page.refresh()
    quiet(page)
    assert page.matter.reason.text() == "问过本人"
    page.matter.later.click()
    quiet(page)
    assert listed(page)[-1].id == first.id
    assert page.matter.item.id == second.id


def test_what_was_being_typed_is_there_after_the_program_ended(everything, open_page, quiet):
    page = open_page(MergeDeskPage, everything.village)
    wanted = one(page, "words").id
    page.listing.choose(wanted)
    choose(page, "value")
    (field,) = page.matter.filling.fields.values()
    field.control.setPlainText("两样都要办，先清路。")
    assert page.may_leave()
    again = open_page(MergeDeskPage, everything.village, Where("desk", id=wanted))
    (field,) = again.matter.filling.fields.values()
    assert again.matter.answer.code == "value"
    assert field.control.toPlainText() == "两样都要办，先清路。"
    again.matter.decide.click()
    quiet(again)
    assert latest_drafts(everything.village, "desk") == []


def test_an_answer_only_chosen_is_there_again_and_a_refused_one_stays(everything, open_page, quiet):
    page = open_page(MergeDeskPage, everything.village)
    wanted = one(page, "words").id
    page.listing.choose(wanted)
    choose(page, "value")
    (field,) = page.matter.filling.fields.values()
    field.control.clear()
    page.matter.decide.click()
    quiet(page)
    assert field.error
    assert page.may_leave()
    assert [row.key for row in latest_drafts(everything.village, "desk")] == [wanted]
    again = open_page(MergeDeskPage, everything.village, Where("desk", id=wanted))
    assert again.matter.answer.code == "value"


def test_narrowed_by_village_and_kind(everything, open_page):
    page = open_page(MergeDeskPage, everything.township)
    found = listed(page)
    assert villages(found) == [("桃溪村", len(found))]
    assert sum(n for _kind, n in kinds(found)) == len(found)
    assert narrowed(found, Wanted(village="石桥村")) == []
    assert {kind_of(item) for item in narrowed(found, Wanted(kind="fact"))} == {"fact"}
    box = page.listing.kind
    box.setCurrentIndex(box.findData("words"))
    box.activated.emit(box.currentIndex())
    assert [item.is_words for item in listed(page)] == [True]
    heads = [row for row in by_household(found) if isinstance(row, Home)]
    assert len(heads) == len({item.household_id for item in found})
    assert all("桃溪村" in head.words for head in heads)


def test_a_matter_settled_elsewhere_meanwhile_is_not_settled_twice(qtbot, everything, on_screen, open_page, quiet):
    item = next(item for item in items(everything.village) if item.table == "household" and item.kind == "field")
    page = open_page(MergeDeskPage, everything.village, Where("desk", id=item.pk))
    on_screen(page)
    assert page.matter.item.id == item.id
    choose(page, "side:0")
    settle(everything.village, item, "side:1")
    decide(qtbot, page, quiet)
    assert page.desk.heard.sentences[-1] == ("due", "这一条已经处理过了。")
    assert item.id not in {other.id for other in listed(page)}


def test_whoever_is_typing_is_not_disturbed_by_what_comes_in(qtbot, everything, on_screen, open_page, quiet):
    page = open_page(MergeDeskPage, everything.township)
    on_screen(page)
    choose(page, "value")
    (field,) = page.matter.filling.fields.values()
    field.control.setText("李")
    assert field.control.hasFocus()
    page.refresh()
    quiet(page)
    (same,) = page.matter.filling.fields.values()
    assert same is field
    assert same.control.hasFocus()
    assert same.control.text() == "李"


def test_a_household_in_two_villages_is_given_to_one(qtbot, desk, on_screen, open_page, quiet):
    desk.moved()
    page = open_page(MergeDeskPage, desk.township)
    on_screen(page)
    assert "两个村都有" in page.matter.title.text()
    assert cells(page.matter.evidence)[0][2:] == ["石桥村", "桃溪村"]
    wanted = next(at for at, answer in enumerate(page.matter.item.answers) if answer.title == "归桃溪村")
    page.matter.cards.cards[wanted].click()
    decide(qtbot, page, quiet)
    assert page.nothing.isVisible()
    with desk.township.read() as session:
        rows = session.connection().exec_driver_sql("SELECT v.name FROM household h JOIN village v ON v.id = h.scope")
        assert [row[0] for row in rows] == ["桃溪村"]


@pytest.mark.parametrize("size", [Size.NORMAL, Size.LARGE])
def test_four_computers_stand_side_by_side_without_scrolling(everything, open_page, size):
    page = open_page(MergeDeskPage, everything.township)
    item = one(page, "words")
    parties = tuple(replace(item.parties[0], letter=letter, shown=False) for letter in "甲乙丙丁")
    lines = tuple(replace(line, values=(*line.values, *line.values)) for line in item.lines)
    look().show(size=size)
    page.matter.show_item(replace(item, parties=parties, lines=lines), None, "")
    table = page.matter.evidence
    assert table.model().columnCount() == 6
    assert table.horizontalScrollBar().maximum() == 0
    assert table.folded
    assert table.isColumnHidden(1)
