"""What people call a field, and what may stand in it."""

from dataclasses import dataclass
from gettext import gettext as _
from typing import Literal

Kind = Literal[
    "text",
    "prose",
    "name",
    "day",
    "time",
    "number",
    "yes_no",
    "code",
    "amount",
    "area",
    "id_no",
    "phone",
    "ref",
    "system",
]
"""ref: names another record; system: kept by the program itself; neither is ever typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRule:
    """What people call a field and what may stand in it.

    ``codes`` names the list its codes come from; ``also`` are words people use that the list lacks, and where it is
    ``free``, any word is kept as it was given.
    ``future``: a day still to come may stand; ``partial``: of a day only the year, or year and month, may be known.
    """

    label: str
    kind: Kind = "text"
    codes: str | None = None
    free: bool = False
    also: tuple[str, ...] = ()
    required: bool = False
    future: bool = False
    partial: bool = False

    @property
    def words(self) -> str:
        """The label in the language of the screen."""
        return _(self.label)

    @property
    def typed_by_people(self) -> bool:
        """Whether a person ever types it."""
        return self.kind not in ("ref", "system")


def blank(value: object) -> bool:
    """Whether nothing stands there."""
    return value is None or value == () or (isinstance(value, str) and not value.strip())
