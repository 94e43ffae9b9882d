"""交接单 on paper."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from desktop.reports.handover_slip import HandoverSlip, Side, SlipLine, handover_report

Read = Callable[[bytes], Any]
SLIP = HandoverSlip(
    Side("桃溪村", "1号电脑", "欧阳立军"),
    Side("云岭镇党政办", "", "周倩"),
    "2025-10-24T09:12",
    "桃溪村-云岭镇-第17号.bjb",
    17,
    "0199f1c2a8b47d3e9a11c0ffee123456",
    "9f86d081884c7d65",
    184320,
    (SlipLine("走访记录", 12, 1), SlipLine("诉求", 5, 2)),
    "已收下 17 条新的、3 条改过的。",
    2,
    notes=("1 条没有收下：他的电脑还没在镇里登记。",),
)


def test_what_was_given_and_what_was_taken(read_back: Read) -> None:
    printed = handover_report(SLIP)
    text = read_back(printed.pdf).text
    assert printed.pages == 1
    for said in ("2025年10月24日 09:12", "9f86 d081 884c 7d65", "184,320 字节", "走访记录 12 1 13", "合计 17 3 20"):
        assert said in text
    for said in ("2 处两边记得不一样", "1 条没有收下", "交出人（签字）", "接收人（签字）", "一式两份"):
        assert said in text


def test_a_slip_that_was_only_packed(read_back: Read) -> None:
    packed = replace(SLIP, result="", conflicts=0, notes=(), bundle_id="", fingerprint="", lines=())
    text = read_back(handover_report(packed).pdf).text
    assert "还没有收盘" in text
    assert "合计 0 0 0" in text
