"""交接.feature, step by step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytest_bdd import given, parsers, scenarios, then, when

from db import Store
from db.actions.corrections import correct
from db.actions.requests import NewReply, NewRequest, answer_request
from db.actions.visits import NewVisit, record_visit
from db.queries.dossier import household_file
from db.queries.households import household_list
from db.queries.requests import request_list
from db.queries.totals import totals
from db.sync import unpack
from db.sync.matters import items, settle
from db.sync.matters.shown.answers import SIDE
from db.sync.matters.shown.conflicts import conflicts
from db.sync.peers.enrol import Wish, enroll, make_card
from tests.makers import make_household
from tests.stories.conftest import World

scenarios("交接.feature")


@given("云岭镇有一台电脑，桃溪村有一台电脑，已经登记好")
def _joined(world: World, make_store: Callable[..., Store], tmp_path: Path) -> None:
    world.office = make_store("township")
    card, grant = tmp_path / "taoxi.card", tmp_path / "taoxi.grant"
    card.write_text(make_card(world.here), encoding="utf-8")
    grant.write_text(enroll(world.there, card, Wish(("430499101201",))).paper, encoding="utf-8")
    enroll(world.here, grant)


@given(parsers.parse('桃溪村有一户，户主是"{name}"'))
def _household(world: World, name: str) -> None:
    world.home = make_household(world.here, name)


@when(parsers.parse('村干部走访这一户，记下诉求"{content}"'))
def _visit(world: World, content: str) -> None:
    visit = NewVisit(household_id=world.home, talk="问了收成。", requests=(NewRequest(content=content),))
    world.request = record_visit(world.here, visit).ids[1]


@when("村里装盘，镇里收盘")
def _up(world: World) -> None:
    assert world.carry(world.here, world.there).result == "taken"
    world.before = totals(world.there)


@when("镇里再收一次同一个文件")
def _again(world: World) -> None:
    world.last = unpack(world.there, [world.file])[0]


@then("第二次的结果是早已收过")
def _known(world: World) -> None:
    assert (world.last.result, world.last.code) == ("known", "DUPLICATE")


@then("镇里的数字没有变")
def _same(world: World) -> None:
    assert totals(world.there) == world.before


@then("镇里看得到这一户和这件诉求")
def _seen(world: World) -> None:
    assert [line.id for line in household_list(world.there)] == [world.home]
    assert [line.id for line in request_list(world.there)] == [world.request]


@when(parsers.parse('镇里答复"{words}"，装盘，村里收盘'))
def _answer(world: World, words: str) -> None:
    answer_request(world.there, NewReply(request_id=world.request, content=words))
    assert world.carry(world.there, world.here).result == "taken"


@then(parsers.parse('村里看得到答复"{words}"'))
def _answered(world: World, words: str) -> None:
    reply = household_file(world.here, world.home).requests[0].replies[0]
    assert (reply.content, reply.by_name) == (words, "肖建英")


@then("诉求不再是未答复")
def _done(world: World) -> None:
    assert totals(world.here).requests.unanswered == 0


@when(parsers.parse('村里把电话改成"{ours}"，镇里改成"{theirs}"'))
def _phones(world: World, ours: str, theirs: str) -> None:
    correct(world.here, "household", world.home, {"phone": ours})
    correct(world.there, "household", world.home, {"phone": theirs})


@when(parsers.parse('村里把电话改成"{phone}"，镇里把备注改成"{note}"'))
def _fields(world: World, phone: str, note: str) -> None:
    correct(world.here, "household", world.home, {"phone": phone})
    correct(world.there, "household", world.home, {"note": note})


@when("来回各收一次盘")
def _there_and_back(world: World) -> None:
    world.carry(world.here, world.there)
    world.carry(world.there, world.here)


@then("两边都有一处冲突，两个电话都在")
def _conflict(world: World) -> None:
    for store in (world.here, world.there):
        (conflict,) = conflicts(store)
        assert {value.value for value in conflict.sides} == {"15400000001", "15400000002"}
        assert {value.cadre for value in conflict.sides} == {"周建国", "肖建英"}


@when("镇里定为村里的，来回各收一次盘")
def _settle(world: World) -> None:
    (item,) = items(world.there)
    (theirs,) = (at for at, party in enumerate(item.parties) if not party.mine)
    settle(world.there, item, f"{SIDE}{theirs}")
    _there_and_back(world)


@then(parsers.parse('两边都没有冲突，电话是"{phone}"'))
def _settled(world: World, phone: str) -> None:
    for store in (world.here, world.there):
        assert conflicts(store) == []
        assert household_file(store, world.home).phone == phone


@then(parsers.parse('两边都没有冲突，电话是"{phone}"，备注是"{note}"'))
def _merged(world: World, phone: str, note: str) -> None:
    for store in (world.here, world.there):
        file = household_file(store, world.home)
        assert (conflicts(store), file.phone, file.note) == ([], phone, note)


@when("村里装盘，U盘坏了一个字节")
def _spoilt(world: World) -> None:
    from db.sync import pack

    world.before = totals(world.there)
    world.file = pack(world.here, world.stick).path
    content = bytearray(world.file.read_bytes())
    content[len(content) * 2 // 3] ^= 1
    world.file.write_bytes(content)


@then("镇里不收，说得出原因，镇里的数字没有变")
def _refused(world: World) -> None:
    report = unpack(world.there, [world.file])[0]
    assert report.result == "refused"
    assert report.code
    assert report.message
    assert totals(world.there) == world.before
    assert world.file.exists()
