"""What becomes of an error: at the field, in a banner, or a crash note and a plain sentence."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from gettext import gettext as _
from pathlib import Path
from types import TracebackType
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from desktop.ui.jobs import CancelledError

log = logging.getLogger(__name__)
Otherwise = Callable[[Exception], None]


class Form(Protocol):
    """Anything that can show a sentence beside one of its fields."""

    def show_error(self, field: str, sentence: str) -> bool:
        """Whether the form shows the sentence, at this field or elsewhere; afterwards it can be tried again."""
        ...


class Complaints(QObject):
    """Turns errors into sentences in the right place; nobody ever sees a traceback."""

    sentence = Signal(str, str)  # tone (late, due), words

    def __init__(self, notes: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notes = notes

    def complain(self, error: BaseException, form: Form | None = None) -> None:
        """A broken rule beside its field, a known trouble as a banner, a bug as a note and a plain sentence.

        Whatever it was, the form hears of it first: it lets the cadre try again, and may show the sentence itself.
        """
        if isinstance(error, CancelledError):
            return
        field, tone, sentence = self._told(error)
        if form is None or not form.show_error(field, sentence):
            self.sentence.emit(tone, sentence)

    def _told(self, error: BaseException) -> tuple[str, str, str]:
        from db.errors import RuleError, StoreError  # here, so that the door opens before the record book is read in

        if isinstance(error, RuleError):
            return error.field, "due", str(error)
        if isinstance(error, StoreError):
            log.warning("known trouble: %s", error.code)
            return "", "late", str(error)
        note = write_crash_note(self._notes, type(error), error.__traceback__)
        words = _("程序出了差错，已记下的内容都在。请再试一次；还不行，把这个文件交给镇里：{note}")
        return "", "late", words.format(note=note.name if note else _("（写不下差错记录）"))

    def at(self, form: Form) -> Otherwise:
        """What a question's ``otherwise`` is when a form asked it."""
        return _AtForm(self, form)

    def listen_to_python(self) -> None:
        """Errors nobody caught come here too."""
        sys.excepthook = self._on_uncaught

    def _on_uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.complain(error.with_traceback(trace))


class _AtForm:
    def __init__(self, complaints: Complaints, form: Form) -> None:
        self._complaints, self._form = complaints, form
        self.__self__ = form  # jobs ask whether whom they answer is still there

    def __call__(self, error: Exception) -> None:
        self._complaints.complain(error, self._form)


def write_crash_note(folder: Path, kind: type[BaseException], trace: TracebackType | None) -> Path | None:
    """Versions and the place in the program where it happened; no message and no value, for these name people.

    Returns None where not even that can be written.
    """
    now = datetime.now(UTC)
    lines = [
        f"at {now:%Y-%m-%d %H:%M:%S} UTC",
        f"python {platform.python_version()} on {platform.system()} {platform.release()}",
        f"error {kind.__module__}.{kind.__qualname__}",
        *(f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)),
    ]
    log.error("crash: %s at %s", kind.__qualname__, lines[-1].strip())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        note = folder / f"crash-{now:%Y%m%d-%H%M%S-%f}.txt"
        note.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError:
        return None
    return note
