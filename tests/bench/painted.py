"""Child of bench_startup: opens one window, says `painted` once its first picture is done, and waits to be ended.

python -m tests.bench.painted bare
python -m tests.bench.painted program sqlite:///sample.db
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
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
        """One line to whoever measures, and who then ends this process."""
        print("painted", flush=True)


def bare() -> int:
    """The least a PySide6 window can be."""
    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("扫街簿"))
    window.resize(1366, 768)
    window.show()
    return application.exec()


def program(database: str, *, signing_in: bool) -> int:
    """The program as people start it; `signing_in` stops at the dialog, otherwise Enter is pressed in it."""
    import main
    from ui.dialogs.sign_in import SignInDialog

    if signing_in:
        SignInDialog.exec = watched(SignInDialog.exec)
    else:
        SignInDialog.exec = press_enter
    return main.main(["--database", database])


def press_enter(dialog: QWidget) -> None:
    """Sign the first account in, as soon as it could be done."""
    enter = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(dialog, enter)


def watched(run: Callable[..., int]) -> Callable[..., int]:
    """The same loop of events, looked at from its first."""

    def run_watched(*arguments: object) -> int:
        QApplication.instance().installEventFilter(watcher)
        return run(*arguments)

    return run_watched


if __name__ == "__main__":
    watcher = FirstPaint()
    wait_for_events = QApplication.exec
    QApplication.exec = watched(lambda *_: wait_for_events())
    mode, *rest = sys.argv[1:]
    sys.exit(bare() if mode == "bare" else program(*rest, signing_in=mode == "sign-in"))
