"""A value that is stored as an English code and read by people as Chinese words."""

from enum import StrEnum
from gettext import gettext as _
from typing import Self


def N_(words: str) -> str:  # noqa: N802 - the marker every gettext tool knows
    """Mark words for the catalogue; they are translated when they are shown, not when this module is imported."""
    return words


class Words(StrEnum):
    """One of a fixed list of values: the code is stored, the label is shown."""

    words: str

    def __new__(cls, code: str, words: str = "") -> Self:
        """Keep the code as the value and the Chinese words beside it."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.words = words
        return member

    @property
    def label(self) -> str:
        """The words a person reads, in the language of the screen."""
        return _(self.words)

    @classmethod
    def choices(cls) -> tuple[tuple[str, str], ...]:
        """Every value of the list as (code, label), in its usual order."""
        return tuple((member.value, member.label) for member in cls)

    @classmethod
    def of_words(cls, text: str) -> Self | None:
        """The value that a ledger wrote as these words (or as its code); None if the list does not know them."""
        wanted = "".join(text.split())
        for member in cls:
            if wanted in (member.value, member.words, member.label):
                return member
        return None

    @property
    def rank(self) -> int:
        """The place in the list, from 0: later stages stand higher."""
        return list(type(self)).index(self)
