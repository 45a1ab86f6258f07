"""Base of every page: what it is called, what can be done on it, and when it reads anew.

A page is written like this:

    class CustomersPage(Page):
        name, title, watches = "customers", "客户档案", frozenset({"customers"})

        def build(self) -> None:                    # once, before the page is first shown
            self.table = RecordTable(COLUMNS)
            column(self, self.table)

        def page_actions(self) -> Sequence[Action]:      # declared once, after build()
            return [Action(text="新客户", key="Ctrl+N", icon="plus", button="primary", slot=self.create)]

        def reload(self) -> None:                   # on first show and when a watched kind of record changed
            self.table.show_rows(CustomerRows(self.app))
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.context import App
from ui.icons import icon
from ui.shell.actions import Action, Hint
from ui.shell.desk import Desk
from ui.shell.targets import ComplaintTarget, SheetTarget, VisitTarget


class Page(QWidget):
    """One page of the window. Subclasses override the methods below; only `build` is needed.

    `name` is how other pages go to it, `title` its heading, `watches` the kinds of records it shows (see Changes).
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    watches: ClassVar[frozenset[str]] = frozenset()

    subtitle_changed = Signal(str)
    status_changed = Signal(str)
    actions_changed = Signal()
    hints_changed = Signal()
    banner_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.desk = desk
        self.stale = True
        self.subtitle = ""
        self.status = ""
        self.build()
        self.bound = [(action, self._bind(action)) for action in self.page_actions()]

    @property
    def app(self) -> App:
        """The open database for the signed-in user."""
        return self.desk.app

    # What a page overrides

    def build(self) -> None:
        """Make the widgets; nothing is read yet."""
        raise TypeError(f"{type(self).__name__} has no build()")

    def page_actions(self) -> Sequence[Action]:
        """Everything that can be done here, in the order of header and menu."""
        return ()

    def hints(self) -> Sequence[Hint]:
        """Keys that work here besides the actions', most useful first; the status bar shows what fits."""
        return ()

    def header_widgets(self) -> Sequence[QWidget]:
        """What stands in the header between title and buttons, e.g. a SearchField."""
        return ()

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes round, in visual order; the first one gets the focus when the page is shown."""
        return ()

    def side_panel(self) -> QWidget | None:
        """What Ctrl+\\ hides and shows."""
        return None

    def reload(self) -> None:
        """Read what is shown; keep selection and place."""

    def show_target(self, target: object) -> None:
        """Somebody went here for this (see Desk.go); called after reload."""

    def sheet_target(self) -> SheetTarget:
        """What 录调查表 means while this page is shown: the chosen customer's sheet, or a blank one."""
        return SheetTarget()

    def visit_target(self) -> VisitTarget:
        """What 记拜访 means while this page is shown."""
        return VisitTarget()

    def complaint_target(self) -> ComplaintTarget:
        """What 登记投诉 means while this page is shown: for the chosen customer, or one still to be asked for."""
        return ComplaintTarget(register=True)

    def accepts_change(self, kinds: frozenset[str]) -> bool:
        """Whether what is shown may have changed."""
        return bool(self.watches & kinds)

    def leave(self) -> None:
        """The page is left or the program ends: save what is not saved."""

    def end(self) -> None:
        """The window closes: give back open files and the like."""

    def unsaved(self) -> str:
        """What is typed here and would be lost with the window, in words, e.g. 一条拜访; empty when nothing would."""
        return ""

    def undo(self) -> bool:
        """Ctrl+Z: take back what was typed here; False leaves the key to the undo of what was saved."""
        return False

    def back(self) -> bool:
        """Esc: clear, close or go back one level; False when there is nothing to go back to."""
        return False

    # What a page calls

    def set_subtitle(self, text: str) -> None:
        """The grey text after the title."""
        self.subtitle = text
        self.subtitle_changed.emit(text)

    def set_status(self, text: str) -> None:
        """This page's part of the status bar, e.g. 命中 38 家，已选 1 家."""
        self.status = text
        self.status_changed.emit(text)

    def refresh_actions(self) -> None:
        """Ask every action again whether it can be done; call it when the selection changes."""
        for action, bound in self.bound:
            bound.setToolTip(action.why_not() or action.text)
            if action.checked:
                bound.setChecked(action.checked())
        self.actions_changed.emit()

    def show_banner(self, banner: QWidget) -> None:
        """Put a Banner under the header; one of the same objectName is replaced."""
        self.banner_wanted.emit(banner)

    def ensure_fresh(self) -> None:
        """Read anew when something changed since; the window calls it when the page is shown."""
        if self.stale:
            self.stale = False
            self.reload()
            self.refresh_actions()

    def _bind(self, action: Action) -> QAction:
        bound = bind(action, self, self.desk)
        self.addAction(bound)
        return bound


def bind(action: Action, owner: QWidget, desk: Desk) -> QAction:
    """The QAction of a declared action: does it, or says why not."""
    bound = QAction(action.text, owner)
    if action.icon:
        bound.setIcon(icon(action.icon))
    if action.key:
        bound.setShortcut(QKeySequence.fromString(action.key, QKeySequence.SequenceFormat.PortableText))
    if action.checked:
        bound.setCheckable(True)
        bound.setChecked(action.checked())

    def run() -> None:
        reason = action.why_not()
        if reason:
            desk.complain(reason)
        else:
            action.slot()

    bound.triggered.connect(run)
    return bound
