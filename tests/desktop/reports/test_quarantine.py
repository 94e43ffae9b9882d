"""隔离清单 on paper."""

from collections.abc import Callable
from typing import Any

from desktop.reports.quarantine import HeldLine, HeldPage, HeldPapers, quarantine_report

Read = Callable[[bytes], Any]


def test_each_segment_with_its_deeds_and_who_did_them(read_back: Read) -> None:
    page = HeldPage(
        "桃溪村", "不在授权范围", "石桥村", "a.bjb", "待审", (HeldLine("新增农户", "周建国 10月20日", "户号 031"),)
    )
    unread = HeldPage("石桥村", "签名不对", "石桥村")
    text = read_back(quarantine_report(HeldPapers("云岭镇", "2025-10-20", (page, unread), "肖建英")).pdf).joined
    for said in ("1.桃溪村：不在授权范围", "a.bjb", "待审", "新增农户", "周建国", "户号031", "2.石桥村：签名不对"):
        assert said in text
    assert "内容看不懂，只能留着或退回。" in text
    assert "肖建英" in text


def test_an_empty_list_says_so(read_back: Read) -> None:
    text = read_back(quarantine_report(HeldPapers("云岭镇", "2025-10-20", ())).pdf).joined
    assert "隔离区里什么也没有。" in text
