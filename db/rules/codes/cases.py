"""The lists of mediation and of land certificates. Sources: domain codes.md §2, mediation.md §6-7, land.md §6, §10."""

from enum import IntEnum
from gettext import gettext as _
from typing import Self

from db.rules.codes.words import N_, Words


class CaseSource(Words):
    """How a dispute reached the mediation committee."""

    APPLICATION = "application", N_("依申请调解")
    OWN_INITIATIVE = "own_initiative", N_("主动调解")
    COURT = "court", N_("接受委托移送调解:法院")
    POLICE = "police", N_("接受委托移送调解:公安机关")
    PROCURATORATE = "procuratorate", N_("接受委托移送调解:检察院")
    PETITION_OFFICE = "petition_office", N_("接受委托移送调解:信访部门")
    OTHER_BODY = "other_body", N_("接受委托移送调解:其他部门")


class CommitteeKind(Words):
    """The kinds of mediation committee the statistics count."""

    VILLAGE = "village", N_("村调委会")
    NEIGHBOURHOOD = "neighbourhood", N_("居(社区)调委会")
    TOWNSHIP = "township", N_("乡镇调委会")
    STREET = "street", N_("街道调委会")
    COMPANY = "company", N_("企事业单位调委会")
    TRADE = "trade", N_("行业性专业性调委会")


class AgreementForm(Words):
    """Written or oral agreement (人民调解法 28)."""

    WRITTEN = "written", N_("书面协议")
    ORAL = "oral", N_("口头协议")


class SittingResult(Words):
    """How one mediation meeting ended (form F09)."""

    AGREED = "agreed", N_("调解成功")
    FAILED = "failed", N_("调解不成")
    CONTINUED = "continued", N_("有待继续调解")


class TerminationReason(Words):
    """Why mediation was ended (宁波市人民调解条例 23)."""

    REFUSED = "refused", N_("一方当事人拒绝或者放弃调解")
    NO_AGREEMENT = "no_agreement", N_("无法达成协议")
    IMPOSSIBLE = "impossible", N_("发生特定事由使调解不能进行")
    LAWFUL_OTHER = "lawful_other", N_("依法可以终止的其他情形")


class RiskGrade(Words):
    """How dangerous a dispute is; rules suggest, a person confirms."""

    LOW = "low", N_("低")
    MEDIUM = "medium", N_("中")
    HIGH = "high", N_("高")
    MAJOR = "major", N_("重大")


class CaseClass(Words):
    """Difficulty class used for rewarding mediators by case."""

    SIMPLE = "simple", N_("简单")
    ORDINARY = "ordinary", N_("一般")
    DIFFICULT = "difficult", N_("重大疑难")


class Prevention(Words):
    """The four prevention figures, each counted in cases and people."""

    SUICIDE = "suicide", N_("防止民间纠纷引起自杀")
    CRIME = "crime", N_("防止民间纠纷转化为刑事案件")
    COLLECTIVE_PETITION = "collective_petition", N_("防止群体性上访")
    COLLECTIVE_FIGHT = "collective_fight", N_("防止群体性械斗")


class PartySide(Words):
    """On which side a party of a dispute stands; any number on each side."""

    APPLICANT = "applicant", N_("申请人")
    RESPONDENT = "respondent", N_("被申请人")
    OTHER = "other", N_("其他当事人")


class DisputeState(Words):
    """Where a dispute stands, in the order of its life."""

    FOUND = "found", N_("排查发现")
    REGISTERED = "registered", N_("登记")
    ACCEPTED = "accepted", N_("受理")
    NOT_ACCEPTED = "not_accepted", N_("不予受理")
    REFERRED = "referred", N_("移送")
    INQUIRY = "inquiry", N_("调查")
    MEDIATION = "mediation", N_("调解中")
    AGREED_WRITTEN = "agreed_written", N_("达成书面协议")
    AGREED_ORAL = "agreed_oral", N_("达成口头协议")
    FAILED = "failed", N_("调解不成")
    TERMINATED = "terminated", N_("终止告知")
    PERFORMING = "performing", N_("履行监督")
    NOT_PERFORMED = "not_performed", N_("未履行")
    URGED = "urged", N_("督促")
    ROUTES_TOLD = "routes_told", N_("告知诉讼/执行")
    PERFORMED = "performed", N_("履行完毕")
    REVISITED = "revisited", N_("回访")
    CLOSED = "closed", N_("结案")
    ARCHIVED = "archived", N_("归档")


class CertificateKind(Words):
    """What kind of right a certificate (or payment register) is about."""

    CBJYQ = "CBJYQ", N_("土地承包经营权")
    ZJD = "ZJD", N_("宅基地/房地一体")
    LQ = "LQ", N_("林权")
    CY = "CY", N_("草原")
    ZD = "ZD", N_("征地补偿(登记台账,非证书)")


class LandStage(IntEnum):
    """The eleven stages of a household's certificate case; the number is stored.

    >>> LandStage(4).words, LandStage(4).phase_words
    ('一榜公示', '公示')
    """

    words: str
    phase_words: str

    def __new__(cls, number: int, words: str = "", phase_words: str = "") -> Self:
        """Keep the number as the value and the words beside it."""
        member = int.__new__(cls, number)
        member._value_ = number
        member.words = words
        member.phase_words = phase_words
        return member

    INTENT = 1, N_("摸底"), N_("调查")
    SURVEY = 2, N_("权属调查"), N_("调查")
    PARCEL_CHECK = 3, N_("地块核实"), N_("调查")
    FIRST_LIST = 4, N_("一榜公示"), N_("公示")
    OBJECTIONS = 5, N_("异议/勘误处理"), N_("公示")
    SECOND_LIST = 6, N_("二榜公示·归户签字"), N_("公示")
    CONTRACT = 7, N_("合同签订(网签)"), N_("合同")
    REGISTER = 8, N_("登簿"), N_("登记")
    PRINTING = 9, N_("制证"), N_("打印")
    AT_VILLAGE = 10, N_("到村"), N_("发放")
    COLLECTION = 11, N_("领取签收"), N_("签收")

    @property
    def label(self) -> str:
        """The stage as people read it."""
        return _(self.words)

    @property
    def phase(self) -> str:
        """The one word of the mission for this stage."""
        return _(self.phase_words)


class StageOutcome(Words):
    """What happened at a stage."""

    DONE = "done", N_("完成")
    RETURNED = "returned", N_("退回")
    WAIVED = "waived", N_("免办")


class BlockerCode(Words):
    """B: what stands in the way of a certificate."""

    DISPUTE = "DISPUTE", N_("争议搁置")
    AREA = "AREA", N_("面积不符")
    PERSON = "PERSON", N_("人地不符")
    BOUND = "BOUND", N_("四至不清/重叠")
    MISSING = "MISSING", N_("漏登地块")
    HEAD_DEAD = "HEAD_DEAD", N_("户主去世待变更")
    SPLIT = "SPLIT", N_("分户未决")
    MERGE = "MERGE", N_("合户未决")
    AWAY = "AWAY", N_("外出联系不上")
    REFUSE = "REFUSE", N_("拒签")
    DOCS = "DOCS", N_("资料缺失")
    ID_ERR = "ID_ERR", N_("姓名或证号错误")
    OCCUPIED = "OCCUPIED", N_("已征占/建设用地")
    SHARE = "SHARE", N_("确股不确地未定")
    OLD_CONTRACT = "OLD_CONTRACT", N_("二轮合同缺失")
    MORTGAGE = "MORTGAGE", N_("抵押查封")
    OTHER = "OTHER", N_("其他")


class NotDueCode(Words):
    """C: why no certificate is due."""

    EXTINCT = "EXTINCT", N_("整户消亡")
    URBAN = "URBAN", N_("全家进城自愿交回")
    MERGED = "MERGED", N_("已并户")
    SPLIT = "SPLIT", N_("已分户")
    CANCELLED = "CANCELLED", N_("已注销")
    NO_LAND = "NO_LAND", N_("无地")


class UncollectedCode(Words):
    """D: the certificate is at the village; why it was not collected."""

    NOT_TOLD = "NOT_TOLD", N_("未通知")
    AWAY = "AWAY", N_("外出")
    REFUSE = "REFUSE", N_("拒领")
    WRONG = "WRONG", N_("证书有误退回")
    LOST = "LOST", N_("遗失待补")
    PROXY = "PROXY", N_("代领手续不全")


class CertificateEventKind(Words):
    """What happened to a certificate; events are only ever added, and `revoked` takes one back."""

    PRINTED = "printed", N_("已打印")
    SENT_TO_TOWNSHIP = "sent_to_township", N_("到乡镇")
    AT_VILLAGE = "at_village", N_("到村")
    UNCOLLECTED = "uncollected", N_("未领登记")
    COLLECTED = "collected", N_("已领取签收")
    RETURNED_WRONG = "returned_wrong", N_("有误退回")
    LOST_REPORTED = "lost_reported", N_("报遗失")
    REISSUED = "reissued", N_("补发")
    REPLACED = "replaced", N_("换发")
    CORRECTED = "corrected", N_("更正")
    CANCELLED = "cancelled", N_("注销")
    REVOKED = "revoked", N_("撤销某事件")


class LandTerminal(Words):
    """Why a household has left the certificate work for good."""

    EXTINCT = "extinct", N_("整户消亡")
    MERGED = "merged", N_("已并户")
    SPLIT = "split", N_("已分户")
    CANCELLED = "cancelled", N_("已注销")
    SURRENDERED = "surrendered", N_("自愿交回")
    NO_LAND = "no_land", N_("无地")


class PublicityRound(Words):
    """Which list of the land work hangs on the wall."""

    WORKING_GROUP = "working_group", N_("机构")
    INTENT = "intent", N_("摸底")
    PLAN = "plan", N_("方案")
    FIRST_LIST = "first_list", N_("调查一榜")
    SECOND_LIST = "second_list", N_("二榜")
    CERTIFICATES = "certificates", N_("颁证")


class ContractRound(Words):
    """The titling work of 确权 or the renewal of contracts for the next thirty years."""

    TITLING = "titling", N_("确权")
    SECOND_ROUND = "second_round", N_("二轮承包")
    CONTRACT_RENEWAL = "contract_renewal", N_("二轮延包")


class WhoseMove(Words):
    """Who must act next on a certificate gap."""

    NOBODY = "nobody", N_("不用办")
    HOUSEHOLD = "household", N_("农户")
    VILLAGE = "village", N_("村里")
    TOWNSHIP = "township", N_("镇里")
    COUNTY = "county", N_("县里")


class GapLetter(Words):
    """One letter tells whether a household has its certificate and, if not, why."""

    OK = "OK", N_("已领证")
    A = "A", N_("流程未到")
    B = "B", N_("障碍")
    C = "C", N_("不应发")
    D = "D", N_("证已到未领")
