"""Legal and local limits as data, and the last days they lead to; only what is law may be shown as law."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import gettext as _

from db.rules.codes.lists import code_file
from db.rules.codes.words import N_, Words
from db.rules.working_days import Counted, Holidays, add_days, add_working_days, add_years

LAND_ARBITRATION_YEARS = 2
NO_CONFIRMATION = {
    "marriage_family": N_("婚姻家庭纠纷若涉及身份关系,法院不予确认"),
    "forest_land": N_("山林土地纠纷若涉及确认权属,法院不予确认"),
    "house_homestead": N_("房屋宅基地纠纷若涉及确认权属,法院不予确认"),
    "intellectual_property": N_("知识产权纠纷若涉及确认权属,法院不予确认"),
}


class LimitKind(Words):
    """What stands behind a limit."""

    LAW = "law", N_("法律规定")
    SETTING = "setting", N_("本地设置")
    ADVICE = "advice", N_("建议")
    LOCAL = "local", N_("当地规定")
    INFORMATION = "information", N_("参考")


class PublicityKind(Words):
    """What hangs on the wall; each kind has its own shortest time."""

    GENERAL = "general", N_("一般公示")
    MONITORING = "monitoring", N_("防返贫民主评议公示")
    CONTRACT_PLAN = "contract_plan", N_("承包方案公示")
    LAND_LIST = "land_list", N_("土地调查公示")
    WORKING_GROUP = "working_group", N_("工作组名单公示")
    EXPROPRIATION_FIRST = "expropriation_first", N_("征收土地预公告")
    COMPENSATION_PLAN = "compensation_plan", N_("征地补偿安置公告")
    RESETTLEMENT = "resettlement", N_("移民安置公示")
    HOMESTEAD = "homestead", N_("宅基地登记公告")


@dataclass(frozen=True, slots=True)
class Deadline:
    """One limit of the table: so many days (or a condition in words), what stands behind it, and its source."""

    id: str
    kind: LimitKind
    confidence: str
    source: str
    days: int | None = None
    unit: str = "calendar"
    condition: str = ""

    @property
    def is_law(self) -> bool:
        """Whether this limit may be shown to people as law."""
        return self.kind is LimitKind.LAW and self.confidence == "V"


@dataclass(frozen=True, slots=True)
class PublicityRule:
    """The shortest time of one kind of notice; days are a setting, this is the default."""

    days: int
    unit: str
    kind: LimitKind
    basis: str


PUBLICITY: dict[PublicityKind, PublicityRule] = {
    PublicityKind.GENERAL: PublicityRule(5, "calendar", LimitKind.SETTING, ""),
    PublicityKind.MONITORING: PublicityRule(5, "calendar", LimitKind.LOCAL, N_("县级防返贫工作答复")),
    PublicityKind.CONTRACT_PLAN: PublicityRule(15, "calendar", LimitKind.LAW, N_("农村土地承包合同管理办法")),
    PublicityKind.LAND_LIST: PublicityRule(15, "calendar", LimitKind.SETTING, N_("延包检查验收表")),
    PublicityKind.WORKING_GROUP: PublicityRule(15, "calendar", LimitKind.SETTING, N_("延包检查验收表")),
    PublicityKind.EXPROPRIATION_FIRST: PublicityRule(10, "working", LimitKind.LAW, N_("土地管理法实施条例26")),
    PublicityKind.COMPENSATION_PLAN: PublicityRule(30, "calendar", LimitKind.LAW, N_("土地管理法47;实施条例28")),
    PublicityKind.RESETTLEMENT: PublicityRule(5, "calendar", LimitKind.SETTING, N_("移民条例7、53未定天数")),
    PublicityKind.HOMESTEAD: PublicityRule(15, "working", LimitKind.SETTING, ""),
}


@dataclass(frozen=True, slots=True)
class Countdown:
    """A last day, how many days are left (negative: over), and sentences to show with it."""

    last_on: date
    days_left: int
    warnings: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether the last day has passed."""
        return self.days_left < 0


@cache
def deadlines() -> dict[str, Deadline]:
    """Every limit of resources/codes/codes.json by its id."""
    found = {}
    for row in code_file()["deadlines"]:
        condition = row.get("when") or row.get("needs") or row.get("after") or row.get("period") or ""
        days = row.get("days") if "visits" not in row else None
        unit = row.get("unit", "calendar")
        found[row["id"]] = Deadline(
            row["id"], LimitKind(row["kind"]), row["confidence"], row["source"], days, unit, condition
        )
    return found


def deadline(rule_id: str) -> Deadline:
    """One limit by its id; KeyError for an id nobody knows.

    >>> deadline("MED-CONFIRM").days, deadline("MED-CONFIRM").is_law, deadline("MED-ACCEPT").is_law
    (30, True, False)
    """
    return deadlines()[rule_id]


def last_day(rule_id: str, start: date, *, days: int | None = None, holidays: Holidays | None = None) -> Counted:
    """The last day of a limit that starts on a day; `days` is the number set in this township, if another.

    >>> last_day("REQ-OBJECT", date(2026, 9, 30)).day, last_day("MED-PERIOD", date(2026, 11, 1)).day
    (datetime.date(2026, 10, 13), datetime.date(2026, 12, 1))
    """
    rule = deadline(rule_id)
    number = days if days is not None else rule.days
    if number is None:
        raise ValueError(_("这条期限没有天数"))
    if rule.unit == "working":
        return add_working_days(start, number, holidays)
    return add_days(start, number, holidays=holidays)


def countdown(last_on: date, today: date, *warnings: str) -> Countdown:
    """How many days are left until a last day."""
    return Countdown(last_on, (last_on - today).days, tuple(warnings))


def mediation_end(accepted_on: date, today: date, extended_days: int = 0, days: int | None = None) -> Countdown:
    """Until when a dispute must be agreed, extended by consent of both, or ended (about one month, 司法部令75号 33).

    >>> mediation_end(date(2026, 11, 1), date(2026, 12, 2)).warnings
    ('调解期限已过:双方都同意可以延期,否则应终止调解并告知其他途径',)
    """
    number = days if days is not None else deadline("MED-PERIOD").days or 0
    last_on = add_days(accepted_on, number + extended_days).day
    if today > last_on:
        return countdown(last_on, today, _("调解期限已过:双方都同意可以延期,否则应终止调解并告知其他途径"))
    return countdown(last_on, today)


def mediation_last_on(accepted_on: date, extended_to: Iterable[date] = (), days: int | None = None) -> date:
    """The last day of a mediation: about a month from acceptance, or the latest day both sides agreed to since.

    >>> mediation_last_on(date(2026, 11, 1)), mediation_last_on(date(2026, 11, 1), [date(2026, 12, 16)])
    (datetime.date(2026, 12, 1), datetime.date(2026, 12, 16))
    """
    return max([mediation_end(accepted_on, accepted_on, days=days).last_on, *extended_to])


def extension_refusal(days: int, applicant_consents: bool, respondent_consents: bool) -> str | None:
    """Why mediation may not be extended; both sides must want it (宁波 27, 深圳 25).

    >>> extension_refusal(15, True, False)
    '延期须双方当事人都同意'
    """
    if days < 1:
        return _("请填写延期的天数")
    return None if applicant_consents and respondent_consents else _("延期须双方当事人都同意")


def court_confirmation(effective_on: date, today: date, type_code: str, acknowledged: bool = False) -> Countdown:
    """The joint application to the court: 30 days from the day the agreement takes effect (人民调解法 33).

    Types that courts do not confirm (民诉法解释 355: identity relations, establishing title) carry their warning
    always, also after a person acknowledged it; only the demand to acknowledge disappears.

    >>> court_confirmation(date(2026, 11, 1), date(2026, 11, 21), "forest_land", acknowledged=True)
    Countdown(last_on=datetime.date(2026, 12, 1), days_left=10, warnings=('山林土地纠纷若涉及确认权属,法院不予确认',))
    """
    warnings = []
    if type_code in NO_CONFIRMATION:
        warnings.append(_(NO_CONFIRMATION[type_code]))
        if not acknowledged:
            warnings.append(_("打印申请书前请先确认已看过这条提示"))
    last_on = add_days(effective_on, deadline("MED-CONFIRM").days or 0).day
    if today > last_on:
        warnings.append(_("申请司法确认的30日期限已过"))
    return countdown(last_on, today, *warnings)


def revisit_due(performance_due_on: date, days: int | None = None) -> date:
    """When to visit the parties again: some days after the promised day (advice, a setting)."""
    return last_day("MED-REVISIT", performance_due_on, days=days).day


def land_arbitration(knew_on: date, today: date) -> Countdown:
    """Until when a land-contract dispute may go to arbitration: two years from knowing (调解仲裁法 18).

    >>> land_arbitration(date(2025, 3, 1), date(2026, 11, 21)).days_left
    100
    """
    return countdown(add_years(knew_on, LAND_ARBITRATION_YEARS), today)


def publicity_end(
    kind: PublicityKind, posted_on: date, days: int | None = None, holidays: Holidays | None = None
) -> Counted:
    """The earliest day on which a notice has hung long enough; a township may set more days, never fewer than law.

    >>> publicity_end(PublicityKind.LAND_LIST, date(2026, 11, 1)).day
    datetime.date(2026, 11, 16)
    >>> publicity_end(PublicityKind.COMPENSATION_PLAN, date(2026, 11, 1), days=5).day
    datetime.date(2026, 12, 1)
    """
    rule = PUBLICITY[kind]
    number = rule.days if days is None else days
    if rule.kind is LimitKind.LAW:
        number = max(number, rule.days)
    if rule.unit == "working":
        return add_working_days(posted_on, number, holidays)
    return add_days(posted_on, number)


def publicity_refusal(ends_on: date, today: date, open_objections: int) -> str | None:
    """Why a notice may not be closed as passed, in one sentence; None if it may.

    >>> publicity_refusal(date(2026, 11, 16), date(2026, 11, 15), 0)
    '公示到2026-11-16才满,现在不能通过'
    """
    if today < ends_on:
        return _("公示到{day}才满,现在不能通过").format(day=ends_on.isoformat())
    if open_objections:
        return _("还有{n}条异议没有处理,不能通过").format(n=open_objections)
    return None
