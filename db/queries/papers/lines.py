"""The papers and photos that hang on a record, as lists show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any, Literal, cast

from sqlmodel import Session

from db.errors import RuleError
from db.models import GENERAL, RESTRICTED
from db.queries.rows import ask, words
from db.rules.codes import spoken
from db.store import Store

State = Literal["here", "missing", "purged"]
_SELECT = "SELECT a.*, coalesce(b.state, 'missing') AS state FROM attachment a LEFT JOIN sync_blob b USING (sha256)"
_ORDER = " ORDER BY a.taken_on, a.id"


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """A paper; `state` missing is a placeholder: the file comes with a later hand-over. `size` in bytes."""

    id: str
    noun: str
    record_id: str
    household_id: str
    paper_kind: str
    kind_label: str
    belongs_to: str
    caption: str
    taken_on: str
    mime: str
    size: int
    sha256: str
    state: State
    recorded_at: str
    recorded_by: str

    @property
    def is_picture(self) -> bool:
        """A photo or scan, which can be shown small; else a PDF."""
        return self.mime.startswith("image/")


def papers_of_record(store: Store, noun: str, record_id: str) -> tuple[KeptPaper, ...]:
    """The papers of one record, the oldest first."""
    with store.read() as session:
        where = " WHERE a.noun = ? AND a.record_id = ? AND a.hidden = 0"
        return _lines(store, ask(session, _SELECT + where + _ORDER, (noun, record_id)))


def papers_of_household(store: Store, household_id: str) -> tuple[KeptPaper, ...]:
    """The papers of a household; what belongs to a mediation is not among them (privacy.md P4)."""
    with store.read() as session:
        where = f" WHERE a.household_id = ? AND a.hidden = 0 AND a.compartment = {GENERAL}"
        return _lines(store, ask(session, _SELECT + where + _ORDER, (household_id,)))


def paper(store: Store, paper_id: str) -> KeptPaper:
    """One paper; RuleError where there is none of that id."""
    with store.read() as session:
        return paper_in(session, store, paper_id)


def paper_in(session: Session, store: Store, paper_id: str) -> KeptPaper:
    """The same within a session."""
    found = _lines(store, ask(session, _SELECT + " WHERE a.id = ? AND a.hidden = 0", (paper_id,)))
    if not found:
        raise RuleError(_("没有这份材料，请刷新后再试。"), field="paper_id")
    return found[0]


def _lines(store: Store, rows: Sequence[Any]) -> tuple[KeptPaper, ...]:
    """Accusations are not shown in the village (privacy.md P5)."""
    return tuple(_line(row) for row in rows if row.compartment != RESTRICTED or store.role != "village")


def _line(row: Any) -> KeptPaper:
    return KeptPaper(
        id=row.id,
        noun=words(row.noun),
        record_id=words(row.record_id),
        household_id=words(row.household_id),
        paper_kind=words(row.paper_kind),
        kind_label=spoken("paper_kind", row.paper_kind),
        belongs_to=spoken("paper_owner", row.noun),
        caption=words(row.caption),
        taken_on=words(row.taken_on),
        mime=words(row.mime),
        size=int(row.size or 0),
        sha256=words(row.sha256),
        state=cast("State", row.state),
        recorded_at=words(row.recorded_at),
        recorded_by=words(row.recorded_by),
    )
