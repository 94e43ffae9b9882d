"""A disk that is full, and one that takes nothing: the cadre is told in one sentence, and nothing typed is lost."""

from db.queries.dossier import household_file
from db.queries.households import household_list
from tests.makers import make_household

SAID = "晚稻快收了，担心收割机进不了门口田，想清机耕道口的石头。"


def homes(store):
    make_household(store, "李𬭎", "王秀英", no="031", group="三组")


def begin(someone):
    someone.press("ctrl+n")
    someone.is_at("走访哪一户")
    someone.types("lh", what="initials")
    someone.sees("李𬭎")
    someone.press("enter")
    someone.is_at("谈了什么")


def test_on_a_full_disk_the_form_keeps_its_text_and_saves_once_there_is_room(cadre, furnish, small_disk):
    disk = small_disk()
    zhou = cadre(furnish(homes, at=disk.folder))
    begin(zhou)
    zhou.types(SAID, what="prose")
    zhou.sees("草稿已存")
    disk.fill()
    zhou.press("ctrl+s")
    zhou.sees("磁盘空间不足，没有保存。请清理出一些空间后再试；已保存的记录都在。")
    assert zhou.reads("谈了什么") == SAID
    disk.make_room()
    zhou.press("ctrl+s")
    zhou.sees("李𬭎家的走访存好了。")
    zhou.closes()
    with zhou.book() as store:
        (home,) = household_list(store)
        assert [text for visit in household_file(store, home.id).visits for _label, text in visit.texts] == [SAID]


def test_killed_on_a_full_disk_what_was_kept_before_is_there_again(cadre, furnish, small_disk):
    disk = small_disk()
    zhou = cadre(furnish(homes, at=disk.folder))
    begin(zhou)
    zhou.types(SAID, what="prose")
    zhou.sees("草稿已存")
    disk.fill()
    zhou.types("这一句已经没有地方放了。", what="prose")
    zhou.sees("磁盘空间不足")
    zhou.killed()
    disk.make_room()
    zhou.reopens()
    assert zhou.reads("谈了什么") == SAID


def test_a_store_on_a_read_only_disk_says_at_its_door_that_it_cannot_be_written(cadre, furnish, small_disk):
    disk = small_disk()
    store = furnish(homes, at=disk.folder)
    disk.read_only()
    zhou = cadre(store, go_in=False)
    zhou.enters()
    zhou.sees("数据库所在的位置不能写入。请检查文件夹权限，或把数据库放到本机硬盘上。")
    disk.writable()
    zhou.enters()
    zhou.sees("今日", "未交账")
