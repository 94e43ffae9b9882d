"""Who lives here: households, persons, their tags."""

from __future__ import annotations

from db.models.fields import Recorded, field, synced


class Household(Recorded, table=True):
    """户, the centre of the record book."""

    __table_args__ = synced(10, "农户")
    village_id: str | None = field("fact", 0, "村", ref="village", index=True)
    village_group_id: str | None = field("fact", 0, "村民小组", ref="village_group", index=True)
    household_no: str | None = field(
        "fact",
        1,
        "户号",
        heads="户号 户编号 户序号 户序 农户编号 家庭编号 户口编号 户籍编号 户籍号 户口号 户口簿号 "
        "户口簿编号 户口本号 户代码 户编码 户码 家庭户号 户次 户号码",
        index=True,
    )
    address: str | None = field(
        "fact",
        2,
        "住址",
        searched=True,
        heads="家庭住址 住址 地址 家庭地址 详细地址 家庭详细住址 家庭详细地址 户籍地址 户籍所在地 居住地址 "
        "现住址 住所 门牌号 门牌 门牌号码 居住地 现居住地 现居住地址 常住地址 家庭居住地址 户口所在地 "
        "房屋地址",
    )
    phone: str | None = field(
        "fact",
        3,
        "联系电话",
        "phone",
        heads="联系电话 电话 手机 手机号 手机号码 联系方式 电话号码 联系号码 联系手机 户联系电话 家庭电话 "
        "户主电话 户主联系电话 户主手机 户主手机号 户主联系方式 联系人电话 移动电话",
    )
    household_kind: str | None = field(
        "fact", 3, "户类型", listed=True, heads="户类型 农户类型 户属性 家庭类型 农户属性"
    )
    monitor_kind: str | None = field("fact", 3, "监测对象类型", codes="monitor_kind", listed=True)
    best_visit_time: str | None = field("fact", 1, "方便走访的时间", listed=True)
    founded_on: str | None = field("fact", 1, "立户日期", "day", partial=True, listed=True)
    ended_on: str | None = field("fact", 1, "销户日期", "day", partial=True, after="founded_on", listed=True)
    ended_reason: str | None = field("fact", 2, "销户原因", listed=True)
    note: str | None = field("words", 2, "备注")
    merged_into: str | None = field("fact", 1, "合并到", "system")
    import_id: str | None = field("fact", 1, "导入编号", "system")


class Person(Recorded, table=True):
    """人员. Codes, not words: ``relation`` GB/T 4761, ``sex`` 2261.1, ``nationality`` (民族) 3304, ``education`` 4658,
    ``political_status`` 4762, ``marital_status`` 2261.2, ``id_type`` the list id_document; words no list knows
    are kept as they were given.
    """

    __table_args__ = synced(11, "人员")
    household_id: str | None = field("fact", 1, "农户", ref="household", index=True)
    name: str | None = field(
        "fact",
        2,
        "姓名",
        "name",
        required=True,
        heads="姓名 名字 成员姓名 家庭成员 家庭成员姓名 人员姓名 人口姓名 村民姓名 居民姓名 家庭人员 "
        "家庭人员姓名 全家人口姓名 户内成员 成员 人员 家庭成员名单 本人姓名 名称",
    )
    name_note: str | None = field("fact", 2, "姓名说明")
    former_name: str | None = field("fact", 2, "曾用名", "name", heads="曾用名 别名 小名 又名")
    relation: str | None = field(
        "fact",
        2,
        "与户主关系",
        codes="GB/T 4761-2008",
        heads="与户主关系 与户主的关系 和户主关系 和户主的关系 同户主关系 户主关系 与户主之关系 "
        "与户主何关系 关系 家庭关系 称谓 成员关系 与户主系 与户主称谓 与代表关系 与承包方代表关系 "
        "家庭成员关系",
    )
    relation_text: str | None = field("fact", 2, "关系原文", editable=False)
    is_head: int | None = field("fact", 1, "户主", "yes_no", editable=False)
    position: int | None = field("fact", 1, "次序", "number")
    sex: str | None = field("fact", 2, "性别", codes="GB/T 2261.1", heads="性别 男女")
    birth_date: str | None = field(
        "fact",
        2,
        "出生日期",
        "day",
        partial=True,
        heads="出生日期 出生年月 出生年月日 出生时间 出生 生日 出生日 生年月日 出生日子",
    )
    birth_stated: str | None = field("fact", 2, "农历或口述生日")
    id_type: str | None = field(
        "fact", 2, "证件类型", codes="id_document", heads="证件类型 证件种类 证件类别 证件名称 身份证件类型"
    )
    id_no: str | None = field(
        "fact",
        3,
        "证件号码",
        "id_no",
        proved=True,
        heads="身份证号码 身份证号 身份证 身份证件号码 身份证件号 证件号码 证件号 公民身份号码 "
        "公民身份证号码 公民身份证号 居民身份证 居民身份证号 居民身份证号码 身份号码 身份证编号 "
        "身份证号吗 身份证码 有效证件号码",
        index=True,
    )
    no_id_reason: str | None = field("fact", 2, "无证件的原因", listed=True)
    nationality: str | None = field("fact", 2, "民族", codes="GB/T 3304-1991", heads="民族 族别 民族成份 民族成分")
    education: str | None = field(
        "fact",
        2,
        "文化程度",
        codes="GB/T 4658-2006",
        also="文盲 半文盲 学龄前 大学 中专或中技 初中肄业 小学肄业 扫盲班 私塾 识字不多",
        heads="文化程度 学历 文化 受教育程度 教育程度 文化水平 最高学历",
    )
    political_status: str | None = field(
        "fact",
        2,
        "政治面貌",
        codes="GB/T 4762-1984",
        also="少先队员 民主党派",
        listed=True,
        heads="政治面貌 政治面目 党派 政治身份",
    )
    marital_status: str | None = field(
        "fact", 2, "婚姻状况", codes="GB/T 2261.2", listed=True, heads="婚姻状况 婚姻 婚姻情况 婚否 婚姻状态"
    )
    phone: str | None = field(
        "fact",
        3,
        "电话",
        "phone",
        ledger="person_phone",
        heads="本人电话 本人联系电话 人联系电话 成员电话 个人电话 成员联系电话 本人手机 本人手机号 "
        "个人联系电话 本人联系方式",
    )
    residence_kind: str | None = field(
        "fact", 2, "居住类别", codes="residence_kind", free=True, heads="居住类别 居住情况 人户状态 居住状态 人口类别"
    )
    whereabouts: str | None = field(
        "fact", 2, "去向", heads="务工地点 外出地点 外出去向 务工地 去向 外出务工地点 务工单位 从业地点"
    )
    employment: str | None = field(
        "fact",
        2,
        "从业状况",
        codes="GB/T 2261.4",
        free=True,
        listed=True,
        heads="职业 从业状况 就业情况 就业状况 从业情况",
    )
    health: str | None = field(
        "fact",
        3,
        "健康状况",
        codes="GB/T 2261.3",
        free=True,
        listed=True,
        heads="健康状况 身体状况 健康情况 身体健康状况",
    )
    guardian_consent_on: str | None = field("fact", 3, "监护人同意日期", "day", listed=True)
    joined_on: str | None = field("fact", 2, "来本户日期", "day", partial=True, after="birth_date", listed=True)
    joined_reason: str | None = field("fact", 2, "来本户原因", listed=True)
    died_on: str | None = field("fact", 2, "去世日期", "day", partial=True, after="birth_date")
    left_on: str | None = field("fact", 2, "离开日期", "day", partial=True, after="birth_date")
    left_reason: str | None = field("fact", 2, "离开原因")
    note: str | None = field(
        "words", 3, "备注", heads="备注 备考 附注 情况说明 其他情况 说明 备注说明 特殊情况 人员情况 其它 备注情况 附记"
    )
    merged_into: str | None = field("fact", 1, "合并到", "system")
    import_id: str | None = field("fact", 1, "导入编号", "system")
    source_file: str | None = field("fact", 1, "来源文件", "system")
    source_sheet: str | None = field("fact", 1, "来源工作表", "system")
    source_row: int | None = field("fact", 1, "来源行", "system")


class TagMark(Recorded, table=True):
    """A tag on a household or one of its persons (低保, 特困 …), from one day to another."""

    __tablename__ = "tag_mark"
    __table_args__ = synced(12, "标签")
    household_id: str | None = field("fact", 1, "农户", ref="household", index=True)
    person_id: str | None = field("fact", 1, "人员", ref="person")
    tag: str | None = field("fact", 3, "标签", required=True)
    from_on: str | None = field("fact", 2, "从哪天", "day", future=True)
    to_on: str | None = field("fact", 2, "到哪天", "day", future=True, after="from_on")
    import_id: str | None = field("fact", 1, "导入编号", "system")
