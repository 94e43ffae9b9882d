"""The log: what the program did, for the one who repairs it; never a name, a number or a sentence of anyone."""

from __future__ import annotations

import logging
import re
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

_PRIVATE = re.compile(r"\d{6,}|[\u3400-\u9fff\U00020000-\U0003ffff]+")


class _Discreet(logging.Formatter):
    """Writes versions and places in the program; Chinese words and long numbers could be a person's and become …."""

    def format(self, record: logging.LogRecord) -> str:
        words = _PRIVATE.sub("…", record.getMessage())
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        frames = traceback.extract_tb(record.exc_info[2]) if record.exc_info else []
        where = "".join(f"\n    {Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)
        return f"{self.formatTime(record)} {record.levelname} {record.name}: {words} {kind}".rstrip() + where


def start_log(folder: Path) -> Path | None:
    """Write the log into a folder, at most 1 MB in three files; None where that is not possible."""
    path = folder / "baijia.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=350_000, backupCount=2, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(_Discreet())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return path


def stop_log() -> None:
    """Let go of the file."""
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h.formatter, _Discreet)]:
        root.removeHandler(handler)
        handler.close()
