"""What cadres say for a code where the standard speaks otherwise: 初中 for 初级中学教育.

Screens and household papers say these words; ledgers and exchange files write the official names of the standard. A
code that is not here is said as it is written. Sources: the short lists of village forms (education_short and the
`words` of resources/codes/codes.json, which say how running systems and ledgers write these values); where a list has
none, our own (D). Every spoken word leads back to its one code.
"""

from __future__ import annotations

from typing import Final

from db.rules.codes.words import N_

SPOKEN: Final[dict[str, dict[str, str]]] = {
    # sex: ledgers write one character (V)
    "GB/T 2261.1": {"0": N_("不详"), "1": N_("男"), "2": N_("女"), "9": N_("未说明")},
    # marital status
    "GB/T 2261.2": {"90": N_("未说明")},
    # health
    "GB/T 2261.3": {"1": N_("健康"), "2": N_("一般"), "3": N_("慢性病")},
    # employment (D)
    "GB/T 2261.4": {
        "11": N_("公务员"), "27": N_("务农"), "31": N_("上学"), "51": N_("自由职业"), "54": N_("个体户"),
        "70": N_("无业"), "80": N_("退休"),
    },
    # education: the form's short list (V); the finer codes in the same words (D)
    "GB/T 4658-2006": {
        "10": N_("研究生"), "11": N_("博士研究生"), "12": N_("博士结业"), "13": N_("博士肄业"), "14": N_("硕士研究生"),
        "15": N_("硕士结业"), "16": N_("硕士肄业"), "20": N_("本科"), "21": N_("本科毕业"), "22": N_("本科结业"),
        "23": N_("本科肄业"), "30": N_("大专"), "31": N_("大专毕业"), "32": N_("大专结业"), "33": N_("大专肄业"),
        "40": N_("中职"), "41": N_("中专"), "42": N_("中专结业"), "43": N_("中专肄业"), "44": N_("职高"),
        "45": N_("职高结业"), "46": N_("职高肄业"), "47": N_("技校"), "48": N_("技校结业"), "49": N_("技校肄业"),
        "60": N_("高中"), "61": N_("高中毕业"), "62": N_("高中结业"), "63": N_("高中肄业"), "70": N_("初中"),
        "80": N_("小学"),
    },
    # relation to the head (D); the words of the household register stay
    "GB/T 4761-2008": {
        "11": N_("丈夫"), "12": N_("妻子"), "20": N_("儿子"), "27": N_("养子、继子"), "30": N_("女儿"),
        "37": N_("养女、继女"), "40": N_("孙辈"), "45": N_("孙媳妇"), "46": N_("孙女婿"), "47": N_("曾孙子"),
        "48": N_("曾孙女"), "49": N_("其他孙辈"), "57": N_("继父、养父"), "58": N_("继母、养母"), "61": N_("爷爷"),
        "62": N_("奶奶"), "63": N_("外公"), "64": N_("外婆"), "71": N_("哥哥"), "72": N_("嫂子"), "73": N_("弟弟"),
    },
    # political status: how ledgers and the parties themselves write it (V)
    "GB/T 4762-1984": {
        "01": N_("中共党员"), "02": N_("中共预备党员"), "03": N_("共青团员"), "04": N_("民革党员"),
        "05": N_("民盟盟员"), "06": N_("民建会员"), "07": N_("民进会员"), "08": N_("农工党党员"),
        "09": N_("致公党党员"), "11": N_("台盟盟员"), "12": N_("无党派人士"),
    },
    # identity papers (V where ledgers have the word)
    "id_document": {
        "01": N_("身份证"), "09": N_("港澳台居住证"), "X1": N_("户口本"), "X2": N_("永久居留证"), "X3": N_("无证件"),
    },
    "land_id_document": {"1": N_("身份证"), "3": N_("单位代码证"), "4": N_("户口本")},
    # members of a contractor
    "land_member_remark": {"4": N_("公职人员"), "5": N_("军人")},
    # how a person belongs to the village (D)
    "residence_kind": {"registered": N_("户口在村"), "resident": N_("外来常住"), "floating": N_("流动人口")},
    # requests
    "request_kind": {"question": N_("咨询")},
    "request_channel": {"chat_group": N_("微信群"), "hotline": N_("12345热线")},
}  # fmt: skip
