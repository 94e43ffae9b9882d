"""Households nobody lives in: invented names, addresses, numbers of a county code that was never assigned (430499)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from db.actions.households import NewHousehold, NewPerson
from db.rules.id_number import check_character

COUNTY: Final = "430499"
_SURNAMES: Final = (
    "李王张刘陈杨黄周吴徐孙马朱胡郭何林罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
    "杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文区单解仇"
)
_TWO_SIGN_SURNAMES: Final = (
    "李王张刘陈杨黄周吴徐孙马朱胡郭何林罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
    "杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文区单解仇"
)
_MEN: Final = "国建志明文华林春军德成平海波勇峰伟强刚辉斌杰涛超鹏飞俊毅宏宁龙庆祥生云江山松柏岩振兴旺富贵福安康"
_WOMEN: Final = "秀兰英梅玉芳桂珍红霞丽娟艳萍慧敏静洁琴雪莲月娥凤香翠金银春燕菊芬淑贤巧云晓思雨欣怡婷琳"
_RARE: Final = "𬭎䶮𠮷𬱖𬎆㛃"
_AGED: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Plan:
    """How large an invented village is; `until` is the day up to which people were born."""

    households: int
    groups: tuple[str, ...]
    village: str
    until: date
    county: str = COUNTY


class Inventor:
    """Invents people; the same seed invents the same ones."""

    def __init__(self, random: Random, plan: Plan) -> None:
        self._random = random
        self._plan = plan
        self._serial = random.randrange(100)

    def households(self) -> Iterator[NewHousehold]:
        """The households of the village in house order."""
        groups = self._plan.groups
        for index in range(self._plan.households):
            group = groups[index * len(groups) // self._plan.households]
            yield self._household(index + 1, group)

    def _household(self, number: int, group: str) -> NewHousehold:
        random = self._random
        man = random.random() < 0.86
        head_born = self._born(38, 74)
        surname = self._surname()
        head = self._person("02", head_born, man=man, surname=surname, head=True)
        members = [head]
        if random.random() < 0.8:
            members.append(self._person("12" if man else "11", self._near(head_born, 6), man=not man))
        members += self._children(head_born, surname)
        if random.random() < 0.3:
            old = head_born - timedelta(days=random.randint(21, 30) * 365)
            if (self._plan.until - old).days // 365 < 100:
                mother = random.random() < 0.6
                members.append(self._person("52" if mother else "51", old, man=not mother, surname=surname))
        return NewHousehold(
            household_no=f"{number:03d}",
            village_group=group,
            address=f"{self._plan.village}{group}{number}号",
            phone=self._phone(),
            persons=tuple(members),
        )

    def _children(self, head_born: date, surname: str) -> list[NewPerson]:
        found: list[NewPerson] = []
        sons, daughters = iter(("22", "23")), iter(("32", "33"))
        born = head_born + timedelta(days=self._random.randint(22, 28) * 365)
        for _n in range(self._random.choice((0, 1, 1, 2, 2))):
            if born < self._plan.until - _AGED:
                son = self._random.random() < 0.5
                found.append(self._person(next(sons if son else daughters), born, man=son, surname=surname))
            born += timedelta(days=self._random.randint(500, 2500))
        return found

    def _surname(self) -> str:
        if self._random.random() < 0.02:
            return self._random.choice(_TWO_SIGN_SURNAMES)
        return self._random.choice(_SURNAMES)

    def _person(
        self, relation: str, born: date, *, man: bool, surname: str | None = None, head: bool = False
    ) -> NewPerson:
        random = self._random
        signs = _MEN if man else _WOMEN
        given = "".join(random.choice(signs) for _n in range(random.choice((1, 2, 2, 2))))
        if random.random() < 0.015:
            given = random.choice(_RARE)
        age = (self._plan.until - born).days // 365
        away = 18 <= age <= 55 and random.random() < 0.35 and not head
        return NewPerson(
            name=(surname or self._surname()) + given,
            relation=relation,
            is_head=head or None,
            sex="1" if man else "2",
            birth_date=born,
            id_type="01",
            id_no=self._number(born, man=man),
            nationality="01" if random.random() < 0.94 else random.choice(("06", "13", "15")),
            education=self._education(age),
            political_status="01" if age > 25 and random.random() < 0.08 else "13",
            residence_kind="away" if away else "registered",
            whereabouts=random.choice(("外出务工", "县城务工", "随子女居住")) if away else None,
        )

    def _education(self, age: int) -> str:
        if age < 7:
            return ""
        if age < 13:
            return "80"
        if age < 16:
            return "70"
        if age < 19:
            return "60"
        return self._random.choice(("80", "70", "70", "70", "60") if age > 40 else ("70", "60", "40", "30", "20"))

    def _born(self, youngest: int, oldest: int) -> date:
        return self._plan.until - timedelta(days=self._random.randint(youngest * 365, oldest * 365))

    def _near(self, day: date, years: int) -> date:
        return day + timedelta(days=self._random.randint(-years * 365, years * 365))

    def _number(self, born: date, *, man: bool) -> str:
        self._serial += 1
        order = (self._serial * 2 % 998 + (1 if man else 0)) or 2
        first = f"{self._plan.county}{born:%Y%m%d}{order:03d}"
        return first + check_character(first)

    def _phone(self) -> str:
        return f"154{self._random.randrange(10**8):08d}"  # 154 is assigned to no operator's customers
