"""Going round the parts of a page with F6."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def next_pane(panes: Sequence[QWidget], step: int) -> None:
    """Give the focus to the pane after (or before) the one that has it, where it was last time."""
    if not panes:
        return
    here = _place_of_focus(panes)
    start = here if here is not None else (-1 if step > 0 else 0)
    for count in range(1, len(panes) + 1):
        target = focus_stop(panes[(start + step * count) % len(panes)])
        if target:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return


def focus_stop(pane: QWidget) -> QWidget | None:
    """Where the focus goes inside a pane: where it was before, else the first place in tab order."""
    if _takes_focus(pane):
        return pane
    before = pane.focusWidget()
    if before and pane.isAncestorOf(before) and _takes_focus(before):
        return before
    widget: QWidget | None = pane.nextInFocusChain()
    while widget and widget is not pane:
        if pane.isAncestorOf(widget) and _takes_focus(widget):
            return widget
        widget = widget.nextInFocusChain()
    return None


def _place_of_focus(panes: Sequence[QWidget]) -> int | None:
    focus = QApplication.focusWidget()
    held = (at for at, pane in enumerate(panes) if focus and (pane is focus or pane.isAncestorOf(focus)))
    return next(held, None)


def _takes_focus(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.isEnabled() and widget.isVisibleTo(widget.window())
