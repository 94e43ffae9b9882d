"""The hand-over slip of a file that was taken in: both sides sign it, each keeps a copy."""

from __future__ import annotations

import hashlib
from gettext import gettext as _
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.bundles import UnpackReport
    from db.store import Store


def slip_of(store: Store, report: UnpackReport) -> bytes:
    """The slip as PDF, made in a worker; the file must still lie where it was taken in from."""
    from db.bundles import inspect
    from db.identity import CHINA
    from desktop.reports.handover_slip import HandoverSlip, Side, SlipLine, handover_report

    about = inspect(report.file)
    lines = (SlipLine(_("各种记录"), report.new, report.changed),) if report.new or report.changed else ()
    slip = HandoverSlip(
        giver=Side(str(about["from"])),
        taker=Side(store.name, person=store.me.name),
        on=store.now().astimezone(CHINA).isoformat(timespec="minutes"),
        file_name=report.file.name,
        file_no=int(about["file_no"]),
        bundle_id=str(about["bundle_id"]),
        fingerprint=hashlib.sha256(report.file.read_bytes()).hexdigest(),
        size=int(about["bytes"]),
        lines=lines,
        result=report.message,
        conflicts=report.conflicts,
        waiting=report.waiting,
        notes=tuple(words for _code, words in report.notes if words != report.message),
        printed_by=store.me.name,
    )
    return handover_report(slip).pdf
