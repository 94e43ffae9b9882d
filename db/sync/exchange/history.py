"""What went out and came in, file by file, and how much each computer handed in (sync.md §6)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from db.models import RESTRICTED
from db.store import Store
from db.sync.log import segment as sg
from db.sync.log.states import QUARANTINED, STAGED, WAITING
from db.sync.peers import peers


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file in the log; `at` is an ISO instant in UTC, `result` written, taken, known, waiting or salvaged."""

    direction: str
    file_no: int
    file_name: str
    peer_id: str
    peer: str
    at: str
    cadre: str
    new_segments: int
    result: str
    code: str
    bundle_id: str = ""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """How many changes a computer has handed in so far, and how many of them were taken over here."""

    handed: int
    accepted: int

    @property
    def held_back(self) -> int:
        """Changes that lie here and are not in effect: quarantined, or waiting for an earlier file."""
        return self.handed - self.accepted


def file_log(store: Store, most: int = 50) -> list[FileLine]:
    """The files that went out and came in, newest first."""
    query = (
        "SELECT direction, file_no, file_name, peer, at, cadre, new_segments, result, code, bundle_id"
        " FROM sync_bundle_log ORDER BY at DESC, rowid DESC LIMIT ?"
    )
    with store.connection(immediate=False) as connection:
        names = {p.id: p.name for p in peers.all_peers(connection)}
        rows = connection.exec_driver_sql(query, (most,)).all()
    return [
        FileLine(
            r.direction, r.file_no or 0, r.file_name or "", r.peer or "", names.get(r.peer, ""), r.at or "",
            r.cadre or "", r.new_segments or 0, r.result or "", r.code or "", r.bundle_id,
        )
        for r in rows
    ]  # fmt: skip


def handed_in(store: Store) -> dict[str, HandedIn]:
    """Of every computer whose changes lie here: how many, and how many of them are in effect."""
    handed: dict[str, int] = defaultdict(int)
    accepted: dict[str, int] = defaultdict(int)
    with store.connection(immediate=False) as connection:
        rows = connection.exec_driver_sql(
            f"SELECT device_id, st, head FROM sync_segment WHERE st <> {STAGED}"
            f" AND part NOT IN (SELECT no FROM sync_part WHERE compartment = {RESTRICTED})"  # nobody counts those
        )
        for device, state, head in rows:
            count = sg.read_head(head).n
            handed[device] += count
            if state not in (WAITING, QUARANTINED):
                accepted[device] += count
    return {device: HandedIn(count, accepted[device]) for device, count in handed.items()}
