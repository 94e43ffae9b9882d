"""What a note says besides its words: tags, who has died, who works away."""

from __future__ import annotations

import re
from typing import Final

_TAGS: Final = (
    (re.compile(r"城镇低保|城市低保"), "城镇低保"),
    (re.compile(r"(?<!城镇)(?<!城市)低保"), "低保"),
    (re.compile(r"五保"), "五保"),
    (re.compile(r"特困"), "特困"),
    (re.compile(r"[退转]役军人|退伍军人|复员军人|转业军人"), "退役军人"),
    (re.compile(r"现役军人|服兵役|参军"), "现役军人"),
    (re.compile(r"(?<!非)党员"), "党员"),
    (re.compile(r"慢性病|慢病"), "慢性病"),
    (re.compile(r"大病|重病"), "大病"),
    (re.compile(r"精神(障碍|病|残疾)"), "精神障碍"),
    (re.compile(r"孤儿"), "孤儿"),
    (re.compile(r"留守儿童"), "留守儿童"),
    (re.compile(r"留守老人"), "留守老人"),
    (re.compile(r"脱贫户|脱贫人口|建档立卡|贫困户"), "脱贫户"),
    (re.compile(r"监测(对象|户)"), "监测对象"),
    (re.compile(r"低收入"), "低收入人口"),
    (re.compile(r"独生子女"), "独生子女"),
    (re.compile(r"烈属|烈士"), "烈属"),
    (re.compile(r"军属"), "军属"),
)
_LEVEL: Final = re.compile(r"残疾?证?(?P<after>[一二三四1-4])级|(?P<before>[一二三四1-4])级(?:\w{0,2})残疾?")
_DISABLED: Final = re.compile(r"残疾|(?<![病伤致])残(?!疾)")
_NOT: Final = re.compile(r"(非|不是|无|取消|原)(低保|五保|特困|残疾|脱贫户|监测)")
_DEAD: Final = re.compile(r"去世|死亡|已故|过世|病故|亡故|已亡")
_YEAR: Final = re.compile(r"((?:19|20)\d\d)")
_AWAY: Final = re.compile(r"外出|务工|打工|在外")
_PLACE: Final = re.compile(
    r"在([\u4e00-\u9fff]{2,6}?)(?:务工|打工|工作|经商)|(?:务工|打工)[(（]([\u4e00-\u9fff]{2,8})[)）]"
)
_FIGURES: Final = dict(zip("1234", "一二三四", strict=True))


def tags_in(note: str) -> tuple[str, ...]:
    """The tags a note names, each once.

    >>> tags_in("外出务工 中共党员 农村低保"), tags_in("二级残疾/慢性病"), tags_in("肢体残疾四级"), tags_in("非低保")
    (('低保', '党员'), ('残疾二级', '慢性病'), ('残疾四级',), ())
    """
    text = _NOT.sub("", re.sub(r"\s+", " ", note))
    found: list[str] = []
    for pattern, tag in _TAGS:
        if pattern.search(text):
            found.append(tag)
    level = _LEVEL.search(text)
    if level:
        figure = level["after"] or level["before"]
        found.insert(0, f"残疾{_FIGURES.get(figure, figure)}级")
    elif _DISABLED.search(text):
        found.insert(0, "残疾")
    return tuple(dict.fromkeys(found))


def household_tags_in(note: str) -> tuple[str, ...]:
    """The tags a note gives to the whole household (低保户).

    >>> household_tags_in("低保户；在校"), household_tags_in("低保")
    (('低保',), ())
    """
    return tuple(dict.fromkeys(re.findall(r"(低保|五保|特困|脱贫|监测)(?=户)", _NOT.sub("", note))))


def facts_in(note: str) -> dict[str, str]:
    """What a note states for fields of the person: death with its year, work away and where.

    >>> facts_in("2021年去世、中共党员"), facts_in("务工（深圳）")
    ({'died_on': '2021', 'left_reason': '去世'}, {'residence_kind': 'away', 'whereabouts': '深圳'})
    """
    facts: dict[str, str] = {}
    if _DEAD.search(note):
        facts["left_reason"] = "去世"
        year = _YEAR.search(note)
        if year:
            facts = {"died_on": year[1]} | facts
        return facts
    if _AWAY.search(note):
        facts["residence_kind"] = "away"
        place = _PLACE.search(note)
        if place:
            facts["whereabouts"] = place[1] or place[2]
    return facts
