"""A desk over a real store, and pages shown as the frame shows them."""

import pytest

from desktop.paths import places_under
from desktop.settings import SettingsFile
from desktop.ui.bulletin import Bulletin
from desktop.ui.complaints import Complaints
from desktop.ui.desk import Desk
from desktop.ui.jobs import Jobs


class Heard:
    """What the cadre was told and where he was led."""

    def __init__(self, desk):
        self.sentences, self.places = [], []
        desk.complaints.sentence.connect(lambda tone, words: self.sentences.append((tone, words)))
        desk.went.connect(self.places.append)


@pytest.fixture
def make_desk(qapp, tmp_path):
    """A desk over the store given; its workers end before the store is closed."""
    made = []

    def make(store):
        jobs = Jobs()
        made.append(jobs)
        settings = SettingsFile(places_under(tmp_path).settings)
        desk = Desk(store, jobs, Bulletin(), Complaints(tmp_path / "notes"), settings)
        desk.heard = Heard(desk)
        return desk

    yield make
    for jobs in made:
        jobs.close()


@pytest.fixture
def open_page(qtbot, make_desk):
    """Shows a page of a store and waits until it has its answers."""

    def show(kind, store, where=None):
        desk = make_desk(store)
        page = kind(desk)
        qtbot.addWidget(page)
        page.resize(1214, 680)
        page.show()
        if where is not None:
            page.go(where)
        qtbot.waitUntil(lambda: desk.jobs.quiet, timeout=10_000)
        return page

    return show
