"""Baijia itself: every step of a hand-over, each in a process of its own (`python -m … ours STEP FOLDER …`)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from db import NewStore, Store, create_store, open_store, surroundings
from db.keyring import Cost
from db.models import Village
from db.store import Surroundings
from db.sync import Plan, pack, unpack
from db.sync.log.seal import seal_pending
from db.sync.peers import enrol
from tests.benchmarks._bundles import rows
from tests.benchmarks._bundles.process import Figures, forget_peak, report, timed

PASSWORD = "benchmark-2025"
CODE = "430499101"
DAYS, A_DAY = 300, 40
EDITED, DELETED = 1_000, 200
"""Visits that both sides change, requests one side deletes while the other goes on writing in them."""


def around(folder: Path, cost: Cost | None = None) -> Surroundings:
    """All stores of a run share one profile; a password costs what it costs a cadre unless said otherwise."""
    return surroundings(profile=folder / "profile", cost=cost)


def code_of(number: int) -> str:
    """The region code of the village of that number."""
    return f"{CODE}{201 + number}"


def opened(folder: Path, name: str) -> Store:
    """A store of the run; the moment of the password check does not count as memory of what follows."""
    store = open_store(folder / f"{name}.baijia", PASSWORD, around(folder))
    forget_peak()
    return store


def new_laptop(
    folder: Path, office: Store, name: str, number: int, villages: int = 1, cost: Cost | None = None
) -> Store:
    """A laptop, enrolled for as many villages from that number on."""
    new = NewStore("village", name, code_of(number), "周建国", PASSWORD)
    laptop, _recovery = create_store(folder / f"{name}.baijia", new, around(folder, cost))
    wish = enrol.Wish(tuple(code_of(n) for n in range(number, number + villages)))
    granted = enrol.accept_device(office, enrol.make_card(laptop).encode(), wish)
    enrol.accept_grant(laptop, granted.paper.encode())
    return laptop


def prepare(folder: Path) -> Figures:
    """A township with the villages of the data set, and a laptop that may write in all of them."""
    new = NewStore("township", "云岭镇", CODE, "肖建英", PASSWORD)
    office, _recovery = create_store(folder / "office.baijia", new, around(folder))
    with office.write("建村") as session:
        for number in range(rows.VILLAGES):
            key = rows.village_id(number)
            session.add(Village(id=key, scope=office.scope, name=f"村{number}", region_code=code_of(number)))
    laptop = new_laptop(folder, office, "laptop", 0, rows.VILLAGES)
    pack(office, folder / "start.bjb", laptop.device_id)
    unpack(laptop, [folder / "start.bjb"])
    return {}


def put(store: Store, township: rows.Township | rows.Piece) -> None:
    """The rows, as a ledger import writes them: many at once, every one noticed by the triggers."""
    with store.write("登记") as session:
        connection = session.connection()
        for table, values in township.tables().items():
            listed = ", ".join(f'"{name}"' for name in rows.names(table))
            marks = ", ".join("?" * len(rows.names(table)))
            connection.exec_driver_sql(f'INSERT INTO "{table}"({listed}) VALUES ({marks})', values)


def fill(folder: Path, households: str) -> Figures:
    """The laptop gets the data set, a thousand households a transaction."""
    figures: Figures = {"fill": 0.0}
    store = opened(folder, "laptop")
    for township in rows.Township(int(households)).pieces(1_000):
        before = figures["fill"]
        with timed(figures, "fill"):
            put(store, township)
        figures["fill"] += before
    return figures


def seal(folder: Path) -> Figures:
    """What was written becomes segments."""
    figures: Figures = {}
    store = opened(folder, "laptop")
    with timed(figures, "seal"):
        figures["segments"] = seal_pending(store)
    return figures


def write(folder: Path, who: str, name: str, to: str = "", kind: str = "") -> Figures:
    """A bundle on the stick, read back; ``kind``: snapshot."""
    figures: Figures = {}
    store = opened(folder, who)
    receiver = opened(folder, to).device_id if to else None
    forget_peak()
    with timed(figures, "pack"):
        written = pack(store, folder / name, receiver, plan=Plan(snapshot=kind == "snapshot"))
    return figures | {"bytes": written.size, "records": written.records}


def take_in(folder: Path, who: str, *names: str) -> Figures:
    """Bundles taken in, with all verification, by that store."""
    figures: Figures = {}
    with timed(figures, "open"):
        store = opened(folder, who)
    with timed(figures, "unpack"):
        reports = unpack(store, [folder / name for name in names])
    return figures | {
        "results": sorted({f"{r.result}:{r.code}" for r in reports}),
        "new": sum(r.new for r in reports),
        "changed": sum(r.changed for r in reports),
        "conflicts": sum(r.conflicts for r in reports),
    }


def answer(folder: Path) -> Figures:
    """The office's receipt reaches the laptop, so that its next bundle holds only what is new."""
    office, laptop = opened(folder, "office"), opened(folder, "laptop")
    unpack(laptop, [pack(office, folder / "answer.bjb", laptop.device_id).path])
    return {}


def change(folder: Path) -> Figures:
    """The laptop changes two fields of every visit; the office meanwhile changes some of them and deletes requests."""
    figures: Figures = {}
    office, laptop = opened(folder, "office"), opened(folder, "laptop")
    with office.write("核对") as session:
        connection = session.connection()
        connection.exec_driver_sql(
            f"UPDATE visit SET purpose = '镇里核对' WHERE id IN (SELECT id FROM visit ORDER BY id LIMIT {EDITED})"
        )
        connection.exec_driver_sql(
            f"DELETE FROM request WHERE id IN (SELECT id FROM request ORDER BY id LIMIT {DELETED})"
        )
    with timed(figures, "update"), laptop.write("走访") as session:
        connection = session.connection()
        connection.exec_driver_sql("UPDATE visit SET place_note = '田间', purpose = '续访'")
        connection.exec_driver_sql(
            "UPDATE request SET content = '村里写下的新话：' || content"
            f" WHERE id IN (SELECT id FROM request ORDER BY id LIMIT {DELETED})"
        )
    with timed(figures, "seal"):
        figures["segments"] = seal_pending(laptop)
    return figures


def surfaced(folder: Path) -> Figures:
    """What the office's queue shows of the planted edits, and whether the words still stand there."""
    office = opened(folder, "office")
    with office.connection(immediate=False) as connection:
        kinds = connection.exec_driver_sql("SELECT kind, count(DISTINCT pk) FROM sync_conflict GROUP BY kind").all()
        kept = "SELECT count(*) FROM request WHERE hidden = 0 AND content LIKE '村里写下的新话：%'"
        return {"kinds": {row[0]: row[1] for row in kinds}, "kept": connection.exec_driver_sql(kept).scalar_one()}


def newcomer(folder: Path) -> Figures:
    """A new laptop for all villages, still empty."""
    new_laptop(folder, opened(folder, "office"), "newcomer", 0, rows.VILLAGES)
    return {}


def year(folder: Path) -> Figures:
    """The laptop goes on for a year: three hundred days, each sealed by itself, each some edits of the same records."""
    figures: Figures = {}
    laptop = opened(folder, "laptop")
    with timed(figures, "seal"):
        for day in range(DAYS):
            with laptop.write("走访") as session:
                session.connection().exec_driver_sql(
                    "UPDATE visit SET purpose = ?, place_note = ? WHERE id IN"
                    f" (SELECT id FROM visit ORDER BY id LIMIT {A_DAY} OFFSET ?)",
                    (f"第{day}天", f"去了{day}次", day % 20 * A_DAY),
                )
            seal_pending(laptop)
    return figures | {"segments": DAYS}


def beginners(folder: Path) -> Figures:
    """Two more new laptops for all villages: one gets the log, one a snapshot."""
    office = opened(folder, "office")
    for name in ("late", "beginner"):
        new_laptop(folder, office, name, 0, rows.VILLAGES)
    return {}


STEPS: dict[str, Callable[..., Figures]] = {
    "prepare": prepare, "fill": fill, "seal": seal, "write": write, "take_in": take_in, "answer": answer,
    "change": change, "surfaced": surfaced, "newcomer": newcomer,
    "year": year, "beginners": beginners,
}  # fmt: skip

if __name__ == "__main__":
    step, folder, *more = sys.argv[1:]
    report(STEPS[step](Path(folder), *more))
