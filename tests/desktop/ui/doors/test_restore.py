"""A new computer goes on from a backup."""

import pytest

from db.backup import back_up
from desktop.ui.complaints import Complaints
from desktop.ui.doors.restore import Restore
from desktop.ui.jobs import Jobs
from tests.conftest import PASSWORD
from tests.makers import make_household


@pytest.fixture
def door(qtbot, tmp_path, around):
    jobs = Jobs()
    (tmp_path / "stores").mkdir()
    door = Restore(jobs, Complaints(tmp_path / "notes"), tmp_path / "stores", around)
    qtbot.addWidget(door)
    door.show()
    door.jobs = jobs
    yield door
    jobs.close()


def test_a_new_computer_goes_on_from_a_backup(qtbot, door, village, tmp_path):
    make_household(village, "李𬭎")
    (tmp_path / "stick").mkdir()
    door.backup.setText(str(back_up(village, tmp_path / "stick").path))
    door.name.setText("桃溪村")
    door.password.setText("不是这一句密码")
    door.restore()
    qtbot.waitUntil(lambda: bool(door.fields["password"].error), timeout=10_000)
    door.password.setText(PASSWORD)
    with qtbot.waitSignal(door.restored, timeout=10_000) as heard:
        door.restore()
    store = heard.args[0]
    assert store.path == tmp_path / "stores" / "桃溪村.baijia"
    assert store.device_id != village.device_id
    store.close()


def test_what_is_missing_is_told_at_its_field(door, tmp_path):
    door.restore()
    assert "找不到" in door.fields["backup"].error
    door.backup.setText(str(tmp_path))
    door.restore()
    assert "名字" in door.fields["path"].error
    door.name.setText("桃溪村")
    door.restore()
    assert "密码" in door.fields["password"].error
