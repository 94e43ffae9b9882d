"""Land: who contracted what from whom (NY/T 2539-2016 Annex B names the fields)."""

from __future__ import annotations

from db.models.fields import Recorded, field, synced


class Issuer(Recorded, table=True):
    """发包方 FBF (B.2)."""

    __table_args__ = synced(40, "发包方")
    village_id: str | None = field("fact", 0, "村", ref="village", index=True)
    issuer_code: str | None = field("fact", 0, "发包方编码", index=True)
    name: str | None = field("fact", 0, "发包方名称")
    head_name: str | None = field("fact", 1, "负责人")
    head_id_type: str | None = field("fact", 2, "负责人证件类型")
    head_id_no: str | None = field("fact", 3, "负责人证件号码", "id_no")
    phone: str | None = field("fact", 3, "电话", "phone")
    address: str | None = field("fact", 1, "住址")
    postcode: str | None = field("fact", 0, "邮政编码")
    surveyed_by: str | None = field("fact", 1, "调查员")
    surveyed_on: str | None = field("fact", 1, "调查日期", "day")
    survey_note: str | None = field("words", 1, "调查记事")


class Contractor(Recorded, table=True):
    """承包方 CBF (B.3); never keyed by its code or name, both change."""

    __table_args__ = synced(41, "承包方")
    household_id: str | None = field("fact", 1, "农户", ref="household", index=True)
    issuer_id: str | None = field("fact", 0, "发包方", ref="issuer", index=True)
    contractor_code: str | None = field("fact", 1, "承包方编码", once=True, index=True)
    contractor_type: str | None = field("fact", 1, "承包方类型", codes="land_contractor_type")
    name: str | None = field("fact", 2, "承包方(代表)名称")
    id_type: str | None = field("fact", 2, "证件类型", codes="land_id_document")
    id_no: str | None = field("fact", 3, "证件号码", "id_no")
    address: str | None = field("fact", 2, "地址")
    postcode: str | None = field("fact", 0, "邮政编码")
    phone: str | None = field("fact", 3, "联系电话", "phone")
    declared_members: int | None = field("fact", 1, "成员数量", "number")
    surveyed_by: str | None = field("fact", 1, "调查员")
    surveyed_on: str | None = field("fact", 1, "调查日期", "day")
    survey_note: str | None = field("words", 1, "调查记事")
    publicity_note: str | None = field("words", 1, "公示记事")
    publicity_by: str | None = field("fact", 1, "公示记事人")
    publicity_approved_on: str | None = field("fact", 1, "公示审核日期", "day")
    publicity_approved_by: str | None = field("fact", 1, "公示审核人")
    terminal: str | None = field("fact", 1, "终止类别", codes="land_terminal", required=True, editable=False)
    terminal_reason: str | None = field("words", 1, "终止原因", editable=False)
    terminal_evidence: str | None = field("words", 1, "终止依据", editable=False)
    terminal_on: str | None = field("fact", 1, "终止日期", "day", editable=False)
    successor_id: str | None = field("fact", 1, "承接人", "system")
    import_id: str | None = field("fact", 1, "导入编号", "system")


class ContractorMember(Recorded, table=True):
    """承包方家庭成员 CBF_JTCY (B.4): all family members holding the right (农村土地承包法 art. 24)."""

    __tablename__ = "contractor_member"
    __table_args__ = synced(42, "承包方成员")
    contractor_id: str | None = field("fact", 1, "承包方", ref="contractor", index=True)
    person_id: str | None = field("fact", 1, "家庭成员", ref="person")
    name: str | None = field("fact", 2, "成员姓名")
    sex: str | None = field("fact", 2, "性别", codes="land_sex")
    id_type: str | None = field("fact", 2, "证件类型", codes="land_id_document")
    id_no: str | None = field("fact", 3, "证件号码", "id_no")
    relation: str | None = field("fact", 2, "与户主关系", codes="GB/T 4761-2008")
    is_head: int | None = field("fact", 1, "承包方代表", "yes_no")
    remark_code: str | None = field("fact", 2, "成员备注", codes="land_member_remark")
    is_co_owner: str | None = field("fact", 1, "是否共有人", codes="land_yes_no")
    remark_text: str | None = field("words", 2, "成员备注说明")
    left_on: str | None = field("fact", 2, "离开日期", "day", partial=True)
    left_reason: str | None = field("fact", 2, "离开原因")


class Parcel(Recorded, table=True):
    """地块 DK (Annex A); areas as given with their unit, ㎡ or 亩."""

    __table_args__ = synced(43, "地块")
    village_id: str | None = field("fact", 0, "村", ref="village", index=True)
    parcel_code: str | None = field("fact", 1, "地块编码", index=True)
    name: str | None = field("fact", 1, "地块名称")
    owner_kind: str | None = field("fact", 1, "所有权性质", codes="land_owner_kind")
    category: str | None = field("fact", 1, "地块类别", codes="land_parcel_category")
    use_type: str | None = field("fact", 1, "土地利用类型", codes="land_use_type")
    soil_grade: str | None = field("fact", 1, "地力等级", codes="land_soil_grade")
    purpose: str | None = field("fact", 1, "土地用途", codes="land_purpose")
    basic_farmland: str | None = field("fact", 1, "是否基本农田", codes="land_yes_no")
    measured_area: str | None = field("fact", 1, "实测面积(平方米)", "area")
    measured_area_mu: str | None = field("fact", 1, "实测面积(亩)", "area")
    bound_e: str | None = field("fact", 1, "东至")
    bound_s: str | None = field("fact", 1, "南至")
    bound_w: str | None = field("fact", 1, "西至")
    bound_n: str | None = field("fact", 1, "北至")
    note: str | None = field("words", 1, "备注")
    pointing_person: str | None = field("fact", 2, "指界人")


class Holding(Recorded, table=True):
    """承包地块信息 CBDKXX (B.1): one parcel held by one contractor."""

    __table_args__ = synced(44, "承包地块")
    parcel_id: str | None = field("fact", 1, "已有地块", ref="parcel", index=True)
    contractor_id: str | None = field("fact", 1, "承包方", ref="contractor", index=True)
    contract_id: str | None = field("fact", 1, "承包合同", ref="contract")
    certificate_id: str | None = field("fact", 1, "权证", ref="certificate")
    acquire_way: str | None = field("fact", 1, "取得方式", codes="land_acquire_way")
    contract_area: str | None = field("fact", 1, "合同面积(平方米)", "area")
    contract_area_mu: str | None = field("fact", 1, "合同面积(亩)", "area")
    old_area: str | None = field("fact", 1, "原合同面积(平方米)", "area")
    old_area_mu: str | None = field("fact", 1, "原合同面积(亩)", "area")
    share_only: str | None = field("fact", 1, "确权确股不确地", codes="land_yes_no")
    from_on: str | None = field("fact", 1, "从何时起", "day", future=True)
    to_on: str | None = field("fact", 1, "到何时止", "day", future=True, after="from_on")


class Contract(Recorded, table=True):
    """承包合同 CBHT (B.5); 长久不变 is ``perpetual``, not a date."""

    __table_args__ = synced(45, "承包合同")
    contractor_id: str | None = field("fact", 1, "承包方", ref="contractor", index=True)
    issuer_id: str | None = field("fact", 0, "发包方", ref="issuer")
    contract_code: str | None = field("fact", 1, "承包合同编码", index=True)
    old_contract_code: str | None = field("fact", 1, "原承包合同编码")
    round: str | None = field("fact", 1, "哪一轮", codes="land_contract_round")
    way: str | None = field("fact", 1, "承包方式", codes="land_acquire_way")
    start_on: str | None = field("fact", 1, "承包期限起", "day", future=True)
    end_on: str | None = field("fact", 1, "承包期限止", "day", future=True, after="start_on")
    perpetual: int | None = field("fact", 1, "长久不变", "yes_no")
    total_area: str | None = field("fact", 1, "合同总面积(平方米)", "area")
    total_area_mu: str | None = field("fact", 1, "合同总面积(亩)", "area")
    old_total_area: str | None = field("fact", 1, "原合同总面积(平方米)", "area")
    old_total_area_mu: str | None = field("fact", 1, "原合同总面积(亩)", "area")
    parcel_count: int | None = field("fact", 1, "地块总数", "number")
    signed_on: str | None = field("fact", 1, "签订日期", "day")
    signer: str | None = field("fact", 2, "签订人")
    netsigned_on: str | None = field("fact", 1, "网签日期", "day")
    netsign_no: str | None = field("fact", 1, "网签编号")
