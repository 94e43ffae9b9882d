"""Many small matters at once, by a rule; texts and grave matters are always decided one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from gettext import gettext as _

from db.errors import RuleError
from db.store import Store
from db.sync.log.rows import queues
from db.sync.log.rows.replica import replica_of
from db.sync.matters.deciding.settling import Settlement, settle
from db.sync.matters.shown.answers import SIDE, VALUE
from db.sync.matters.shown.items import DeskItem, items
from db.sync.matters.shown.records import Records

Progress = Callable[[int, int, str], None]
NEWEST, OFFICE, DEVICE = "newest", "office", "device:"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and how many items it would settle now."""

    code: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What a rule chooses in one item: its answer, and what must be filled in where it mixes the parties."""

    item: DeskItem
    answer: str
    values: tuple[tuple[str, str], ...] = ()


def rules(store: Store, listed: Sequence[DeskItem] | None = None) -> list[Rule]:
    """The rules there are, each with the number of items it would settle."""
    found = items(store) if listed is None else listed
    devices = {party.device_id: party.device for item in found for party in item.parties if item.kind == queues.FIELD}
    named = [
        (OFFICE, _("同一项事实：用镇里后写的")),
        (NEWEST, _("同一项事实：用后写的")),
        *((f"{DEVICE}{device}", _("都用“{name}”写的").format(name=name)) for device, name in sorted(devices.items())),
    ]
    counted = [Rule(code, words, len(preview(store, code, found))) for code, words in named]
    return [rule for rule in counted if rule.count]


def preview(store: Store, rule: str, listed: Sequence[DeskItem] | None = None) -> list[Choice]:
    """What a rule would decide, item by item; nothing is changed."""
    with replica_of(store) as replica:
        offices = Records(replica.bookkeeping(), store).offices
    found = items(store) if listed is None else listed
    choices = (_choice(item, rule, offices) for item in found if item.kind == queues.FIELD and not item.is_words)
    return [choice for choice in choices if choice is not None]


def settle_all(
    store: Store, choices: Sequence[Choice], reason: str | None = None, progress: Progress | None = None
) -> list[Settlement]:
    """Settles what a preview showed, one by one; each can be taken back by itself; what was settled meanwhile is left.

    ``progress(done, total, words)`` hears of each before it is settled, and may end it there: the rest stays open.
    """
    done: list[Settlement] = []
    for at, choice in enumerate(choices):
        if progress is not None:
            progress(at, len(choices), choice.item.about)
        try:
            done.append(settle(store, choice.item, choice.answer, reason, dict(choice.values)))
        except RuleError as error:
            if error.field != "id":
                raise
    return done


def _choice(item: DeskItem, rule: str, offices: Iterable[str]) -> Choice | None:
    """The party whose entries are all to be taken; None where the rule says nothing of this item."""
    wanted = [at for at, party in enumerate(item.parties) if _fits(party.device_id, rule, offices)]
    fields = [matter.col for matter in item.matters]
    picked: dict[str, int] = {}
    for col in fields:
        able = [at for at in wanted if col in item.parties[at].sides]
        if not able:
            return None
        picked[col] = max(able, key=lambda at: (item.parties[at].sides[col].at, item.parties[at].sides[col].dot))
    if len(set(picked.values())) == 1:
        return Choice(item, f"{SIDE}{picked[fields[0]]}")
    values = {col: item.parties[at].sides[col].value for col, at in picked.items()}
    if any(value is None or isinstance(value, bytes) for value in values.values()):
        return None
    return Choice(item, VALUE, tuple((col, str(value)) for col, value in values.items()))


def _fits(device: str, rule: str, offices: Iterable[str]) -> bool:
    if rule == NEWEST:
        return True
    if rule == OFFICE:
        return device in offices
    return rule.removeprefix(DEVICE) == device
