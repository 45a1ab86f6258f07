"""The life of a weekly summary, for the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from app.sweep.weekly.summary import WeeklyStatus, archive_weekly, return_weekly, review_weekly
from ui.dialogs.reason import ReasonDialog
from ui.pages.reports.steps import ARCHIVE, EDIT, RETURN, REVIEW, SUBMIT, Steps
from ui.pages.reports.weekly.scope_block import ScopeBlock
from ui.shell.desk import Desk


class WeeklySteps(Steps):
    """Works on the summary chosen in the conditions. `write` goes to its texts, `submit` hands it in with them."""

    rights: ClassVar[Mapping[str, str]] = {
        EDIT: "weekly.edit",
        SUBMIT: "weekly.edit",
        REVIEW: "weekly.review",
        RETURN: "weekly.review",
        ARCHIVE: "weekly.print",
    }
    changes = ("weekly_summaries",)
    paper = "总结"

    def __init__(
        self,
        desk: Desk,
        scope: ScopeBlock,
        page: QWidget,
        *,
        write: Callable[[], object],
        submit: Callable[[], Callable[[], object]],
        failed: Callable[[KnownError], object],
    ) -> None:
        super().__init__(desk, page)
        self._scope, self._page = scope, page
        self._write, self._submit_job, self._failed = write, submit, failed

    def state(self) -> str:
        """Whose summary, and how it stands."""
        status = self._scope.status
        if status is None:
            return ""
        late = " 迟" if status.is_late else ""
        at = f" {status.submitted_at:%m-%d %H:%M}" if status.submitted_at else ""
        return f"{status.name}　{status.state}{late}{at}"

    def why_not(self, step: str) -> str:
        """Why this step cannot be done now."""
        status = self._scope.status
        if status is None:
            return "还没有读到周总结。请稍等，或换个办事处、周期。"
        app = self.desk.app
        if step in (EDIT, SUBMIT) and status.scope.period.start_on > app.today():
            return "这一期还没开始，不能写总结。"
        if reason := self.why_not_now(step, status.name, status.state_code, status.state):
            return reason
        mine = status.scope.employee_id is not None and status.scope.employee_id == app.user.employee_id
        if step in (EDIT, SUBMIT) and not (mine or app.may("weekly.print") or app.may("weekly.review")):
            return f"这是{status.name}的总结，只能由内勤或主管填写。"
        return ""

    def edit(self) -> None:
        """Go to its texts."""
        self._write()

    def submit(self) -> None:
        """Hand it in with what stands in its texts."""
        self.work(self._submit_job(), f"{self._given().name}的总结已提交，数字和文字已固化", self._failed)

    def review(self) -> None:
        """Sign it, with an opinion if there is one."""
        status, number = self._handed_in()
        title, text = f"审阅{status.name}的总结？", "审阅后由内勤存档；要改仍可退回。"
        dialog = ReasonDialog(title, text, "审阅", required=False, what="审阅意见", parent=self._page)

        def done() -> None:
            opinion = dialog.reason
            self.work(lambda: review_weekly(self.desk.app, number, opinion), f"{status.name}的总结已审阅")

        self.ask(dialog, done)

    def give_back(self) -> None:
        """Return it for correction."""
        status, number = self._handed_in()
        text = "退回后可以再改再交；原来那份留着，重交时会印出差别。"
        dialog = ReasonDialog(f"退回{status.name}的总结？", text, "退回", danger=True, parent=self._page)

        def done() -> None:
            reason = dialog.reason
            self.work(lambda: return_weekly(self.desk.app, number, reason), f"{status.name}的总结已退回")

        self.ask(dialog, done)

    def archive(self) -> None:
        """File it in the office."""
        status, number = self._handed_in()
        self.work(lambda: archive_weekly(self.desk.app, number), f"{status.name}的总结已存档")

    def _handed_in(self) -> tuple[WeeklyStatus, int]:
        status = self._given()
        assert status.summary_id is not None, "only a summary that was handed in comes here"
        return status, status.summary_id

    def _given(self) -> WeeklyStatus:
        status = self._scope.status
        assert status is not None, "a reason was given otherwise"
        return status
