"""A second start hands over what it was asked to open, and knows when nobody answers."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from desktop.ui.doors import second_start
from desktop.ui.doors.second_start import SecondStart, hand_over


def _from_another_start(config: Path, word: str) -> tuple[threading.Thread, list[bool]]:
    answered: list[bool] = []
    other = threading.Thread(target=lambda: answered.append(hand_over(config, word)))
    other.start()
    return other, answered


def test_the_running_program_hears_what_a_second_start_wants(qtbot, tmp_path):
    first = SecondStart(tmp_path)
    with qtbot.waitSignal(first.asked, timeout=5_000) as heard:
        other, answered = _from_another_start(tmp_path, "/media/stick/桃溪村-云岭镇-第17号.bjb")
    other.join()
    assert heard.args == ["/media/stick/桃溪村-云岭镇-第17号.bjb"]
    assert answered == [True]
    assert not list(tmp_path.iterdir())


def test_a_program_that_is_stuck_answers_nobody_and_nothing_stays_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(second_start, "_PATIENCE", 0.1)
    assert hand_over(tmp_path, "a.bjb") is False
    assert not list(tmp_path.iterdir())


def test_what_an_earlier_run_left_is_not_opened_days_later(qtbot, tmp_path):
    (tmp_path / "open-77.request").write_text("old.bjb", encoding="utf-8")
    first = SecondStart(tmp_path)
    assert not list(tmp_path.iterdir())
    with qtbot.waitSignal(first.asked, timeout=5_000) as heard:
        other, _answered = _from_another_start(tmp_path, "new.bjb")
    other.join()
    assert heard.args == ["new.bjb"]


@pytest.mark.parametrize("words", [[""], ["a.bjb", "b.bjb"]])
def test_each_of_several_starts_is_heard(qtbot, tmp_path, words):
    first = SecondStart(tmp_path)
    heard: list[str] = []
    first.asked.connect(heard.append)
    for number, word in enumerate(words):
        half = tmp_path / f"open-{number}.half"
        half.write_text(word, encoding="utf-8")
        half.replace(half.with_suffix(".request"))
    qtbot.waitUntil(lambda: sorted(heard) == sorted(words), timeout=5_000)


def test_where_nothing_can_be_written_nobody_answers(tmp_path):
    assert hand_over(tmp_path / "no such folder", "a.bjb") is False


def test_a_name_in_another_system_s_letters_is_handed_over_as_it_is(qtbot, tmp_path):
    first = SecondStart(tmp_path)
    name = os.fsdecode(b"\xcc\xd2\xcf\xaa.bjb")  # 桃溪 as an old computer wrote it
    with qtbot.waitSignal(first.asked, timeout=5_000) as heard:
        other, answered = _from_another_start(tmp_path, name)
    other.join()
    assert (heard.args, answered) == ([name], [True])
