"""What rail and status line must know of the store, asked in one go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db.backup import last_backup
from db.identity import CHINA, instant
from db.queries.drafts import latest_drafts
from db.queries.today import today
from db.queries.totals import totals
from db.sync.exchange.handover import unsent
from db.sync.exchange.history import file_log
from db.sync.matters import open_count
from db.sync.matters.quarantine import waiting
from desktop.ui.desk import Where
from desktop.ui.frame.battery import battery_left
from desktop.ui.frame.status_line import Standing
from desktop.ui.parts.drafts import where_to
from desktop.ui.widgets.inputs.dates import spoken_moment

if TYPE_CHECKING:
    from db.store import Store


@dataclass(frozen=True, slots=True)
class Facts:
    """The status line, and by place how much waits and whether some of it is overdue."""

    standing: Standing
    counts: dict[str, tuple[int, bool]] = field(default_factory=dict)


def gather_facts(store: Store) -> Facts:
    """Asks for what waits in every place."""
    now, counted = today(store), totals(store)
    counters = {counter.name: counter.value or 0 for counter in now.counters}
    alone, matters, held = unsent(store), open_count(store), waiting(store)
    counts = {
        "today": (len(now.tasks), False),
        "requests": (counted.requests.unanswered, counted.requests.overdue > 0),
        "certificates": (counters.get("uncollected", 0), False),
        "disputes": (counters.get("disputes", 0), False),
        "handover": (matters + held if store.role == "township" else alone, False),
    }
    backed_up = last_backup(store)
    backup = spoken_moment(backed_up.astimezone(CHINA), store.today()) if backed_up else ""
    return Facts(Standing(alone, _last_handover(store), backup, battery_left(), matters, held), counts)


def _last_handover(store: Store) -> str:
    wanted = {"in"} if store.role == "township" else {"in", "out"}  # the office says when it took in, a laptop both
    at = next((line.at for line in file_log(store) if line.direction in wanted), "")
    return spoken_moment(instant(at).astimezone(CHINA), store.today()) if at else ""


def form_left_open(store: Store, place: str) -> Where | None:
    """The form in which the program ended, by a flat battery or on purpose; ``place`` is where the cadre was."""
    for draft in latest_drafts(store)[:1]:
        where = where_to(draft)
        if where is not None and draft.form == "visit":
            return Where("visits", "resume") if draft.data.get("open") else None
        if where is not None and where.place == place and draft.data.get("open", True):
            return where
    return None
