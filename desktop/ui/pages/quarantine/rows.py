"""The rows of the quarantine: by sender what lies here, then what of ours the other side did not take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from typing import TYPE_CHECKING

from db.identity import CHINA, instant
from desktop.ui.widgets.inputs.dates import spoken_moment
from desktop.ui.widgets.lists.lines import Head, Line
from desktop.ui.widgets.lists.table import Column

if TYPE_CHECKING:
    from db.sync.matters.quarantine import Held, HeldDeed, Returned


@dataclass(frozen=True, slots=True)
class Sender:
    """The head over what one computer sent."""

    words: str


@dataclass(frozen=True, slots=True)
class Ours:
    """Segments of this computer the other side did not take, all for one reason."""

    id: str
    peer: str
    reason: str
    deeds: int
    final: bool

    @property
    def told(self) -> str:
        """What became of them."""
        state = _("退回了") if self.final else _("还在看")
        return _("{peer}{state}：{reason}。").format(peer=self.peer, state=state, reason=self.reason)

    @property
    def advice(self) -> str:
        """What to do."""
        if self.final:
            return _("您写的都还在这台电脑上。该交的，请和镇里说清楚，镇里还可以收下；不该交的，不用再管。")
        return _("您写的都还在这台电脑上，镇里看过就定。着急的话给镇里打个电话，不用重写、不用重交。")


def by_sender(held: Iterable[Held], returned: Iterable[Returned]) -> list[Sender | Held | Ours]:
    """What lies here under the computer it came from; then ours, by reason."""
    found: list[Sender | Held | Ours] = []
    last = None
    for one in sorted(held, key=lambda row: (row.rejected, row.device, row.device_id, row.staged_at)):
        head = _("{device}交来的，已退回").format(device=one.device) if one.rejected else one.device
        if head != last:
            found.append(Sender(head))
            last = head
        found.append(one)
    ours: dict[tuple[str, str, bool], list[Returned]] = {}
    for back in returned:
        ours.setdefault((back.peer, back.reason_words, back.final), []).append(back)
    if ours:
        found.append(Sender(_("我们交出去、对方没收的")))
    for (peer, reason, final), listed in ours.items():
        found.append(Ours(listed[0].id, peer, reason, sum(back.deeds for back in listed), final))
    return found


def present(row: Sender | Held | Ours) -> Line | Head:
    """A row of the list."""
    if isinstance(row, Sender):
        return Head(row.words)
    if isinstance(row, Ours):
        return Line(_("{n} 条").format(n=row.deeds), caption=row.reason, icon="upload", icon_tone="due")
    caption = " · ".join(filter(None, (row.place, _("{n} 条").format(n=row.deeds))))
    tone = "soft" if row.rejected else "late"
    return Line(row.reason_words, caption=caption, icon="shield-alert", icon_tone=tone)


def title_of(row: Held | Ours) -> str:
    """The head of the right side."""
    if isinstance(row, Ours):
        return _("交给{peer}的 {n} 条没收").format(peer=row.peer, n=row.deeds)
    return _("{device}交来的 {n} 条").format(device=row.device, n=row.deeds)


def spoken_at(at: str, today: date) -> str:
    """When it came, in the time of this country."""
    return spoken_moment(instant(at).astimezone(CHINA), today) if at else ""


def deed_columns() -> tuple[Column, ...]:
    """One row a deed: what, who and when, what it says."""

    def who(deed: HeldDeed) -> str:
        return " ".join(filter(None, (deed.cadre, deed.at)))

    return (
        Column(_("做了什么"), lambda deed: deed.deed + deed.noun, 120, role="strong"),
        Column(_("谁、什么时候"), who, 190, tone=lambda _deed: "soft", spare=True),
        Column(_("内容"), lambda deed: deed.said),
    )
