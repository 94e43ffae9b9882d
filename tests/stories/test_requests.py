"""诉求.feature, step by step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from db import RuleError
from db.actions.requests import NewReply, NewRequest, answer_request, close_request, record_request
from db.queries.requests import request_list
from db.queries.today import today
from db.queries.totals import totals
from tests.makers import make_household, make_request
from tests.stories.conftest import World

scenarios("诉求.feature")


@given(parsers.parse('桃溪村有一户，户主是"{name}"'))
def _household(world: World, name: str) -> None:
    world.home = make_household(world.here, name)


@given(parsers.parse('十二天前有一件诉求"{content}"没有答复'))
def _old(world: World, content: str) -> None:
    make_request(world.here, world.home, content, received_on=world.here.today() - timedelta(days=12))


@when(parsers.parse('记下一件诉求"{content}"'))
def _told(world: World, content: str) -> None:
    world.request = make_request(world.here, world.home, content)


@when(parsers.parse('记下一件检举控告"{content}"'))
def _accused(world: World, content: str) -> None:
    new = NewRequest(household_id=world.home, content=content, petition_kind="accusation", accused_unit="桃溪村委会")
    world.request = record_request(world.here, new).id


@then("不能办结，提示先填写答复")
def _not_closed(world: World) -> None:
    with pytest.raises(RuleError, match="先填写答复"):
        close_request(world.here, world.request)


@when(parsers.parse('答复"{words}"'))
def _answered(world: World, words: str) -> None:
    answer_request(world.here, NewReply(request_id=world.request, content=words))


@then("可以办结，今日页上不再出现")
def _closed(world: World) -> None:
    close_request(world.here, world.request)
    assert today(world.here).tasks == ()


@then(parsers.parse('今日页第一件是"{content}"，写着"{badge}"'))
def _first(world: World, content: str, badge: str) -> None:
    task = today(world.here).tasks[0]
    assert (task.matter, task.badge) == (content, badge)


@then("村里的诉求清单是空的，数字是零")
def _apart(world: World) -> None:
    assert request_list(world.here) == []
    assert totals(world.here).requests.total == 0
    assert today(world.here).tasks == ()
