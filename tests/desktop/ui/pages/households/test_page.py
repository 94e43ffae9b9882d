"""The list of households and the dossier."""

from datetime import date

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from db.actions.households import NewHousehold, NewPerson, add_household
from db.changes import Changes
from db.queries.households import HouseholdLine
from desktop.ui.desk import Where
from desktop.ui.pages.households.life import life_of, request_badge
from desktop.ui.pages.households.narrowing import Wanted, choices, narrowed
from desktop.ui.pages.households.page import HouseholdsPage
from desktop.ui.parts.people import short_address
from desktop.ui.style import Size, look
from tests.makers import id_number, make_household, make_request, make_visit

TODAY = date(2025, 10, 20)


def line(name, group="三组", **more):
    facts = {
        "household_no": "001", "village": "桃溪村", "address": f"桃溪村{group}31号", "members": 5, "last_visit": TODAY,
        "open_requests": 0, "tags": (), "has_certificate": True, "certificate_uncollected": False,
    }  # fmt: skip
    return HouseholdLine(id=name, head_name=name, village_group=group, **(facts | more))


LINES = [
    line("欧阳志刚", open_requests=1),
    line("罗冬林", last_visit=None, tags=("五保",)),
    line("周艳梅", "二组", certificate_uncollected=True, tags=("低保", "独居")),
]


def names(lines):
    return [one.head_name for one in lines]


def settled(qtbot, page):
    qtbot.waitUntil(lambda: not page._pause.isActive() and page.desk.jobs.quiet, timeout=10_000)


def test_the_list_is_narrowed_by_words_and_marks():
    assert names(narrowed(LINES, Wanted(text="周艳"))) == ["周艳梅"]
    assert names(narrowed(LINES, Wanted(text="五保"))) == ["罗冬林"]
    assert names(narrowed(LINES, Wanted(group="三组", never_visited=True))) == ["罗冬林"]
    assert names(narrowed(LINES, Wanted(uncollected=True))) == ["周艳梅"]
    assert names(narrowed(LINES, Wanted(open_request=True))) == ["欧阳志刚"]
    assert names(narrowed(LINES, Wanted(tag="低保"))) == ["周艳梅"]
    assert choices(LINES, "group") == [("三组", 2), ("二组", 1)]
    assert dict(choices(LINES, "tag"))["五保"] == 1
    assert short_address(LINES[0]) == "三组31号"


def test_list_and_dossier_stand_side_by_side(qtbot, village, open_page):
    first = make_household(village, "欧阳志刚", no="029", group="三组")
    second = make_household(village, "李𬭎", "王秀英", no="031", group="三组")
    make_visit(village, second, "晚稻快收了，想清机耕道口的石头。", visited_on=date(2025, 10, 8))
    make_request(village, second, "三组自来水停水")
    page = open_page(HouseholdsPage, village, Where("households", "open", second))
    settled(qtbot, page)
    assert page.browse.totals.text() == "2 户 3 人"
    assert page.dossier.name.text() == "李𬭎"
    assert page.dossier.tabs.accessibleTabName(1) == "成员 2"
    moments = [page.dossier.overview.timeline.model().line(at) for at in range(2)]
    assert "三组自来水停水" in moments[0].sentence
    assert "清机耕道口的石头" in moments[1].sentence
    qtbot.keyClick(page.browse.list, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: page.dossier.file.id == first, timeout=10_000)
    with qtbot.waitSignal(page.desk.went) as heard:
        qtbot.keyClick(page.browse.list, Qt.Key.Key_Return)
    assert heard.args == [Where("visits", "new", first)]


def test_arrow_keys_held_down_ask_only_for_the_last(qtbot, village, open_page):
    for no in range(12):
        make_household(village, f"户主{no}", no=f"{no:03d}")
    page = open_page(HouseholdsPage, village)
    settled(qtbot, page)
    asked = []
    ask = page._ask_file
    page._ask_file = lambda household_id: (asked.append(household_id), ask(household_id))
    for _press in range(8):
        qtbot.keyClick(page.browse.list, Qt.Key.Key_Down)
    settled(qtbot, page)
    assert len(asked) == 1
    assert page.dossier.name.text() == "户主8"


def test_whom_a_filter_hides_is_still_reached(qtbot, village, open_page):
    visited = make_household(village, "李林峰", no="001")
    make_visit(village, visited)
    make_household(village, "罗冬林", no="002")
    page = open_page(HouseholdsPage, village, Where("households", "never_visited"))
    settled(qtbot, page)
    assert names(page.browse.list.lines.rows) == ["罗冬林"]
    page.go(Where("households", "open", visited))
    settled(qtbot, page)
    assert page.dossier.name.text() == "李林峰"
    page.browse.finder.setText("没有这个人")
    assert page.browse._pages.currentIndex() == 2


def test_every_page_of_the_dossier_shows_the_household(qtbot, village, open_page):
    home = make_household(village, "李𬭎", "王秀英", no="031", phone="13807390123")
    make_visit(village, home)
    make_request(village, home)
    page = open_page(HouseholdsPage, village, Where("households", "open", home, "members"))
    settled(qtbot, page)
    for at in range(page.dossier.tabs.count()):
        page.dossier.tabs.setCurrentIndex(at)
        settled(qtbot, page)
        assert not page.dossier.grab().isNull()
    shown = page.dossier.members.table
    told = [shown.data(shown.index(0, column)) for column in range(shown.columnCount())]
    assert told[0] == "李𬭎"
    assert "13807390123" not in str(told)
    look().show(size=Size.XLARGE)
    assert not page.dossier.overview._side.isVisible()


def test_what_another_screen_saved_is_seen(qtbot, village, open_page):
    home = make_household(village, "李𬭎", no="031")
    page = open_page(HouseholdsPage, village, Where("households", "open", home))
    settled(qtbot, page)
    make_visit(village, home, "问了收成。")
    page.desk.bulletin.announce(Changes.of("visits", "v", household=home))
    qtbot.waitUntil(lambda: bool(page.dossier.file.visits), timeout=10_000)


def test_a_deed_of_the_dossier_leads_to_its_form(qtbot, village, open_page):
    home = make_household(village, "李𬭎", no="031")
    page = open_page(HouseholdsPage, village, Where("households", "open", home))
    settled(qtbot, page)
    for button in (page.dossier.visit, page.dossier.ask, page.dossier.print):
        button.click()
    assert page.desk.heard.places == [
        Where("visits", "new", home),
        Where("requests", "new", home),
        Where("reports", "household", home),
    ]


def test_a_request_says_where_it_stands():
    assert request_badge(True, False, "2025-10-13", TODAY).words == "逾期 7 天"
    assert request_badge(False, False, "2025-10-20", TODAY).words == "今天到期"
    assert request_badge(False, False, "2025-10-27", TODAY).tone == "calm"
    assert request_badge(False, True, "2025-10-13", TODAY).words == "已答复"
    assert request_badge(False, False, "", TODAY).words == "未答复"


def test_of_a_dispute_the_dossier_says_only_that_there_is_one(village):
    from dataclasses import replace

    from db.queries.dossier import household_file

    file = replace(household_file(village, make_household(village, "李𬭎")), has_dispute=True)
    (moment,) = life_of(file, TODAY)
    assert (moment.kind, moment.prose) == ("有调解档案", "内容只有调解员可看。")


def test_an_empty_register_shows_where_to_begin(qtbot, village, open_page):
    page = open_page(HouseholdsPage, village)
    assert page.browse._pages.currentIndex() == 1
    page.browse.import_wanted.emit()
    assert page.desk.heard.places == [Where("settings", "import")]


def coded_household(village):
    """A household whose head has every kind of coded fact."""
    head = NewPerson(
        name="李秀英", is_head=True, relation="02", sex="2", nationality="01", id_type="01", id_no=id_number(),
        education="70", marital_status="90", political_status="01", employment="27", health="3",
        residence_kind="registered",
    )  # fmt: skip
    wife = NewPerson(name="李桂花", relation="30", sex="9", education="41", id_type="X1", residence_kind="resident")
    return add_household(village, NewHousehold(household_no="031", village_group="三组", persons=(head, wife))).id


def all_words(widget):
    """Every word that is seen or spoken of a widget, tables and lists included."""
    seen = [one for one in widget.findChildren(QWidget) if one.isVisible()]
    views = [one for one in seen if isinstance(one, QAbstractItemView)]
    models = {id(view.model()): view.model() for view in views if view.model() is not None}.values()
    said = [one.text() for one in seen if isinstance(one, QLabel)] + [one.accessibleName() for one in seen]
    for model in models:
        wide = model.columnCount() if isinstance(model, QAbstractTableModel) else 1
        for row in range(model.rowCount()):
            said += [str(model.index(row, at).data()) for at in range(wide)]
    return "\n".join(said)


def test_the_dossier_says_what_cadres_say(qtbot, village, open_page):
    home = coded_household(village)
    make_visit(village, home)
    make_request(village, home, request_kind="question", channel="chat_group")
    page = open_page(HouseholdsPage, village, Where("households", "open", home))
    settled(qtbot, page)
    said = ""
    for at in range(page.dossier.tabs.count()):
        page.dossier.tabs.setCurrentIndex(at)
        settled(qtbot, page)
        said += all_words(page.dossier)
    assert [word for word in ("女儿", "女", "未说明", "户口在村") if word not in said] == []
    official = ("女性", "未说明的性别", "初级中学教育", "居民身份证", "中等专科毕业", "户籍")
    assert [word for word in official if word in said] == []


def test_the_household_paper_says_what_cadres_say(village):
    from db.queries.dossier import household_file

    head, daughter = household_file(village, coded_household(village)).members
    assert (head.sex, head.education, head.id_type, head.residence_kind) == ("女", "初中", "身份证", "户口在村")
    assert (daughter.relation, daughter.sex, daughter.education, daughter.id_type) == (
        "女儿",
        "未说明",
        "中专",
        "户口本",
    )


def test_a_change_is_told_in_words_and_its_number_is_masked(village):
    from db.actions.corrections import correct
    from db.fields import plain_words
    from db.queries.dossier import household_file
    from desktop.ui.pages.households.household_jobs import changes_of

    home = coded_household(village)
    head = household_file(village, home).members[0]
    correct(village, "person", head.id, {"education": "60", "id_no": id_number(order="687")})
    told = {change.label: (change.old, change.new) for change in changes_of(village, home)}
    assert told["文化程度"] == (plain_words("person", "education", "70"), plain_words("person", "education", "60"))
    assert "70" not in told["文化程度"]
    assert all("19801003" not in number for number in told["证件号码"])
