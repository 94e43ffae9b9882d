"""Every value list by name: the standard lists of resources/codes/codes.json and our own fixed lists alike."""

import json
from dataclasses import dataclass
from functools import cache
from gettext import gettext as _
from importlib.resources import files
from typing import Any

from db.rules.codes import cases, kinds
from db.rules.codes.spoken import SPOKEN
from db.rules.codes.words import N_, Words

SEX = "GB/T 2261.1"
MARITAL = "GB/T 2261.2"
HEALTH = "GB/T 2261.3"
EMPLOYMENT = "GB/T 2261.4"
EDUCATION = "GB/T 4658-2006"
RELATION = "GB/T 4761-2008"
ETHNICITY = "GB/T 3304-1991"
POLITICAL = "GB/T 4762-1984"
ID_DOCUMENT = "id_document"

FIXED: dict[str, type[Words]] = {
    "visit_kind": kinds.VisitKind,
    "place_kind": kinds.PlaceKind,
    "residence_kind": kinds.ResidenceKind,
    "monitor_kind": kinds.MonitorKind,
    "household_tag": kinds.HouseholdTag,
    "request_kind": kinds.RequestKind,
    "petition_kind": kinds.PetitionKind,
    "request_outcome": kinds.RequestOutcome,
    "petition_opinion": kinds.Opinion,
    "request_handling": kinds.Handling,
    "legal_route": kinds.LegalRoute,
    "request_channel": kinds.RequestChannel,
    "reply_way": kinds.ReplyWay,
    "satisfaction": kinds.Satisfaction,
    "means": kinds.Means,
    "accountability_reason": kinds.AccountabilityReason,
    "request_state": kinds.RequestState,
    "paper_kind": kinds.PaperKind,
    "paper_owner": kinds.PaperOwner,
    "case_source": cases.CaseSource,
    "committee_kind": cases.CommitteeKind,
    "agreement_form": cases.AgreementForm,
    "sitting_result": cases.SittingResult,
    "termination_reason": cases.TerminationReason,
    "risk_grade": cases.RiskGrade,
    "dispute_case_class": cases.CaseClass,
    "prevention": cases.Prevention,
    "party_side": cases.PartySide,
    "dispute_state": cases.DisputeState,
    "land_certificate_kind": cases.CertificateKind,
    "land_stage_outcome": cases.StageOutcome,
    "land_reason_b": cases.BlockerCode,
    "land_reason_c": cases.NotDueCode,
    "land_reason_d": cases.UncollectedCode,
    "land_certificate_event": cases.CertificateEventKind,
    "land_terminal": cases.LandTerminal,
    "land_publicity_round": cases.PublicityRound,
    "land_contract_round": cases.ContractRound,
    "whose_move": cases.WhoseMove,
    "gap_letter": cases.GapLetter,
}

TITLES: dict[str, tuple[str, str]] = {  # title, and how sure the list is
    "visit_kind": (N_("走访接访类型"), "V"),
    "place_kind": (N_("地点"), "D"),
    "residence_kind": (N_("居住类别"), "D"),
    "monitor_kind": (N_("监测对象类型"), "V"),
    "household_tag": (N_("户/人标签"), "V"),
    "request_kind": (N_("诉求类别"), "V"),
    "petition_kind": (N_("信访事项类别"), "V"),
    "request_outcome": (N_("办理结果"), "V"),
    "petition_opinion": (N_("信访处理意见"), "V"),
    "request_handling": (N_("四个到位"), "V"),
    "legal_route": (N_("申诉求决法定途径"), "V"),
    "request_channel": (N_("来源渠道"), "D"),
    "reply_way": (N_("答复方式"), "D"),
    "satisfaction": (N_("满意度"), "D"),
    "means": (N_("化解手段"), "V"),
    "accountability_reason": (N_("问责情形"), "V"),
    "request_state": (N_("诉求状态"), "D"),
    "paper_kind": (N_("材料种类"), "D"),
    "paper_owner": (N_("材料属于"), "D"),
    "case_source": (N_("案件来源"), "V"),
    "committee_kind": (N_("调委会类别"), "V"),
    "agreement_form": (N_("协议形式"), "V"),
    "sitting_result": (N_("调解结果"), "V"),
    "termination_reason": (N_("终止调解原因"), "V"),
    "risk_grade": (N_("风险等级"), "D"),
    "dispute_case_class": (N_("以案定补难度"), "V"),
    "prevention": (N_("预防四项"), "V"),
    "party_side": (N_("当事人"), "D"),
    "dispute_state": (N_("纠纷状态"), "D"),
    "land_certificate_kind": (N_("证书种类"), "D"),
    "land_stage_outcome": (N_("阶段结果"), "D"),
    "land_reason_b": (N_("障碍"), "D"),
    "land_reason_c": (N_("不应发"), "D"),
    "land_reason_d": (N_("证已到未领"), "D"),
    "land_certificate_event": (N_("证书事件"), "D"),
    "land_terminal": (N_("户的终态"), "D"),
    "land_publicity_round": (N_("公示轮次"), "D"),
    "land_contract_round": (N_("承包轮次"), "D"),
    "whose_move": (N_("该谁办"), "D"),
    "gap_letter": (N_("权证缺口"), "D"),
    "land_stage": (N_("发证阶段"), "D"),
}


@dataclass(frozen=True, slots=True)
class ListFacts:
    """Where a list comes from and how sure it is (V verified, X measured, U unverified, D our own)."""

    name: str
    title: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class DisputeType:
    """One row of the versioned list of dispute types; years are inclusive, valid_to None means still in use."""

    code: str
    words: str
    parent: str | None
    valid_from: int
    valid_to: int | None

    @property
    def label(self) -> str:
        """The words people read."""
        return _(self.words)


@cache
def code_file() -> dict[str, Any]:
    """The shipped lists as they stand in resources/codes/codes.json."""
    text = (files("resources") / "codes" / "codes.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


@cache
def _items(list_name: str) -> dict[str, str]:
    fixed = FIXED.get(list_name)
    if fixed is not None:
        return {member.value: member.words for member in fixed}
    if list_name == "land_stage":
        return {str(stage.value): stage.words for stage in cases.LandStage}
    items = code_file()[list_name]["items"]
    if isinstance(items, dict):
        return {str(code): str(words) for code, words in items.items()}
    return {str(row["code"]): str(row["label"]) for row in items}


def list_names() -> tuple[str, ...]:
    """The name of every list.

    >>> "visit_kind" in list_names() and "land_purpose" in list_names()
    True
    """
    shipped = [name for name, content in code_file().items() if isinstance(content, dict) and "items" in content]
    return tuple(sorted({*FIXED, "land_stage", *shipped}))


def list_facts(list_name: str) -> ListFacts:
    """Where a list comes from; KeyError for a list nobody knows.

    >>> list_facts("GB/T 2261.1").confidence, list_facts("visit_kind").title
    ('V', '走访接访类型')
    """
    if list_name in TITLES:
        title, confidence = TITLES[list_name]
        return ListFacts(list_name, _(title), confidence, "")
    content = code_file()[list_name]
    return ListFacts(list_name, _(content["title"]), content.get("confidence", "U"), content.get("note", ""))


def labels(list_name: str) -> dict[str, str]:
    """Code and label of every value of a list, in its usual order; KeyError for a list nobody knows.

    >>> labels("land_contractor_type")
    {'1': '农户', '2': '个人', '3': '单位'}
    """
    return {code: _(words) for code, words in _items(list_name).items()}


def label(list_name: str, code: str | None) -> str:
    """The words for a code; a code the list does not know comes back as it is, nothing comes back as ''.

    >>> label("GB/T 4761-2008", "22"), label("GB/T 4761-2008", "99"), label("land_acquire_way", "800")
    ('长子', '非亲属', '800')
    """
    if not code:
        return ""
    words = _items(list_name).get(code)
    if words is None and list_name not in FIXED:
        words = code_file().get(list_name, {}).get("aliases", {}).get(code)
    return _(words) if words else code


def spoken_labels(list_name: str) -> dict[str, str]:
    """Code and the words cadres say, of every value of a list, for a form to choose from.

    >>> spoken_labels("GB/T 2261.1")
    {'0': '不详', '1': '男', '2': '女', '9': '未说明'}
    """
    said = SPOKEN.get(list_name, {})
    return {code: _(said.get(code, words)) for code, words in _items(list_name).items()}


def spoken(list_name: str, code: str | None) -> str:
    """What cadres say for a code, for screens and household papers; its label where they say the same.

    >>> spoken("GB/T 4658-2006", "70"), spoken("GB/T 3304-1991", "01"), spoken("land_acquire_way", "800")
    ('初中', '汉族', '800')
    """
    words = SPOKEN.get(list_name, {}).get(code or "")
    return _(words) if words else label(list_name, code)


def knows(list_name: str, code: str) -> bool:
    """Whether a list contains a code; an imported unknown code is kept and flagged, never refused.

    >>> knows("land_purpose", "1"), knows("land_purpose", "7")
    (True, False)
    """
    return code in _items(list_name) or label(list_name, code) != code


@cache
def _by_words(list_name: str) -> dict[str, str]:
    content = code_file().get(list_name, {})
    found = {"".join(words.split()): code for code, words in reversed(_items(list_name).items())}
    if isinstance(content, dict):
        found.update(content.get("words", {}))
    if list_name == ETHNICITY:
        found.update({words.removesuffix("族"): code for words, code in list(found.items())})
    found.update({words: code for code, words in SPOKEN.get(list_name, {}).items()})
    return found


def code_of(list_name: str, words: str) -> str | None:
    """The code meant by these words, official or spoken (or by the code itself); None if the list does not know them.

    >>> code_of("GB/T 2261.1", " 男 "), code_of("GB/T 3304-1991", "土家"), code_of("GB/T 4658-2006", "初中")
    ('1', '15', '70')
    >>> code_of("land_soil_grade", "5"), code_of("land_yes_no", "0"), code_of("land_purpose", "养蜂")
    ('05', '2', None)
    """
    wanted = "".join(words.split())
    items = _items(list_name)
    if wanted in items:
        return wanted
    if wanted.isdecimal() and wanted.zfill(2) in items:
        return wanted.zfill(2)
    return _by_words(list_name).get(wanted)


@cache
def _all_dispute_types() -> tuple[DisputeType, ...]:
    rows = code_file()["dispute_type"]["items"]
    return tuple(
        DisputeType(row["code"], row["label"], row["parent"], row["valid_from"], row["valid_to"]) for row in rows
    )


def dispute_types(year: int | None = None) -> tuple[DisputeType, ...]:
    """The dispute types in use in a year (all ever used without one); the statistics of that year use these.

    >>> [kind.code for kind in dispute_types(2020) if "旅游" in kind.words]
    ['consumer_tourism']
    >>> [kind.code for kind in dispute_types(2021) if "旅游" in kind.words]
    ['tourism']
    """
    if year is None:
        return _all_dispute_types()
    return tuple(
        kind
        for kind in _all_dispute_types()
        if kind.valid_from <= year and (kind.valid_to is None or year <= kind.valid_to)
    )


def dispute_type_of(words: str, year: int) -> str | None:
    """The type a ledger means, with or without 纠纷 at the end; None for words the list of that year lacks.

    >>> dispute_type_of("山林土地", 2025), dispute_type_of("旅游纠纷", 2019), dispute_type_of("口角", 2025)
    ('forest_land', 'consumer_tourism', None)
    """
    wanted = "".join(words.split()).removesuffix("纠纷")
    for kind in dispute_types(year):
        if wanted in (kind.code, kind.words.removesuffix("纠纷")):
            return kind.code
    return None
