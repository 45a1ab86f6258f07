"""A list with a table at the left, at the right what is chosen or being filled."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.errors import Invalid, KnownError
from ui.dialogs.message import Answer, MessageDialog
from ui.pages.visits.visit_form import VisitForm
from ui.preferences import own_preferences
from ui.shell.desk import Desk
from ui.tables.view import RecordTable
from ui.theme import theme
from ui.widgets.frames import EmptyState, Panel
from ui.widgets.layout import row

_LIST_LEAST = 280
_FORM, _FORM_LEAST, _FORM_MOST = 560, 400, 720


class ListWithSide(QWidget):
    """`told` carries the status text, `moved` comes when another row is current."""

    told = Signal(str)
    moved = Signal()

    def __init__(self, desk: Desk, title: str, empty: EmptyState, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.table = RecordTable(())
        self.empty = empty
        self.rows = QStackedWidget()
        self.rows.addWidget(self.table)
        self.rows.addWidget(self.empty)
        self.surface = Panel(title, padding=0).add(self.rows)
        self.panel = QStackedWidget()
        self.form: VisitForm | None = None
        self._lay_out()
        self.table.current_changed.connect(lambda _: self.row_changed())

    def _lay_out(self) -> None:
        px, left = theme().px, QWidget()
        row(left, self.surface, margins=(12, 12, 12, 12))
        left.setMinimumWidth(px(_LIST_LEAST))
        self.panel.setMinimumWidth(px(_FORM_LEAST))
        self.panel.setMaximumWidth(px(_FORM_MOST))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (left, self.panel):
            splitter.addWidget(part)
        splitter.setStretchFactor(0, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([px(_LIST_LEAST), px(_FORM)])
        own_preferences().follow_splitter(splitter, f"visits-{theme().scale}")
        row(self, splitter)

    @property
    def is_filling(self) -> bool:
        """Whether a form is open that can be saved."""
        return self.form is not None and not self.form.draft.closed

    def row_changed(self) -> None:
        """Another row is current."""
        self.moved.emit()

    def save(self) -> None:
        """Save the open form."""
        if self.form is not None:
            self.form.save()

    def leave_form(self) -> bool:
        """Close the form, asking first when there is something to lose; False without one."""
        if self.form is None:
            return False
        if not self.form.is_changed:
            self.close_form()
            return True
        answers = [Answer("", "继续填"), Answer("drop", "不保存", "danger"), Answer("save", "保存", "primary")]
        dialog = MessageDialog("还没有保存", "填的内容还在窗口里。", answers, default="save", parent=self)
        dialog.accepted.connect(lambda: self._end_form(dialog.answer))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return True

    def _end_form(self, answer: str) -> None:
        if answer == "save":
            self.save()
        else:
            self.close_form()

    def open_form(self, form: VisitForm) -> None:
        """Put a form at the right and the cursor into it."""
        self.form = form
        form.left.connect(self.leave_form)
        self.show_side(form)
        form.focus_first()
        self.moved.emit()

    def close_form(self) -> None:
        """Take the form away."""
        self.form = None
        self.row_changed()
        self.table.setFocus()
        self.moved.emit()

    def show_side(self, widget: QWidget) -> None:
        """Show something at the right instead of what is there."""
        before = self.panel.currentWidget()
        self.panel.addWidget(widget)
        self.panel.setCurrentWidget(widget)
        if before is not None:
            self.panel.removeWidget(before)
            before.deleteLater()

    def say_failure(self, error: KnownError) -> None:
        """The list could not be read."""
        self.empty.say("没能读出来", str(error))
        self.rows.setCurrentWidget(self.empty)

    def not_taken(self, error: KnownError) -> None:
        """What was saved was not taken."""
        if self.form is not None:
            self.form.show_problems(error.problems if isinstance(error, Invalid) else {}, str(error))
        else:
            self.desk.complain(error)
