"""What changed reaches every screen."""

from db.changes import Changes
from desktop.ui.bulletin import Bulletin


def test_everyone_hears_what_changed(qtbot):
    bulletin, heard = Bulletin(), []
    bulletin.store_changed.connect(lambda changes, initiator: heard.append((changes, initiator)))
    changes = Changes.of("visits", "v1", household="h1")
    bulletin.announce(changes, bulletin)
    bulletin.announce(Changes())
    assert heard == [(changes, bulletin)]
