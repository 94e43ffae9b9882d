"""What the doors ask a worker to do: open, make, look who may come in.

Without surroundings of a test they are the user's; found here, so that the door stands before the book is read in.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.paths import user_surroundings
from desktop.ui.pages import PLACES

if TYPE_CHECKING:
    from db.store import Store, Surroundings


_BEHIND = (
    "db.opening",
    "db.rules.names",
    "desktop.ui.frame.shell",
    "desktop.ui.pages.today.page",
    "desktop.ui.widgets.lists.ordering",
)


def warm_up() -> None:
    """Read in what takes long while the cadre types the password: the book, its sticks, frame and first page."""
    for module in _BEHIND:
        import_module(module)


def read_in_pages() -> None:
    """Read in the other pages, once the first one stands: the door holds 10 MB less."""
    for place in PLACES:
        import_module(f"desktop.ui.pages.{place}.page")


def open_at(path: str, password: str, around: Surroundings | None) -> Store:
    """Open a store with a cadre's password or the recovery key."""
    from db import open_store
    from db.sync import resume

    store = open_store(Path(path), password, around or user_surroundings())
    resume(store)  # what a power cut left between verdict and effect
    return store


def leave(store: Store) -> None:
    """Seal what was saved and let go of the file."""
    from db.sync.log.seal import seal_before_leaving

    seal_before_leaving(store)
    store.close()


def make_at(path: str, answers: dict[str, str], password: str, around: Surroundings | None) -> tuple[Store, str]:
    """Make a store from the answers of the first start; also the recovery key, shown once."""
    from db import NewStore, create_store

    role: Any = answers.get("role", "village")
    new = NewStore(role, answers.get("name", ""), answers.get("region_code", ""), answers.get("cadre", ""), password)
    return create_store(Path(path), new, around or user_surroundings())


def whose_password(path: str, password: str) -> str:
    """The id of the cadre whose password it is ("recovery" for the recovery key); a KnownError where it is nobody's."""
    from db.keyring import Keyring

    return Keyring.read(Path(path)).unlock(password)[0]


def restore_at(backup: str, path: str, password: str, around: Surroundings | None) -> Store:
    """Make a store from a backup on this computer."""
    from db.backup import restore

    return restore(Path(backup), Path(path), password, around or user_surroundings())


def shortest_password() -> int:
    """How many characters a password needs at least."""
    from db.keyring import SHORTEST_PASSWORD

    return SHORTEST_PASSWORD
