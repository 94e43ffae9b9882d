"""The one way off the GUI thread: a question goes to a worker, its answer comes back under a ticket.

The worker holds a ticket, a module-level function and plain values, never a closure or a bound method: whatever a
closure captures may be destroyed by the worker, and a widget destroyed off the GUI thread takes the program down.
"""

from __future__ import annotations

import inspect
import itertools
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

log = logging.getLogger(__name__)
Then = Callable[[Any], None]
Otherwise = Callable[[Any], None]
Progress = Callable[[int, int, str], None]
Listen = Callable[["Step"], None]


class CancelledError(BaseException):  # no ``except Exception`` on its way may take it for a bug
    """The cadre stopped a long job; nothing half-done stays behind."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a long job is: ``done`` of ``total`` (0: not known), and what it is doing in words."""

    done: int
    total: int
    words: str


@dataclass(slots=True)
class _Waiting:
    then: Then
    otherwise: Otherwise
    listen: Listen | None = None
    stop: threading.Event | None = None


def _refuse_what_captures(question: Callable[..., Any], args: tuple[object, ...]) -> None:
    if not inspect.isfunction(question) or question.__closure__ or "<" in question.__qualname__:
        raise TypeError(f"a worker takes a module-level function, not {question!r}")
    for value in args:
        if isinstance(value, QObject):
            raise TypeError(f"a worker takes plain values, not {value!r}")


def alive(callback: Callable[..., object]) -> bool:
    """Whether the one to be answered is still there: a page may be gone before its answer comes."""
    while isinstance(callback, partial):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)


class Jobs(QObject):
    """Asks questions off the GUI thread; long jobs have a worker each, tell how far they are and can be stopped."""

    idle = Signal()
    _answered = Signal(int, object, object)
    _stepped = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tickets = itertools.count(1)
        self._waiting: dict[int, _Waiting] = {}
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="ask")
        self._threads: dict[int, threading.Thread] = {}
        self._closed = False
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self._on_stepped, Qt.ConnectionType.QueuedConnection)

    def ask(self, then: Then, otherwise: Otherwise, question: Callable[..., Any], *args: object) -> int:
        """Call ``question(*args)`` in a worker; its answer goes to ``then``, its error to ``otherwise``, both here."""
        _refuse_what_captures(question, args)
        ticket = next(self._tickets)
        if self._closed:
            return ticket  # the program is ending: nobody is asked any more
        self._waiting[ticket] = _Waiting(then, otherwise)
        self._pool.submit(question, *args).add_done_callback(_Postman(self._answered, ticket))
        return ticket

    def start(self, then: Then, otherwise: Otherwise, listen: Listen, work: Callable[..., Any], *args: object) -> int:
        """Call ``work(progress, *args)`` in a worker of its own; ``progress(done, total, words)`` may stop it."""
        _refuse_what_captures(work, args)
        ticket = next(self._tickets)
        if self._closed:
            return ticket
        stop = threading.Event()
        self._waiting[ticket] = _Waiting(then, otherwise, listen, stop)
        reporter = _Reporter(self._stepped, ticket, stop)
        postman = _Postman(self._answered, ticket)
        thread = threading.Thread(target=_run_long, args=(work, reporter, args, postman), name=f"job-{ticket}")
        self._threads[ticket] = thread
        thread.start()
        return ticket

    def cancel(self, ticket: int) -> None:
        """Ask a long job to stop at its next step; its ``otherwise`` hears a CancelledError."""
        waiting = self._waiting.get(ticket)
        if waiting and waiting.stop:
            waiting.stop.set()

    def forget(self, ticket: int) -> None:
        """The answer of a quick question is no longer wanted."""
        self._waiting.pop(ticket, None)

    @property
    def busy(self) -> bool:
        """Whether a long job is still working."""
        return bool(self._threads)

    @property
    def quiet(self) -> bool:
        """Whether every question has been answered."""
        return not self._waiting and not self._threads

    def close(self) -> None:
        """Stop long jobs, wait until every worker has let go of the store, and answer nobody any more."""
        self._closed = True
        for waiting in self._waiting.values():
            if waiting.stop:
                waiting.stop.set()
        self._waiting.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)
        for thread in self._threads.values():
            thread.join()
        self._threads.clear()

    def _on_answered(self, ticket: int, answer: object, error: BaseException | None) -> None:
        thread = self._threads.pop(ticket, None)
        if thread:
            thread.join()
        waiting = self._waiting.pop(ticket, None)
        if waiting:
            if error is None and alive(waiting.then):
                waiting.then(answer)
            elif error is not None and alive(waiting.otherwise):
                waiting.otherwise(error)
        if self.quiet:
            self.idle.emit()

    def _on_stepped(self, ticket: int, step: Step) -> None:
        waiting = self._waiting.get(ticket)
        if waiting and waiting.listen and alive(waiting.listen):
            waiting.listen(step)


class _Postman:
    """Carries an answer home: knows a signal and a ticket, and no widget."""

    def __init__(self, signal: Any, ticket: int) -> None:
        self._signal, self._ticket = signal, ticket

    def __call__(self, future: Future[Any]) -> None:
        if future.cancelled():
            return
        error = future.exception()
        self.deliver(None if error else future.result(), error)

    def deliver(self, answer: object, error: BaseException | None) -> None:
        """Post the answer to the GUI thread; a program that is already closing needs none."""
        try:
            self._signal.emit(self._ticket, answer, error)
        except RuntimeError:
            log.info("an answer came after the window was gone")


class _Reporter:
    """Tells how far a long job is, and stops it where the cadre asked for it."""

    def __init__(self, signal: Any, ticket: int, stop: threading.Event) -> None:
        self._signal, self._ticket, self._stop = signal, ticket, stop

    def __call__(self, done: int, total: int, words: str) -> None:
        if self._stop.is_set():
            raise CancelledError
        self._signal.emit(self._ticket, Step(done, total, words))


def _run_long(work: Callable[..., Any], progress: Progress, args: tuple[object, ...], postman: _Postman) -> None:
    try:
        answer = work(progress, *args)
    except (Exception, CancelledError) as error:  # every error must reach the cadre
        postman.deliver(None, error)
    else:
        postman.deliver(answer, None)
