"""An error becomes a sentence in the right place."""

import sys

import pytest

from db.errors import KnownError, RuleError
from desktop.ui.complaints import Complaints
from desktop.ui.jobs import CancelledError


class Form:
    def __init__(self):
        self.shown = []

    def show_error(self, field, sentence):
        self.shown.append((field, sentence))
        return field == "said"


@pytest.fixture
def complaints(tmp_path):
    return Complaints(tmp_path / "notes")


@pytest.fixture
def heard(complaints):
    heard = []
    complaints.sentence.connect(lambda tone, words: heard.append((tone, words)))
    return heard


def test_a_broken_rule_stands_beside_its_field(complaints, heard):
    form = Form()
    complaints.at(form)(RuleError("写上谈了什么", field="said"))
    assert form.shown == [("said", "写上谈了什么")]
    assert heard == []


def test_a_rule_without_a_field_and_a_full_disk_are_banners(complaints, heard):
    complaints.complain(RuleError("没有答复不能办结", field="reply"), Form())
    complaints.complain(KnownError("磁盘满了，先腾出地方", code="DISK_FULL"))
    complaints.complain(CancelledError())
    assert heard == [("due", "没有答复不能办结"), ("late", "磁盘满了，先腾出地方")]


@pytest.mark.parametrize("error", [KnownError("磁盘满了，先腾出地方", code="DISK_FULL"), KeyError("h1")])
def test_a_form_hears_of_every_trouble_so_that_it_can_be_tried_again(complaints, heard, error):
    form = Form()
    complaints.at(form)(error)
    ((field, sentence),) = form.shown
    assert field == ""
    assert heard == [("late", sentence)]


def test_a_bug_leaves_a_note_without_personal_data(complaints, heard, tmp_path):
    def break_down():
        raise KeyError("张三 430499197401011234")

    try:
        break_down()
    except KeyError as error:
        complaints.complain(error)
    (note,) = (tmp_path / "notes").iterdir()
    text = note.read_text("utf-8")
    assert "break_down" in text
    assert "张三" not in text
    assert "4304" not in text
    assert note.name in heard[0][1]


def test_what_nobody_caught_is_heard(complaints, heard, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    complaints.listen_to_python()
    sys.excepthook(ValueError, ValueError("张三"), None)
    assert heard[0][0] == "late"
    assert "张三" not in heard[0][1]
