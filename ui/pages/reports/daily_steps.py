"""What becomes of one rep's report of one day: written, handed in, reviewed, returned, archived."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from app.sweep.daily import DailyStatus, archive_daily, return_daily, review_daily, submit_daily
from ui.dialogs.message import Dialog
from ui.dialogs.reason import ReasonDialog
from ui.pages.reports.conditions import ConditionsPanel
from ui.pages.reports.daily_editor import edit_daily
from ui.pages.reports.opinions import ReviewDialog
from ui.shell.actions import Action
from ui.shell.desk import Desk

_OPEN = ("", "draft", "returned")
_CHANGED = ("daily_reports", "visits")


class DailySteps(QObject):
    """Works on the rep the cursor is on. A right the account lacks takes its action away altogether."""

    def __init__(self, desk: Desk, conditions: ConditionsPanel, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._conditions, self._page = desk, conditions, page
        self._actions: list[Action] = []

    def actions(self) -> Sequence[Action]:
        """In the order of a report's life."""
        steps = [
            ("daily.edit", "填写日报…", "F2", "pencil-simple", self.edit, self.why_not_edit),
            ("daily.edit", "提交日报", "Alt+J", "check", self.submit, self.why_not_edit),
            (
                "daily.review", "审阅日报…", "Alt+S", "check-circle-fill", self.review,
                self._why_not("submitted", "审阅"),
            ),
            (
                "daily.review", "退回日报…", "Alt+H", "arrow-u-up-left", self.give_back,
                self._why_not(("submitted", "reviewed"), "退回"),
            ),
            ("daily.archive", "存档日报", "Alt+C", "folder-open", self.archive, self._why_not("reviewed", "存档")),
        ]  # fmt: skip
        self._actions = [
            Action(text=text, key=key, icon=icon, slot=slot, why_not=why_not, hint=text.strip("…")[:2])
            for right, text, key, icon, slot, why_not in steps
            if self._desk.app.may(right)
        ]
        self._conditions.show_steps(self._actions)
        return self._actions

    def show_state(self) -> None:
        """Say under the list what the current rep's report is, and offer what can be done with it now."""
        rep, status = self._conditions.reps.current, self._status()
        at = f" {status.submitted_at:%m-%d %H:%M}" if status and status.submitted_at else ""
        self._conditions.show_current(f"{rep.name}　{rep.state}{at}" if rep else "")

    def why_not_edit(self) -> str:
        """Why the report cannot be written now."""
        status = self._status()
        if status is None:
            return self._no_day()
        if self._conditions.period.first > self._desk.app.today():
            return "这一天还没到，不能写日报。"
        if status.state_code not in _OPEN:
            return f"{status.name}的日报{status.state}，不能再改。要改请先由主管退回。"
        if status.employee_id != self._desk.app.user.employee_id and not self._desk.app.may("daily.enter_other"):
            return f"这是{status.name}的日报，只能由本人或内勤填写。"
        return ""

    def edit(self) -> None:
        """Open the editor."""
        if reason := self.why_not_edit():
            self._desk.complain(reason)
            return
        status = self._status()
        assert status is not None, "a reason was given otherwise"
        edit_daily(self._desk, status.employee_id, status.name, self._conditions.period.first, self._page)

    def submit(self) -> None:
        """Hand it in as it stands; when something is missing, open the editor on it."""
        status, day = self._status(), self._conditions.period.first
        assert status is not None, "a reason was given otherwise"
        employee_id, name = status.employee_id, status.name

        def failed(error: KnownError) -> None:
            self._desk.complain(error)
            edit_daily(self._desk, employee_id, name, day, self._page, problems=getattr(error, "problems", {}))

        self._do(lambda: submit_daily(self._desk.app, employee_id, day), f"{name} {day:%m-%d} 的日报已提交", failed)

    def review(self) -> None:
        """Sign it, with an opinion and a score if there is one."""
        status, report_id = self._given()
        dialog = ReviewDialog(self._whose(status), self._page)

        def done() -> None:
            opinion, score = dialog.opinion, dialog.score
            self._do(lambda: review_daily(self._desk.app, report_id, opinion, score), f"{status.name}的日报已审阅")

        self._ask(dialog, done)

    def give_back(self) -> None:
        """Return it for correction."""
        status, report_id = self._given()
        text = "退回后他的拜访可以再改，日报要重新提交；原来那份留着，重交时会印出差别。"
        dialog = ReasonDialog(f"退回{self._whose(status)}？", text, "退回", danger=True, parent=self._page)

        def done() -> None:
            reason = dialog.reason
            self._do(lambda: return_daily(self._desk.app, report_id, reason), f"{status.name}的日报已退回")

        self._ask(dialog, done)

    def archive(self) -> None:
        """File it in the office."""
        status, report_id = self._given()
        self._do(lambda: archive_daily(self._desk.app, report_id), f"{status.name}的日报已存档")

    def _ask(self, dialog: Dialog, done: Callable[[], object]) -> None:
        dialog.accepted.connect(done)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _do(self, work: Callable[[], object], said: str, failed: Callable[[KnownError], object] | None = None) -> None:
        told = failed or self._desk.complain
        self._desk.jobs.start(self, lambda _: work(), lambda _: self._told(said), failed=told)

    def _whose(self, status: DailyStatus) -> str:
        return f"{status.name} {self._conditions.period.first:%m-%d} 的日报"

    def _told(self, said: str) -> None:
        self._desk.toast(said)
        self._desk.changes.tell(*_CHANGED)

    def _given(self) -> tuple[DailyStatus, int]:
        status = self._status()
        assert status is not None, "a reason was given otherwise"
        assert status.report_id is not None, "only a report that was handed in comes here"
        return status, status.report_id

    def _status(self) -> DailyStatus | None:
        rep = self._conditions.reps.current
        return rep.only_day if rep else None

    def _no_day(self) -> str:
        return "一周有多张日报。请先选一天。" if self._conditions.reps.current else "没有选中业务员。"

    def _why_not(self, allowed: str | tuple[str, ...], verb: str) -> Callable[[], str]:
        states = (allowed,) if isinstance(allowed, str) else allowed

        def why_not() -> str:
            status = self._status()
            if status is None:
                return self._no_day()
            return "" if status.state_code in states else f"{status.name}的日报现在是“{status.state}”，不能{verb}。"

        return why_not
