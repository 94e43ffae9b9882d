"""A process that does one deed with a store and is killed at its k-th commit, or notes what it asks of the disk.

``python -m tests.bundles.crash.killing`` reads one JSON job a line and forks a child for each, so that only the first
pays for starting. It answers with the number of commits the child saw, or "killed".
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from db import Store, create_store, engine, open_store, surroundings
from db.store import Surroundings
from db.sync import pack, unpack
from db.sync.exchange.taking import stage
from db.sync.log import apply
from db.sync.log.seal import seal_pending
from tests.bundles.crash.disk_log import DiskLog
from tests.conftest import CHEAP, PASSWORD, VILLAGE, StillClock

TOP = Path(__file__).resolve().parents[3]
Killer = Callable[..., str]


class Commits:
    """Counts the commits of every connection and ends the process before or after the k-th."""

    def __init__(self, kill_at: int, *, after: bool) -> None:
        self._kill_at, self._after, self.seen = kill_at, after, 0

    def hear(self, statement: str) -> None:
        """Called by SQLite before each statement runs."""
        if self._after and self.seen == self._kill_at > 0:
            os.kill(os.getpid(), signal.SIGKILL)
        if statement.strip().upper().startswith("COMMIT"):
            self.seen += 1
            if not self._after and self.seen == self._kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, checkpoint: int) -> None:
        """From here on every connection is heard, and copies its log into the book every so many pages."""
        connect = engine.connect

        def heard(*args: Any, **more: Any) -> Any:
            connection = connect(*args, **more)
            connection.execute(f"PRAGMA wal_autocheckpoint = {checkpoint}")
            connection.set_trace_callback(self.hear)
            return connection

        engine.connect = heard


def _unpack(store: Store, job: dict[str, Any]) -> None:
    reports = unpack(store, [Path(job["bundle"])])
    assert reports[0].result in {"taken", "known"}, reports


DEEDS: dict[str, Callable[[Store, dict[str, Any]], object]] = {
    "unpack": _unpack,
    "pack": lambda store, job: pack(store, Path(job["stick"])),
    "seal": lambda store, _job: seal_pending(store),
    "open": lambda _store, _job: None,
}


def _store(job: dict[str, Any], around: Surroundings) -> Store:
    if job["deed"] == "create":
        return create_store(Path(job["store"]), VILLAGE, around)[0]
    return open_store(Path(job["store"]), PASSWORD, around)


def child(job: dict[str, Any]) -> int:
    """Does the job with small steps, so that there are many commits; returns how many there were."""
    apply.OPS_A_TRANSACTION = job.get("ops", 4)  # type: ignore[misc]
    stage.BATCH = job.get("batch", 3)  # type: ignore[misc]
    around = surroundings(Path(job["profile"]), StillClock(datetime.fromisoformat(job["at"])), CHEAP)
    commits = Commits(job.get("kill_at", 0), after=job.get("after", False))
    commits.watch(job.get("checkpoint", 1_000))
    disk = DiskLog([Path(job["store"]), Path(job["profile"])])
    if "log" in job:
        disk.start()
    store = _store(job, around)
    DEEDS.get(job["deed"], DEEDS["open"])(store, job)
    store.close()
    if "log" in job:
        Path(job["log"]).write_bytes(pickle.dumps(disk.calls))
    return commits.seen


def main() -> None:
    """One job a line."""
    for line in sys.stdin:
        inside, outside = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.write(outside, str(child(json.loads(line))).encode())
            os._exit(0)
        os.close(outside)
        answer = os.read(inside, 100).decode()
        os.close(inside)
        _pid, status = os.waitpid(pid, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        print("killed" if killed else answer or f"failed {status}", flush=True)


@contextmanager
def killing() -> Iterator[Killer]:
    """ask(deed=…, store=…, profile=…, at=…, …) runs a job in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bundles.crash.killing"],
        cwd=TOP,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        stdin, stdout = process.stdin, process.stdout

        def ask(**job: Any) -> str:
            stdin.write(json.dumps(job, default=str) + "\n")
            stdin.flush()
            return stdout.readline().strip()

        yield ask
        stdin.close()
        process.wait(timeout=20)


if __name__ == "__main__":
    main()
