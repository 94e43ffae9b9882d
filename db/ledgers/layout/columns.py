"""Which field a column holds: by the words of its heading, and by what stands in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from db.fields import columns_of

SERIAL: Final = "serial"
IGNORED: Final = "ignored"
DECLARED: Final[dict[str, tuple[str, str]]] = {
    rule.ledger or column: (table, column)
    for table in ("household", "person")
    for column, rule in columns_of(table).items()
    if rule.heads
}
"""The fields of a roster that are columns of the book (db/models declares their headings): (table, column) by name."""
HOUSEHOLD_FIELDS: Final = frozenset({"village", "village_group", "head_name", "head_id_no", "member_count"}) | {
    name for name, (table, _column) in DECLARED.items() if table == "household"
}

_OTHERS: Final[dict[str, str]] = {
    SERIAL: "序号 序 顺序号 项次 行号 号 no no. 编号 人员序号 总序号",
    "village": "村 行政村 村名 村名称 所属村 所在村 村别 村居 村社区 村委会 村民委员会 社区 村级",
    "village_group": "组 村民小组 组别 小组 所在组 所属组 组名 组号 村组 自然村 屯 生产队 队 队别 所属小组 村小组 "
    "小组名称 社 网格",
    "head_name": "户主 户主姓名 户主名 户主名字 户主名称 户长 家长姓名 户主姓 所属户主",
    "head_id_no": "户主身份证 户主身份证号 户主身份证号码 户主证件号 户主证件号码 户主公民身份号码",
    "member_count": "人口数 家庭人口 人数 户人口 家庭人口数 户籍人口数 家庭成员数 全家人口 人口 总人口 户人数 "
    "在册人口 家庭总人口 成员数 家庭人数 户籍人口",
    "age": "年龄 周岁 岁数 年龄周岁 实足年龄",
}
"""Headings of what is no column: places, the head's own cells, counts."""
EXACT: Final[dict[str, str]] = {
    heading: name
    for name, headings in [
        *((name, headings.split()) for name, headings in _OTHERS.items()),
        *((name, columns_of(table)[column].heads) for name, (table, column) in DECLARED.items()),
    ]
    for heading in headings
}

# words that make a heading somebody or something else's: a guardian's name is not the person's name
_FOREIGN: Final = re.compile(
    r"监护|配偶|父亲|母亲|父母姓名|紧急|领取|领证|开户|银行|卡号|账号|填表|死亡|去世|办证|有效期|迁入|迁出|登记日期|发证|签发|审核|调查|经办|代办|签字|签名"
    r"|介绍人|包保|帮扶|网格员|联户|邮编|邮政|面积|金额|开始|截止|车牌|入党|入伍|毕业|就读|学校|保险|医保|社保|养老|监测|识别|致贫|宗教|籍贯|出生地|血型|身高|服役|残疾证"
)
_PATTERNS: Final = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"户主.*(身份|证件)|(身份|证件).*户主", "head_id_no"),
        (r"户主.*(电话|手机|联系|号码)", "phone"),
        (r"(与|和|同|跟).*(户主|家长|代表).*|称谓|^.{0,4}关系$", "relation"),
        (r"户主", "head_name"),
        (r"证件?.{0,2}(类型|种类|类别|名称)", "id_type"),
        (r"身份证|身份号|证件号|证件编号|公民.*号码", "id_no"),
        (r"(人|成员|本人|个人).*(电话|手机|联系方式)", "person_phone"),
        (r"电话|手机|联系方式|联系号码", "phone"),
        (r"(户|家庭|农户).{0,3}(编号|序号|编码|代码)|户口.{0,1}[号簿本]|^户号", "household_no"),
        (r"(人口|成员|家庭|户).{0,2}数|几口人|^人口$", "member_count"),
        (r"出生|生日", "birth_date"),
        (r"曾用|别名", "former_name"),
        (r"性别", "sex"),
        (r"民族", "nationality"),
        (r"文化|学历|教育程度", "education"),
        (r"政治|党派|党团", "political_status"),
        (r"婚姻|婚否", "marital_status"),
        (r"健康|身体", "health"),
        (r"务工|去向", "whereabouts"),
        (r"职业|从业|就业", "employment"),
        (r"村民小组|小组|组别|生产队|自然村|^第?.{0,2}组$", "village_group"),
        (r"行政村|^村", "village"),
        (r"住址|地址|门牌|住所|所在地", "address"),
        (r"姓名|名字|^成员$", "name"),
        (r"年龄|周岁", "age"),
        (r"备注|说明|备考|附注", "note"),
        (r"序号", SERIAL),
    )
)
_HEAD_GROUP: Final = re.compile(r"^(户主|户主信息|户主情况|户主基本情况|户主基本信息|家庭户主)$")
_HEAD_FIELDS: Final = {"name": "head_name", "id_no": "head_id_no", "phone": "phone", "person_phone": "phone"}
TAG_COLUMNS: Final[dict[str, str]] = {
    "低保": "低保", "五保": "五保", "特困": "特困", "残疾": "残疾", "退役军人": "退役军人", "退伍军人": "退役军人",
    "脱贫户": "脱贫户",
    "党员": "党员", "留守儿童": "留守儿童", "留守老人": "留守老人", "孤儿": "孤儿", "计生": "计生户", "军属": "军属",
    "烈属": "烈属",
}  # fmt: skip
_TAG_HEADING: Final = re.compile(
    rf"(?:是否(?:为|是|属于|系)?|享受)?(?:农村|城镇|持证)?({'|'.join(TAG_COLUMNS)})(?:户|人员|对象|人|供养)?"
)


def plain(heading: str) -> str:
    """A heading without white space, marks and what stands in brackets.

    >>> plain("*出 生\\n日 期（年月日）"), plain("身份证号码："), plain("3.姓名")
    ('出生日期', '身份证号码', '姓名')
    """
    text = unicodedata.normalize("NFKC", heading).lower()
    text = re.sub(r"\s+|[\u200b\ufeff]", "", text)
    bare = re.sub(r"[(\[【〔<《{].*?[)\]】〕>》}]", "", text) or text
    bare = re.sub(r"^\d+[.、)]", "", bare)
    return bare.strip("*·:：。.、，,/_-—★#\"'“”()")


def field_of(heading: str) -> str | None:
    """The field a heading names (upper headings before the last "/"), or nothing.

    >>> [field_of(h) for h in ("家庭成员情况/姓名", "户主/姓名", "与 户主\\n关系", "公民身份号码", "监护人姓名")]
    ['name', 'head_name', 'relation', 'id_no', 'ignored']
    """
    *above, last = (plain(part) for part in heading.split("/")) if "/" in heading else ("", plain(heading))
    above = [part for part in above if part]
    name = _leaf(last)
    if name is None and above:
        name = _leaf("".join(above) + last) if last and len(last) <= 2 else None
    if name and any(_HEAD_GROUP.match(part) for part in above):
        return _HEAD_FIELDS.get(name, IGNORED if name not in HOUSEHOLD_FIELDS else name)
    if name and any(_FOREIGN.search(part) for part in above):
        return IGNORED
    return name


def _leaf(text: str) -> str | None:
    if not text:
        return None
    if text in EXACT:
        return EXACT[text]
    tag = _TAG_HEADING.fullmatch(text)
    if tag:
        return f"tag:{TAG_COLUMNS[tag[1]]}"
    if len(text) > 16:
        return None
    if _FOREIGN.search(text):
        return IGNORED
    return next((name for pattern, name in _PATTERNS if pattern.search(text)), None)


_KINDS_OF_OTHERS: Final = (
    ("monitor", re.compile(r"致贫原因|监测对象|风险是否消除|风险识别"), 2),
    (
        "land",
        re.compile(
            r"承包方编码|承包方代码|地块编码|地块代码|发包方编码|合同编码|合同.{0,4}编号|承包经营权|领证人|^(cbf|dk|fbf|cbht|cbjyqz|cbjyqzdjb|lzht)bm$"
        ),
        1,
    ),
    ("requests", re.compile(r"诉求|接件|来访|受理|答复时间|信访"), 2),
    ("disputes", re.compile(r"纠纷|当事人|化解|排查日期|调解"), 2),
)


def other_kind(headings: Iterable[str]) -> str | None:
    """The kind of another ledger these headings belong to, or nothing.

    >>> other_kind(["序号", "当事人", "纠纷类型"]), other_kind(["户号", "姓名"])
    ('disputes', None)
    """
    words = [plain(heading) for heading in headings]
    for kind, pattern, least in _KINDS_OF_OTHERS:
        if sum(1 for word in words if pattern.search(word)) >= least:
            return kind
    return None
