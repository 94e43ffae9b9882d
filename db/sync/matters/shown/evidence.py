"""What stands side by side in a matter: the parties 甲, 乙 …, and a line for every field in which they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from gettext import gettext as _
from typing import Any, Final

from db.fields import NOTHING, field_words, moment_words, noun_words, shown_numbers
from db.sync.log import merge
from db.sync.log.merge import WORDS
from db.sync.log.rows import display, queues, references
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.matters.shown.conflicts import Conflict
from db.sync.matters.shown.records import Records
from db.sync.matters.shown.sides import CONCERNED, DELETED, Side, births

LETTERS: Final = "甲乙丙丁戊己庚辛壬癸"
CONTEXT: Final = 4
"""Lines beside the differing ones that say what the matter is about."""
_IN_THE_HEAD: Final = frozenset(
    {"village_id", "village_group_id", "household_id", "case_id", "contractor_id", "batch_id", "certificate_id"}
)


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a matter: a computer's entries, or one of the records compared; ``shown`` is on display meanwhile."""

    letter: str
    device: str
    cadre: str
    at: str
    screen: str
    shown: bool
    mine: bool
    device_id: str
    record: str = ""
    sides: Mapping[str, Side] = field(default_factory=dict)

    @property
    def caption(self) -> str:
        """Who, when, where: 欧阳立军 · 10月21日 10:27 · 发证台."""
        return " · ".join(filter(None, (self.cadre, self.at, self.screen)))


@dataclass(frozen=True, slots=True)
class Line:
    """A field: what it was, and what each party says; ``words`` are texts in which the differences are marked."""

    field: str
    label: str
    before: str
    values: tuple[str, ...]
    differs: bool
    words: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of one matter."""

    parties: tuple[Party, ...]
    lines: tuple[Line, ...]


class Witness:
    """Brings the evidence of a matter together."""

    def __init__(self, book: Bookkeeping, records: Records, me: str) -> None:
        self._book, self._records, self._me = book, records, me

    def hear(self, matters: Sequence[Conflict]) -> Evidence:
        """The evidence of the matters of one item: several fields of one record, or one of any other kind."""
        first = matters[0]
        if first.kind == queues.FIELD:
            return self._fields(matters)
        if first.kind == queues.DELETED_BUT_EDITED:
            return self._deletion(first)
        if first.kind == queues.MOVED_TWICE:
            return self._villages(first)
        if first.kind == references.KIND:
            return self._reference(first)
        if first.kind == "rule:closed_without_reply":
            return self._unanswered(first)
        return self._compared(first)

    # --- parties ---

    def _party(self, at: int, sides: Mapping[str, Side]) -> Party:
        newest = max(sides.values(), key=lambda side: side.at)
        return Party(
            LETTERS[at % len(LETTERS)], self._records.device(newest.device), newest.cadre or "",
            moment_words(newest.at), newest.screen, any(side.shown for side in sides.values()),
            newest.device == self._me, newest.device, newest.record, dict(sides),
        )  # fmt: skip

    def _parties(self, sides: Iterable[tuple[str, Side]]) -> tuple[Party, ...]:
        """By computer, the first to write is 甲; a second entry of one computer in one field is a party of its own."""
        gathered: dict[tuple[str, int], dict[str, Side]] = {}
        for col, side in sorted(sides, key=lambda found: (found[1].at, found[1].dot)):
            nth = 0
            while col in gathered.get((side.device, nth), ()):
                nth += 1
            gathered.setdefault((side.device, nth), {})[col] = side
        return tuple(self._party(at, found) for at, found in enumerate(gathered.values()))

    # --- fields of one record ---

    def _fields(self, matters: Sequence[Conflict]) -> Evidence:
        first = matters[0]
        table = self._book.tables[first.table]
        ordered = sorted(matters, key=lambda matter: table.columns.index(matter.col))
        parties = self._parties((matter.col, side) for matter in ordered for side in matter.sides)
        lines = []
        for matter in ordered:
            values = [
                self._records.value(first.table, matter.col, side.value) if side is not None else _("没改")
                for side in (party.sides.get(matter.col) for party in parties)
            ]
            before = self._records.value(first.table, matter.col, matter.before)
            shown = shown_numbers(first.table, matter.col, [before, *values])
            words = table.classes[matter.col] == WORDS
            label = field_words(first.table, matter.col)
            lines.append(Line(matter.col, label, shown[0], tuple(shown[1:]), differs=True, words=words))
        taken = {matter.col for matter in ordered}
        return Evidence(parties, (*lines, *self._context(first.table, first.pk, taken, len(parties))))

    def _context(self, table: str, pk: str, taken: set[str], count: int) -> list[Line]:
        row = self._records.row(table, pk)
        if row is None:
            return []
        found: list[Line] = []
        for col in self._records.filled_columns(table, [row]):
            classes = self._book.tables[table].classes
            if col not in taken | _IN_THE_HEAD and len(found) < CONTEXT and classes[col] != WORDS:
                (value,) = shown_numbers(table, col, [self._records.value(table, col, row.get(col))])
                found.append(Line(col, field_words(table, col), value, (_("一样"),) * count, differs=False))
        return found

    # --- whole records ---

    def _compared(self, matter: Conflict) -> Evidence:
        table = CONCERNED.get(matter.kind, matter.table)
        sides = sorted(matter.sides, key=lambda side: (side.at, side.dot))
        parties = tuple(self._party(at, {side.col: side}) for at, side in enumerate(sides))
        rows = [self._records.row(table, side.record) or {} for side in sides]
        lines = [self._line(table, col, rows) for col in self._records.filled_columns(table, rows)]
        papers = [self._papers(side.record) for side in sides]
        if any(papers):
            said = tuple(_("有（{n} 份）").format(n=n) if n else _("没有") for n in papers)
            lines.append(Line("papers", _("材料"), NOTHING, said, differs=len(set(papers)) > 1))
        alike = [line for line in lines if not line.differs and line.field not in _IN_THE_HEAD]
        if table != matter.table:
            alike = self._context(matter.table, matter.pk, set(), len(parties))[:2] + alike
        return Evidence(parties, (*(line for line in lines if line.differs), *alike[:CONTEXT]))

    def _line(self, table: str, col: str, rows: Sequence[Mapping[str, Any]]) -> Line:
        values = [self._records.value(table, col, row.get(col)) for row in rows]
        shown = shown_numbers(table, col, values)
        label, words = field_words(table, col), self._book.tables[table].classes[col] == WORDS
        if len({merge.norm(value) for value in values}) == 1:
            return Line(col, label, shown[0], (_("一样"),) * len(rows), differs=False, words=words)
        return Line(col, label, NOTHING, tuple(shown), differs=True, words=words)

    def _papers(self, record: str) -> int:
        query = "SELECT count(*) FROM attachment WHERE record_id = ? AND hidden = 0"
        return int(self._book.db.execute(query, (record,)).fetchone()[0]) if "attachment" in self._book.tables else 0

    # --- deleted here, edited there ---

    def _deletion(self, matter: Conflict) -> Evidence:
        parties = self._parties((side.col, side) for side in matter.sides)
        cols = [col for col in self._book.tables[matter.table].columns if any(s.col == col for s in matter.sides)]
        lines = []
        for col in cols:
            values = tuple(self._fate(matter.table, party.sides, col) for party in parties)
            lines.append(Line(col, field_words(matter.table, col), NOTHING, values, differs=True,
                              words=self._book.tables[matter.table].classes[col] == WORDS))  # fmt: skip
        return Evidence(parties, (*lines, *self._context(matter.table, matter.pk, set(cols), len(parties))))

    def _fate(self, table: str, sides: Mapping[str, Side], col: str) -> str:
        if col in sides:
            return self._records.value(table, col, sides[col].value)
        return _("删了") if "" in sides else _("没改")

    # --- in two villages at once ---

    def _villages(self, matter: Conflict) -> Evidence:
        sides = sorted(matter.sides, key=lambda side: (side.at, side.dot))
        parties = tuple(self._party(at, {"": side}) for at, side in enumerate(sides))
        table = self._book.tables[matter.table]
        rows = []
        for side in sides:
            part = next(p for p, _dot in births(self._book, table, matter.pk) if place(self._book, p) == side.value)
            row = self._book.load(part, table.number, [matter.pk], trust_table=False)[matter.pk].row
            rules = self._book.rules[table.name]
            rows.append({col: display.shown_value(row, col, rules[col]) for col in table.columns})
        lines = [self._line(matter.table, col, rows) for col in self._records.filled_columns(matter.table, rows)]
        villages = tuple(self._records.village(str(side.value).split(":")[0]) or NOTHING for side in sides)
        lines = [Line("scope", _("在哪个村"), NOTHING, villages, differs=True), *lines]
        alike = [line for line in lines if not line.differs][:CONTEXT]
        return Evidence(parties, (*(line for line in lines if line.differs), *alike))

    # --- what it points to is not there ---

    def _reference(self, matter: Conflict) -> Evidence:
        sides = sorted(matter.sides, key=lambda side: side.value == DELETED)
        parties = tuple(self._party(at, {side.col: side}) for at, side in enumerate(sides))
        parent = self._book.tables[matter.table].refs.get(matter.col, "")
        called = self._records.called(parent, matter.other[0] if matter.other else None)
        values = tuple(_("删了") if side.value == DELETED else called for side in sides)
        line = Line(matter.col, field_words(matter.table, matter.col), called, values, differs=True)
        return Evidence(parties, (line, *self._context(matter.table, matter.pk, {matter.col}, len(parties))))

    # --- closed, and nobody was answered ---

    def _unanswered(self, matter: Conflict) -> Evidence:
        lost = self._deleted_replies(matter.pk)
        parties = self._parties([*((s.col, s) for s in matter.sides), *(("reply", side) for side, _text in lost)])
        reply = "；".join(text for _side, text in lost) or NOTHING
        values = tuple(_("删了") if "reply" in party.sides else _("办结") for party in parties)
        lines = (Line("content", noun_words("reply"), reply, values, differs=True, words=False),)
        return Evidence(parties, (*lines, *self._request(matter.pk, len(parties))))

    def _request(self, pk: str, count: int) -> list[Line]:
        row = self._records.row("request", pk) or {}
        found = [
            Line(col, field_words("request", col), self._records.value("request", col, row.get(col)), ("",) * count,
                 differs=False)
            for col in ("content", "requester_name", "received_on", "due_on")
        ]  # fmt: skip
        return [line for line in found if line.before != NOTHING]

    def _deleted_replies(self, request: str) -> list[tuple[Side, str]]:
        table = self._book.tables["reply"]
        query = (
            "SELECT a.id, a.content, s.hash, d.idx FROM reply a JOIN sync_del d ON d.pk = a.id AND d.tbl = ?"
            " AND d.part IN (SELECT no FROM sync_part) JOIN sync_segment s ON s.id = d.seg"
            " WHERE a.request_id = ? AND a.hidden = 1"
        )
        found = []
        for pk, text, name, idx in self._book.db.execute(query, (table.number, request)).fetchall():
            if self._was_taken_back(request, pk):
                continue
            dot = merge.Dot(name, idx)
            who = self._book.author(dot)
            if who is not None:
                side = Side(DELETED, who.name, who.device, who.at, False, "", dot, who.screen or "")
                found.append((side, str(text or "")))
        return found

    def _was_taken_back(self, request: str, reply: str) -> bool:
        """Whether a reply was only written at the merge desk, by a decision that was taken back."""
        query = "SELECT 1 FROM decision WHERE record_id = ? AND hidden = 1 AND instr(undo, ?)"
        return self._book.db.execute(query, (request, reply)).fetchone() is not None


def place(book: Bookkeeping, part: int) -> str:
    """A partition as a side of `moved_twice` names it."""
    scope, compartment = book.part(part)
    return f"{scope}:{compartment}"
