"""Where a record stands between this computer and the township, as a badge."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import gettext as _

from desktop.ui.widgets.badge import Badge


def standing_badge(standing: str) -> Badge:
    """仅本机, 已装盘, 镇里已确认 (without a tint: it is the normal case) or 有冲突; nothing for what is not known.

    >>> standing_badge("packed").words, standing_badge("").words
    ('已装盘', '')
    """
    return {
        "local": Badge(_("仅本机"), "soft", "hard-drive"),
        "packed": Badge(_("已装盘"), "calm", "usb"),
        "confirmed": Badge(_("镇里已确认"), "bare", "circle-check"),
        "conflict": Badge(_("有冲突"), "late", "triangle-alert"),
    }.get(standing, Badge(""))


def badge_in(standings: Mapping[str, str], record_id: str) -> Badge:
    """The badge of a record among those that are not confirmed.

    >>> badge_in({"a": "local"}, "a").words, badge_in({"a": "local"}, "b").words
    ('仅本机', '镇里已确认')
    """
    return standing_badge(standings.get(record_id, "confirmed"))


def standing_badge_of(words: str) -> Badge:
    """The same for a standing already said in words; words nobody knows are shown as they are.

    >>> standing_badge_of("已装盘").icon, standing_badge_of("")
    ('usb', Badge(words='', tone='plain', icon=''))
    """
    known = (standing_badge(code) for code in ("local", "packed", "confirmed", "conflict"))
    return next((badge for badge in known if badge.words == words), Badge(words))
