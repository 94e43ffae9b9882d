"""The hand-over slip of a file that went out or came in: both sides sign it, each keeps a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.store import Store
    from db.sync import UnpackReport


def slip_of(store: Store, which: str, report: UnpackReport | None = None) -> tuple[str, bytes]:
    """The file's name and the slip as PDF, made in a worker; a report of this sitting says in full what became of it.

    ``which`` is an id or a file name of the log.
    """
    from desktop.papers import slip_of as slip
    from desktop.reports.handover_slip import handover_report

    made = slip(store, str(report.file) if report else which, report)
    return made.file_name.removesuffix(".bjb"), handover_report(made).pdf
