"""Records, fields and values of the merge desk in the words people use for them."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, datetime
from functools import cache
from gettext import gettext as _
from typing import Any, Final, get_args, get_type_hints

from db.actions.registry import KINDS
from db.errors import RuleError
from db.identity import CHINA
from db.rules.codes import EDUCATION, EMPLOYMENT, HEALTH, MARITAL, N_, POLITICAL, code_of, label, labels
from db.rules.masking import mask_id_number

NOUNS: Final = {
    "household": N_("农户"), "person": N_("人员"), "tag_mark": N_("标签"), "visit": N_("走访"),
    "visit_person": N_("走访见到的人"), "visit_cadre": N_("走访的干部"), "request": N_("诉求"),
    "request_step": N_("诉求办理"), "reply": N_("答复"), "contractor": N_("承包方"),
    "contractor_member": N_("承包方成员"), "parcel": N_("地块"), "holding": N_("承包地块"),
    "contract": N_("承包合同"), "land_case": N_("办证事项"), "land_batch": N_("办证批次"),
    "stage_event": N_("办证环节"), "blocker": N_("办证障碍"), "publicity": N_("公示"), "objection": N_("异议"),
    "certificate": N_("权证"), "certificate_event": N_("权证事项"), "dispute": N_("纠纷"),
    "dispute_step": N_("纠纷办理"), "party": N_("当事人"), "sitting": N_("调解会"), "agreement": N_("调解协议"),
    "clause": N_("协议条款"), "performance": N_("履行"), "revisit": N_("回访"), "screening": N_("排查"),
    "attachment": N_("材料"), "cadre": N_("干部"), "village": N_("村"), "village_group": N_("村民小组"),
    "issuer": N_("发包方"), "dispute_marker": N_("调解标记"), "contact_point": N_("联系点"), "setting": N_("设置"),
    "decision": N_("定夺"),
}  # fmt: skip
_FIELDS: Final = {
    "village_id": N_("村"), "village_group_id": N_("村民小组"), "household_id": N_("农户"), "person_id": N_("人员"),
    "visit_id": N_("走访"), "request_id": N_("诉求"), "certificate_id": N_("权证"), "contractor_id": N_("承包方"),
    "issuer_id": N_("发包方"), "parcel_id": N_("地块"), "contract_id": N_("合同"), "case_id": N_("办证事项"),
    "batch_id": N_("办证批次"), "dispute_id": N_("纠纷"), "agreement_id": N_("协议"), "clause_id": N_("条款"),
    "merged_into": N_("合并到"), "hidden": N_("删除"), "recorded_at": N_("记录时间"), "recorded_by": N_("记录人"),
    "recorded_on": N_("记录的电脑"), "relation_text": N_("关系原文"), "position": N_("次序"),
    "died_on": N_("去世日期"), "left_on": N_("离开日期"), "left_reason": N_("离开原因"),
    "guardian_consent_on": N_("监护人同意日期"), "import_id": N_("导入编号"), "source_file": N_("来源文件"),
    "source_sheet": N_("来源工作表"), "source_row": N_("来源行"), "name": N_("名称"), "phone": N_("电话"),
    "address": N_("住址"), "note": N_("备注"), "tag": N_("标签"), "from_on": N_("从哪天"), "to_on": N_("到哪天"),
    "number": N_("编号"), "official_no": N_("正式编号"), "draft_no": N_("草稿编号"), "outcome": N_("办理结果"),
    "satisfaction": N_("满意度"), "satisfaction_note": N_("评价"), "handling": N_("办理方式"),
    "opinion": N_("处理意见"), "is_proxy": N_("代领"), "sex": N_("性别"), "birth_date": N_("出生日期"),
    "id_no": N_("证件号码"), "id_type": N_("证件类型"), "relation": N_("与户主关系"), "is_head": N_("户主"),
    "remark_code": N_("成员备注"), "remark_text": N_("备注说明"), "is_co_owner": N_("共有人"),
    "terminal": N_("终止办证"), "terminal_reason": N_("终止原因"), "terminal_evidence": N_("终止依据"),
    "terminal_on": N_("终止日期"), "successor_id": N_("承接人"), "review_grade": N_("评阅等次"),
    "review_comment": N_("评阅意见"), "reviewed_by": N_("评阅人"), "reviewed_on": N_("评阅日期"),
    "opened_by": N_("登记人"), "closed_on": N_("解决日期"), "closed_by": N_("解决人"), "resolution": N_("怎么解决的"),
    "cadre_name": N_("经办人"), "replier_id": N_("答复人"), "ends_on": N_("截止日期"), "confirmed_on": N_("确认日期"),
    "handled_on": N_("处理日期"), "result": N_("结果"), "due_on": N_("期限"), "who": N_("谁"), "what": N_("做什么"),
    "amount": N_("金额"), "how": N_("怎么给"), "side": N_("哪一方"), "nationality": N_("民族"),
    "occupation": N_("职业"), "organisation": N_("单位"), "legal_representative": N_("法定代表人"),
    "agent_name": N_("代理人"), "notice_told_on": N_("告知权利日期"), "parcel_code": N_("地块编码"),
    "use_type": N_("利用类型"), "bound_e": N_("东至"), "bound_s": N_("南至"), "bound_w": N_("西至"),
    "bound_n": N_("北至"), "measured_area": N_("实测面积"), "measured_area_mu": N_("实测面积(亩)"),
    "caption": N_("说明"), "taken_on": N_("拍摄日期"), "paper_kind": N_("材料种类"), "effective_on": N_("生效日期"),
    "value": N_("内容"), "active": N_("在岗"), "nil_report": N_("零报告"), "campaign_id": N_("走访活动"),
    "requester_id": N_("诉求人"),
}  # fmt: skip
_CODES: Final = {
    "education": EDUCATION, "employment": EMPLOYMENT, "health": HEALTH, "marital_status": MARITAL,
    "political_status": POLITICAL, "topic": "request_topic", "outcome": "request_outcome",
    "satisfaction": "satisfaction", "sex": "GB/T 2261.1", "relation": "GB/T 4761-2008",
    "nationality": "GB/T 3304-1991", "id_type": "id_document", "terminal": "land_terminal", "side": "party_side",
    "remark_code": "land_member_remark", "use_type": "land_use_type", "paper_kind": "paper_kind",
    "handling": "request_handling", "opinion": "petition_opinion", "is_co_owner": "land_yes_no",
}  # fmt: skip
_YES_NO: Final = frozenset({"is_head", "is_proxy", "active", "nil_report", "perpetual", "hidden", "signed_on_paper"})
_NUMBERS: Final = ("id_no",)
DAYS: Final = ("_on", "_date")
_DAY: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
NOTHING: Final = "—"


def noun_words(table: str) -> str:
    """What people call a kind of record."""
    return _(NOUNS.get(table, N_("记录")))


@cache
def _inputs(table: str) -> dict[str, dict[str, Any]]:
    kind = KINDS.get(table)
    if kind is None:
        return {}
    hints = get_type_hints(kind.input)
    return {
        item.name: {**item.metadata, "yes_no": bool in (hints[item.name], *get_args(hints[item.name]))}
        for item in dataclasses.fields(kind.input)
    }


def field_words(table: str, column: str) -> str:
    """What people call a field: the label of the input that asks for it.

    >>> field_words("person", "id_no"), field_words("household", "village_group_id"), field_words("reply", "content")
    ('证件号码', '村民小组', '答复内容')
    """
    words = _inputs(table).get(column, {}).get("label") or _FIELDS.get(column)
    return _(str(words)) if words else column


def code_list(table: str, column: str) -> str | None:
    """The list a field's codes come from."""
    codes = _inputs(table).get(column, {}).get("codes")
    return str(codes) if codes else _CODES.get(column)


def plain_words(table: str, column: str, value: Any) -> str:
    """A value as people write it: words for codes, 是 and 否, days as 10月21日; nothing at all is a dash.

    >>> plain_words("person", "relation", "02"), plain_words("person", "is_head", 1), plain_words("visit", "talk", None)
    ('户主', '是', '—')
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return NOTHING
    if isinstance(value, bytes):
        return _("（看不懂的内容）")
    if column in _YES_NO or _inputs(table).get(column, {}).get("yes_no"):
        return _("是") if value in (1, True, "1") else _("否")
    codes = code_list(table, column)
    if codes:
        return label(codes, str(value))
    return day_words(str(value)) if column.endswith(DAYS) else str(value)


def typed_value(table: str, column: str, text: str, kind: type | None) -> str | int | None:
    """What a person typed, as the field keeps it: a word of its list or the code, 是 or 否, a day, a whole number.

    >>> typed_value("person", "relation", "户主", str), typed_value("person", "is_head", "否", int)
    ('02', 0)
    """
    text = text.strip()
    if not text:
        return None
    if column in _YES_NO or _inputs(table).get(column, {}).get("yes_no"):
        if text not in (_("是"), _("否"), "1", "0"):
            raise RuleError(_("“{label}”请填是或否。").format(label=field_words(table, column)), field=column)
        return int(text in (_("是"), "1"))
    codes = code_list(table, column)
    if codes:
        code = code_of(codes, text)
        if code is None:
            choices = "、".join(list(labels(codes).values())[:8])
            words = _("“{label}”不认识“{value}”，请从这些里选：{choices}。")
            raise RuleError(
                words.format(label=field_words(table, column), value=text[:20], choices=choices), field=column
            )
        return code
    if column.endswith(DAYS) and not _DAY.fullmatch(text):
        raise RuleError(_("日期写成 2025-10-20 这样。"), field=column)
    if kind is int:
        if not text.lstrip("-").isdigit():
            raise RuleError(_("“{label}”要填整数。").format(label=field_words(table, column)), field=column)
        return int(text)
    return text


def day_words(text: str) -> str:
    """A stored day in prose.

    >>> day_words("2025-10-21"), day_words("1949-03"), day_words("去年")
    ('2025年10月21日', '1949-03', '去年')
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return _("{year}年{month}月{day}日").format(year=day.year, month=day.month, day=day.day)


def moment_words(at: str) -> str:
    """A stored instant as the clock on the wall here showed it.

    >>> moment_words("2025-10-21T02:27:00.000Z"), moment_words("")
    ('10月21日 10:27', '')
    """
    try:
        local = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(CHINA)
    except ValueError:
        return ""
    return _("{month}月{day}日 {time}").format(month=local.month, day=local.day, time=f"{local:%H:%M}")


def shown_numbers(column: str, values: list[str]) -> list[str]:
    """Identity numbers masked, as long as that still tells them apart.

    >>> shown_numbers("collector_id_no", ["430499198010036753", "430499198203151227"])
    ['4304************53', '4304************27']
    >>> shown_numbers("id_no", ["430499198010036753", "430499198010037753"])[0]
    '430499198010036753'
    """
    if not column.endswith(_NUMBERS):
        return values
    masked = [value if value == NOTHING else mask_id_number(value) for value in values]
    return masked if len(set(masked)) == len(set(values)) else values
