"""The composition root: settings, then the door, then store, jobs and window; the only place that builds.

What stands behind the door is read in while the password is typed (``doors.opening.warm_up``), never before it stands.
"""

from __future__ import annotations

import gettext
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLockFile, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from desktop.language import speak
from desktop.logs import start_log, stop_log
from desktop.paths import BUNDLE, Places, user_places
from desktop.settings import SettingsFile
from desktop.ui.bulletin import Bulletin
from desktop.ui.complaints import Complaints
from desktop.ui.doors.second_start import SecondStart, hand_over
from desktop.ui.input.composition import Composition
from desktop.ui.input.module import choose_input_module
from desktop.ui.jobs import Jobs
from desktop.ui.style import Size, Theme, look, speak_chinese
from desktop.ui.window import Window

if TYPE_CHECKING:
    from db.store import Store, Surroundings
    from desktop.ui.frame.shell import Shell

_SOON = 900  # ms after the first page was asked for, until the others are read in
_REST = 1_500  # ms without a question, until memory is given back
log = logging.getLogger(__name__)
_ = gettext.gettext


class Program:
    """Everything of one running window; tests give their own places and surroundings."""

    def __init__(self, places: Places, around: Surroundings | None = None) -> None:
        self.places, self._around = places, around
        self.settings = SettingsFile(places.settings)
        now = self.settings.now
        look().show(_theme(now.theme), _size(now.size))
        self.jobs, self.bulletin = Jobs(), Bulletin()
        self.complaints = Complaints(places.notes)
        self.window = Window()
        self.composition = Composition(self.window)
        self.store: Store | None = None
        self.shell: Shell | None = None
        self._door: QWidget | None = None
        self._brought: list[str] = []
        self.window.working = self._what_works
        self.window.closed.connect(self.end)
        self._resting = QTimer()
        self._resting.setSingleShot(True)
        self._resting.setInterval(_REST)
        self._resting.timeout.connect(self._give_back)
        self.jobs.idle.connect(self._on_idle)
        self._giving_back = False
        self.window.left_alone.connect(self.lock)
        if now.window:
            self.window.restoreGeometry(bytes.fromhex(now.window))

    def start(self, store: Path | None = None) -> None:
        """Show the door: of the store asked for, of the one opened last, or the first start."""
        path = str(store) if store else self.settings.now.last_store
        if path and (store or Path(path).is_dir()):
            self.show_unlock(path)
        else:
            self.show_first_run()

    def show_first_run(self) -> None:
        """The first start, or a second store on this computer."""
        from desktop.ui.doors.first_run import FirstRun

        first = FirstRun(self.jobs, self.complaints, self.settings, self.places.stores, self._around)
        first.made.connect(self.open)
        first.restore_wanted.connect(self.show_restore)
        first.open_wanted.connect(self.choose_store)
        first.size_chosen.connect(self.choose_size)
        self._show_door(first)

    def show_restore(self) -> None:
        """The door that makes a store from a backup."""
        from desktop.ui.doors.restore import Restore

        restore = Restore(self.jobs, self.complaints, self.places.stores, self._around)
        restore.restored.connect(self.open)
        restore.turned_back.connect(self.show_first_run)
        self._show_door(restore)

    def choose_store(self) -> None:
        """Open a store that is on this computer already."""
        title = _("选择数据文件夹（名字以 .baijia 结尾）")
        chosen = QFileDialog.getExistingDirectory(self.window, title, str(self.places.stores))
        if chosen:
            self.show_unlock(chosen)

    def show_unlock(self, path: str) -> None:
        """The door of a store."""
        from desktop.ui.doors.unlock import Unlock

        door = Unlock(path, self.jobs, self.complaints, self._around)
        door.opened.connect(self.open)
        door.begun_anew.connect(self.show_first_run)
        self._show_door(door)

    def lock(self) -> None:
        """Hide everything until the password is typed again."""
        if self.store is None or self.shell is None or self.window.front is not self.shell:
            return
        from desktop.ui.doors.unlock import Unlock

        self.composition.keep()
        self.shell.may_leave()
        self.window.remember_focus()
        door = Unlock(str(self.store.path), self.jobs, self.complaints, self._around, lock=self.store)
        door.opened.connect(self._on_let_in)
        self._show_door(door)

    def open(self, store: Store) -> None:
        """The store is open: show the frame where the work stopped."""
        from db.rules.names import reading_order
        from desktop.ui.desk import Desk
        from desktop.ui.frame.shell import Shell
        from desktop.ui.widgets.lists.ordering import read_by

        self.store = store
        read_by(reading_order)
        self.settings.change(last_store=str(store.path))
        desk = Desk(store, self.jobs, self.bulletin, self.complaints, self.settings)
        self.shell = Shell(desk)
        self.shell.locked.connect(self.lock)
        self.shell.size_chosen.connect(self.choose_size)
        self.window.may_leave = self.shell.may_leave
        self.window.setWindowTitle(_("{store} - 百家").format(store=store.name))
        self.window.lock_after(self.settings.now.lock_minutes)
        self.window.show_only(self.shell)
        self._drop_door()
        self.shell.resume()
        self._take_brought()
        QTimer.singleShot(_SOON, self._read_in_pages)

    def bring(self, word: str) -> None:
        """Somebody opened a file of ours: a bundle is taken in once the door is open, a store is gone to."""
        self.window.come_forward()
        if word.lower().endswith(BUNDLE):
            self._brought.append(word)
            self._take_brought()
        elif word and self.store is None:
            self.show_unlock(word)
        elif word and self.store is not None and Path(word) != self.store.path:
            sentence = _("现在开着“{open}”。要打开“{name}”，请先关掉百家，再打开它。")
            self.complaints.sentence.emit("calm", sentence.format(open=self.store.name, name=Path(word).stem))

    def choose_size(self, size: str) -> None:
        """标准, 大 or 特大, at once and for the next time."""
        look().show(size=Size(size))
        self.settings.change(size=size)

    def end(self) -> None:
        """The window is closed: workers stop, the store is let go of."""
        self.settings.change(window=bytes(self.window.saveGeometry().data()).hex())
        self.window.lock_after(0)
        self._resting.stop()
        self.jobs.close()
        if self.store is not None:
            from desktop.ui.doors.opening import leave

            leave(self.store)
            self.store = None

    def _show_door(self, door: QWidget) -> None:
        look().dress(door)
        self.window.show_only(door)
        self._drop_door()
        self._door = door

    def _drop_door(self) -> None:
        if self._door is not None:
            self.window.let_go(self._door)
            self._door = None

    def _on_let_in(self, _store: Store) -> None:
        if self.shell is not None:
            self.window.show_only(self.shell)
            self.window.give_focus_back()
            self._drop_door()
            self._take_brought()

    def _read_in_pages(self) -> None:
        from desktop.ui.doors.opening import read_in_pages

        self.jobs.ask(_ignore, self.complaints.complain, read_in_pages)

    def _on_idle(self) -> None:
        if self._giving_back:
            self._giving_back = False  # that was the answer to this very question
        else:
            self._resting.start()

    def _give_back(self) -> None:
        """Nothing was asked for a while: what workers let go of goes back to the system."""
        from desktop.memory import give_back

        self._giving_back = True
        self.jobs.ask(_ignore, self.complaints.complain, give_back)

    def _take_brought(self) -> None:
        if self.shell is None or self.window.front is not self.shell:
            return
        from desktop.ui.desk import Where

        brought, self._brought = self._brought, []
        for word in brought:
            self.shell.go(Where("handover", "take", text=word))

    def _what_works(self) -> str:
        return _("还有一件事没办完。") if self.jobs.busy else ""


def run(word: Path | None = None, places: Places | None = None) -> int:
    """Open the desktop, with a store or a bundle where one is named, and return when its window is closed."""
    places = places or user_places()
    start_log(places.logs)
    prepare_words()
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    letters_only = choose_input_module(os.environ)
    app = QApplication(["baijia"])
    app.setApplicationName("baijia")
    app.setApplicationDisplayName("")
    translate_qt(app)
    places.config.mkdir(parents=True, exist_ok=True)
    named = str(word.absolute()) if word else ""
    alone = QLockFile(str(places.config / "running.lock"))
    if not alone.tryLock(100):
        return _leave_it_to_the_first(places, named)
    program = Program(places)
    program.complaints.listen_to_python()
    program.window.warn(letters_only)
    bundle = named.lower().endswith(BUNDLE)
    program.start(Path(named) if named and not bundle else None)
    program.window.show()
    if bundle:
        program.bring(named)
    second = SecondStart(places.config)
    second.asked.connect(program.bring)
    try:
        return app.exec()
    finally:
        stop_log()
        alone.unlock()


def _leave_it_to_the_first(places: Places, named: str) -> int:
    if hand_over(places.config, named):
        return 0
    QMessageBox.information(None, _("百家"), _("百家已经开着了，请在任务栏里找到它的窗口。"))
    return 1


def prepare_words() -> None:
    """The language of every sentence: Chinese as written, or the catalogue of another."""
    speak_chinese()
    speak()


def translate_qt(app: QApplication) -> None:
    """Qt's own buttons in Chinese."""
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)


def _ignore(_answer: object) -> None:
    pass


def _theme(name: str) -> Theme:
    return Theme(name) if name in set(Theme) else Theme.LIGHT


def _size(name: str) -> Size:
    return Size(name) if name in set(Size) else Size.NORMAL


if __name__ == "__main__":
    sys.exit(run())
