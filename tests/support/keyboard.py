"""Typing as people do: keys, and Chinese text as an input method commits it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QWidget


def commit_text(widget: QWidget, text: str) -> None:
    """Commit `text` into the widget that has the focus there, as a Chinese input method does.

    `qtbot.keyClicks` aborts the interpreter on Chinese characters, and no person types them by key either.
    """
    target = widget.focusWidget() or widget
    composing = QInputMethodEvent(text[:1], [])
    QCoreApplication.sendEvent(target, composing)
    committed = QInputMethodEvent("", [])
    committed.setCommitString(text)
    QCoreApplication.sendEvent(target, committed)
