"""Who writes and when: ids that never collide, and a clock that can be set in tests."""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

CHINA = timezone(timedelta(hours=8))
_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """A UUIDv7 (RFC 9562) as 32 hex digits, rising within one process."""
    global _last
    with _lock:
        stamp = max(time.time_ns() // 1000, _last + 1)  # microseconds: 48 bits of ms, then 10 bits of the rest
        _last = stamp
    ms, us = divmod(stamp, 1000)
    value = (ms & (1 << 48) - 1) << 80 | 0x7 << 76 | us << 66 | 0b10 << 62
    value |= (int.from_bytes(os.urandom(8)) & ((1 << 62) - 1)) | 0
    # us fills 10 of the 12 bits after the version; the two below it stay random
    value |= (os.urandom(1)[0] & 0b11) << 64
    return f"{value:032x}"


class Clock(Protocol):
    """Tells the time; injected so that tests can be years off."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The clock of this computer."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


def china_day(at: datetime) -> date:
    """The calendar day of an instant in China (UTC+8, no summer time)."""
    return at.astimezone(CHINA).date()


def stamp(at: datetime) -> str:
    """An instant as the store keeps it: ``2026-11-21T13:40:08.123Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def instant(text: str) -> datetime:
    """The instant a stored stamp names."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
