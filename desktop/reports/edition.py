"""Which edition of a paper this is: whole or masked, and which of its fields carry a footnote."""

import re
from collections.abc import Sequence
from dataclasses import replace
from gettext import gettext as _

from db.queries.household_file import ConflictNote, Fact
from db.rules.masking import mask_account, mask_address, mask_id_number, mask_phone
from desktop.reports.layout.wording import long_date

DAGGER = "†"
_NUMBERS = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|(?P<phone>1[3-9]\d{9})|(?P<account>\d{12,}))(?![0-9A-Za-z])")


class Edition:
    """Hides what a working copy must not show, and marks fields of which two values exist."""

    def __init__(self, conflicts: Sequence[ConflictNote] = (), *, masked: bool = False) -> None:
        self.masked = masked
        self._conflicts = conflicts
        self._numbers = {(note.record_id, note.field): number for number, note in enumerate(conflicts, 1)}

    def mark(self, value: str, record_id: str, field: str) -> str:
        """The value, followed by †n where footnote n tells its other value."""
        number = self._numbers.get((record_id, field))
        return f"{value}{DAGGER}{number}" if number else value

    def mark_said(self, value: str, record_id: str, label: str) -> str:
        """The same for a text that the page knows only by what it is called."""
        field = next((n.field for n in self._conflicts if (n.record_id, n.label) == (record_id, label)), "")
        return self.mark(value, record_id, field)

    def id_no(self, value: str) -> str:
        """An ID number as this edition may show it."""
        return mask_id_number(value) if self.masked else value

    def phone(self, value: str) -> str:
        """A telephone number as this edition may show it."""
        return mask_phone(value) if self.masked else value

    def birth_date(self, value: str) -> str:
        """A date of birth as this edition may show it: the day is part of the ID number."""
        return value[:7] if self.masked else value

    def address(self, value: str) -> str:
        """An address as this edition may show it: down to village and group."""
        return mask_address(value) if self.masked else value

    def prose(self, value: str) -> str:
        """A text somebody wrote; numbers of persons, telephones and accounts in it are hidden too."""
        return _NUMBERS.sub(_hide, value) if self.masked else value

    def facts(self, facts: Sequence[Fact]) -> list[Fact]:
        """Further facts as this edition may show them: sensitive ones stay out of a copy to work with."""
        shown = [fact for fact in facts if not (self.masked and fact.sensitive)]
        return [replace(fact, value=self.prose(fact.value)) for fact in shown]

    def notes(self) -> list[str]:
        """The footnotes: which field, its values, who wrote them where and when."""
        return [self._note(number, note) for number, note in enumerate(self._conflicts, 1)]

    def _note(self, number: int, note: ConflictNote) -> str:
        values = []
        for one in note.values:
            by = "，".join(part for part in (one.by_name, one.device, long_date(one.at)) if part)
            value = self._plain(note.field, one.value) or _("空白")
            values.append(_("“{value}”（{by}）").format(value=value, by=by) if by else f"“{value}”")
        return _("{mark}{number}　{field}有 {count} 种记法，还没有核定：{values}。").format(
            mark=DAGGER, number=number, field=note.label, count=len(note.values), values="；".join(values)
        )

    def _plain(self, field: str, value: str) -> str:
        shown = {"id_no": self.id_no, "phone": self.phone, "birth_date": self.birth_date, "address": self.address}
        ending = next((name for name in shown if field.endswith(name)), "")
        return shown[ending](value) if ending else self.prose(value)


def _hide(found: re.Match[str]) -> str:
    if found["phone"]:
        return mask_phone(found[0])
    return mask_account(found[0]) if found["account"] else mask_id_number(found[0])
