"""这一页的数字怎么算: what each figure of a page counts, in the words the page uses; F1 shows them above the keys."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import gettext as _

_OF_PLACE = {
    "today": ("visits", "never", "unanswered", "overdue", "uncollected", "open", "before", "unknown"),
    "households": ("register", "uncollected", "never", "unanswered"),
    "visits": ("visits", "never"),
    "requests": ("unanswered", "overdue"),
    "certificates": ("due", "uncollected", "rate", "letters"),
    "disputes": ("open", "overdue"),
    "reports": (
        "period", "register", "visits", "unanswered", "overdue", "due", "uncollected", "rate", "letters", "open",
        "unknown",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what is counted under it."""

    word: str
    meaning: str


def terms(place: str) -> tuple[Term, ...]:
    """The figures of a place, in the order it shows them."""
    known = _terms()
    return tuple(known[name] for name in _OF_PLACE.get(place, ()))


def _terms() -> dict[str, Term]:
    return {
        "register": Term(
            _("户、人"),
            _("这一天在册的。从成立、迁入或出生那天算起，不知道哪天的，从记进电脑那天算起；注销、去世、迁出当天起不算。"),
        ),
        "visits": Term(
            _("户次"), _("记下一次走访算一户次，同一户去两次算两户次。“本月走访”从本月1日数到今天。")
        ),
        "never": Term(_("从未走访"), _("一次走访也没有记过的户。")),
        "unanswered": Term(
            _("未答复"),
            _("收到了、到这一天还没有一条答复的诉求。转办不算答复；没答复就办结的，仍算未答复。检举控告不在内。"),
        ),
        "overdue": Term(
            _("逾期"), _("过了最后一天还没办的。诉求看答复期限，批了延期的看延到哪天；纠纷看调解期限。")
        ),
        "due": Term(_("应领证"), _("该有证的承包户，领了的、未领的都算，C 不应发的不算。一户有几件，只算一户。")),
        "uncollected": Term(
            _("未领证"), _("应领证的户里，还有证没到手的：A 流程未到、B 有障碍、D 证已到未领。有一件没到手就算。")
        ),
        "rate": Term(_("领证率"), _("应领证的户里，证都到手了的占多少。")),
        "letters": Term(
            _("A、B、C、D"),
            _("按件数，一件一个字母：A 流程未到，B 有障碍，C 不应发，D 证已到未领（也包括有误退回、遗失待补的）。"),
        ),
        "open": Term(
            _("未结"),
            _("没有结案、归档、终止、移送或不予受理的纠纷，看最后一步；结了又重新办的，又算未结。其余的是已结。"),
        ),
        "before": Term(_("上月同日"), _("上个月的同一天，照一样的算法数出来的；以后补记的新事不会改它。")),
        "period": Term(
            _("本期、上期"),
            _("走访、诉求、纠纷只数这段时间里的；未答复、未领证、在册这些看这段时间的最后一天。上期是前面一样长的一段。"),
        ),
        "unknown": Term(_("“/”"), _("那一天电脑里还没有这类记录，数不出来，不当作 0。")),
    }  # fmt: skip
