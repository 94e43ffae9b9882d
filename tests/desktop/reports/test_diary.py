"""民情日记 on paper."""

from collections.abc import Callable
from typing import Any

from db.queries.household_file import VisitRow
from desktop.reports.diary import Diary, DiaryEntry, diary_report

Read = Callable[[bytes], Any]
TALK = "收割机进不了门口田，电话13973412345。"


def entry(day: str, head: str) -> DiaryEntry:
    visit = VisitRow(
        head, day, "日常走访", "院坝", ("欧阳立军", "肖建英"), (head,), (("谈了什么", TALK),), gifts="大米一袋"
    )
    return DiaryEntry(visit, "003-031", head, "三组")


def test_an_index_then_day_by_day(read_back: Read) -> None:
    entries = (entry("2025-10-08", "李𬭎"), entry("2025-10-20", "王秀英"), entry("2025-10-20", "赵𪚥"))
    diary = Diary("2025-10-01", "2025-10-31", "2025-10-31", "云岭镇", "桃溪村", "欧阳立军", entries)
    words = read_back(diary_report(diary).pdf).joined
    assert "走访3户次，2天" in words
    assert words.count("2025年10月8日星期三") == 1
    assert words.count("2025年10月20日星期一") == 1
    assert words.index("三组李𬭎家日常走访、院坝走访人欧阳立军、肖建英") < words.index("三组王秀英家")
    assert words.count("收割机进不了门口田") == 3
    assert "评阅人（签字）" in words


def test_numbers_of_persons_are_hidden_unless_asked_for(read_back: Read) -> None:
    diary = Diary("2025-10-01", "2025-10-31", "2025-10-31", entries=(entry("2025-10-08", "李𬭎"),))
    assert "13973412345" not in read_back(diary_report(diary).pdf).text
    assert "13973412345" in read_back(diary_report(diary, masked=False).pdf).text


def test_a_period_without_visits_and_a_day_that_is_no_date(read_back: Read) -> None:
    assert "这段时间没有走访。" in read_back(diary_report(Diary("2025-10-01", "2025-10-31", "2025-10-31")).pdf).text
    odd = Diary("", "", "2025-10-31", entries=(entry("秋收前", "李𬭎"),))
    assert "秋收前" in read_back(diary_report(odd).pdf).text
