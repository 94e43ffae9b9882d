"""The hybrid clock: it orders what the screen shows and breaks ties; it never throws anything away (sync.md §11)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

ABSORB_AHEAD: Final = timedelta(hours=24)
"""How far ahead of us another computer's clock may be before it stops moving ours."""
MAX_HLC: Final = (1 << 63) - 1  # 47 bits of milliseconds last until the year 6429; one more would not fit SQLite


def wall_ms(at: datetime) -> int:
    """Milliseconds since 1970 of an aware instant; before 1970 counts as 0.

    >>> wall_ms(datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=UTC))
    1500
    """
    return max(0, (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1))


def next_hlc(last: int, now: datetime) -> int:
    """The stamp of a new segment: the wall time, or the last stamp plus one if this clock stood still or went back.

    >>> noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    >>> first = next_hlc(0, noon)
    >>> next_hlc(first, noon - timedelta(days=3650)) - first
    1
    """
    return min(MAX_HLC, max(wall_ms(now) << 16, last + 1))


def is_ahead(remote: int, now: datetime) -> bool:
    """Whether another computer's stamp is more than 24 hours ahead of this computer's clock."""
    return remote > wall_ms(now + ABSORB_AHEAD) << 16


def absorb(last: int, remote: int, now: datetime) -> int:
    """Our last stamp after seeing another computer's; an absurd one leaves ours as it was."""
    return last if is_ahead(remote, now) else max(last, remote)


def instant_of(hlc: int) -> datetime:
    """The wall time inside a stamp, capped at the last day Python can name."""
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=hlc >> 16)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)
