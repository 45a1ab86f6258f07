"""The Qt binding survives what a working day does to it (PySide6 6.12 does not on Python 3.11)."""

from __future__ import annotations

import subprocess
import sys

CHILD = """
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel

class Sender(QObject):
    said = Signal(object)

application = QApplication([])
label, sender, heard = QLabel(), Sender(), []
sender.said.connect(heard.append)
for number in range(5000):
    sender.said.emit(None)
    sender.said.emit(True)
    label.setText(str(number))
assert len(heard) == 10000
print("alive")
"""


def test_five_thousand_emits_and_texts_leave_it_alive() -> None:
    ended = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout.strip()) == (0, "alive"), ended.stderr
