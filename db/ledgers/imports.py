"""Takes a village's ledger into the book, tells what became of every row, and takes an import back again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from gettext import gettext as _
from pathlib import Path
from typing import Final

from sqlmodel import Session, col, select
from xlsxwriter.exceptions import FileCreateError

from db.errors import KnownError, RuleError
from db.identity import new_id
from db.ledgers.files.readers import read_book
from db.ledgers.intake.known import Known
from db.ledgers.intake.report import FlaggedCell, ImportReport, RowOutcome, UndoReport
from db.ledgers.intake.undo import take_back
from db.ledgers.intake.values import vetted
from db.ledgers.intake.workbook import write_workbook
from db.ledgers.intake.writer import Writer, told
from db.ledgers.roster import read_roster_of
from db.ledgers.verdicts import Outcome, RosterReading, RowVerdict
from db.models import ImportBatch, ImportRow, Village
from db.store import Store

ROSTER: Final = "roster"
KINDS: Final = (ROSTER,)


class _OnlyLooking(Exception):
    """Ends the transaction of a dry run without keeping anything."""


def import_ledger(store: Store, path: Path, kind: str | None = None, *, dry_run: bool = False) -> ImportReport:
    """Takes one file in; all of it or, where it cannot be read, nothing. The same file again changes nothing."""
    if kind not in (None, *KINDS):
        raise RuleError(
            _("没有“{kind}”这种台账，可以收：{known}。").format(kind=kind, known="、".join(KINDS)), field="kind"
        )
    reading = vetted(read_roster_of(read_book(path), store.today(), insist=kind == ROSTER), store.today())
    report: ImportReport | None = None
    try:
        with store.write(_("导入台账")) as session:
            village = _village(session, store, reading)
            known_batch = _same_file(session, village, reading)
            if known_batch is not None:
                return _seen_before(reading, village, None if dry_run else known_batch.id)
            report = _take(session, store, village, reading, dry_run=dry_run)
            if dry_run:
                raise _OnlyLooking
    except _OnlyLooking:
        pass
    assert report is not None
    return report


def undo_import(store: Store, import_id: str) -> UndoReport:
    """Takes one import back: records and values nobody has touched since; the others stay and are named."""
    with store.write(_("撤回导入")) as session:
        batch = session.get(ImportBatch, import_id)
        if batch is None:
            raise RuleError(_("没有这次导入，请核对编号。"), field="import_id")
        if batch.undone_at:
            raise RuleError(_("这次导入已经撤回过了。"), field="import_id")
        return take_back(session, store, batch)


def write_import_report(path: Path, reports: Sequence[ImportReport]) -> None:
    """Writes a workbook for people: one line a row, and the cells to look at."""
    if path.suffix.lower() != ".xlsx":
        raise RuleError(_("结果表要以 .xlsx 结尾。"), field="report")
    try:
        write_workbook(path, reports)
    except (OSError, FileCreateError) as e:
        raise KnownError(
            _("“{name}”写不进去，可能正开着或者磁盘满了。请关掉再试。").format(name=path.name), code="NO_ACCESS"
        ) from e


def _village(session: Session, store: Store, reading: RosterReading) -> Village:
    """The village of a laptop is its own; at the township it is the one the file names."""
    if store.role == "village":
        village = session.get(Village, store.scope)
        if village is not None:
            return village
    _one_village(reading)
    named = [v for v in session.exec(select(Village).where(Village.hidden == 0)) if v.name == reading.village]
    if len(named) != 1:
        sentence = _("看不出“{file}”是哪个村的，没有读入。请把村名写在表头上方，并先登记这个村。")
        raise RuleError(sentence.format(file=reading.file_name), field="village")
    return named[0]


def _one_village(reading: RosterReading) -> None:
    counted = Counter(filter(None, (household.value("village") for household in reading.households)))
    if sum(1 for number in counted.values() if number > 2) > 1:
        sentence = _("“{file}”里有几个村的人，没有读入。请按村分成几个文件再收。")
        raise RuleError(sentence.format(file=reading.file_name), field="village")


def _same_file(session: Session, village: Village, reading: RosterReading) -> ImportBatch | None:
    found = select(ImportBatch).where(
        ImportBatch.sha256 == reading.sha256, ImportBatch.scope == village.id, col(ImportBatch.undone_at).is_(None)
    )
    return session.exec(found).first()


def _seen_before(reading: RosterReading, village: Village, import_id: str | None) -> ImportReport:
    outcomes = tuple(RowOutcome(p.sheet, p.row, "same", p.value("name") or "", "") for p in reading.persons)
    return ImportReport(
        import_id, ROSTER, reading.file_name, village.name or "", len(reading.persons), 0, 0, len(reading.persons),
        _flagged(reading), _refused(reading), outcomes, _left_out(reading), known_file=True,
    )  # fmt: skip


def _take(session: Session, store: Store, village: Village, reading: RosterReading, *, dry_run: bool) -> ImportReport:
    batch = ImportBatch(id=new_id(), scope=village.id, kind=ROSTER, file_name=reading.file_name, sha256=reading.sha256)
    session.add(batch)
    session.flush()
    writer = Writer(session, store, Known.of(session, village), batch, reading)
    writer.take()
    session.add_all(_other_rows(batch.id, reading.rows))
    counts = Counter(outcome.outcome for outcome in writer.outcomes)
    batch.rows, batch.new = len(writer.outcomes), counts["new"]
    batch.changed, batch.same = counts["changed"], counts["same"]
    session.add(batch)
    return ImportReport(
        import_id=None if dry_run else batch.id,
        kind=ROSTER,
        file_name=reading.file_name,
        village=village.name or "",
        rows=batch.rows,
        new=batch.new,
        changed=batch.changed,
        same=batch.same,
        flagged=(*_flagged(reading), *writer.differing),
        refused=_refused(reading),
        outcomes=tuple(writer.outcomes) + tuple(_ignored(reading)),
        left_out=_left_out(reading),
        absent=writer.absent,
        named_village=reading.village,
    )


def _flagged(reading: RosterReading) -> tuple[FlaggedCell, ...]:
    """Every flagged cell, in every row it stands in, in the order of the file."""
    sheets = {row.sheet: place for place, row in reversed(list(enumerate(reading.rows)))}
    cells = [
        told(reading.file_name, cell, row=row) for cell in reading.flagged for row in (cell.where.row, *cell.repeated)
    ]
    return tuple(sorted(cells, key=lambda cell: (sheets.get(cell.sheet, 0), cell.row, cell.column_no)))


def _refused(reading: RosterReading) -> tuple[FlaggedCell, ...]:
    return tuple(
        FlaggedCell(reading.file_name, row.sheet, row.row, "", 0, "", "", row.kind, row.raw, row.message)
        for row in reading.refused
    )


def _ignored(reading: RosterReading) -> Iterable[RowOutcome]:
    for row in reading.rows:
        if row.row and row.outcome is not Outcome.TAKEN:
            outcome = "refused" if row.outcome is Outcome.FLAGGED else "ignored"
            yield RowOutcome(row.sheet, row.row, outcome, "", row.message or row.raw)


def _left_out(reading: RosterReading) -> tuple[str, ...]:
    return tuple(f"{row.sheet}：{row.raw}" for row in reading.rows if row.row == 0 and row.outcome is Outcome.IGNORED)


def _other_rows(batch_id: str, rows: Iterable[RowVerdict]) -> Iterable[ImportRow]:
    for row in rows:
        if row.outcome is not Outcome.TAKEN:
            outcome = "refused" if row.outcome is Outcome.FLAGGED else "ignored"
            yield ImportRow(
                batch_id=batch_id, sheet=row.sheet, row=row.row, outcome=outcome, noun=row.kind, raw=row.raw,
                message=row.message,
            )  # fmt: skip
