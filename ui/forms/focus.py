"""Putting the cursor somewhere and seeing to it that it is in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.theme import theme

_CONTEXT = 44


def focus_on(widget: QWidget) -> None:
    """Give the focus to a field; what it scrolls in shows one row around it."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 0, theme().px(_CONTEXT))
        parent = parent.parentWidget()
