"""Limits: what is law, and the last days they lead to."""

from datetime import date, timedelta

import pytest

from db.rules.codes import code_file, dispute_types
from db.rules.deadlines import (
    NO_CONFIRMATION,
    PUBLICITY,
    LimitKind,
    PublicityKind,
    countdown,
    court_confirmation,
    deadline,
    deadlines,
    extension_refusal,
    land_arbitration,
    last_day,
    mediation_end,
    publicity_end,
    publicity_refusal,
    revisit_due,
)

DAY = date(2026, 11, 1)


def test_the_table_holds_every_limit_once():
    assert len(deadlines()) == len(code_file()["deadlines"]) == 32
    assert {rule.kind for rule in deadlines().values()} <= set(LimitKind)


def test_accepting_in_three_days_is_never_shown_as_law():
    assert not deadline("MED-ACCEPT").is_law
    assert not deadline("REQ-VILLAGE-REPLY").is_law
    assert not deadline("PUB-MONITOR").is_law
    assert all(rule.confidence == "V" for rule in deadlines().values() if rule.is_law)


def test_last_days():
    assert last_day("REQ-FINISH", DAY).day == DAY + timedelta(60)
    assert last_day("REQ-VILLAGE-REPLY", DAY, days=3).day == date(2026, 11, 4)
    assert last_day("MED-ACCEPT", date(2026, 11, 20)).day == date(2026, 11, 25)
    with pytest.raises(ValueError, match="天数"):
        last_day("MED-EXTEND", DAY)


def test_mediation_lasts_a_month_and_longer_only_if_both_want_it():
    assert mediation_end(DAY, DAY).last_on == date(2026, 12, 1)
    assert mediation_end(DAY, DAY, extended_days=15).last_on == date(2026, 12, 16)
    assert mediation_end(DAY, date(2026, 12, 1)).warnings == ()
    assert mediation_end(DAY, date(2026, 12, 2)).is_over
    assert extension_refusal(15, True, True) is None
    assert extension_refusal(15, False, True)
    assert extension_refusal(0, True, True)


@pytest.mark.parametrize("acknowledged", [False, True])
def test_excluded_types_never_count_down_without_their_warning(acknowledged):
    codes = {kind.code for kind in dispute_types()}
    assert set(NO_CONFIRMATION) <= codes
    for code in codes:
        warned = any("法院不予确认" in text for text in court_confirmation(DAY, DAY, code, acknowledged).warnings)
        assert warned == (code in NO_CONFIRMATION)


def test_confirmation_is_lost_after_thirty_days():
    assert court_confirmation(DAY, date(2026, 12, 1), "neighbour").warnings == ()
    late = court_confirmation(DAY, date(2026, 12, 2), "neighbour")
    assert late.is_over
    assert late.warnings == ("申请司法确认的30日期限已过",)


def test_arbitration_and_revisits():
    assert land_arbitration(date(2024, 2, 29), DAY).last_on == date(2026, 2, 28)
    assert revisit_due(DAY) == date(2026, 11, 8)
    assert countdown(DAY, DAY).days_left == 0


@pytest.mark.parametrize(
    ("knew_on", "last_on"),
    [
        (date(2023, 3, 1), date(2025, 3, 1)),  # 731 days: 29 February 2024 lies between
        (date(2022, 11, 1), date(2024, 11, 1)),  # 731 days
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2025, 3, 1), date(2027, 3, 1)),  # 730 days
    ],
)
def test_two_years_for_land_arbitration_are_years_of_the_calendar(knew_on, last_on):
    """调解仲裁法 18: 二年, whatever number of days they have."""
    assert not land_arbitration(knew_on, last_on).is_over
    assert land_arbitration(knew_on, last_on).last_on == last_on
    assert land_arbitration(knew_on, last_on + timedelta(1)).is_over


@pytest.mark.parametrize("kind", PublicityKind)
def test_no_notice_passes_before_its_last_day(kind):
    ends_on = publicity_end(kind, DAY).day
    assert (ends_on - DAY).days >= PUBLICITY[kind].days
    assert publicity_refusal(ends_on, ends_on - timedelta(1), 0)
    assert publicity_refusal(ends_on, ends_on, 1)
    assert publicity_refusal(ends_on, ends_on, 0) is None


def test_days_may_be_set_but_not_below_the_law():
    assert publicity_end(PublicityKind.LAND_LIST, DAY, 20).day == date(2026, 11, 21)
    assert publicity_end(PublicityKind.CONTRACT_PLAN, DAY, 3).day == date(2026, 11, 16)
    assert publicity_end(PublicityKind.EXPROPRIATION_FIRST, date(2026, 9, 25)).day == date(2026, 10, 15)
