"""A visit while it is being written: plain values that survive a flat battery."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

FORM = "visit"
VERSION = 1


@dataclass(slots=True)
class RequestDraft:
    """A request growing out of a sentence of the text, from ``start`` to ``end``; a limit only where one was typed."""

    content: str
    topic: str = ""
    handler: str = ""
    due_on: str = ""
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class VisitDraft:
    """Everything the form holds; ``open`` says that the cadre was in the form when this was kept."""

    household_id: str
    visited_on: str
    time_from: str = ""
    time_to: str = ""
    visit_kind: str = "daily_visit"
    place_kind: str = "home"
    place_note: str = ""
    cadres: list[str] | None = None
    person_ids: list[str] | None = None
    talk: str = ""
    rare: dict[str, str] = field(default_factory=dict)
    requests: list[RequestDraft] = field(default_factory=list)
    cursor: int = 0
    open: bool = True

    def data(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    @property
    def empty(self) -> bool:
        """Whether nothing was written yet that would be missed."""
        return not (self.talk.strip() or self.requests or any(self.rare.values()))


def read_draft(data: dict[str, Any], today: date) -> VisitDraft:
    """A draft as it was kept, also by another version of the form: what is known is taken, words are never lost.

    >>> draft = read_draft({"household_id": "h1", "talk": "晚稻", "strange": 1, "requests": [{"content": "修路"}]},
    ...                    date(2025, 10, 20))
    >>> draft.talk, draft.visited_on, draft.requests[0].content
    ('晚稻', '2025-10-20', '修路')
    """
    known = {f.name for f in fields(VisitDraft)}
    values = {name: value for name, value in data.items() if name in known and value is not None}
    asked = [r for r in values.pop("requests", []) if isinstance(r, dict) and r.get("content")]
    request_fields = {f.name for f in fields(RequestDraft)}
    requests = [RequestDraft(**{k: v for k, v in r.items() if k in request_fields}) for r in asked]
    if "raw" in data:
        values["talk"] = str(data["raw"])
    return VisitDraft(**{"household_id": "", "visited_on": today.isoformat(), **values, "requests": requests})


_TOPICS = {
    "land_certificate": ("确权", "证上", "少登记", "登记证", "归户表"),
    "land_contract": ("承包", "延包"),
    "land_transfer": ("流转", "租田", "租金"),
    "land_expropriation": ("征地", "占地", "青苗"),
    "homestead": ("宅基地", "危房", "漏雨", "建房", "房屋", "屋顶"),
    "forest_water": ("水渠", "灌溉", "山林", "水塘", "堤", "水圳"),
    "utilities": ("路", "停水", "自来水", "电", "网络", "信号", "路灯", "沟"),
    "relief": ("低保", "救助", "困难", "补助"),
    "elderly_disabled": ("残疾", "养老", "高龄", "老人补贴"),
    "medical": ("看病", "医保", "药", "住院", "医院"),
    "education": ("上学", "学校", "学费", "孩子读书"),
    "employment": ("务工", "打工", "就业", "招工"),
    "labour": ("工资", "欠薪"),
    "environment": ("垃圾", "臭", "厕所", "污水"),
    "neighbours": ("邻居", "吵", "赡养", "分家"),
}


def guess_topic(sentence: str) -> str:
    """The code of the topic a sentence is probably about; a proposal to change, empty where no word tells.

    >>> guess_topic("老李说确权证上“门口田”少登记1.2亩"), guess_topic("心情不错")
    ('land_certificate', '')
    """
    scores = {topic: sum(word in sentence for word in words) for topic, words in _TOPICS.items()}
    best = max(scores, key=lambda topic: scores[topic])
    return best if scores[best] else ""


def sentence_at(text: str, position: int) -> tuple[int, int]:
    """Where the sentence around a place begins and ends; the one before where the place is after its full stop.

    >>> text = "收成好。门口田少了1.2亩。"
    >>> [text[slice(*sentence_at(text, at))] for at in (1, 6, len(text))]
    ['收成好。', '门口田少了1.2亩。', '门口田少了1.2亩。']
    """
    stops = "。！？!?；;\n"
    while (
        position > 0
        and (position >= len(text) or text[position - 1] in stops)
        and (text[position - 1] in stops or text[position - 1].isspace())
    ):
        position -= 1
    start = max((text.rfind(stop, 0, position) for stop in stops), default=-1) + 1
    ends = [at for stop in stops if (at := text.find(stop, position)) >= 0]
    end = min(ends) + 1 if ends else len(text)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
