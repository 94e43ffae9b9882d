"""What a person must decide, the largest damage first: one item a record, said in one sentence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from typing import Final

from db.fields import field_words, noun_words
from db.store import Store
from db.sync.log.rows import out_of_sight, queues, references
from db.sync.log.rows.replica import Replica, replica_of
from db.sync.matters.shown import conflicts
from db.sync.matters.shown.answers import Answer, Case, answers_to
from db.sync.matters.shown.conflicts import Conflict
from db.sync.matters.shown.evidence import Line, Party, Witness
from db.sync.matters.shown.records import Records
from db.sync.matters.shown.sides import DELETED

WORDS_FIELD: Final = "field:words"
RANKS: Final = (
    "rule:double_collected", "rule:closed_without_reply", "rule:same_contractor_code", "rule:", "duplicate_identity",
    queues.MOVED_TWICE, queues.DELETED_BUT_EDITED, WORDS_FIELD, queues.FIELD, references.KIND,
)  # fmt: skip
"""By damage: somebody holds another's certificate, somebody was never answered … a record nobody finds."""
_GRAVE: Final = 6


@dataclass(frozen=True, slots=True)
class DeskItem:
    """One decision to be made, with all its evidence."""

    id: str
    kind: str
    rank: int
    title: str
    about: str
    devices: str
    sentence: str
    parties: tuple[Party, ...]
    lines: tuple[Line, ...]
    answers: tuple[Answer, ...]
    table: str
    pk: str
    household_id: str
    household: str
    village: str
    matters: tuple[Conflict, ...]

    @property
    def grave(self) -> bool:
        """Whether somebody is hurt by it now."""
        return self.rank < _GRAVE

    @property
    def is_words(self) -> bool:
        """Whether texts stand side by side."""
        return any(line.words and line.differs for line in self.lines)

    def answer(self, code: str) -> Answer | None:
        """The answer of that code."""
        return next((answer for answer in self.answers if answer.code == code), None)


def items(store: Store) -> list[DeskItem]:
    """Everything that stands open, the largest damage first, then the oldest."""
    with replica_of(store) as replica:
        return items_on(replica, store)


def open_count(store: Store) -> int:
    """How many items stand open, counted without laying them out; the number of everything ``items`` would list."""
    query = (
        "SELECT count(DISTINCT CASE c.kind WHEN ? THEN c.tbl || ' ' || c.pk ELSE c.id END) FROM sync_conflict c"
        " WHERE c.part NOT IN (SELECT value FROM json_each(?))"
    )
    with replica_of(store) as replica:
        unseen = out_of_sight.unseen(replica.db, village=store.role == "village")
        values = (queues.FIELD, json.dumps(sorted(unseen)))
        return int(replica.db.execute(query, values).fetchone()[0])


def item(store: Store, conflict_id: str) -> DeskItem | None:
    """One matter alone, by the id the queue gives it; None where it was settled meanwhile."""
    with replica_of(store) as replica:
        found = _seen(replica, store, conflicts.listed(replica, conflict_id))
        return _Clerk(replica, store).item(found) if found else None


def items_on(replica: Replica, store: Store) -> list[DeskItem]:
    """The same on a replica."""
    clerk = _Clerk(replica, store)
    found = [clerk.item(matters) for matters in grouped(_seen(replica, store, conflicts.listed(replica)))]
    return sorted(found, key=lambda item: (item.rank, item.matters[0].opened_at, item.id))


def _seen(replica: Replica, store: Store, found: list[Conflict]) -> list[Conflict]:
    """Without what a village's store does not show: accusations (privacy.md P5), what was taken from it."""
    unseen = out_of_sight.unseen(replica.db, village=store.role == "village")
    query = "SELECT id FROM sync_conflict WHERE part IN (SELECT value FROM json_each(?))"
    hidden = {row[0] for row in replica.db.execute(query, (json.dumps(sorted(unseen)),))} if unseen else set()
    return [conflict for conflict in found if conflict.id not in hidden]


def grouped(found: Iterable[Conflict]) -> list[list[Conflict]]:
    """The differing fields of one record are one decision; everything else is one of its own."""
    groups: dict[tuple[str, ...], list[Conflict]] = {}
    for conflict in found:
        field = conflict.kind == queues.FIELD
        groups.setdefault((conflict.table, conflict.pk) if field else (conflict.id,), []).append(conflict)
    return list(groups.values())


class _Clerk:
    """Makes one item of the merge desk after the other."""

    def __init__(self, replica: Replica, store: Store) -> None:
        self._book = replica.bookkeeping()
        self._records = Records(self._book, store)
        self._witness = Witness(self._book, self._records, store.device_id)

    def item(self, matters: Sequence[Conflict]) -> DeskItem:
        first = min(matters, key=lambda matter: matter.id)
        evidence = self._witness.hear(matters)
        table = self._book.tables[first.table]
        is_words = any(line.words and line.differs for line in evidence.lines)
        row = self._records.row(first.table, first.pk) or {}
        home = self._records.household_of(first.table, first.pk)
        names = list(dict.fromkeys(party.device for party in evidence.parties))
        return DeskItem(
            id=first.id, kind=first.kind, rank=rank_of(first.kind, is_words=is_words),
            title=self._title(matters), about=self._about(first), devices="、".join(names),
            sentence=sentence_of(matters, evidence.parties, self._records), parties=evidence.parties,
            lines=evidence.lines, answers=answers_to(Case(matters, evidence, self._records, table)),
            table=first.table, pk=first.pk, household_id=home,
            household=self._records.household(home) if home else "",
            village=self._records.village(str(row.get("scope") or "")), matters=tuple(matters),
        )  # fmt: skip

    def _about(self, matter: Conflict) -> str:
        if matter.kind == "duplicate_identity":
            names = [self._records.called("person", pk) for pk in (matter.pk, *matter.other)]
            home = self._records.household(self._records.household_of("person", matter.pk))
            return " · ".join(filter(None, ("、".join(dict.fromkeys(names)), home)))
        return self._records.about(matter.table, matter.pk)

    def _title(self, matters: Sequence[Conflict]) -> str:
        first, noun = matters[0], noun_words(matters[0].table)
        fixed = {
            "rule:double_collected": _("同一本证签收两次"),
            "rule:closed_without_reply": _("没答复就办结了"),
            "rule:same_contractor_code": _("两户用了一个编码"),
            "duplicate_identity": _("可能是同一个人"),
        }
        if first.kind in fixed:
            return fixed[first.kind]
        if first.kind == queues.MOVED_TWICE:
            return _("{noun}两个村都有").format(noun=noun)
        if first.kind == queues.DELETED_BUT_EDITED:
            return _("{noun}一边删一边改").format(noun=noun)
        if first.kind == references.KIND:
            return _("{noun}找不到所属的{field}").format(noun=noun, field=field_words(first.table, first.col))
        if first.kind != queues.FIELD:
            return _("{noun}要核对").format(noun=noun)
        if len(matters) == 1:
            return _("{field}写得不一样").format(field=field_words(first.table, first.col))
        return _("{noun}有 {n} 处不一样").format(noun=noun, n=len(matters))


def rank_of(kind: str, *, is_words: bool) -> int:
    """Where a kind stands by damage; a rule nobody here knows stands with the rules.

    >>> rank_of("rule:double_collected", is_words=False), rank_of("field", is_words=True) < rank_of("field", is_words=0)
    (0, True)
    """
    if kind == queues.FIELD and is_words:
        kind = WORDS_FIELD
    if kind not in RANKS:
        kind = "rule:"
    return RANKS.index(kind)


def sentence_of(matters: Sequence[Conflict], parties: Sequence[Party], records: Records) -> str:
    """What happened, and what counts meanwhile."""
    first, noun = matters[0], noun_words(matters[0].table)
    shown = next((party for party in parties if party.shown), None)
    letter = shown.letter if shown else ""
    if first.kind == queues.FIELD:
        return _field_sentence(matters, parties, letter)
    if first.kind == queues.DELETED_BUT_EDITED:
        who = next((p.device for p in parties if any(s.value == DELETED for s in p.sides.values())), "")
        return _("{who}删了这条{noun}，别的电脑不知道，还在改。定下来之前照旧显示。").format(who=who, noun=noun)
    if first.kind == queues.MOVED_TWICE:
        return _("这条{noun}同时在两个村都看得见。定下来之前按{letter}的算，只计一次。").format(
            noun=noun, letter=letter
        )
    if first.kind == references.KIND:
        parent = noun_words(records.parent(first.table, first.col))
        if len(parties) > 1:
            return _("这条{noun}记着的{parent}，另一台电脑已经删了。这条还留着，但跟着{parent}找不到它。").format(
                noun=noun, parent=parent
            )
        return _("这条{noun}记着的{parent}还没有收到。这条先留着，等文件补齐。").format(noun=noun, parent=parent)
    return {
        "duplicate_identity": _("两条记录看来是同一个人，是分开登记的。定下来之前按两个人算。"),
        "rule:double_collected": _(
            "两台电脑都记了领取，各自不知道对方。两条记录都还在，定下来之前按后写的一条算，领证数只计 1 本。"
        ),
        "rule:closed_without_reply": _("这件诉求办结了，可是一条答复也没有。定下来之前仍算没有答复。"),
        "rule:same_contractor_code": _("两个承包方用了同一个编码，是分开编的。定下来之前两个都在，各算各的。"),
    }.get(first.kind, _("两台电脑合在一起后，这条{noun}不合规矩，请核对。").format(noun=noun))


def _field_sentence(matters: Sequence[Conflict], parties: Sequence[Party], letter: str) -> str:
    devices = {party.device_id for party in parties}
    if len(devices) == 2:
        what = _("两台电脑都改了，各自不知道对方。")
    elif len(devices) > 2:
        what = _("{n} 台电脑都改了，各自不知道对方。").format(n=len(devices))
    else:
        what = _("同一台电脑留下了两种写法，可能恢复过旧备份。")
    if len(matters) > 1:
        return what + _("写的都还在，定下来之前每处按后写的算。")
    return what + _("写的都还在，定下来之前按{letter}的算；打印出来会加注。").format(letter=letter)
