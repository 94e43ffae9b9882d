"""Chinese by real keys, through ibus with libpinyin and fcitx 5; what is under composition is never lost."""

import pytest
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

from db.queries.dossier import household_file
from db.queries.drafts import latest_drafts
from db.queries.households import household_list
from tests.field.driver.input_methods import Fcitx5, Ibus
from tests.makers import make_household

SHOWN = {Ibus: "北京", Fcitx5: "bei jing"}
"""What stands on the screen while 北京 is being typed: libpinyin shows its first choice, fcitx 5 the letters."""

both = pytest.mark.parametrize("method", [Ibus, Fcitx5])


@pytest.fixture(scope="module")
def screen(tmp_path_factory):
    """A screen and a bus of their own: no other story meets an input method."""
    from tests.field.driver.screen import Screen

    made = Screen(tmp_path_factory.mktemp("input"))
    yield made
    made.close()


@pytest.fixture
def desk(cadre, furnish):
    """A cadre with an input method, in the form of a visit; pinyin is on."""

    def sits_down(method):
        zhou = cadre(furnish(homes), typing_with=method)
        visits(zhou)
        zhou.input_method.switch_on()
        return zhou

    return sits_down


def homes(store):
    make_household(store, "李𬭎", no="031", group="三组")
    make_household(store, "赵北京", no="032", group="三组")


def visits(someone):
    someone.press("ctrl+n")
    someone.is_at("走访哪一户")
    for typed in ("l", "lh"):  # letters that ibus gives back come in order only at the pace of people
        someone.types(typed[-1], what="initials")
        someone.waits_for(lambda typed=typed: someone.reads("走访哪一户？") == typed, typed)
    someone.sees("李𬭎")
    someone.press("enter")
    someone.is_at("谈了什么")


def says_hello(someone):
    before = someone.reads("谈了什么")
    someone.types("nihao ", what="prose")
    reads(someone, f"{before}你好")


def thinks_better_of_it(someone):
    """Esc takes back the word under composition and nothing else: the form stays, the word is not kept."""
    someone.composes("beijing", "谈了什么")
    someone.press("esc")
    says_hello(someone)


def reads(someone, text):
    someone.waits_for(lambda: someone.reads("谈了什么") == text, f"{text} and no more", patience=5)


def said(store):
    lines = {line.head_name: line.id for line in household_list(store)}
    return [text for visit in household_file(store, lines["李𬭎"]).visits for _label, text in visit.texts]


@both
def test_a_visit_in_chinese_is_locked_and_saved_by_mouse_in_the_middle_of_a_word(desk, method):
    zhou, word = desk(method), SHOWN[method]
    says_hello(zhou)
    zhou.composes("beijing", "谈了什么")
    zhou.click("锁屏")
    zhou.enters()
    zhou.is_at("谈了什么")
    reads(zhou, f"你好{word}")
    says_hello(zhou)
    zhou.composes("beijing", "谈了什么")
    zhou.click("保存")
    zhou.sees("走访存好了")
    zhou.closes()
    with zhou.book() as store:
        assert said(store) == [f"你好{word}你好{word}"]
        assert latest_drafts(store) == []


def test_ctrl_s_in_the_middle_of_a_word_saves_the_word_through_fcitx_5(desk):
    zhou = desk(Fcitx5)
    thinks_better_of_it(zhou)
    zhou.composes("beijing", "谈了什么")
    zhou.press("ctrl+s")
    zhou.sees("走访存好了")
    zhou.closes()
    with zhou.book() as store:
        assert said(store) == ["你好bei jing"]


def test_libpinyin_keeps_ctrl_s_for_itself_until_the_word_is_chosen(desk):
    zhou = desk(Ibus)
    thinks_better_of_it(zhou)
    zhou.composes("beijing", "谈了什么")
    zhou.press("ctrl+s")
    zhou.types(" ", what="prose")
    reads(zhou, "你好北京")
    zhou.press("ctrl+s")
    zhou.sees("走访存好了")
    zhou.closes()
    with zhou.book() as store:
        assert said(store) == ["你好北京"]


@both
def test_another_program_and_the_cross_in_the_middle_of_a_word_leave_it_in_the_draft_once(desk, method):
    zhou, word = desk(method), SHOWN[method]
    says_hello(zhou)
    zhou.composes("beijing", "谈了什么")
    with zhou.screen.another_program():
        zhou.waits_for(lambda: not zhou.focus("谈了什么"), "the focus gone")
    zhou.is_at("谈了什么")
    reads(zhou, f"你好{word}")
    zhou.composes("beijing", "谈了什么")
    zhou.closes()
    with zhou.book() as store:
        assert [draft.data["talk"] for draft in latest_drafts(store)] == [f"你好{word}{word}"]
        assert said(store) == []


@both
def test_a_household_is_found_by_a_name_in_chinese(cadre, furnish, method):
    zhou = cadre(furnish(homes), typing_with=method)
    zhou.press("ctrl+k")
    zhou.is_at("找人找户")
    zhou.input_method.switch_on()
    zhou.types("beijing ", what="name")
    zhou.waits_for(lambda: zhou.reads("找人找户") == "北京", "the name in the search box")
    zhou.sees("赵北京")
    zhou.press("enter")
    zhou.waits_for(lambda: zhou.chosen_row("农户名单").startswith("赵北京"), "the household that was found")


def test_on_fcitx_4_the_window_says_the_way_out_already_at_the_door(cadre, furnish, screen):
    bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    with open_dbus_connection(bus=screen.bus) as fcitx:
        fcitx.send_and_get_reply(new_method_call(bus, "RequestName", "su", ("org.fcitx.Fcitx-0", 0)))
        zhou = cadre(furnish(), go_in=False)
        zhou.sees("这台电脑的输入法是 fcitx 4")
        zhou.goes_in()
        zhou.sees("Ctrl+V")
        zhou.click("知道了")
        zhou.sees_no("fcitx 4")
