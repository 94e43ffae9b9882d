"""The book of one certificate: events are only added, and everything can be taken back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.certificates import (
    CertificateEvent,
    CollectionFacts,
    certificate_standing,
    collection_refusal,
    double_collections,
    event_refusal,
    standing_events,
)
from db.rules.codes.cases import CertificateEventKind, UncollectedCode

K = CertificateEventKind
DAY = date(2026, 3, 1)


def book(*kinds, start=DAY):
    return [CertificateEvent("c1", kind, start + timedelta(days=n), f"{n:02}") for n, kind in enumerate(kinds)]


def test_a_certificate_goes_from_the_printer_to_the_household():
    assert certificate_standing([]) is None
    for last in (K.PRINTED, K.SENT_TO_TOWNSHIP, K.AT_VILLAGE, K.COLLECTED):
        kinds = [K.PRINTED, K.SENT_TO_TOWNSHIP, K.AT_VILLAGE, K.COLLECTED]
        assert certificate_standing(book(*kinds[: kinds.index(last) + 1])).kind is last


def test_a_late_entry_does_not_take_a_collected_certificate_back_to_the_village():
    assert certificate_standing(book(K.COLLECTED, K.AT_VILLAGE)).kind is K.COLLECTED


def test_wrong_lost_and_reissued():
    assert certificate_standing(book(K.COLLECTED, K.RETURNED_WRONG)).kind is K.RETURNED_WRONG
    assert certificate_standing(book(K.COLLECTED, K.LOST_REPORTED, K.REISSUED)).kind is K.PRINTED
    assert certificate_standing(book(K.COLLECTED, K.LOST_REPORTED, K.REISSUED, K.COLLECTED)).kind is K.COLLECTED
    handed = [*book(K.LOST_REPORTED), CertificateEvent("c1", K.REISSUED, DAY + timedelta(9), "99", collector="曾国强")]
    assert certificate_standing(handed).kind is K.COLLECTED
    assert certificate_standing(book(K.COLLECTED, K.CORRECTED)).kind is K.COLLECTED
    assert certificate_standing(book(K.COLLECTED, K.CANCELLED, K.AT_VILLAGE)).kind is K.CANCELLED


def test_the_reason_why_nobody_came_stays_with_the_certificate():
    told = [*book(K.AT_VILLAGE), CertificateEvent("c1", K.UNCOLLECTED, DAY, "50", reason=UncollectedCode.REFUSE)]
    assert {event.id for event in standing_events(told)} == {"00", "50"}
    assert certificate_standing(told).reason is UncollectedCode.REFUSE


def test_a_revocation_can_be_revoked():
    events = [
        *book(K.AT_VILLAGE, K.COLLECTED),
        CertificateEvent("c1", K.REVOKED, DAY + timedelta(2), "02", revokes="01"),
    ]
    assert certificate_standing(events).kind is K.AT_VILLAGE
    again = CertificateEvent("c1", K.REVOKED, DAY + timedelta(3), "03", revokes="02")
    assert certificate_standing([*events, again]).kind is K.COLLECTED


@given(st.lists(st.sampled_from([kind for kind in K if kind is not K.REVOKED]), min_size=1, max_size=8))
def test_every_last_event_has_a_reverse(kinds):
    events = book(*kinds)
    before = certificate_standing(events[:-1])
    undo = CertificateEvent("c1", K.REVOKED, DAY + timedelta(99), "99", revokes=events[-1].id)
    assert certificate_standing([*events, undo]) == before


@given(st.permutations(book(K.PRINTED, K.AT_VILLAGE, K.COLLECTED, K.LOST_REPORTED, K.REISSUED, K.COLLECTED)))
def test_the_order_of_arrival_does_not_matter(events):
    assert certificate_standing(events).kind is K.COLLECTED
    assert double_collections(events) == {}


def test_two_laptops_hand_out_one_certificate():
    doubled = double_collections(book(K.AT_VILLAGE, K.COLLECTED, K.COLLECTED))
    assert doubled == {"c1": ("01", "02")}
    undone = [
        *book(K.AT_VILLAGE, K.COLLECTED, K.COLLECTED),
        CertificateEvent("c1", K.REVOKED, DAY, "90", revokes="02"),
    ]
    assert double_collections(undone) == {}
    assert double_collections(book(K.COLLECTED, K.RETURNED_WRONG, K.COLLECTED)) == {}


@pytest.mark.parametrize(
    "kind", [K.RETURNED_WRONG, K.LOST_REPORTED, K.REISSUED, K.REPLACED, K.CORRECTED, K.CANCELLED, K.REVOKED]
)
def test_what_is_out_of_the_ordinary_needs_a_reason(kind):
    collected = book(K.COLLECTED)[0]
    assert event_refusal(collected, kind, " ") == f"请写明{kind.label}的理由"
    assert event_refusal(collected, kind, "证书被水泡了") is None


@pytest.mark.parametrize("kind", [K.PRINTED, K.SENT_TO_TOWNSHIP, K.AT_VILLAGE, K.UNCOLLECTED, K.COLLECTED])
def test_the_ordinary_way_needs_no_reason(kind):
    assert event_refusal(book(K.AT_VILLAGE)[0], kind) is None


@pytest.mark.parametrize("kind", [kind for kind in K if kind is not K.REVOKED])
def test_a_cancelled_certificate_goes_nowhere_until_that_is_taken_back(kind):
    assert event_refusal(book(K.CANCELLED)[0], kind, "理由") == "这本证已注销,要继续请先撤销注销"


@pytest.mark.parametrize("now", [K.LOST_REPORTED, K.RETURNED_WRONG])
def test_what_was_lost_or_given_back_is_not_handed_out(now):
    assert event_refusal(book(now)[0], K.COLLECTED) == "这本证已退回或遗失,请先登记补发、换发或重新到村"
    assert event_refusal(book(now)[0], K.AT_VILLAGE) is None


def test_a_collected_certificate_is_neither_collected_nor_left_lying_again():
    for kind in (K.COLLECTED, K.UNCOLLECTED):
        assert event_refusal(book(K.COLLECTED)[0], kind) == "这本证已经领过,要重领请先撤销或登记补发"


ON_ITS_WAY = [K.PRINTED, K.SENT_TO_TOWNSHIP, K.AT_VILLAGE, K.COLLECTED]


@pytest.mark.parametrize(("further", "back"), [(b, a) for n, a in enumerate(ON_ITS_WAY) for b in ON_ITS_WAY[n + 1 :]])
def test_an_earlier_place_entered_late_changes_nothing(further, back):
    assert certificate_standing(book(further, back)).kind is further
    assert certificate_standing(book(back, further)).kind is further


def test_lying_uncollected_and_being_at_the_village_are_the_same_place():
    assert certificate_standing(book(K.UNCOLLECTED, K.AT_VILLAGE)).kind is K.AT_VILLAGE
    assert certificate_standing(book(K.AT_VILLAGE, K.UNCOLLECTED)).kind is K.UNCOLLECTED
    assert certificate_standing(book(K.SENT_TO_TOWNSHIP, K.UNCOLLECTED)).kind is K.UNCOLLECTED
    assert certificate_standing(book(K.UNCOLLECTED, K.PRINTED)).kind is K.UNCOLLECTED


def test_a_lost_certificate_that_turns_up_at_the_village_is_there():
    assert certificate_standing(book(K.LOST_REPORTED, K.AT_VILLAGE)).kind is K.AT_VILLAGE
    assert certificate_standing(book(K.COLLECTED, K.RETURNED_WRONG, K.PRINTED)).kind is K.PRINTED


@pytest.mark.parametrize("kind", [K.REISSUED, K.REPLACED])
def test_a_new_certificate_is_a_new_beginning(kind):
    made = CertificateEvent("c1", kind, DAY + timedelta(9), "99")
    handed = CertificateEvent("c1", kind, DAY + timedelta(9), "99", collector="曾国强")
    assert certificate_standing([*book(K.COLLECTED), made]) == CertificateEvent("c1", K.PRINTED, made.on, "99")
    again = CertificateEvent("c1", K.COLLECTED, made.on, "99", collector="曾国强")
    assert certificate_standing([*book(K.CANCELLED), handed]) == again


@pytest.mark.parametrize("kind", [K.RETURNED_WRONG, K.LOST_REPORTED, K.REISSUED, K.REPLACED, K.CANCELLED])
def test_signing_again_after_it_came_back_is_no_second_signature(kind):
    assert double_collections(book(K.COLLECTED, kind, K.COLLECTED)) == {}
    assert double_collections(book(K.COLLECTED, K.AT_VILLAGE, K.COLLECTED)) == {"c1": ("00", "02")}


def test_three_signatures_are_all_named():
    assert double_collections(book(K.COLLECTED, K.COLLECTED, K.COLLECTED)) == {"c1": ("00", "01", "02")}


def test_handing_out_needs_somebody_and_a_day():
    assert collection_refusal(CollectionFacts(DAY)) == "请填写领证人"
    assert collection_refusal(CollectionFacts(DAY, "曾国强")) == "请填写领证日期"
    assert "晚于今天" in collection_refusal(CollectionFacts(DAY, "曾国强", DAY + timedelta(1)))
    assert "委托书" in collection_refusal(CollectionFacts(DAY, "李林峰", DAY, False))
    assert collection_refusal(CollectionFacts(DAY, "李林峰", DAY, False, True)) is None
    assert collection_refusal(CollectionFacts(DAY, "曾国强", DAY)) is None


def test_events_that_make_no_sense_are_refused_in_words():
    collected, cancelled, lost = book(K.COLLECTED)[0], book(K.CANCELLED)[0], book(K.LOST_REPORTED)[0]
    assert "已经领过" in event_refusal(collected, K.COLLECTED)
    assert "已注销" in event_refusal(cancelled, K.COLLECTED)
    assert "补发" in event_refusal(lost, K.COLLECTED)
    assert "理由" in event_refusal(collected, K.REVOKED)
    assert event_refusal(cancelled, K.REVOKED, "登记错了") is None
    assert event_refusal(None, K.AT_VILLAGE) is None
