"""The rival: the smallest window that PySide6 can show, with one line of words."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

app = QApplication(["bare"])
window = QMainWindow()
window.setWindowTitle("bare")
window.setCentralWidget(QLabel("百家"))
window.resize(1366, 768)
window.show()
sys.exit(app.exec())
