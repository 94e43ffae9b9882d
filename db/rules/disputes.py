"""The life of a dispute: what may follow what, what an agreement needs, what the dossier lacks, how grave it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from gettext import gettext as _

from db.rules.codes.cases import AgreementForm, DisputeState, RiskGrade, TerminationReason
from db.rules.codes.words import N_

S = DisputeState
NEXT: dict[DisputeState, tuple[DisputeState, ...]] = {
    S.FOUND: (S.REGISTERED,),
    S.REGISTERED: (S.ACCEPTED, S.NOT_ACCEPTED, S.REFERRED),
    S.ACCEPTED: (S.INQUIRY, S.MEDIATION, S.REFERRED, S.TERMINATED),
    S.NOT_ACCEPTED: (S.CLOSED, S.REGISTERED),
    S.REFERRED: (S.CLOSED, S.ACCEPTED),
    S.INQUIRY: (S.MEDIATION, S.REFERRED, S.TERMINATED),
    S.MEDIATION: (S.MEDIATION, S.AGREED_WRITTEN, S.AGREED_ORAL, S.FAILED, S.INQUIRY, S.REFERRED, S.TERMINATED),
    S.FAILED: (S.TERMINATED, S.MEDIATION),
    S.TERMINATED: (S.CLOSED, S.MEDIATION),
    S.AGREED_WRITTEN: (S.PERFORMING, S.PERFORMED, S.NOT_PERFORMED),
    S.AGREED_ORAL: (S.PERFORMING, S.PERFORMED, S.NOT_PERFORMED),
    S.PERFORMING: (S.PERFORMED, S.NOT_PERFORMED),
    S.NOT_PERFORMED: (S.URGED, S.ROUTES_TOLD, S.PERFORMED),
    S.URGED: (S.PERFORMED, S.NOT_PERFORMED, S.ROUTES_TOLD),
    S.ROUTES_TOLD: (S.PERFORMED, S.REVISITED, S.CLOSED),
    S.PERFORMED: (S.REVISITED, S.CLOSED),
    S.REVISITED: (S.CLOSED, S.NOT_PERFORMED),
    S.CLOSED: (S.ARCHIVED, S.MEDIATION, S.NOT_PERFORMED),
    S.ARCHIVED: (S.CLOSED,),
}
BACKWARD = {
    (S.NOT_ACCEPTED, S.REGISTERED),
    (S.REFERRED, S.ACCEPTED),
    (S.TERMINATED, S.MEDIATION),
    (S.CLOSED, S.MEDIATION),
    (S.CLOSED, S.NOT_PERFORMED),
    (S.ARCHIVED, S.CLOSED),
}
ENDED = (S.CLOSED, S.ARCHIVED)
MEDIATING = (S.ACCEPTED, S.INQUIRY, S.MEDIATION, S.FAILED)
"""While the mediation itself runs, so that its month counts."""
OVER = (*ENDED, S.NOT_ACCEPTED, S.REFERRED, S.TERMINATED)
SETTLED = (S.PERFORMED, S.REVISITED, *OVER)
"""What was promised is done, or nobody waits for it any more."""
LAND_TYPES = ("forest_land",)
VIOLENCE = ("械斗", "斗殴", "打架", "动手", "持刀", "砍", "凶器", "拿刀", "炸", "同归于尽", "拼命", "杀", "报复")
MONEY_WORDS = re.compile("元|钱|款|赔|补偿|支付|付给|偿还|工资|租金")
MIXED_UP = (
    (("抚养", "扶养", "赡养"), N_("“抚养”对晚辈,“扶养”在夫妻之间,“赡养”对长辈,请核对用词")),
    (("补偿", "赔偿"), N_("“赔偿”因侵权或违约,“补偿”不问过错,请核对用词")),
    (("定金", "订金"), N_("“定金”有担保作用,“订金”没有,请核对用词")),
)
LARGE_AMOUNT = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What is known when a dispute is moved on."""

    applicants: int = 1
    respondents: int = 1
    reason: str = ""
    to_unit: str = ""
    land_contract: bool = False
    party_clearly_refuses: bool = False
    rights_told: bool = True
    clauses: int = 0
    termination: TerminationReason | None = None
    other_routes_told: bool = False
    revisits: int = 0


def next_states(state: DisputeState) -> tuple[DisputeState, ...]:
    """Where a dispute may go from here; what was ended can be opened again with a reason.

    >>> [state.value for state in next_states(S.FAILED)]
    ['terminated', 'mediation']
    """
    return NEXT[state]


def state_after(steps: Iterable[DisputeState]) -> DisputeState:
    """Where a dispute stands after its recorded steps, oldest first; one without steps is registered.

    >>> state_after([S.FOUND, S.REGISTERED, S.ACCEPTED]).value, state_after([]).value
    ('accepted', 'registered')
    """
    return [S.REGISTERED, *steps][-1]


def is_over(state: DisputeState) -> bool:
    """Whether a dispute counts as closed (已结); the others are open (未结). Opened again, it is open again.

    >>> is_over(state_after([S.ACCEPTED, S.TERMINATED])), is_over(state_after([S.TERMINATED, S.MEDIATION]))
    (True, False)
    """
    return state in OVER


def oral_refusal(land_contract: bool) -> str | None:
    """Why an oral agreement is not allowed: contracted land needs a written one (调解仲裁法 10).

    >>> oral_refusal(True)
    '农村土地承包纠纷必须写书面调解协议书'
    """
    return _("农村土地承包纠纷必须写书面调解协议书") if land_contract else None


def may_be_land_contract(type_code: str) -> bool:
    """Whether a dispute of this type may be about contracted land, so that a person must say which it is."""
    return type_code in LAND_TYPES


def is_land_contract(said: bool | None, type_code: str) -> bool:
    """Whether contracted land is disputed; where nobody said so, a type that may be about it counts as such.

    >>> is_land_contract(None, "forest_land"), is_land_contract(False, "forest_land"), is_land_contract(None, "labour")
    (True, False, False)
    """
    return may_be_land_contract(type_code) if said is None else said


def _entering(to: DisputeState, facts: StepFacts) -> str | None:
    if to is S.MEDIATION:
        if facts.party_clearly_refuses:
            return _("一方明确拒绝调解,不能调解")
        if facts.applicants < 1 or facts.respondents < 1:
            return _("请先登记双方当事人")
    if to is S.AGREED_ORAL:
        return oral_refusal(facts.land_contract)
    if to is S.AGREED_WRITTEN and facts.clauses < 1:
        return _("协议里还没有条款")
    if to is S.TERMINATED:
        if facts.termination is None:
            return _("请选择终止调解的原因")
        if not facts.other_routes_told:
            return _("终止调解要告知当事人可以走的其他途径")
    return None


def refusal(state: DisputeState, to: DisputeState, facts: StepFacts) -> str | None:
    """Why a dispute may not go from one state to the next, in one sentence; None if it may.

    >>> refusal(S.MEDIATION, S.AGREED_ORAL, StepFacts(land_contract=True))
    '农村土地承包纠纷必须写书面调解协议书'
    """
    if to not in NEXT[state]:
        return _("“{state}”之后不能直接“{to}”").format(state=state.label, to=to.label)
    if not facts.reason.strip():
        if to in (S.NOT_ACCEPTED, S.REFERRED):
            return _("请写明{step}的理由").format(step=to.label)
        if (state, to) in BACKWARD:
            return _("请写明重新办理的理由")
    if to is S.REFERRED and not facts.to_unit.strip():
        return _("请写明移送给哪个单位")
    return _entering(to, facts)


def step_warnings(to: DisputeState, facts: StepFacts) -> tuple[str, ...]:
    """What to say without refusing: steps that leave the dossier incomplete.

    >>> step_warnings(S.MEDIATION, StepFacts(rights_told=False))
    ('调解前应告知当事人权利和义务',)
    """
    warnings = []
    if to is S.MEDIATION and not facts.rights_told:
        warnings.append(_("调解前应告知当事人权利和义务"))
    if to is S.CLOSED and facts.clauses and facts.revisits < 1:
        warnings.append(_("达成协议后还没有回访"))
    return tuple(warnings)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: who does what, how much, how and by when."""

    who: str = ""
    what: str = ""
    amount: Decimal | None = None
    how: str = ""
    due_on: str = ""


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What is known of an agreement."""

    form: AgreementForm
    parties: int
    clauses: tuple[Clause, ...] = ()
    facts: str = ""
    signed_parties: int = 0
    mediator_signed: bool = False
    seal: bool = False
    recorder: str = ""
    land_contract: bool = False


def clause_gaps(clause: Clause) -> tuple[str, ...]:
    """What a clause leaves open; an amount is asked for only where money is promised.

    >>> clause_gaps(Clause(who="甲方", what="支付医药费", how="转账", due_on="2026-12-01"))
    ('没写金额',)
    """
    gaps = []
    for value, words in ((clause.who, _("没写由谁履行")), (clause.what, _("没写做什么"))):
        if not value.strip():
            gaps.append(words)
    if clause.amount is None and MONEY_WORDS.search(clause.what):
        gaps.append(_("没写金额"))
    for value, words in ((clause.how, _("没写怎么履行")), (clause.due_on, _("没写履行期限"))):
        if not value.strip():
            gaps.append(words)
    return tuple(gaps)


def copies(parties: int) -> int:
    """How many copies of an agreement are signed: one a party and one for the committee (人民调解法 29).

    >>> copies(3)
    4
    """
    return parties + 1


def must_be_written(civil_rights: bool, party_asks: bool, performed_at_once: bool, difficult: bool) -> bool:
    """Whether an agreement must be written (司法部令75号 34; 宁波 24)."""
    return civil_rights or party_asks or difficult or not performed_at_once


def agreement_gaps(agreement: AgreementFacts) -> tuple[str, ...]:
    """What an agreement still lacks to take effect (人民调解法 28-30).

    >>> agreement_gaps(AgreementFacts(AgreementForm.ORAL, 2, land_contract=True))[0]
    '农村土地承包纠纷必须写书面调解协议书'
    """
    gaps = []
    oral = agreement.form is AgreementForm.ORAL
    if oral and agreement.land_contract:
        gaps.append(oral_refusal(True) or "")
    if agreement.parties < 2:
        gaps.append(_("至少要有两方当事人"))
    if not agreement.clauses:
        gaps.append(_("没有条款"))
    for number, clause in enumerate(agreement.clauses, 1):
        gaps.extend(_("第{n}条{gap}").format(n=number, gap=gap) for gap in clause_gaps(clause))
    if oral and not agreement.recorder.strip():
        gaps.append(_("没写记录人"))
    return tuple(gaps) if oral else (*gaps, *_written_gaps(agreement))


def _written_gaps(agreement: AgreementFacts) -> list[str]:
    gaps = []
    if not agreement.facts.strip():
        gaps.append(_("没写纠纷主要事实和争议事项"))
    if agreement.signed_parties < agreement.parties:
        gaps.append(_("还有{n}方当事人没有签名").format(n=agreement.parties - agreement.signed_parties))
    if not agreement.mediator_signed:
        gaps.append(_("调解员没有签名"))
    if not agreement.seal:
        gaps.append(_("没有盖调解委员会印章"))
    return gaps


def term_hints(text: str) -> tuple[str, ...]:
    """Words of the law that are easily mixed up, when a text uses more than one of a kind (or 订金).

    >>> term_hints("被申请人退还订金")
    ('“定金”有担保作用,“订金”没有,请核对用词',)
    """
    hints = []
    for words, hint in MIXED_UP:
        if sum(word in text for word in words) > 1 or ("订金" in words and "订金" in text):
            hints.append(_(hint))
    return tuple(hints)


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """What can be counted in a dossier; None where a point does not apply."""

    application_or_acceptance: bool
    rights_told_before_first_sitting: bool | None
    all_parties_signed: bool | None
    seal: bool | None
    incomplete_clauses: int | None
    copies_made: int | None
    parties: int
    confirmation_warning_settled: bool | None
    revisits: int | None
    pages_continuous: bool | None = None
    unclear_terms: int = 0


@dataclass(frozen=True, slots=True)
class DossierCheck:
    """One point of the quality check; passed is None where it does not apply."""

    code: str
    words: str
    passed: bool | None

    @property
    def label(self) -> str:
        """The point as it is printed."""
        return _(self.words)


def dossier_checks(facts: DossierFacts) -> tuple[DossierCheck, ...]:
    """The points of the dossier that a program can check (mediation.md §8)."""
    clauses, made, visited = facts.incomplete_clauses, facts.copies_made, facts.revisits
    return (
        DossierCheck("acceptance", N_("有申请书或受理登记表"), facts.application_or_acceptance),
        DossierCheck("rights", N_("首次调解前已告知权利义务"), facts.rights_told_before_first_sitting),
        DossierCheck("signed", N_("当事人都已签名"), facts.all_parties_signed),
        DossierCheck("seal", N_("已盖调解委员会印章"), facts.seal),
        DossierCheck("clauses", N_("每条都写明金额、方式和期限"), None if clauses is None else clauses == 0),
        DossierCheck("copies", N_("份数等于当事人数加一"), None if made is None else made == copies(facts.parties)),
        DossierCheck("confirmation", N_("可以申请司法确认,或已看过提示"), facts.confirmation_warning_settled),
        DossierCheck("revisit", N_("已回访"), None if visited is None else visited > 0),
        DossierCheck("pages", N_("页码连续"), facts.pages_continuous),
        DossierCheck("terms", N_("用词没有混淆"), facts.unclear_terms == 0),
    )


def procedure_score(checks: tuple[DossierCheck, ...]) -> Decimal | None:
    """The share of passed points in percent, one decimal; None when no point applies."""
    known = [check.passed for check in checks if check.passed is not None]
    if not known:
        return None
    return (Decimal(sum(known)) * 100 / len(known)).quantize(Decimal("0.1"))


@dataclass(frozen=True, slots=True)
class GradeFacts:
    """What is known about the danger of a dispute."""

    people: int = 2
    amount: Decimal = Decimal(0)
    text: str = ""
    times: int = 1
    death_or_injury: bool = False
    minors: bool = False
    land_ownership: bool = False


@dataclass(frozen=True, slots=True)
class GradeSuggestion:
    """A grade with its reasons; a person confirms it."""

    grade: RiskGrade
    reasons: tuple[str, ...] = field(default_factory=tuple)


def suggest_grade(facts: GradeFacts) -> GradeSuggestion:
    """How grave a dispute looks; rules suggest, a person confirms.

    >>> suggest_grade(GradeFacts(people=12)).grade.value, suggest_grade(GradeFacts(text="扬言要拿刀")).reasons
    ('major', ('提到凶器或暴力',))
    """
    violent = any(word in facts.text for word in VIOLENCE)
    signs = (
        (facts.death_or_injury, RiskGrade.MAJOR, _("有人死伤")),
        (facts.people >= 10, RiskGrade.MAJOR, _("涉及10人以上")),
        (violent, RiskGrade.HIGH, _("提到凶器或暴力")),
        (facts.amount >= LARGE_AMOUNT, RiskGrade.HIGH, _("金额10万元以上")),
        (facts.times >= 3, RiskGrade.HIGH, _("反复3次以上")),
        (facts.minors, RiskGrade.HIGH, _("涉及未成年人")),
        (5 <= facts.people < 10, RiskGrade.MEDIUM, _("涉及5人以上")),
        (facts.land_ownership, RiskGrade.MEDIUM, _("涉及土地山林权属")),
    )
    found = [(grade, reason) for holds, grade, reason in signs if holds]
    grade = max((grade for grade, _reason in found), key=lambda grade: grade.rank, default=RiskGrade.LOW)
    if violent and facts.people >= 5:
        grade = RiskGrade.MAJOR
    return GradeSuggestion(grade, tuple(reason for _grade, reason in found))


def report_duties(crime_risk: bool, minor_harmed: bool, domestic_violence: bool) -> tuple[tuple[str, str], ...]:
    """Whom the law obliges the committee to tell, as (rule id, sentence); the reporter's name is kept secret (P15).

    >>> report_duties(False, True, False)
    (('MED-MINOR', '未成年人受到侵害或面临危险,请立即报告公安、民政或教育部门'),)
    """
    duties = (
        (crime_risk, "MED-REPORT", _("可能引发治安或刑事案件,请及时报告公安机关")),
        (minor_harmed, "MED-MINOR", _("未成年人受到侵害或面临危险,请立即报告公安、民政或教育部门")),
        (domestic_violence, "MED-DV", _("可能有家庭暴力,请及时报告公安机关")),
    )
    return tuple((rule, sentence) for holds, rule, sentence in duties if holds)
