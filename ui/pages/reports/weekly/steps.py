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

_OPEN = ("", "draft", "returned")
_ALLOWED = {REVIEW: ("submitted",), RETURN: ("submitted", "reviewed"), ARCHIVE: ("reviewed",)}
_VERBS = {REVIEW: "审阅", RETURN: "退回", ARCHIVE: "存档"}


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
        if step not in _ALLOWED:
            return self._why_not_written(status)
        if status.state_code in _ALLOWED[step]:
            return ""
        return f"{status.name}的总结现在是“{status.state}”，不能{_VERBS[step]}。"

    def do(self, step: str) -> None:
        """Do it."""
        status = self._scope.status
        assert status is not None, "a reason was given otherwise"
        does: dict[str, Callable[[WeeklyStatus], None]] = {
            EDIT: lambda _: self._edit(),
            SUBMIT: self._submit,
            REVIEW: self._review,
            RETURN: self._give_back,
            ARCHIVE: self._archive,
        }
        does[step](status)

    def _why_not_written(self, status: WeeklyStatus) -> str:
        app = self.desk.app
        if status.scope.period.start_on > app.today():
            return "这一期还没开始，不能写总结。"
        if status.state_code not in _OPEN:
            return f"{status.name}的总结{status.state}，不能再改。要改请先由主管退回。"
        mine = status.scope.employee_id is not None and status.scope.employee_id == app.user.employee_id
        if not mine and not (app.may("weekly.print") or app.may("weekly.review")):
            return f"这是{status.name}的总结，只能由内勤或主管填写。"
        return ""

    def _edit(self) -> None:
        self._write()

    def _submit(self, status: WeeklyStatus) -> None:
        self.work(self._submit_job(), f"{status.name}的总结已提交，数字和文字已固化", self._failed)

    def _review(self, status: WeeklyStatus) -> None:
        number = _handed_in(status)
        title, text = f"审阅{status.name}的总结？", "审阅后由内勤存档；要改仍可退回。"
        dialog = ReasonDialog(title, text, "审阅", required=False, what="审阅意见", parent=self._page)

        def done() -> None:
            opinion = dialog.reason
            self.work(lambda: review_weekly(self.desk.app, number, opinion), f"{status.name}的总结已审阅")

        self.ask(dialog, done)

    def _give_back(self, status: WeeklyStatus) -> None:
        number = _handed_in(status)
        text = "退回后可以再改再交；原来那份留着，重交时会印出差别。"
        dialog = ReasonDialog(f"退回{status.name}的总结？", text, "退回", danger=True, parent=self._page)

        def done() -> None:
            reason = dialog.reason
            self.work(lambda: return_weekly(self.desk.app, number, reason), f"{status.name}的总结已退回")

        self.ask(dialog, done)

    def _archive(self, status: WeeklyStatus) -> None:
        number = _handed_in(status)
        self.work(lambda: archive_weekly(self.desk.app, number), f"{status.name}的总结已存档")


def _handed_in(status: WeeklyStatus) -> int:
    assert status.summary_id is not None, "only a summary that was handed in comes here"
    return status.summary_id
