"""A process that takes papers in and is killed at its k-th step: flush, rename, removal, new folder or commit.

``python -m tests.db.blobs.dying`` reads one JSON job a line and forks a child for each; it answers with the number of
steps the child took, or "killed".
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event

from db import Store, open_store, surroundings
from db.actions.papers import NewPaper, attach_paper
from db.blobs import pictures
from db.sync import unpack
from tests.conftest import CHEAP, PASSWORD, StillClock

TOP = Path(__file__).resolve().parents[3]
CALLS = ("fsync", "replace", "unlink", "mkdir")


class Steps:
    """Counts the steps and ends the process before the k-th."""

    def __init__(self, kill_at: int) -> None:
        self._kill_at, self.seen = kill_at, 0

    def step(self) -> None:
        """One more."""
        self.seen += 1
        if self.seen == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, store: Store) -> None:
        """From here on every step counts."""
        for name in CALLS:
            setattr(os, name, self._counted(getattr(os, name)))
        store.engine.dispose()

        @event.listens_for(store.engine, "connect")
        def _listen(raw: Any, _record: Any) -> None:
            raw.set_trace_callback(lambda text: text.strip().upper().startswith("COMMIT") and self.step())

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **more: Any) -> Any:
            self.step()
            return call(*args, **more)

        return counted


def child(job: dict[str, Any]) -> int:
    """Does the job; returns how many steps there were."""
    clock = StillClock(datetime.fromisoformat(job["at"]))
    store = open_store(Path(job["store"]), PASSWORD, surroundings(Path(job["profile"]), clock, CHEAP))
    steps = Steps(job["kill_at"])
    steps.watch(store)
    if "photo" in job:
        attach_paper(store, NewPaper(noun="household", record_id=job["household"]), Path(job["photo"]))
    else:
        reports = unpack(store, [Path(path) for path in job["bundles"]])
        assert all(report.result in {"taken", "known"} for report in reports), reports
    store.close()
    return steps.seen


def main() -> None:
    """One job a line."""
    assert pictures.LIMIT  # all is imported before the first child is made
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
def dying() -> Iterator[Callable[..., str]]:
    """ask(store=…, profile=…, kill_at=…, …) runs a job in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.db.blobs.dying"],
        cwd=TOP,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        stdin, stdout = process.stdin, process.stdout

        def ask(store: Store, at: Path, kill_at: int, **job: Any) -> str:
            """On a copy of the (closed) store that lies elsewhere."""
            job |= {"store": at, "profile": store.profile, "at": store.now().isoformat(), "kill_at": kill_at}
            stdin.write(json.dumps(job, default=str) + "\n")
            stdin.flush()
            return stdout.readline().strip()

        yield ask
        stdin.close()
        process.wait(timeout=20)


if __name__ == "__main__":
    main()
