"""Where this program keeps what is not a store: settings, logs, notes about crashes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from db.store import Surroundings


BUNDLE, STORE = ".bjb", ".baijia"
"""How files and folders end that a person opens: a bundle on a stick, a store."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one user of this computer; tests give their own."""

    config: Path
    logs: Path
    stores: Path

    @property
    def settings(self) -> Path:
        """The file with language, size, theme and the store opened last."""
        return self.config / "settings.json"

    @property
    def notes(self) -> Path:
        """Where crash notes go."""
        return self.logs / "notes"


def user_places() -> Places:
    """The folders the system has for this program."""
    return Places(
        Path(platformdirs.user_config_path("baijia", False)),
        Path(platformdirs.user_log_path("baijia", False)),
        Path(platformdirs.user_documents_path()),
    )


def places_under(folder: Path) -> Places:
    """All of it under one folder, for tests and for a program on a stick."""
    return Places(folder / "config", folder / "logs", folder / "stores")


def user_surroundings() -> Surroundings:
    """The real clock and this user's device keys; BAIJIA_PROFILE names another folder for them."""
    from db import surroundings

    profile = os.environ.get("BAIJIA_PROFILE")
    return surroundings(profile=Path(profile) if profile else None)
