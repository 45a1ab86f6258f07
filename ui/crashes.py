"""What nobody caught: known errors are said in their own sentence, everything else is logged and shown as a crash."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

from app.errors import KnownError
from ui.dialogs.crash import CrashDialog
from ui.dialogs.message import MessageDialog


class CrashHook(QObject):
    """Takes the place of sys.excepthook, also for other threads; one dialog at a time, further ones are only logged."""

    _caught = Signal(object)

    def __init__(self, log_file: Path | None) -> None:
        super().__init__()
        self._log_file = log_file
        self._showing = False
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """From now on."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._take
        threading.excepthook = lambda caught: self._take(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def remove(self) -> None:
        """As it was before."""
        sys.excepthook, threading.excepthook = self._before

    def _take(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error or kind(), trace)
            return
        if not isinstance(error, KnownError):
            logging.getLogger("crash").error("uncaught", exc_info=(kind, error or kind(), trace))
        self._caught.emit(error or kind())

    def _show(self, error: BaseException) -> None:
        if self._showing:
            return
        self._showing = True
        try:
            if isinstance(error, KnownError):
                MessageDialog.tell("没能做完这一步", str(error))
            else:
                CrashDialog("".join(traceback.format_exception(error)), self._log_file).exec()
        finally:
            self._showing = False
