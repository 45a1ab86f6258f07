"""The visits of a day or a week, and the form to record one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from app.customers.archive import read_customer
from app.errors import KnownError
from app.people.offices import EmployeeRow
from app.visits.records import VisitInput, edit_visit, record_visit
from ui.forwarding import tell_forwarded
from ui.pages.visits.choose_customer import ChooseCustomer
from ui.pages.visits.lines import VisitLine, columns, read_lines
from ui.pages.visits.side import ListWithSide
from ui.pages.visits.visit_form import VisitDraft, VisitForm, begin_visit, stored_visit
from ui.shell.desk import Desk
from ui.shell.targets import VisitTarget
from ui.widgets.button import Button
from ui.widgets.dates import date_text
from ui.widgets.frames import EmptyState

_CHANGED = ("visits", "visit_plans", "customers", "survey_sheets", "daily_reports")


class VisitList(ListWithSide):
    """Planned and made visits of the period; Enter records the planned one or shows the made one."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        empty = EmptyState("calendar-check", "这段时间没有拜访", "按 Ctrl+N 记计划外拜访，或按 Alt+1 排计划。")
        super().__init__(desk, "拜访", empty, parent)
        today = desk.app.today()
        self.first, self.last = today, today
        self.employee_id: int | None = None
        self.reps: Sequence[EmployeeRow] = ()
        self._shown_visit: int | None = None
        self.table.set_columns(columns(weekly=False))
        self.table.setAccessibleName("拜访")
        self.table.opened.connect(lambda _: self.open_current())
        self._show_row(None)

    def show_period(self, first: date, last: date) -> None:
        """Show another day or week."""
        self.first, self.last = first, last
        self.reload()

    def reload(self) -> None:
        """Read the period again."""
        first, last, employee_id, app = self.first, self.last, self.employee_id, self.desk.app

        self.desk.jobs.reread(
            self,
            "lines",
            lambda _: read_lines(app, first, last, employee_id),
            self._show_lines,
            failed=self.say_failure,
        )

    def open_current(self) -> None:
        """Record the planned visit the cursor is on, or open the made one."""
        line = self.table.current_row()
        if self.why_not_open():
            self.desk.complain(self.why_not_open())
        elif line.visit_id is not None:
            self.open_visit(line.visit_id)
        else:
            self._begin(line.customer_id, line.day, line.employee_id, line.plan_item_id)

    def why_not_open(self) -> str:
        """Why nothing can be recorded for the current line."""
        line = self.table.current_row()
        if line is None:
            return "没有选中拜访。按 Ctrl+N 记计划外拜访。"
        if self.form is not None:
            return "先保存或取消正在填的拜访。"
        if line.visit_id is None and line.day > self.desk.app.today():
            return f"{line.day:%m-%d} 还没到，到时再登记。"
        return "" if line.customer_id else "这家还没有建档。请先录调查表，再记拜访。"

    def open_visit(self, visit_id: int) -> None:
        """Show a visit on record, to correct while no report has it."""
        app = self.desk.app
        self._read(lambda: stored_visit(app, visit_id))

    def record(self, target: VisitTarget, day: date) -> None:
        """Begin a visit; without a customer, ask for one."""
        day = min(target.day or day, self.desk.app.today())
        if self.form is not None:
            self.desk.complain("先保存或取消正在填的拜访。")
        elif target.customer_id is not None:
            self._begin(target.customer_id, day, target.employee_id, target.plan_item_id)
        else:
            dialog = ChooseCustomer(self.desk, parent=self)
            dialog.accepted.connect(lambda: self._begin_for(dialog, day))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _begin_for(self, dialog: ChooseCustomer, day: date) -> None:
        if dialog.chosen is not None:
            self._begin(dialog.chosen.id, day, None, None)

    def row_changed(self) -> None:
        """Another line is current: show it beside the list, unless something is being filled there."""
        if self.form is None:
            self._show_row(self.table.current_row())
        super().row_changed()

    # Showing

    def _show_lines(self, lines: list[VisitLine]) -> None:
        weekly = self.first != self.last
        self.table.set_columns(columns(weekly=weekly))
        self.table.show_rows(lines)
        self.rows.setCurrentWidget(self.table if lines else self.empty)
        done = sum(line.visit_id is not None for line in lines)
        waiting = sum(line.is_waiting for line in lines)
        period = f"{self.first:%m-%d} 至 {self.last:%m-%d}" if weekly else date_text(self.first)
        self.surface.title.setText(period)
        counts = f"{len(lines)} 家，已完成 {done} 家" + (f"，待登记 {waiting} 家" if waiting else "")
        self.surface.sub.setText(counts)
        self.told.emit(f"拜访 {counts}")
        self.row_changed()

    def _show_row(self, line: VisitLine | None) -> None:
        if line is None:
            self.show_side(EmptyState("calendar-check", "没有选中拜访", "按 Ctrl+N 记计划外拜访。"))
        elif line.visit_id is None:
            self.show_side(self._invitation(line))
        else:
            self._show_made(line.visit_id)

    def _invitation(self, line: VisitLine) -> EmptyState:
        start = f"{line.start_at:%H:%M}　" if line.start_at else ""
        reason = self.why_not_open()
        button = Button("登记这次拜访", self.open_current, icon="pencil-simple", key="Return", kind="primary")
        button.set_reason(reason)
        goal = f"{line.people}　{line.goal or '没有写目标'}"
        return EmptyState("calendar-check", f"{start}{line.customer}", f"{goal}\n{reason}".strip(), [button])

    def _show_made(self, visit_id: int) -> None:
        app = self.desk.app
        self._shown_visit = visit_id

        def show(draft: VisitDraft) -> None:
            line = self.table.current_row()
            if self.form is None and line is not None and line.visit_id == visit_id:
                looked_at = VisitForm(app, draft, read_only=True)
                looked_at.edit_wanted.connect(self.open_current)
                self.show_side(looked_at)

        self.desk.jobs.reread(self, "made", lambda _: stored_visit(app, visit_id), show, failed=self.desk.complain)

    # Filling

    def _begin(self, customer_id: int, day: date, employee_id: int | None, plan_item_id: int | None) -> None:
        app, reps = self.desk.app, self.reps
        own = next((rep.id for rep in reps if rep.id == app.user.employee_id), None)
        chosen = employee_id or own or self.employee_id

        def read() -> VisitDraft:
            who = chosen or _owner(self.desk, customer_id, reps)
            return begin_visit(app, customer_id, day, who, plan_item_id)

        self._read(read, asked=customer_id)

    def _read(self, read: Callable[[], VisitDraft], *, asked: int | None = None) -> None:
        def show(draft: VisitDraft) -> None:
            tell_forwarded(self.desk, asked, draft.values["customer_id"])
            if self.form is None:
                form = VisitForm(self.desk.app, draft)
                form.saved.connect(lambda entered: self._save(draft, entered))
                self.open_form(form)

        self.desk.jobs.reread(self, "form", lambda _: read(), show, failed=self.desk.complain)

    def _save(self, draft: VisitDraft, entered: VisitInput) -> None:
        app = self.desk.app

        def write(_: object) -> int:
            if draft.visit_id is None:
                return record_visit(app, entered)
            edit_visit(app, draft.visit_id, draft.row_version, entered)
            return draft.visit_id

        def done(_: int) -> None:
            self.close_form()
            self.desk.toast(f"{'已登记' if draft.visit_id is None else '已改好'}「{draft.customer}」的拜访")
            self.desk.changes.tell(*_CHANGED)

        self.desk.jobs.start(self, write, done, failed=self._refused)

    def _refused(self, error: KnownError) -> None:
        self.not_taken(error)


def _owner(desk: Desk, customer_id: int, reps: Sequence[EmployeeRow]) -> int:
    name = read_customer(desk.app, customer_id).row.owner
    return next((rep.id for rep in reps if rep.name == name), reps[0].id if reps else 0)
