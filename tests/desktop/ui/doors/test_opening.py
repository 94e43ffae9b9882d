"""The door stands before the record book is read in."""

import os
import subprocess
import sys
from pathlib import Path

from desktop.ui.pages import PLACES
from tests.conftest import PASSWORD

HOUSE = Path(__file__).parents[4]
DOOR = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication([])
from desktop.app import Program
from desktop.paths import places_under
program = Program(places_under(Path(sys.argv[1])))
program.window.show()
app.processEvents()
print("sqlmodel" in sys.modules, "reportlab" in sys.modules)
"""
ENTRY = """
import sys
from PySide6.QtWidgets import QApplication
import desktop.app
from desktop import cli

def run(word=None):
    print(word, *sorted(m for m in sys.modules if m.startswith(("db", "desktop.commands", "sqlalchemy", "reportlab"))))
    return 0

desktop.app.run = run
for words in ([], ["\U0002c3ce.bjb"], ["taoxi.baijia"]):
    cli.main(words)
"""
WARM = """
import sys
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from desktop.app import Program, prepare_words
from desktop.paths import places_under, user_surroundings
prepare_words()
app = QApplication([])
program = Program(places_under(Path(sys.argv[1])), user_surroundings())
program.start(Path(sys.argv[2]))
program.window.show()

def settle():
    loop, timer, quiet = QEventLoop(), QTimer(), []
    timer.timeout.connect(lambda: quiet.append(1) if program.jobs.quiet else quiet.clear())
    timer.timeout.connect(lambda: loop.quit() if len(quiet) > 5 else None)
    timer.start(20)
    loop.exec()

settle()
warm = set(sys.modules)
door = program.window.front
door.password.setText(sys.argv[3])
door.open_it()
settle()
assert program.shell is not None and program.shell.here.place == "today", door.fields["password"].error
print(*sorted(m for m in set(sys.modules) - warm if m.startswith(("db", "desktop"))))
program.window.close()
"""


def _ran(code, *args, **more):
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, args)],
        capture_output=True, text=True, encoding="utf-8", cwd=HOUSE, check=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(HOUSE), "PYTHONIOENCODING": "utf-8"} | more,
    ).stdout.splitlines()  # fmt: skip


def test_a_window_stands_without_the_record_book(tmp_path):
    assert _ran(DOOR, tmp_path) == ["False False"]


def test_the_way_to_the_window_reads_in_no_command_and_no_book():
    assert _ran(ENTRY) == ["None", "\U0002c3ce.bjb", "taoxi.baijia"]


def test_everything_up_to_the_first_page_is_read_in_while_the_password_is_typed(tmp_path, village):
    path = village.path
    village.close()
    assert _ran(WARM, tmp_path, path, PASSWORD, BAIJIA_PROFILE=str(village.profile)) == [""]


def test_the_other_pages_are_read_in_once_the_first_stands(qtbot, program, village, monkeypatch):
    from desktop import app

    read = []
    monkeypatch.setattr(app, "_SOON", 0)
    monkeypatch.setattr("desktop.ui.doors.opening.import_module", read.append)
    running = program(village)
    qtbot.waitUntil(lambda: running.jobs.quiet and len(read) == len(PLACES), timeout=5_000)
    assert read == [f"desktop.ui.pages.{place}.page" for place in PLACES]
