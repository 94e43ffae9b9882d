"""The door stands before the record book is read in."""

import os
import subprocess
import sys
from pathlib import Path

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


def test_a_window_stands_without_the_record_book(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-c", DOOR, str(tmp_path)],
        capture_output=True, text=True, cwd=HOUSE, check=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(HOUSE)},
    )  # fmt: skip
    assert ran.stdout.split() == ["False", "False"]
