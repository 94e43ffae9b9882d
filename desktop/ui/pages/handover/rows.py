"""The rows of the hand-over ledger and of what came in today, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from gettext import gettext as _
from typing import TYPE_CHECKING

from db.identity import CHINA
from desktop.ui.widgets.badge import Badge
from desktop.ui.widgets.inputs.dates import spoken_moment
from desktop.ui.widgets.lists.table import Column

if TYPE_CHECKING:
    from db.sync import UnpackReport
    from db.sync.exchange.handover import DeviceRow
    from db.sync.exchange.history import FileLine
    from desktop.ui.pages.handover.handover_jobs import DeviceLine

_LONG = 14  # days without a stick after which somebody should ask


def moment(at: str | None, today: date) -> str:
    """A stored instant as it is spoken here."""
    if not at:
        return ""
    return spoken_moment(datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(CHINA), today)


def went_words(row: DeviceRow, today: date, *, township: bool) -> str:
    """The last file sent and whether its receipt came."""
    sent = _numbered(row.sent_file_no, moment(row.sent_at, today))
    if not sent:
        return _("还没送过") if township else _("还没交过")
    return _("{sent}，已收到").format(sent=sent) if _seen(row) else _("{sent}，没回执").format(sent=sent)


def _seen(row: DeviceRow) -> bool:
    return bool(row.confirmed_at and row.sent_at and row.confirmed_at >= row.sent_at)


def device_columns(today: date, this_time: Mapping[str, int]) -> tuple[Column, ...]:
    """One row a computer; ``this_time`` is what came from each during this sitting."""

    def came(line: DeviceLine) -> str:
        return _numbered(line.row.last_file_no, moment(line.row.last_bundle, today)) or _("还没来")

    def now(line: DeviceLine) -> str:
        count = this_time.get(line.row.name)
        return f"＋{count:,}" if count else "—"

    def accepted_tone(line: DeviceLine) -> str:
        return "late" if line.accepted < line.handed else ""

    return (
        Column(_("电脑"), lambda d: d.row.name, 150, role="strong"),
        Column(_("最近交来"), came),
        Column(_("最近回送"), lambda d: went_words(d.row, today, township=True), tone=_soft, spare=True),
        Column(_("这次"), now, 70, right=True, tone=_soft, spare=True),
        Column(_("他交过"), lambda d: f"{d.handed:,}", 84, right=True, order=lambda d: d.handed),
        Column(_("镇里已认"), lambda d: f"{d.accepted:,}", 92, right=True, tone=accepted_tone),
        Column(_("状态"), lambda _d: "", 176, badge=lambda d: device_badge(d, today)),
    )


def _numbered(number: int | None, when: str) -> str:
    if not when:
        return ""
    return _("第{n}号 {when}").format(n=number, when=when) if number else when


def missing_words(row: DeviceRow) -> str:
    """The numbers of files that never came."""
    return _("缺第 {numbers} 号").format(numbers="、".join(map(str, row.gaps)))


def device_badge(line: DeviceLine, today: date) -> Badge:
    """Where a computer stands, in a word."""
    row = line.row
    if row.status in {"revoked", "retired"}:
        return Badge(_("已停用"), "soft", "lock")
    if row.gaps:
        return Badge(missing_words(row), "late", "triangle-alert")
    if line.accepted < line.handed:
        return Badge(_("{n} 条没收下").format(n=line.handed - line.accepted), "late", "triangle-alert")
    if not row.last_bundle:
        return Badge(_("等U盘"), "soft", "clock")
    came = datetime.fromisoformat(row.last_bundle.replace("Z", "+00:00")).astimezone(CHINA).date()
    if (today - came).days >= _LONG:
        return Badge(_("两周没来"), "due", "clock")
    if not row.sent_at or row.sent_at < row.last_bundle:
        return Badge(_("收下了，待回送"), "good", "circle-check")
    return Badge(_("已回送"), "bare", "circle-check")


@dataclass(frozen=True, slots=True)
class Came:
    """A file that came in: with its figures when it came during this sitting, else as the log remembers it."""

    name: str
    result: str
    report: UnpackReport | None = None


def came_today(reports: Sequence[UnpackReport], files: Sequence[FileLine], today: date) -> list[Came]:
    """The files of today, newest first, none of them twice."""
    found = [Came(report.file.name, report.result, report) for report in reports]
    names = {came.name for came in found}
    for line in files:
        if line.direction == "in" and line.file_name not in names and moment_day(line.at) == today:
            names.add(line.file_name)
            found.append(Came(line.file_name, line.result))
    return found


def moment_day(at: str) -> date | None:
    """The day in China of a stored instant."""
    return datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(CHINA).date() if at else None


def came_columns() -> tuple[Column, ...]:
    """One row a file that came in today."""

    def number(name: str) -> Callable[[Came], str]:
        return lambda came: f"{getattr(came.report, name):,}" if came.report else "—"

    def tone(name: str, warm: str) -> Callable[[Came], str]:
        return lambda came: warm if came.report and getattr(came.report, name) else "soft"

    return (
        Column(_("文件"), lambda c: c.name.removesuffix(".bjb")),
        Column(_("新"), number("new"), 62, right=True),
        Column(_("改"), number("changed"), 62, right=True),
        Column(_("冲突"), number("conflicts"), 66, right=True, tone=tone("conflicts", "due")),
        Column(_("等前面的"), number("waiting"), 84, right=True, tone=tone("waiting", "due"), spare=True),
        Column(_("没收下"), lambda c: f"{refused(c.report):,}" if c.report else "—", 76, right=True,
               tone=lambda c: "late" if c.report and refused(c.report) else "soft"),
        Column(_("结果"), lambda _c: "", 124, badge=came_badge),
    )  # fmt: skip


CADRE, WAITING = 3, 4  # the columns that go where what was said about a file stands beside it


def file_columns(today: date) -> tuple[Column, ...]:
    """One row a file that went or came, for a laptop."""
    return (
        Column(_("去向"), lambda _f: "", 108, badge=_direction_badge),
        Column(_("文件"), lambda f: f.file_name.removesuffix(".bjb"), role="strong"),
        Column(_("时间"), lambda f: moment(f.at, today), 150, tone=_soft),
        Column(_("经手人"), lambda f: f.cadre, 110, tone=_soft, spare=True),
        Column(_("结果"), lambda _f: "", 132, badge=_file_badge),
    )


def _direction_badge(line: FileLine) -> Badge:
    return Badge(_("收回"), "bare", "download") if line.direction == "in" else Badge(_("装出"), "calm", "upload")


def _file_badge(line: FileLine) -> Badge:
    if line.direction == "out":
        return Badge(_("已装好"), "soft", "usb")
    return _BADGES.get(line.result, _BADGES["taken"])()


def refused(report: UnpackReport) -> int:
    """How many records of a file were not taken in."""
    return report.quarantined + report.bad


def came_badge(came: Came) -> Badge:
    """What became of a file, in a word."""
    if came.report and came.result == "taken" and refused(came.report):
        return _BADGES["part"]()
    return _BADGES.get(came.result, _BADGES["taken"])()


_BADGES: dict[str, Callable[[], Badge]] = {
    "refused": lambda: Badge(_("没收下"), "late", "circle-x"),
    "known": lambda: Badge(_("早收过"), "soft", "circle-check"),
    "waiting": lambda: Badge(_("等补齐"), "due", "clock"),
    "salvaged": lambda: Badge(_("收下一部分"), "late", "triangle-alert"),
    "part": lambda: Badge(_("收下一部分"), "late", "triangle-alert"),
    "taken": lambda: Badge(_("收下了"), "good", "circle-check"),
}


def _soft(_row: object) -> str:
    return "soft"
