"""The rows of the hand-over ledger and of what came in today, in words."""

from __future__ import annotations

from datetime import date, datetime
from gettext import gettext as _
from typing import TYPE_CHECKING

from desktop.ui.widgets.badge import Badge
from desktop.ui.widgets.inputs.dates import spoken_moment
from desktop.ui.widgets.lists.table import Column

if TYPE_CHECKING:
    from db.bundles import UnpackReport
    from db.bundles.stick.handover import DeviceRow

_LONG = 14  # days without a stick after which somebody should ask


def moment(at: str | None, today: date) -> str:
    """A stored instant as it is spoken here."""
    if not at:
        return ""
    from db.identity import CHINA

    return spoken_moment(datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(CHINA), today)


def device_columns(today: date, *, township: bool) -> tuple[Column, ...]:
    """One row a computer; at a laptop, one row for the office."""

    def came(row: DeviceRow) -> str:
        return _numbered(row.last_file_no, moment(row.last_bundle, today)) or _("还没来")

    def went(row: DeviceRow) -> str:
        sent = _numbered(row.sent_file_no, moment(row.sent_at, today))
        if not sent:
            return _("还没送过") if township else _("还没交过")
        seen = bool(row.confirmed_at and row.sent_at and row.confirmed_at >= row.sent_at)
        return _("{sent}，已收到").format(sent=sent) if seen else _("{sent}，没回执").format(sent=sent)

    return (
        Column(_("电脑") if township else _("交给谁"), lambda r: r.name, 190, role="strong"),
        Column(_("最近交来") if township else _("镇里最近送回"), came, tone=_soft),
        Column(_("最近回送") if township else _("最近交出"), went, tone=_soft),
        Column(_("还缺"), missing_words, 118, tone=lambda r: "late" if r.gaps else "soft", spare=True),
        Column(_("状态"), lambda _r: "", 164, badge=lambda r: device_badge(r, today, township=township)),
    )


def _numbered(number: int | None, when: str) -> str:
    if not when:
        return ""
    return _("第{n}号 {when}").format(n=number, when=when) if number else when


def missing_words(row: DeviceRow) -> str:
    """The numbers of files that never came."""
    return _("第{numbers}号").format(numbers="、".join(map(str, row.gaps))) if row.gaps else "—"


def device_badge(row: DeviceRow, today: date, *, township: bool) -> Badge:
    """Where a computer stands, in a word."""
    from db.identity import CHINA

    if row.status in {"revoked", "retired"}:
        return Badge(_("已停用"), "soft", "lock")
    if row.gaps:
        return Badge(_("等补齐"), "late", "triangle-alert")
    if not township:
        if row.sent_at and (not row.confirmed_at or row.confirmed_at < row.sent_at):
            return Badge(_("等镇里回执"), "calm", "usb")
        return Badge(_("对得上"), "good", "circle-check") if row.sent_at else Badge(_("还没交过"), "due", "clock")
    if not row.last_bundle:
        return Badge(_("等U盘"), "soft", "clock")
    came = datetime.fromisoformat(row.last_bundle.replace("Z", "+00:00")).astimezone(CHINA).date()
    if (today - came).days >= _LONG:
        return Badge(_("两周没来"), "due", "clock")
    if not row.sent_at or row.sent_at < row.last_bundle:
        return Badge(_("收下了，待回送"), "good", "circle-check")
    return Badge(_("已回送"), "bare", "circle-check")


def report_columns() -> tuple[Column, ...]:
    """One row a file taken in during this sitting."""
    return (
        Column(_("文件"), lambda r: r.file.name),
        Column(_("新"), lambda r: str(r.new), 62, right=True),
        Column(_("改"), lambda r: str(r.changed), 62, right=True, spare=True),
        Column(
            _("冲突"),
            lambda r: str(r.conflicts),
            66,
            right=True,
            spare=True,
            tone=lambda r: "due" if r.conflicts else "soft",
        ),
        Column(_("等前面的"), lambda r: str(r.waiting), 84, right=True, tone=_soft, spare=True),
        Column(_("没收下"), lambda r: str(refused(r)), 76, right=True, tone=lambda r: "late" if refused(r) else "soft"),
        Column(_("结果"), lambda _r: "", 118, badge=result_badge),
    )


def refused(report: UnpackReport) -> int:
    """How many records of a file were not taken in."""
    return report.quarantined + report.bad


def result_badge(report: UnpackReport) -> Badge:
    """What became of a file, in a word."""
    if report.result == "refused":
        return Badge(_("没收下"), "late", "circle-x")
    if report.result == "known":
        return Badge(_("早收过"), "soft", "circle-check")
    if report.result == "waiting":
        return Badge(_("等补齐"), "due", "clock")
    if refused(report):
        return Badge(_("收下一部分"), "late", "triangle-alert")
    return Badge(_("收下了"), "good", "circle-check")


def _soft(_row: object) -> str:
    return "soft"
