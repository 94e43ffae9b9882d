"""Which rows of a roster belong to one household, whatever way the village shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from db.ledgers.cells.marks import is_ditto, says_nothing
from db.ledgers.cells.names import alike
from db.ledgers.cells.relations import HEAD, read_relation
from db.ledgers.layout import columns, evidence
from db.ledgers.layout.lines import Line

_SPARSE: Final = 0.75  # a serial number on fewer rows than this counts households, not persons
_DENSE: Final = 0.9  # a household number on more rows than this is repeated for every member
_KEYS: Final = ("household_no", "head_name")


def households_of(lines: Sequence[Line]) -> list[list[Line]]:
    """The rows of each household, in the order of the sheet."""
    rule = _Rule(lines)
    found: list[list[Line]] = []
    for line in lines:
        if not found or rule.begins(line, found[-1]):
            found.append([line])
        else:
            found[-1].append(line)
    return found


def _text(line: Line, name: str) -> str:
    value = line.raw(name)
    return "" if says_nothing(value) or is_ditto(value) else evidence.compact(value)


def is_head(line: Line) -> bool:
    """The row says it is the head's."""
    return read_relation(line.raw("relation")).value == HEAD


class _Rule:
    """How one sheet shows where a household begins."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.key = next((key for key in _KEYS if any(_text(line, key) for line in lines)), None)
        keyed = sum(1 for line in lines if self.key and _text(line, self.key))
        self.dense = keyed > len(lines) * _DENSE
        filled = sum(1 for line in lines if _text(line, columns.SERIAL))
        self.serial = self.key is None and 1 < filled < len(lines) * _SPARSE
        self.heads = any(is_head(line) for line in lines)
        self.address = self.key is None and not self.serial and not self.heads and self._sparse(lines, "address")
        self.gaps = not (self.key or self.serial or self.heads or self.address)

    @staticmethod
    def _sparse(lines: Sequence[Line], name: str) -> bool:
        values = [_text(line, name) for line in lines]
        return len(set(filter(None, values))) > 1 and len(set(values)) < len(values)

    def begins(self, line: Line, household: Sequence[Line]) -> bool:
        """This row begins a household after the one above."""
        above = household[-1]
        if line.tied:
            return False
        if self._elsewhere(line, above):
            return True
        if self.key:
            return self._key_begins(line, household)
        if self.serial:
            return bool(_text(line, columns.SERIAL)) or (is_head(line) and any(map(is_head, household)))
        if self.heads:
            return self._head_begins(line, household)
        if self.address:
            return bool(_text(line, "address")) and _text(line, "address") != _text(above, "address")
        return line.after_gap

    @staticmethod
    def _elsewhere(line: Line, above: Line) -> bool:
        if line.sheet != above.sheet or line.group != above.group:
            return True
        return any(
            _text(line, name) and _text(above, name) and _text(line, name) != _text(above, name)
            for name in ("village", "village_group")
        )

    def _key_begins(self, line: Line, household: Sequence[Line]) -> bool:
        key = str(self.key)
        mine = _text(line, key).lstrip("0")
        last = next((_text(row, key) for row in reversed(household) if _text(row, key)), "").lstrip("0")
        if mine and mine != last:
            return not (key == "head_name" and alike(mine, last) and not is_head(line))
        if not mine and self.dense and is_head(line) and any(map(is_head, household)):
            return True
        # the same number again: a second household only where the head's own name stands beside it
        return self._second_head(line, household)

    @staticmethod
    def _second_head(line: Line, household: Sequence[Line]) -> bool:
        """A further head who is named in a head column of its own; without that it is a household with two heads."""
        if not is_head(line) or not any(map(is_head, household)):
            return False
        mine, theirs = _text(line, "head_name"), _text(household[0], "head_name")
        return bool(mine) and mine != theirs and alike(mine, _text(line, "name"))

    def _head_begins(self, line: Line, household: Sequence[Line]) -> bool:
        if is_head(line):
            return any(map(is_head, household)) or line.after_gap or len(household) > 1
        return line.after_gap and not _text(line, "relation")
