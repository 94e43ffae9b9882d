"""The lists that the rules reason about: visits, people, requests. Sources: domain codes.md §2."""

from db.rules.codes.words import N_, Words


class VisitKind(Words):
    """Why a cadre met a household; the first four are the fixed words of the source documents.

    >>> VisitKind.LEADERS_VISIT.value, VisitKind.LEADERS_VISIT.words
    ('leaders_visit', '领导下访')
    >>> VisitKind.of_words("重点走访")
    <VisitKind.KEY_VISIT: 'key_visit'>
    """

    REGULAR_RECEPTION = "regular_reception", N_("常年接访")
    APPOINTED_VISIT = "appointed_visit", N_("定期约访")
    KEY_VISIT = "key_visit", N_("重点走访")
    LEADERS_VISIT = "leaders_visit", N_("领导下访")
    DAILY_VISIT = "daily_visit", N_("日常走访")
    PHONE = "phone", N_("电话")


class PlaceKind(Words):
    """Where people talked."""

    HOME = "home", N_("户内")
    FIELD = "field", N_("田间")
    YARD = "yard", N_("院坝")
    VILLAGE_OFFICE = "village_office", N_("村委会")
    COMPANY = "company", N_("企业")
    PHONE = "phone", N_("电话")
    OTHER = "other", N_("其他")


class ResidenceKind(Words):
    """How a person belongs to the village."""

    REGISTERED = "registered", N_("户籍")
    RESIDENT = "resident", N_("常住非户籍")
    FLOATING = "floating", N_("流动")
    AWAY = "away", N_("外出")


class MonitorKind(Words):
    """The three kinds of household watched against falling back into poverty."""

    UNSTABLE = "unstable", N_("脱贫不稳定户")
    MARGINAL = "marginal", N_("边缘易致贫户")
    SUDDEN = "sudden", N_("突发严重困难户")


class HouseholdTag(Words):
    """Tags of a household or person, as county lists carry them."""

    OUT_OF_POVERTY_SUPPORTED = "out_of_poverty_supported", N_("脱贫户(继续享受政策)")
    OUT_OF_POVERTY = "out_of_poverty", N_("脱贫户(不享受政策)")
    DISABLED = "disabled", N_("持证残疾人")
    DIBAO = "dibao", N_("农村低保")
    DIBAO_URBAN = "dibao_urban", N_("城镇低保")
    TEKUN = "tekun", N_("城乡特困")
    MONITORED = "monitored", N_("监测对象(风险未消除)")
    MONITORED_CLEARED = "monitored_cleared", N_("监测对象(风险已消除)")
    ORPHAN = "orphan", N_("孤儿及事实无人抚养儿童")
    LOW_INCOME = "low_income", N_("低收入人口")


class RequestKind(Words):
    """What a villager's matter is, in the village's own words."""

    NEED = "need", N_("需求")
    QUESTION = "question", N_("疑虑(咨询)")
    SUGGESTION = "suggestion", N_("建议")
    COMPLAINT = "complaint", N_("投诉")


class PetitionKind(Words):
    """The statutory kind of a matter (信访工作条例 29-31); an accusation belongs to a restricted class (P5)."""

    SUGGESTION = "suggestion", N_("建议意见")
    ACCUSATION = "accusation", N_("检举控告")
    CLAIM = "claim", N_("申诉求决")


class RequestOutcome(Words):
    """How a request was settled."""

    SOLVED_AT_ONCE = "solved_at_once", N_("当场解决")
    SOLVED_IN_TIME = "solved_in_time", N_("限期解决")
    PASSED_ON = "passed_on", N_("转办")
    EXPLAINED = "explained", N_("解释说明")
    NOT_SUPPORTED = "not_supported", N_("不予支持")


class Opinion(Words):
    """The three results of a written opinion (信访工作条例 32)."""

    SUPPORTED = "supported", N_("予以支持")
    EXPLAINED = "explained", N_("解释说明")
    NOT_SUPPORTED = "not_supported", N_("不予支持")


class Handling(Words):
    """The four ways of settling well (信访工作条例 27)."""

    SOLVE = "solve", N_("诉求合理的解决问题到位")
    EDUCATE = "educate", N_("诉求无理的思想教育到位")
    RELIEVE = "relieve", N_("生活困难的帮扶救助到位")
    LAWFUL = "lawful", N_("行为违法的依法处理")


class LegalRoute(Words):
    """The statutory routes of a claim (信访工作条例 31, six items, wording shortened)."""

    COURT_POLICE = "court_police", N_("诉讼·复议·公安检察程序")
    ARBITRATION = "arbitration", N_("仲裁")
    PARTY_APPEAL = "party_appeal", N_("党员申诉、申请复审等")
    ADMINISTRATIVE = "administrative", N_("行政程序")
    SUPERVISION = "supervision", N_("履职查处")
    PETITION_OPINION = "petition_opinion", N_("信访处理意见书")


class RequestChannel(Words):
    """The door a request came in by."""

    VISIT = "visit", N_("入户")
    RECEPTION = "reception", N_("来访")
    LETTER = "letter", N_("来信")
    CALL = "call", N_("来电")
    WEB_MAILBOX = "web_mailbox", N_("网上信箱")
    CHAT_GROUP = "chat_group", N_("群")
    OFFICIAL_ACCOUNT = "official_account", N_("公众号")
    HOTLINE = "hotline", N_("热线12345")
    ONLINE_PETITION = "online_petition", N_("网上信访")
    FORUM = "forum", N_("恳谈会")
    RECEPTION_DAY = "reception_day", N_("接待日")
    ASSIGNED = "assigned", N_("领导交办")
    OTHER = "other", N_("其他")


class ReplyWay(Words):
    """How the requester was answered."""

    IN_PERSON = "in_person", N_("当面")
    HOME_VISIT = "home_visit", N_("上门")
    PHONE = "phone", N_("电话")
    WRITTEN = "written", N_("书面")
    MESSAGE = "message", N_("短信")
    NOTICE = "notice", N_("公示")
    OTHER = "other", N_("其他")


class Satisfaction(Words):
    """What the requester thinks of the answer."""

    SATISFIED = "satisfied", N_("满意")
    FAIRLY = "fairly", N_("基本满意")
    DISSATISFIED = "dissatisfied", N_("不满意")
    NOT_STATED = "not_stated", N_("未评价")


class Means(Words):
    """Means and ways of settling (source documents, 信访工作条例 37)."""

    LAW = "law", N_("法律")
    POLICY = "policy", N_("政策")
    ECONOMIC = "economic", N_("经济")
    ADMINISTRATIVE = "administrative", N_("行政")
    EDUCATION = "education", N_("教育")
    CONSULTATION = "consultation", N_("协商")
    PERSUASION = "persuasion", N_("疏导")


class AccountabilityReason(Words):
    """The three grounds for calling a cadre to account."""

    WEAK_WORK = "weak_work", N_("工作不力")
    NO_MEASURES = "no_measures", N_("措施不到位")
    LATE = "late", N_("化解不及时")


class RequestState(Words):
    """Where a request stands (信访工作条例 2022), in the order of its life."""

    REGISTERED = "registered", N_("登记")
    TRIAGED = "triaged", N_("甄别")
    ANSWERED_AT_ONCE = "answered_at_once", N_("当场答复")
    ACCEPTED = "accepted", N_("受理")
    FORWARDED = "forwarded", N_("转送")
    ASSIGNED = "assigned", N_("交办")
    REDIRECTED = "redirected", N_("告知其他途径")
    NOT_ACCEPTED = "not_accepted", N_("不予受理")
    IN_PROGRESS = "in_progress", N_("办理中")
    EXTENDED = "extended", N_("延期")
    REPLIED = "replied", N_("已答复")
    EVALUATED = "evaluated", N_("已评价")
    REVIEW = "review", N_("复查")
    SECOND_REVIEW = "second_review", N_("复核")
    CLOSED = "closed", N_("办结")
    FINAL = "final", N_("终结")


class PaperKind(Words):
    """What a photo or scanned paper shows.

    >>> PaperKind.of_words("户口簿").value
    'household_register'
    """

    ID_CARD = "id_card", N_("身份证")
    HOUSEHOLD_REGISTER = "household_register", N_("户口簿")
    PHOTO = "photo", N_("照片")
    SIGN_SHEET = "sign_sheet", N_("签字表")
    POWER_OF_ATTORNEY = "power_of_attorney", N_("委托书")
    AGREEMENT_SCAN = "agreement_scan", N_("协议扫描件")
    CERTIFICATE = "certificate", N_("证书")
    OTHER = "other", N_("其他")


class PaperOwner(Words):
    """What a paper can hang on; the codes are the names of the records."""

    HOUSEHOLD = "household", N_("本户")
    PERSON = "person", N_("成员")
    VISIT = "visit", N_("走访")
    REQUEST = "request", N_("诉求")
    REPLY = "reply", N_("答复")
    CONTRACTOR = "contractor", N_("承包方")
    CONTRACT = "contract", N_("承包合同")
    PARCEL = "parcel", N_("地块")
    CERTIFICATE = "certificate", N_("权证")
    CERTIFICATE_EVENT = "certificate_event", N_("权证经过")
    PUBLICITY = "publicity", N_("公示")
    OBJECTION = "objection", N_("异议")
    SCREENING = "screening", N_("排查")
    DISPUTE = "dispute", N_("纠纷")
    SITTING = "sitting", N_("调解会")
    AGREEMENT = "agreement", N_("调解协议")
    PERFORMANCE = "performance", N_("履行")
    REVISIT = "revisit", N_("回访")
