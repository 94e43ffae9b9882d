"""Settings survive, and a spoilt file does no harm."""

from desktop.paths import places_under
from desktop.settings import Settings, SettingsFile


def test_what_was_set_is_there_the_next_time(tmp_path):
    path = places_under(tmp_path).settings
    SettingsFile(path).change(size="xlarge", last_store="taoxi.baijia")
    again = SettingsFile(path).now
    assert (again.size, again.last_store, again.theme) == ("xlarge", "taoxi.baijia", "light")


def test_a_spoilt_file_means_the_usual_settings(tmp_path):
    path = tmp_path / "settings.json"
    for spoilt in ("{", "[1]", '{"size": 7, "strange": 1, "theme": "dark"}'):
        path.write_text(spoilt)
        settings = SettingsFile(path).now
        assert settings.size == "normal"
    assert settings == Settings(theme="dark")


def test_a_disk_that_refuses_does_not_stop_the_work(tmp_path):
    (tmp_path / "config").write_text("a file where the folder should be")
    settings = SettingsFile(tmp_path / "config" / "settings.json")
    assert settings.change(size="large").size == "large"
