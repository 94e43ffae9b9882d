"""What the program once said that was not so: each told again by real keys."""

from datetime import timedelta

from db.actions.disputes.cases import NewDispute, NewParty, register_dispute
from db.models import Setting
from db.queries.dossier import household_file
from db.queries.drafts import latest_drafts
from db.queries.households import household_list
from db.queries.requests import request_list
from tests.makers import make_household, make_request, make_visit

OF_LI = "三组路口的路灯坏了两盏，请村里修好。"
OF_LUO = "水渠边的护栏松了，怕孩子掉下去。"


def neighbours(store):
    make_household(store, "李𬭎", "王秀英", no="031", group="三组")
    make_household(store, "罗冬林", no="032", group="三组")


def households(store):
    return {line.head_name: line.id for line in household_list(store)}


def open_dossier(someone, initials, name):
    someone.press("ctrl+k")
    someone.is_at("找人找户")
    someone.types(initials, what="initials")
    someone.sees(name)
    someone.press("enter")
    someone.waits_for(lambda: someone.find(name, "label"), f"the file of {name}")
    someone.sees("一户一档")


def begin_request_of_li(someone):
    someone.press("ctrl+4", "ctrl+n")
    someone.is_at("哪一户")
    someone.types("lh", what="initials")
    someone.sees("李𬭎")
    someone.press("enter", "enter", "enter")
    someone.is_at("诉求内容")
    someone.types(OF_LI, what="prose")
    someone.waits_for(lambda: someone.reads("诉求内容") == OF_LI, "what was typed")
    someone.lets_pass(1.3)


def test_1_what_was_written_for_one_household_is_never_filed_under_another(cadre, furnish):
    zhou = cadre(furnish(neighbours))
    begin_request_of_li(zhou)
    zhou.press("esc")
    open_dossier(zhou, "ldl", "罗冬林")
    zhou.click("登记诉求", "push button")
    zhou.is_at("诉求内容")
    zhou.waits_for(lambda: "罗冬林" in zhou.reads("哪一户"), "the household asked for")
    assert zhou.reads("诉求内容") == ""
    zhou.types(OF_LUO, what="prose")
    zhou.press("ctrl+s")
    zhou.sees("已登记，到期前会提醒。")
    zhou.closes()
    with zhou.book() as store:
        home = households(store)
        assert [(line.household_id, line.content) for line in request_list(store)] == [(home["罗冬林"], OF_LUO)]
        (draft,) = latest_drafts(store)
        assert (draft.household_id or draft.data["household_id"], draft.data["content"]) == (home["李𬭎"], OF_LI)


def test_2_a_save_that_was_refused_keeps_what_was_written(cadre, furnish):
    zhou = cadre(furnish(neighbours))
    begin_request_of_li(zhou)
    zhou.click("收到日期", "text")
    zhou.press("ctrl+a")
    zhou.types("2099-1-1", what="number")
    zhou.press("tab", "ctrl+s")
    zhou.sees("今天之后")
    zhou.lets_pass(2)
    zhou.killed()
    zhou.reopens()
    zhou.waits_for(lambda: zhou.find("诉求内容", "text"), "the form that was open")
    assert zhou.reads("诉求内容") == OF_LI
    assert "2099" in zhou.reads("收到日期")


def test_3_nothing_of_one_household_stands_under_the_name_of_the_next(cadre, furnish):
    def fill(store):
        neighbours(store)
        home = households(store)
        make_visit(store, home["李𬭎"], "问了收成。")
        make_request(store, home["李𬭎"], OF_LI)
        party = NewParty(household_id=home["李𬭎"], name="李𬭎", side="applicant")
        other = NewParty(household_id=home["罗冬林"], name="罗冬林", side="respondent")
        register_dispute(store, NewDispute(dispute_type="neighbour", summary="排水沟改道。", parties=(party, other)))
        make_household(store, "彭安明", no="033", group="三组")

    zhou = cadre(furnish(fill))
    open_dossier(zhou, "lh", "李𬭎")
    zhou.waits_for(lambda: zhou.find("纠纷 有", "page tab"), "the tab of disputes")
    zhou.press("down", "down")
    zhou.waits_for(lambda: zhou.find("彭安明", "label"), "the next file")
    zhou.waits_for(lambda: not zhou.find("纠纷 有", "page tab"), "the counts of the next file")
    at_once = zhou.picture_of("", "page tab list")
    zhou.press("ctrl+1")
    zhou.sees("要办的事")
    zhou.press("ctrl+2")
    zhou.waits_for(lambda: zhou.find("彭安明", "label"), "the file again, painted anew")
    assert at_once.tobytes() == zhou.picture_of("", "page tab list").tobytes()


def test_4_the_wheel_changes_no_choice_and_no_day(cadre, furnish):
    zhou = cadre(furnish(neighbours))
    begin_request_of_li(zhou)
    for field in ("主题", "类别", "从哪来", "收到日期", "答复期限"):
        before = zhou.reads(field)
        zhou.turns_wheel(field, 3)
        zhou.turns_wheel(field, -1)
        zhou.lets_pass(0.3)
        assert zhou.reads(field) == before, field
    zhou.press("esc")
    open_dossier(zhou, "lh", "李𬭎")
    zhou.click("成员", "page tab")
    zhou.sees("王秀英")
    zhou.press("ctrl+e")
    zhou.sees("为什么改")
    before = zhou.reads("性别")
    zhou.turns_wheel("性别", 2)
    zhou.lets_pass(0.3)
    assert zhou.reads("性别") == before


def test_5_sorting_a_table_keeps_the_record_that_was_chosen(cadre, furnish):
    def fill(store):
        neighbours(store)
        home = households(store)
        for content, name in ((OF_LI, "李𬭎"), (OF_LUO, "罗冬林"), ("想学养蜂。", "李𬭎")):
            make_request(store, home[name], content)

    zhou = cadre(furnish(fill))
    zhou.press("ctrl+4")
    zhou.sees("看一户一档")
    zhou.press("down")
    before = zhou.waits_for(lambda: zhou.chosen_row("诉求台账"), "a chosen request")
    orders = set()
    for turn in range(6):
        zhou.press("f3", *["down"] * (turn + 1), "enter")
        zhou.lets_pass(0.2)
        assert zhou.chosen_row("诉求台账") == before
        orders.add(zhou.rows_of("诉求台账"))
    assert len(orders) > 1  # the table was sorted indeed


def test_6_figures_of_a_past_period_know_nothing_of_today(cadre, furnish, tmp_path):
    zhou = cadre(furnish(neighbours))
    zhou.press("ctrl+8")
    zhou.click("情况汇总表")
    zhou.sees("工作情况汇总表")
    for field, day in (("到哪天止", "2025-12-31"), ("从哪天起", "2025-10-1")):
        zhou.click(field, "text")
        zhou.press("ctrl+a")
        zhou.types(day, what="number")
        zhou.press("tab")
    zhou.lets_pass(1)
    paper = tmp_path / "summary.pdf"
    zhou.press("ctrl+s")
    zhou.waits_for(lambda: zhou.screen.windows().get("存成 PDF"), "the dialog that asks where to")
    zhou.press("ctrl+a")
    zhou.types(str(paper), what="name")
    zhou.press("enter")
    zhou.sees("已存好")
    words = text_of(paper)
    assert "2025-10-01" in words or "2025年10月1日" in words
    for word in ("户数", "人口"):  # nobody was in the book before today
        assert figures_beside(word, words) in ({"/"}, {"0"})


def test_7_one_word_and_one_number_for_one_thing(cadre, furnish):
    def fill(store):
        neighbours(store)
        home = households(store)
        day = store.today() - timedelta(days=30)
        make_request(store, home["李𬭎"], OF_LI, received_on=day, due_on=day + timedelta(days=7))

    zhou = cadre(furnish(fill))
    zhou.sees("要办的事", "未答复")
    today = zhou.screenful()
    zhou.press("ctrl+4")
    zhou.sees("看一户一档")
    ledger = zhou.screenful()
    zhou.press("ctrl+5")
    zhou.sees("权证")
    certificates = zhou.screenful()
    for page in (today, ledger, certificates):
        assert "超期" not in page
        assert "没拿到证" not in page
        assert "证书未领" not in page
    assert "逾期 23 天" in today
    assert "逾期 23 天" in ledger


def test_8_what_is_not_handed_over_says_so(cadre, furnish):
    def fill(store):
        neighbours(store)
        make_visit(store, households(store)["李𬭎"], "问了收成。")

    zhou = cadre(furnish(fill))
    open_dossier(zhou, "lh", "李𬭎")
    zhou.sees("仅本机")
    zhou.press("ctrl+3")
    zhou.waits_for(lambda: "问了收成" in zhou.screenful(), "the ledger of visits")
    zhou.sees("仅本机")


def test_9_words_are_those_that_cadres_say(cadre, furnish):
    def fill(store):
        from db.actions.corrections import correct

        home = make_household(store, "李𬭎", "王秀英", no="031", group="三组")
        (wife,) = [m.id for m in household_file(store, home).members if m.name == "王秀英"]
        correct(store, "person", wife, {"sex": "2", "education": "70"})

    zhou = cadre(furnish(fill))
    open_dossier(zhou, "lh", "李𬭎")
    zhou.click("成员", "page tab")
    zhou.sees("王秀英")
    assert "女性" not in zhou.screenful()
    zhou.click("王秀英", "cell")
    zhou.press("ctrl+e")
    zhou.sees("更正 人员 王秀英")
    assert zhou.reads("性别") == "女"
    assert zhou.reads("文化程度") == "初中"


def test_10_the_limit_is_the_one_that_is_set(cadre, furnish):
    def fill(store):
        neighbours(store)
        with store.write("设置") as session:
            session.add(Setting(name="village_reply_days", value="15"))

    zhou = cadre(furnish(fill))
    begin_request_of_li(zhou)
    zhou.press("ctrl+s")
    zhou.sees("已登记，到期前会提醒。")
    zhou.closes()
    with zhou.book() as store:
        (line,) = request_list(store)
        assert line.due_on - line.received_on == timedelta(days=15)


def test_11_passing_a_matter_on_is_no_answer_and_the_clock_goes_on(cadre, furnish):
    def fill(store):
        neighbours(store)
        make_request(store, households(store)["李𬭎"], OF_LI)

    zhou = cadre(furnish(fill))
    zhou.press("ctrl+4", "enter")
    zhou.sees("答复内容")
    zhou.click("更多")
    zhou.press("down", "enter")  # 转办 is the first of the rest
    zhou.press("ctrl+enter")
    zhou.sees("转给谁", "为什么转")
    zhou.click("转给谁", "text")
    zhou.types("镇供电所", what="name")
    zhou.press("tab")
    zhou.types("路灯归供电所管", what="prose")
    zhou.press("ctrl+enter")
    zhou.sees_no("转给谁")
    zhou.closes()
    with zhou.book() as store:
        (line,) = request_list(store)
        assert (line.state_label, line.replies, line.colour, line.days_left) == ("转送", 0, "green", 7)


def test_12_a_day_that_does_not_exist_is_refused_at_its_field(cadre, furnish):
    zhou = cadre(furnish(neighbours))
    open_dossier(zhou, "lh", "李𬭎")
    zhou.click("成员", "page tab")
    zhou.sees("王秀英")
    for wrong in ("2099-13-45", "昨天", "2099-1-1"):
        zhou.press("ctrl+e")
        zhou.sees("更正 人员")
        zhou.click("出生日期", "text")
        zhou.press("ctrl+a")
        zhou.types(wrong, what="number")
        zhou.press("ctrl+s")
        zhou.lets_pass(0.5)
        zhou.sees("更正 人员")
        assert zhou.reads("出生日期") == wrong
        zhou.press("esc")
        zhou.sees_no("更正 人员")


def text_of(paper):
    import pypdfium2

    document = pypdfium2.PdfDocument(paper)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def figures_beside(word, words):
    """The figures in the line of a word."""
    lines = [line.split(word, 1)[1].split() for line in words.splitlines() if word in line.split()]
    return {part for line in lines for part in line}
