"""The running program: QApplication with look, language and crash handling, and the one owner of its end."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTranslator
from PySide6.QtWidgets import QApplication

from app.paths import RESOURCES
from ui.collecting import Collector, give_back_large_blocks
from ui.crashes import CrashHook
from ui.icons import seal
from ui.preferences import Preferences
from ui.theme import theme


class Program(QObject):
    """Everything that lives as long as the process: made first, and asked last to end it.

    `folder` is the user's, for the window's preferences; `log_file` is named in crash dialogs, None when there is none.
    """

    def __init__(self, arguments: Sequence[str], folder: Path, log_file: Path | None) -> None:
        self.application = QApplication.instance() or QApplication(list(arguments))
        super().__init__()
        self.preferences = Preferences(folder / "window.ini")
        self.preferences.restore_look()
        dress(self.application)
        self._crashes = CrashHook(log_file)
        self._crashes.install()
        give_back_large_blocks()
        self._collector = Collector(self)
        self._endings: list[Callable[[], object]] = [self._collector.stop]
        self._ended = False
        self.application.aboutToQuit.connect(self.end)

    def at_end(self, ending: Callable[[], object]) -> None:
        """Do this when the program ends; last said, first done. Pools are drained and databases closed this way."""
        self._endings.append(ending)

    def run(self) -> int:
        """Until the last window closes; the exit code."""
        code = self.application.exec()
        self.end()
        return code

    def end(self) -> None:
        """Do all the endings once, each whatever happens to the others."""
        if self._ended:
            return
        self._ended = True
        for ending in reversed(self._endings):
            try:
                ending()
            except Exception:
                logging.getLogger(__name__).exception("an ending failed")
        self._crashes.remove()


def dress(application: QObject) -> None:
    """Name, icon, look and language of a QApplication."""
    assert isinstance(application, QApplication)
    application.setApplicationName("Sweepbook")
    application.setApplicationDisplayName("扫街簿")
    application.setDesktopFileName("sweepbook")
    application.setWindowIcon(seal())
    _speak_chinese(application)
    theme().start()


def _speak_chinese(application: QApplication) -> None:
    translator = QTranslator(application)
    if translator.load(str(RESOURCES / "locale" / "qtbase_zh_CN.qm")):
        application.installTranslator(translator)
    else:
        print("resources/locale/qtbase_zh_CN.qm 读不出来，系统对话框里会有英文。", file=sys.stderr)
