"""A person's row while it is being judged: the finding of every field, still open to change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from gettext import gettext as _
from typing import Final

from db.fields import columns_of
from db.ledgers.cells import listed
from db.ledgers.cells.dates import StatedBirth, stated_birth
from db.ledgers.cells.identity import birth_and_sex, read_id_number
from db.ledgers.cells.marks import bare, is_ditto, says_nothing
from db.ledgers.cells.names import read_name
from db.ledgers.cells.phones import read_phone
from db.ledgers.cells.relations import read_relation
from db.ledgers.files.sheets import Raw, is_blank
from db.ledgers.layout.columns import DECLARED
from db.ledgers.layout.lines import Line
from db.ledgers.verdicts import Finding, doubted, nothing, taken
from db.rules.codes.lists import ID_DOCUMENT, code_of, label

RESIDENT_CARD: Final = "01"
READERS: Final[Mapping[str, Callable[[Raw], Finding]]] = {
    "name": read_name,
    "relation": read_relation,
    "sex": listed.read_sex,
    "nationality": listed.read_nationality,
    "education": listed.read_education,
    "political_status": listed.read_political_status,
    "marital_status": listed.read_marital_status,
    "person_phone": read_phone,
    "note": listed.read_text,
    "former_name": listed.read_text,
    "whereabouts": listed.read_text,
    "employment": listed.read_text,
    "health": listed.read_text,
    "residence_kind": listed.read_text,
}
_READ_BELOW: Final = frozenset({"birth_date", "id_no", "id_type"})
_AS_ABOVE: Final = frozenset({"nationality", "education", "political_status", "marital_status", "note"})
_DOTTED: Final = frozenset(
    [
        "维吾尔",
        "哈萨克",
        "藏",
        "彝",
        "柯尔克孜",
        "塔吉克",
        "乌孜别克",
        "俄罗斯",
        "塔塔尔",
        "蒙古",
        "裕固",
        "撒拉",
        "东乡",
        "保安",
        "傈僳",
        "景颇",
        "门巴",
        "珞巴",
        "傣",
    ]
)
_ALIAS: Final = re.compile(r"(小名|曾用名|又名|别名|原名|乳名|绰号|现名)[:：]?(.+)")
_DEAD: Final = re.compile(r"去世|死亡|已故|过世|病故|亡故|已亡")
_YEAR: Final = re.compile(r"(19|20)\d\d")


@dataclass(slots=True)
class Draft:
    """One person's row: raw cells, findings by field, what birth it states."""

    line: Line
    household: int
    found: dict[str, Finding] = field(default_factory=dict)
    stated: StatedBirth = field(default_factory=StatedBirth)
    claimed: str | None = None

    def value(self, name: str) -> str | None:
        """The value of a field as judged so far."""
        finding = self.found.get(name)
        return finding.value if finding else None

    def has(self, name: str) -> bool:
        """The file has a column for this field."""
        return name in self.line.spots

    def number_says(self, today: date) -> tuple[date | None, str | None]:
        """Birth and sex by the identity number, when the number is believed."""
        return birth_and_sex(self.value("id_no"), today)


def draft_of(line: Line, household: int, above: Draft | None, today: date) -> Draft:
    """The first reading of a row, each cell by itself."""
    draft = Draft(line, household)
    for name in line.spots:
        raw = line.raw(name)
        if name.startswith("tag:"):
            draft.found[name] = listed.read_tag(raw, name.removeprefix("tag:"))
        elif name in _AS_ABOVE and is_ditto(raw):
            draft.found[name] = _as_above(name, above)
        elif name in READERS:
            draft.found[name] = READERS[name](raw)
        elif name in DECLARED and DECLARED[name][0] == "person" and name not in _READ_BELOW:
            rule = columns_of("person")[DECLARED[name][1]]
            draft.found[name] = listed.read_declared(rule, raw, today)
    draft.stated = stated_birth(line.raw("birth_date"), today)
    draft.found["id_no"] = read_id_number(line.raw("id_no"), today, draft.stated)
    draft.claimed = draft.value("id_no")
    _document(draft)
    _aside(draft)
    _dotted(draft)
    if "note" in draft.found:
        draft.found["note"] = _death(draft.found["note"])
    if "name" not in draft.found:
        draft.found["name"] = read_name(None)
    return draft


def _as_above(name: str, above: Draft | None) -> Finding:
    value = above.value(name) if above else None
    if value is None:
        return doubted("ditto", _("写着“同上”，上面一行也没有，请补上"))
    return taken(value, _("与上一行相同"))


def _document(draft: Draft) -> None:
    """The kind of document: as the file says, else the resident card when the number is one."""
    raw = draft.line.raw("id_type")
    number = draft.found["id_no"]
    if not is_blank(raw) and not says_nothing(raw):
        code = code_of(ID_DOCUMENT, re.sub(r"^(居民)?身份证$", "居民身份证", bare(raw)))
        if code is None:
            draft.found["id_type"] = doubted("word_unknown", _("看不懂证件类型，请核对"))
            return
        draft.found["id_type"] = taken(code)
        if code != RESIDENT_CARD and number.kind in ("passport_in_id_column", "id_characters", "id_length"):
            text = bare(draft.line.raw("id_no")).replace(" ", "")
            draft.found["id_no"] = taken(text, _("证件类型是{kind}").format(kind=label(ID_DOCUMENT, code)))
    elif number.value:
        draft.found["id_type"] = taken(RESIDENT_CARD, _("按号码的样子"))


def _aside(draft: Draft) -> None:
    """What stood beside the name: another name, or a note."""
    remark = draft.found["name"].remark if "name" in draft.found else ""
    alias = _ALIAS.fullmatch(remark)
    if alias and not draft.value("former_name"):
        draft.found["former_name"] = taken(alias[2].strip(), _("写在姓名后面"))
    elif remark:
        draft.found["name_note"] = taken(remark, _("写在姓名后面"))


def _dotted(draft: Draft) -> None:
    """A space in the name of a people that writes a dot there is the dot."""
    name = draft.found.get("name")
    if name is not None and name.kind == "name_spaced" and name.proposal and draft.value("nationality") in _DOTTED:
        draft.found["name"] = taken(name.proposal, _("空格换成间隔号“·”"))


def _death(note: Finding) -> Finding:
    if note.value and _DEAD.search(note.value) and not _YEAR.search(note.value):
        return doubted("note_death_without_year", _("写着已去世，没有写哪一年，请补上"), note.value)
    return note


def drafts_of(households: Iterable[Sequence[Line]], today: date) -> list[list[Draft]]:
    """The drafts of every household, in order."""
    result: list[list[Draft]] = []
    above: Draft | None = None
    for index, lines in enumerate(households):
        members = []
        for line in lines:
            above = draft_of(line, index, above, today)
            members.append(above)
        result.append(members)
    return result


def empty_or(finding: Finding | None) -> Finding:
    """The finding, or that nothing is there."""
    return finding or nothing()
