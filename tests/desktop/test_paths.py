"""Where the program keeps its own things."""

from desktop.paths import places_under, user_places


def test_settings_and_notes_have_their_places(tmp_path):
    places = places_under(tmp_path)
    assert places.settings == tmp_path / "config" / "settings.json"
    assert places.notes == tmp_path / "logs" / "notes"
    assert user_places().settings.name == "settings.json"
