"""One folder for each place of the rail; no page imports another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.ui.desk import Desk
    from desktop.ui.page import Page

PLACES = (
    "today", "households", "visits", "requests", "certificates", "disputes", "notices", "reports", "handover",
    "settings", "desk", "quarantine",
)  # fmt: skip


def make_page(place: str, desk: Desk) -> Page:
    """The page of a place, made when the cadre first goes there."""
    return (_make_daily if place in {"today", "households", "visits", "requests", "settings"} else _make_other)(
        place, desk
    )


def _make_daily(place: str, desk: Desk) -> Page:
    if place == "today":
        from desktop.ui.pages.today.page import TodayPage

        return TodayPage(desk)
    if place == "households":
        from desktop.ui.pages.households.page import HouseholdsPage

        return HouseholdsPage(desk)
    if place == "visits":
        from desktop.ui.pages.visits.page import VisitsPage

        return VisitsPage(desk)
    if place == "requests":
        from desktop.ui.pages.requests.page import RequestsPage

        return RequestsPage(desk)
    from desktop.ui.pages.settings.page import SettingsPage

    return SettingsPage(desk)


def _make_other(place: str, desk: Desk) -> Page:
    if place == "certificates":
        from desktop.ui.pages.certificates.page import CertificatesPage

        return CertificatesPage(desk)
    if place == "disputes":
        from desktop.ui.pages.disputes.page import DisputesPage

        return DisputesPage(desk)
    if place == "notices":
        from desktop.ui.pages.notices.page import NoticesPage

        return NoticesPage(desk)
    if place == "reports":
        from desktop.ui.pages.reports.page import ReportsPage

        return ReportsPage(desk)
    if place == "desk":
        from desktop.ui.pages.desk.page import MergeDeskPage

        return MergeDeskPage(desk)
    if place == "quarantine":
        from desktop.ui.pages.quarantine.page import QuarantinePage

        return QuarantinePage(desk)
    from desktop.ui.pages.handover.page import HandoverPage

    return HandoverPage(desk)
