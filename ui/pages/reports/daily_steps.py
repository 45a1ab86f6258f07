"""The life of one rep's report of one day, for the rep the cursor is on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from app.sweep.daily import DailyStatus, archive_daily, return_daily, review_daily, submit_daily
from ui.dialogs.reason import ReasonDialog
from ui.pages.reports.daily_editor import edit_daily
from ui.pages.reports.opinions import ReviewDialog
from ui.pages.reports.period_block import PeriodBlock
from ui.pages.reports.rep_list import RepList
from ui.pages.reports.steps import ARCHIVE, EDIT, RETURN, REVIEW, SUBMIT, Steps
from ui.shell.desk import Desk


class DailySteps(Steps):
    """Works on the rep the cursor is on."""

    rights: ClassVar[Mapping[str, str]] = {
        EDIT: "daily.edit",
        SUBMIT: "daily.edit",
        REVIEW: "daily.review",
        RETURN: "daily.review",
        ARCHIVE: "daily.archive",
    }
    changes = ("daily_reports", "visits")
    paper = "日报"

    def __init__(self, desk: Desk, period: PeriodBlock, reps: RepList, page: QWidget) -> None:
        super().__init__(desk, page)
        self._period, self._reps, self._page = period, reps, page

    def state(self) -> str:
        """The rep, and what their report is."""
        rep, status = self._reps.current, self._status()
        at = f" {status.submitted_at:%m-%d %H:%M}" if status and status.submitted_at else ""
        return f"{rep.name}　{rep.state}{at}" if rep else ""

    def why_not(self, step: str) -> str:
        """Why this step cannot be done now."""
        status = self._status()
        if status is None:
            return "一周有多张日报。请先选一天。" if self._reps.current else "没有选中业务员。"
        if step in (EDIT, SUBMIT) and self._period.period.first > self.desk.app.today():
            return "这一天还没到，不能写日报。"
        if reason := self.why_not_now(step, status.name, status.state_code, status.state):
            return reason
        mine = status.employee_id == self.desk.app.user.employee_id or self.desk.app.may("daily.enter_other")
        if step in (EDIT, SUBMIT) and not mine:
            return f"这是{status.name}的日报，只能由本人或内勤填写。"
        return ""

    def edit(self) -> None:
        """Open the editor."""
        status = self._given()
        edit_daily(self.desk, status.employee_id, status.name, self._period.period.first, self._page)

    def submit(self) -> None:
        """Hand it in as it stands; when something is missing, open the editor on it."""
        status, day = self._given(), self._period.period.first
        employee_id, name = status.employee_id, status.name

        def failed(error: KnownError) -> None:
            self.desk.complain(error)
            edit_daily(self.desk, employee_id, name, day, self._page, problems=getattr(error, "problems", {}))

        self.work(lambda: submit_daily(self.desk.app, employee_id, day), f"{name} {day:%m-%d} 的日报已提交", failed)

    def review(self) -> None:
        """Sign it, with an opinion and a score if there is one."""
        status, report_id = self._handed_in()
        dialog = ReviewDialog(self._whose(status), self._page)

        def done() -> None:
            opinion, score = dialog.opinion, dialog.score
            self.work(lambda: review_daily(self.desk.app, report_id, opinion, score), f"{status.name}的日报已审阅")

        self.ask(dialog, done)

    def give_back(self) -> None:
        """Return it for correction."""
        status, report_id = self._handed_in()
        text = "退回后他的拜访可以再改，日报要重新提交；原来那份留着，重交时会印出差别。"
        dialog = ReasonDialog(f"退回{self._whose(status)}？", text, "退回", danger=True, parent=self._page)

        def done() -> None:
            reason = dialog.reason
            self.work(lambda: return_daily(self.desk.app, report_id, reason), f"{status.name}的日报已退回")

        self.ask(dialog, done)

    def archive(self) -> None:
        """File it in the office."""
        status, report_id = self._handed_in()
        self.work(lambda: archive_daily(self.desk.app, report_id), f"{status.name}的日报已存档")

    def _whose(self, status: DailyStatus) -> str:
        return f"{status.name} {self._period.period.first:%m-%d} 的日报"

    def _handed_in(self) -> tuple[DailyStatus, int]:
        status = self._given()
        assert status.report_id is not None, "only a report that was handed in comes here"
        return status, status.report_id

    def _given(self) -> DailyStatus:
        status = self._status()
        assert status is not None, "a reason was given otherwise"
        return status

    def _status(self) -> DailyStatus | None:
        rep = self._reps.current
        return rep.only_day if rep else None
