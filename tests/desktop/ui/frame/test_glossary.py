"""One word, one number, one definition: every place says the same of one store, and in the same word."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from db.actions.disputes import NewDisputeStep, take_dispute_step
from db.actions.land import NewBlocker, NewCase, NewTerminal, open_blocker, open_case, set_terminal
from db.actions.requests import NewReply, answer_request
from db.queries.households import household_list, household_totals
from db.queries.totals import Period, totals
from desktop.commands.asking import figure_lines
from desktop.papers import summary_of
from desktop.reports.summary import summary_report
from desktop.ui.frame import glossary
from desktop.ui.frame.facts import gather_facts
from desktop.ui.pages.certificates.page import CertificatesPage
from desktop.ui.pages.disputes.page import DisputesPage
from desktop.ui.pages.households.page import HouseholdsPage
from desktop.ui.pages.requests.page import RequestsPage
from desktop.ui.pages.today.page import TodayPage
from tests.desktop.reports.conftest import read_back  # noqa: F401
from tests.desktop.ui.pages.conftest import make_desk, open_page  # noqa: F401
from tests.dispute_makers import days_ago, make_dispute
from tests.land_makers import collect, happen, household_of, make_certificate, make_contractor
from tests.makers import make_household, make_request, make_visit

TOP = Path(__file__).parents[4]
BANNED = re.compile(
    "没拿到证|没领证|没有证的|证书未领|证未领|缺证|^无证$|领取率|(?<!不)应发$|还没领|没领到证的户|超期|^超 |过了 \\{|"
    "没有答复的|未答(?!复)|还没答复：|未回复|纠纷在|在办 \\{|还没了结|已了结|走访 \\{n\\} 次|已领到证"
)
"""Words once used for what the glossary has one word for; a sentence of a rule (还没有答复,不能办结) is no figure."""


def fill(store):
    """Everything at once: a household with two cases, one gone, one without land, answers, refusals taken back."""
    two = make_contractor(store, "李林峰", no="001")
    for kind in ("CBJYQ", "ZJD"):
        case = open_case(store, NewCase(contractor_id=two, certificate_kind=kind)).id
        paper = make_certificate(store, case, certificate_kind=kind)
        happen(store, paper, "at_village", on_date=days_ago(8))
        if kind == "CBJYQ":
            collect(store, paper)
    blocked = open_case(store, NewCase(contractor_id=make_contractor(store, "罗冬林", no="002"))).id
    open_blocker(store, NewBlocker(case_id=blocked, code="HEAD_DEAD", opened_on=days_ago(30)))
    done = make_certificate(
        store, open_case(store, NewCase(contractor_id=make_contractor(store, "文已领", no="003"))).id
    )
    happen(store, done, "at_village", on_date=days_ago(8))
    taken = collect(store, done, "文已领")
    happen(store, done, "revoked", revokes_id=taken, reason="领错了")
    collect(store, done, "文已领")
    gone = make_contractor(store, "龙消亡", no="004")
    set_terminal(store, NewTerminal(contractor_id=gone, terminal="extinct", reason="老人去世", evidence="死亡证明"))
    make_contractor(store, "曾无案", no="005")
    make_household(store, "赵无地", no="006")
    home = household_of(store)
    for received in (date(2025, 10, 1), date(2025, 10, 19), date(2025, 9, 1)):
        request = make_request(store, home, received_on=received)
    answer_request(store, NewReply(request_id=request, content="修好了。"))
    make_visit(store, home)
    make_visit(store, home)
    opened, shut = make_dispute(store, (home, home)), make_dispute(store, (home, home))
    for dispute, steps in ((opened, ("not_accepted", "registered")), (shut, ("not_accepted",))):
        for step in steps:
            new = NewDisputeStep(dispute_id=dispute, step=step, on_date=days_ago(20), reason="核对过")
            take_dispute_step(store, new)


def number(text, word):
    """The number a sentence says after a word."""
    found = re.search(rf"{word}\D{{0,6}}?(\d+)", text)
    assert found, (word, text)
    return int(found[1])


def test_every_place_says_the_same_number(village, open_page):  # noqa: F811
    fill(village)
    told = {"未领证": set(), "未答复": set(), "逾期": set(), "未结": set(), "户次": set()}
    found = totals(village)
    told["未领证"] |= {found.land.uncollected, len([x for x in household_list(village) if x.certificate_uncollected])}
    told["户次"].add(found.visits)
    stats = "\n".join(figure_lines(found))
    for word in ("未领证", "未答复", "逾期", "未结"):
        told[word].add(number(stats, word))
    told["户次"].add(number(stats, "走访"))
    today = open_page(TodayPage, village)
    for card, word in (("uncollected", "未领证"), ("unanswered", "未答复"), ("disputes", "未结"), ("visited", "走访")):
        told["户次" if word == "走访" else word].add(number(today.counters[card].accessibleName(), word))
    certificates, households = open_page(CertificatesPage, village), open_page(HouseholdsPage, village)
    requests, disputes = open_page(RequestsPage, village), open_page(DisputesPage, village)
    told["未领证"].add(number(certificates.head.sentence.text(), "未领证"))
    told["未领证"].add(number(households.browse._marks["uncollected"].accessibleName(), "未领证"))
    told["未答复"].add(number(requests.head.sentence.text(), "未答复"))
    told["逾期"].add(number(requests.head.sentence.text(), "逾期"))
    told["未结"].add(number(disputes.board.head.sentence.text(), "未结"))
    rail = gather_facts(village).counts
    for place, word in (("certificates", "未领证"), ("requests", "未答复"), ("disputes", "未结")):
        told[word].add(rail[place][0])
    assert told == {"未领证": {3}, "未答复": {2}, "逾期": {1}, "未结": {1}, "户次": {2}}


def test_the_paper_says_the_same(village, read_back):  # noqa: F811
    fill(village)
    text = read_back(summary_report(summary_of(village, Period())).pdf).text
    found, people = totals(village), household_totals(village)
    assert f"户数 {people.households}" in text
    assert f"人口 {people.persons}" in text
    assert f"应领证（户） {found.land.due}" in text
    assert "其中未领证（户） 3" in text
    assert "领证率 25.0%" in text
    for line in ("走访户次 2", "其中未答复 2", "其中逾期 1", "未结 1", "已结 1"):
        assert line in text


def _strings(path):
    """Every text of a source that may reach a person; docstrings are for programmers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "N_"}:
            yield from (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))


def test_no_place_has_another_word_for_it():
    sources = [path for part in ("desktop", "db") for path in (TOP / part).rglob("*.py")]
    said = {(path.name, text) for path in sources for text in _strings(path) if isinstance(text, str)}
    assert len(said) > 1000
    assert {(name, text) for name, text in said if BANNED.search(text)} == set()


@pytest.mark.parametrize("place", ["today", "households", "requests", "certificates", "disputes", "reports", "visits"])
def test_every_page_with_figures_explains_them(place):
    told = glossary.terms(place)
    assert told
    assert all(term.word and term.meaning.endswith("。") for term in told)
    assert not any(BANNED.search(term.word) for term in told)


def test_a_page_without_figures_has_nothing_to_explain():
    assert glossary.terms("settings") == ()
