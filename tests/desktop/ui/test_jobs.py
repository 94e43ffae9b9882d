"""The one way off the GUI thread."""

import threading
import time

import pytest
import shiboken6
from PySide6.QtWidgets import QLabel

from desktop.ui.jobs import CancelledError, Jobs, Step


def double(number):
    return number * 2, threading.current_thread().name


def fail(words):
    raise ValueError(words)


def count_to(progress, last):
    for number in range(last):
        progress(number, last, "数数")
        time.sleep(0.001)
    return last


@pytest.fixture
def jobs(qapp):
    jobs = Jobs()
    yield jobs
    jobs.close()


def test_an_answer_comes_back_on_the_gui_thread(qtbot, jobs):
    heard = []
    jobs.ask(lambda answer: heard.append((answer, threading.current_thread().name)), heard.append, double, 21)
    qtbot.waitUntil(lambda: bool(heard))
    (number, worker), here = heard[0]
    assert number == 42
    assert worker.startswith("ask")
    assert here == threading.current_thread().name


def test_an_error_goes_to_otherwise(qtbot, jobs):
    heard = []
    jobs.ask(lambda _answer: None, heard.append, fail, "不行")
    qtbot.waitUntil(lambda: bool(heard))
    assert isinstance(heard[0], ValueError)


@pytest.mark.parametrize("question", [lambda: 1, "".join, QLabel.text])
def test_a_worker_takes_only_module_level_functions(jobs, question):
    with pytest.raises(TypeError):
        jobs.ask(print, print, question)


def test_a_worker_takes_no_widget(qtbot, jobs):
    label = QLabel()
    qtbot.addWidget(label)
    with pytest.raises(TypeError):
        jobs.ask(print, print, double, label)


def test_a_forgotten_question_answers_nobody(qtbot, jobs):
    heard = []
    jobs.forget(jobs.ask(heard.append, heard.append, double, 1))
    with qtbot.waitSignal(jobs.idle):
        jobs.ask(lambda _answer: None, heard.append, double, 2)
    assert heard == []


def test_a_page_that_is_gone_is_not_answered(qtbot, jobs):
    page = QLabel()
    jobs.ask(page.setText, page.setText, fail, "x")
    shiboken6.delete(page)
    with qtbot.waitSignal(jobs.idle):
        jobs.ask(lambda _answer: None, lambda _error: None, double, 2)


def test_a_long_job_tells_how_far_it_is(qtbot, jobs):
    steps, done = [], []
    jobs.start(done.append, done.append, steps.append, count_to, 20)
    assert jobs.busy
    qtbot.waitUntil(lambda: done == [20])
    assert steps[0] == Step(0, 20, "数数")
    assert len(steps) == 20
    assert not jobs.busy


def test_a_long_job_stops_when_asked(qtbot, jobs):
    steps, ended = [], []
    ticket = jobs.start(ended.append, ended.append, steps.append, count_to, 100_000)
    qtbot.waitUntil(lambda: bool(steps))
    jobs.cancel(ticket)
    qtbot.waitUntil(lambda: bool(ended))
    assert isinstance(ended[0], CancelledError)


def test_closing_ends_long_jobs_and_tells_nobody(qtbot):
    jobs, ended = Jobs(), []
    jobs.start(ended.append, ended.append, lambda _step: None, count_to, 100_000)
    jobs.close()
    jobs.ask(ended.append, ended.append, double, 1)
    assert not jobs.busy
    assert jobs.quiet
    assert ended == []
