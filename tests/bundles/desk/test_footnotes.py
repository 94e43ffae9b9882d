"""An open matter prints as a footnote with both texts, until it is settled."""

from __future__ import annotations

import pypdfium2
import pytest

from db import Store
from db.sync.matters import settle
from db.sync.matters.shown.household import standing_file
from desktop.reports.household import household_report
from tests.bundles.desk.conftest import Desk


def printed(store: Store, household_id: str) -> str:
    """The words of the household's report, without the line ends of the paper."""
    document = pypdfium2.PdfDocument(household_report(standing_file(store, household_id)).pdf)
    try:
        pages = [document[at] for at in range(len(document))]
        texts = [page.get_textpage() for page in pages]
        found = "".join(text.get_text_range() for text in texts)
        for part in (*texts, *pages):
            part.close()
    finally:
        document.close()
    return "".join(found.split())


SEEN = {
    "words": ["谈了什么有2种记法", "晚稻快收了，想清机耕道口的石头。", "晚稻快收了，担心收割机进不来。"],
    "fact": ["联系电话有2种记法", "13800000001", "13800000002"],
    "facts": ["文化程度有2种记法", "研究生", "本科", "电话有2种记法"],
    "deleted": ["农户有2种记法", "“删除”（周建国，桃溪村", "三组新屋"],
    "collected": ["领证人有2种记法", "“李林峰”（周建国，桃溪村，2025年10月20日）", "“王秀兰”（肖建英，云岭镇"],
}


@pytest.mark.parametrize("kind", SEEN)
def test_both_texts_stand_in_a_footnote_until_it_is_settled(desk: Desk, kind: str) -> None:
    found = desk.make(kind)
    for store in (desk.village, desk.township):
        text = printed(store, found.household_id)
        for words in ("†1", "还没有核定", *SEEN[kind]):
            assert words in text, words
        if kind != "deleted":  # which says so of the whole household
            assert any(text.count(mark) >= 2 for mark in ("†1", "†2"))  # beside the field and under the page
    settle(desk.village, found, found.answers[0].code)
    assert "†" not in printed(desk.village, found.household_id)
