"""The columns of the ledger, and how a request is spoken of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from gettext import gettext as _
from typing import TYPE_CHECKING

from desktop.ui.widgets.badge import Badge
from desktop.ui.widgets.inputs.dates import short_date
from desktop.ui.widgets.lists.table import Column

if TYPE_CHECKING:
    from db.queries.requests import RequestLine

TOPIC, LIMIT, HANDLER, STEPS = 3, 4, 5, 6  # the columns that go where the words are large
CLOSED = frozenset({"closed", "final"})
PASSED_ON = frozenset({"forwarded", "assigned"})


def columns(today: Callable[[], date], standing: Callable[[RequestLine], Badge]) -> tuple[Column, ...]:
    """Clock, who, what, topic, limit, who acts, how far."""
    return (
        Column(_("时钟"), _clock_words, 114, badge=clock_badge, order=_by_clock),
        Column(_("诉求人"), _requester, 138, role="strong", soft=_group),
        Column(_("内容"), _content, mark=standing),
        Column(_("类别"), short_topic, 80),
        Column(_("期限"), lambda line: short_date(line.due_on, today()) if line.due_on else "", 84, right=True,
               order=lambda line: line.due_on or date.max),
        Column(_("责任人"), lambda line: line.handler_name, 78),
        Column(_("步骤"), step_words, 78, dots=lambda line: (step_of(line), 4), order=step_of),
    )  # fmt: skip


def clock_badge(line: RequestLine) -> Badge:
    """逾期 7 天, 还剩 3 天, or what became of it."""
    if line.replies and line.state in CLOSED:
        return Badge(_("办结"), "soft", "circle-check")
    if line.replies:
        return Badge(line.state_label, "good", "send")
    if line.days_left < 0:
        return Badge(_("逾期 {n} 天").format(n=-line.days_left), "late", "clock-alert")
    words = _("今天到期") if line.days_left == 0 else _("还剩 {n} 天").format(n=line.days_left)
    return Badge(words, "due" if line.colour == "yellow" else "calm", "clock")


def step_of(line: RequestLine) -> int:
    """How many of the four steps are done: registered, accepted, answered, evaluated or closed."""
    if line.state in CLOSED or line.state == "evaluated":
        return 4
    if line.replies:
        return 3
    return 2 if line.steps else 1


def step_words(line: RequestLine) -> str:
    """The dots as a screen reader speaks them."""
    names = (_("登记"), _("受理"), _("答复"), _("评价"))
    at = step_of(line)
    return _("第 {n} 步，共 4 步：{step}").format(n=at, step=names[at - 1])


def short_topic(line: RequestLine) -> str:
    """The topic without its family: 征地 instead of 农村土地·征地."""
    return line.topic.rpartition("·")[2]


def is_in(line: RequestLine, part: str) -> bool:
    """Whether a request belongs to a segment of the ledger; one passed on is unanswered as long as nobody replied."""
    if part == "unanswered":
        return not line.replies
    if part == "unjudged":
        return bool(line.replies) and line.state not in CLOSED and line.state != "evaluated"
    if part == "passed":
        return line.state in PASSED_ON
    return part == "all" or line.state in CLOSED


def _requester(line: RequestLine) -> str:
    return line.requester_name or _("未留姓名")


def _group(line: RequestLine) -> str:
    return line.village_group


def _content(line: RequestLine) -> str:
    return " ".join(line.content.split())


def _clock_words(line: RequestLine) -> str:
    return clock_badge(line).words


def _by_clock(line: RequestLine) -> tuple[bool, int]:
    return bool(line.replies) or line.colour == "stopped", line.days_left
