"""No older text follows a newer one, and no draft comes back after its form was saved."""

import threading

import pytest
from PySide6.QtCore import QObject

from db.actions.drafts import drop_draft
from db.changes import Changes
from db.errors import KnownError, RuleError
from db.queries.drafts import latest_drafts
from desktop.ui.parts import draft_keeper
from desktop.ui.parts.draft_keeper import DraftKeeper, Typed, _Place, _write

GATE = threading.Event()


class Form(QObject):
    """A form of one line."""

    def __init__(self, desk):
        super().__init__()
        self.words, self.key, self.said = "", "h1", []
        self.keeper = DraftKeeper(self, desk, "any", 1, self.read)
        self.done = []

    def read(self):
        return Typed(self.key, {"content": self.words} if self.words else None)

    def show_error(self, name, sentence):
        self.said.append((name, sentence))
        return True

    def on_done(self, changes):
        self.done.append(changes)


def record(store, *, draft):
    """A deed that lets its draft go."""
    return drop_draft(store, draft.form, draft.key) if draft else Changes.of("requests", "r")


def record_later(store, *, draft):
    """The same, when the test says so."""
    GATE.wait(10)
    return record(store, draft=draft)


def refuse(store, *, draft):
    """A rule is broken."""
    raise RuleError("请改正。", field="content")


def break_down(store, *, draft):
    """The disk is full."""
    raise KnownError("磁盘满了。", code="DISK_FULL")


@pytest.fixture
def form(village, make_desk):
    GATE.clear()
    form = Form(make_desk(village))
    form.desk = form.keeper._desk
    yield form
    GATE.set()


def quiet(qtbot, form):
    qtbot.waitUntil(lambda: form.desk.jobs.quiet, timeout=10_000)


def kept(form):
    return [row.data["content"] for row in latest_drafts(form.desk.store, "any")]


def typed(form, words):
    form.words = words
    form.keeper.touch()


def test_a_write_that_comes_too_late_is_left_out(village):
    place = _Place("any", 1)
    assert _write(village, place, 2, Typed("h1", {"content": "新的"}))
    assert not _write(village, place, 1, Typed("h1", {"content": "旧的"}))
    assert [row.data["content"] for row in latest_drafts(village)] == ["新的"]


def test_a_write_on_its_way_never_comes_after_the_save(qtbot, form):
    for _round in range(10):
        form.keeper.begin()
        typed(form, "修路灯")
        form.keeper.keep()
        form.keeper.keep()
        form.keeper.act(form.on_done, record, form=form)
        quiet(qtbot, form)
        assert kept(form) == []
    assert len(form.done) == 10


def test_what_is_typed_while_the_form_is_saved_is_no_draft(qtbot, form):
    typed(form, "修路灯")
    form.keeper.keep_at_once()
    form.keeper.act(form.on_done, record_later, form=form)
    typed(form, "修路灯。")
    assert not form.keeper.waiting
    form.keeper.keep_at_once()
    GATE.set()
    quiet(qtbot, form)
    assert kept(form) == []


@pytest.mark.parametrize("deed", [refuse, break_down])
def test_a_form_that_was_refused_is_kept_on_being_kept(qtbot, form, deed):
    typed(form, "修路灯")
    form.keeper.keep_at_once()
    form.words = "修路灯，三组的"
    with qtbot.waitSignal(form.keeper.refused):
        form.keeper.act(form.on_done, deed, form=form)
    assert kept(form) == ["修路灯"]
    qtbot.waitUntil(lambda: kept(form) == ["修路灯，三组的"], timeout=2_000)
    quiet(qtbot, form)
    assert form.done == []
    assert form.said == ([("content", "请改正。")] if deed is refuse else [("", "磁盘满了。")])
    assert not form.keeper.acting


def test_a_form_that_shows_another_record_by_now_is_not_told(qtbot, form):
    typed(form, "修路灯")
    form.keeper.act(form.on_done, record_later, form=form)
    form.keeper.begin()
    form.key = "h2"
    typed(form, "清水沟")
    GATE.set()
    quiet(qtbot, form)
    form.keeper.keep_at_once()
    assert form.done == []
    assert kept(form) == ["清水沟"]


def test_a_form_that_is_gone_tells_everybody_what_it_did(qtbot, form):
    heard = []
    desk = form.desk
    desk.bulletin.store_changed.connect(lambda changes, _by: heard.append(changes.nouns))
    form.keeper.act(form.on_done, record_later, form=form)
    form.keeper.setParent(None)
    form.keeper.deleteLater()
    form.keeper.destroyed.connect(GATE.set)
    qtbot.waitUntil(lambda: heard == [frozenset({"requests"})], timeout=10_000)


def test_a_draft_that_cannot_be_written_does_not_hold_the_form(form, village):
    village.read_only_reason = "磁盘满了。"
    typed(form, "修路灯")
    form.keeper.keep_at_once()
    assert form.desk.heard.sentences == [("late", "磁盘满了。")]


def test_a_second_is_the_most_that_is_at_risk():
    assert draft_keeper._BEHIND < 1_000
