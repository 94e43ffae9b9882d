"""What a cadre set once: how large, which colours, which store; never a password, never a person's data."""

from __future__ import annotations

import dataclasses
import json
import logging
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings as they are now; ``first_run`` holds the answers given before the store was made."""

    language: str = "zh"
    size: str = "normal"
    theme: str = "light"
    last_store: str = ""
    lock_minutes: int = 15
    last_backup: str = ""
    window: str = ""
    last_place: str = ""
    stick_backup: bool = True
    first_run: dict[str, str] = field(default_factory=dict)


class SettingsFile:
    """Settings on disk; a file that is missing or spoilt means the usual settings, never a refusal to start."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.now = _read(path)

    def change(self, **values: Any) -> Settings:
        """Change some settings and keep them at once; where the disk refuses, they hold until the program ends."""
        self.now = dataclasses.replace(self.now, **values)
        text = json.dumps(dataclasses.asdict(self.now), ensure_ascii=False, indent=1)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            half = self._path.with_suffix(".new")
            half.write_text(text, encoding="utf-8")
            os.replace(half, self._path)  # noqa: PTH105 - atomic on every system
        except OSError as error:
            log.warning("settings were not written: %s", type(error).__name__)
        return self.now


def _read(path: Path) -> Settings:
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    usual = Settings()
    if not isinstance(data, dict):
        return usual
    known = {f.name for f in dataclasses.fields(Settings)}
    fitting = {k: v for k, v in data.items() if k in known and type(v) is type(getattr(usual, k))}
    return dataclasses.replace(usual, **fitting)
