"""Paper: rows in, PDF out. Each document is a module of its own; `layout` is how they all look."""

from gettext import gettext as _


def kinds() -> dict[str, str]:
    """The documents that can be printed: code name and title."""
    return {
        "household": _("一户一档"),
        "diary": _("民情日记"),
        "summary": _("工作情况汇总表"),
        "handover": _("交接单"),
    }
