"""Child of bench_startup: opens one window, says `painted` once its first picture is done, and ends.

python -m tests.bench.painted bare
python -m tests.bench.painted program sqlite:///sample.db
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget


class FirstPaint(QObject):
    """Watches an application until a window has been drawn, its children included."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Children are drawn within the window's own paint, so the word waits for the next turn of the loop."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow():
            QApplication.instance().removeEventFilter(self)
            QTimer.singleShot(0, self.say_so)
        return False

    def say_so(self) -> None:
        """One line to whoever measures, then the end."""
        print("painted", flush=True)
        QApplication.instance().quit()


def bare() -> int:
    """The least a PySide6 window can be."""
    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("扫街簿"))
    window.resize(1366, 768)
    window.show()
    return application.exec()


def program(database: str) -> int:
    """The program as people start it."""
    import main

    return main.main(["--database", database])


if __name__ == "__main__":
    watcher = FirstPaint()
    wait_for_events = QApplication.exec

    def watched_exec(*_: object) -> int:
        """Qt's own loop, looked at from its first event."""
        QApplication.instance().installEventFilter(watcher)
        return wait_for_events()

    QApplication.exec = watched_exec
    sys.exit(bare() if sys.argv[1] == "bare" else program(sys.argv[2]))
