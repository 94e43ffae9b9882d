"""In which language the program speaks: Chinese as it is written, or the catalogue of another."""

from __future__ import annotations

import functools
import gettext
import os
from importlib.resources import files

# WORKAROUND: gettext looks for its catalogue on disk at every call (50 µs each, a tenth of the time of a printed page);
# the files do not change while the program runs. `find` is documented and takes only hashable arguments here.
_found = functools.lru_cache(maxsize=64)(gettext.find)


def speak(language: str | None = None) -> None:
    """Chooses the language of every sentence: the one given, else BAIJIA_LANGUAGE, else Chinese."""
    os.environ["LANGUAGE"] = language or os.environ.get("BAIJIA_LANGUAGE") or "zh"
    gettext.bindtextdomain("baijia", str(files("resources") / "locale"))
    gettext.textdomain("baijia")
    _found.cache_clear()
    gettext.find = _found  # type: ignore[assignment]
