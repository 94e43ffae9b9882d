"""The field that holds a household."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from desktop.paths import places_under
from desktop.settings import SettingsFile
from desktop.ui.bulletin import Bulletin
from desktop.ui.complaints import Complaints
from desktop.ui.desk import Desk
from desktop.ui.jobs import Jobs
from desktop.ui.parts.household_box import HouseholdBox
from desktop.ui.widgets.inputs.field import Field, Fields
from tests.makers import make_household


@pytest.fixture
def desk(tmp_path, village):
    jobs = Jobs()
    yield Desk(village, jobs, Bulletin(), Complaints(tmp_path), SettingsFile(places_under(tmp_path).settings))
    jobs.close()


def test_enter_on_a_chosen_household_moves_on(qtbot, village, desk, on_screen):
    make_household(village, "李𬭎")
    form = Fields()
    box, following = HouseholdBox(desk, "哪一户"), QLineEdit()
    column = QVBoxLayout(form)
    column.addWidget(Field("哪一户", box))
    column.addWidget(Field("诉求人", following))
    on_screen(form)
    box.setFocus()
    qtbot.keyClicks(box, "lh")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(box.household_id), timeout=10_000)
    assert box.text().startswith("李𬭎")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert form.focusWidget() is following
