"""A process that takes bundles in, packs or seals, and is killed at its k-th commit (T7 of sync-tests.md).

``python -m tests.bundles.killing`` reads one JSON job a line and forks a child for each, so that only the first
pays for starting. It answers with the number of commits the child saw, or "killed".
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event

from db import open_store, surroundings
from db.bundles import apply, pack, unpack
from db.bundles.stick import stage
from tests.conftest import CHEAP, PASSWORD, StillClock


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


def child(job: dict[str, Any]) -> int:
    """Does the job with small steps, so that there are many commits; returns how many there were."""
    apply.OPS_A_TRANSACTION = 4  # type: ignore[misc]
    stage.BATCH = 3  # type: ignore[misc]
    clock = StillClock(datetime.fromisoformat(job["at"]))
    store = open_store(Path(job["store"]), PASSWORD, surroundings(Path(job["profile"]), clock, CHEAP))
    commits = Commits(job["kill_at"], after=job["after"])
    store.engine.dispose()

    @event.listens_for(store.engine, "connect")
    def _listen(raw: Any, _record: Any) -> None:
        raw.set_trace_callback(commits.hear)

    if job["deed"] == "pack":
        pack(store, Path(job["stick"]))
    else:
        reports = unpack(store, [Path(job["bundle"])])
        assert reports[0].result in {"taken", "known"}, reports
    store.close()
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


if __name__ == "__main__":
    main()
