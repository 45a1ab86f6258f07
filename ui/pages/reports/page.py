"""The page 报表: the daily sheets as they print, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QWidget

from app.errors import KnownError
from app.people.offices import list_branches
from app.tasks import Task
from ui.jobs import Job
from ui.pages.reports.conditions import ConditionsPanel
from ui.pages.reports.daily_steps import DailySteps
from ui.pages.reports.export_box import ExportBox
from ui.pages.reports.exporting import export_folder
from ui.pages.reports.output import Output
from ui.pages.reports.preview import PdfView
from ui.pages.reports.preview_bar import PreviewBar
from ui.pages.reports.sheets import Period, RepRow, build_sheets, list_reps_of, pdf_of
from ui.shell.actions import Action, Hint
from ui.shell.page import Page
from ui.shell.targets import ReportTarget
from ui.theme import theme
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column, frame, label, row, scrolled

_PREVIEW_WAIT_MS = 200
_LIST, _SIDE = 198, 248


class ReportsPage(Page):
    """《客户扫街日报表》 of one or several reps, for a day or a week.

    Target: ReportTarget.
    """

    name, title = "reports", "报表中心"
    watches = frozenset({"daily_reports", "visits", "visit_plans", "survey_sheets", "customers"})

    def build(self) -> None:
        self._previewing: Job | None = None
        self._wait = QTimer(self, interval=_PREVIEW_WAIT_MS, singleShot=True)
        self._wait.timeout.connect(self._preview)
        self._only: int | None = None
        self.view = PdfView(self.desk.jobs)
        self.bar = PreviewBar(self.view, "A4 横向")
        self.empty = EmptyState("printer", "正在准备预览……")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.view)
        self.conditions = ConditionsPanel(self.app.today, may_show_phones=self.app.may("export.full"))
        self.box = ExportBox()
        self.output = Output(self.desk, self.box, self)
        self.steps = DailySteps(self.desk, self.conditions, self)
        self._lay_out()
        self.conditions.period_changed.connect(self.reload)
        self.conditions.changed.connect(self._want_preview)
        self.conditions.reps.moved.connect(self._show_current)
        self.conditions.reps.opened.connect(self.steps.edit)
        self.box.show_folder(export_folder())

    def page_actions(self) -> Sequence[Action]:
        output = [
            Action(text="打印", key="Ctrl+P", icon="printer", button="plain", slot=self._print, why_not=self._nothing),
            Action(
                text="导出 Excel", key="Ctrl+E", icon="table", button="plain",
                slot=lambda: self._export("xlsx"), why_not=self._nothing,
            ),
            Action(
                text="导出 PDF", key="F12", icon="file-pdf", button="primary", hint="导出 PDF",
                slot=lambda: self._export("pdf"), why_not=self._nothing,
            ),
        ]  # fmt: skip
        moves = [
            Action(text="上一页", key="Alt+Left", slot=lambda: self.bar.step(-1)),
            Action(text="下一页", key="Alt+Right", slot=lambda: self.bar.step(1)),
            Action(text="前一天或前一周", key="Alt+PgUp", slot=lambda: self.conditions.step(-1)),
            Action(text="后一天或后一周", key="Alt+PgDown", slot=lambda: self.conditions.step(1)),
            Action(text="换导出文件夹…", icon="folder-open", slot=self.output.choose_folder),
        ]
        return [*output, *self.steps.actions(), *moves]

    def hints(self) -> Sequence[Hint]:
        return [Hint("Alt+←→", "上下页"), Hint("Ctrl+滚轮", "缩放"), Hint("Space", "选人")]

    def panes(self) -> Sequence[QWidget]:
        return [self.conditions.date, self.conditions.reps, self.view, self.list]

    def side_panel(self) -> QWidget | None:
        return self.side

    def reload(self) -> None:
        """Read offices and reps, then preview."""
        period, first_time = self.conditions.period, self.conditions.branch_id is None
        branch_id = self.app.user.branch_id if first_time else self.conditions.branch_id

        def work(_: Task) -> tuple[list[tuple[int, str]], list[RepRow]]:
            branches = list_branches(self.app)
            chosen = branch_id if branch_id is not None else branches[0][0] if branches else None
            return branches, list_reps_of(self.app, period, chosen)

        self.desk.jobs.start(self, work, lambda found: self._show_reps(period, *found), failed=self._cannot_show)

    def show_target(self, target: object) -> None:
        """A day, and perhaps only one rep's sheet."""
        if isinstance(target, ReportTarget) and target.day:
            self._only = target.employee_id
            if Period.day(target.day) == self.conditions.period:
                self.reload()
            else:
                self.conditions.set_period(Period.day(target.day))

    def end(self) -> None:
        """Close the previewed PDF."""
        self.view.show_pdf(None)

    def back(self) -> bool:
        """Esc in the preview goes back to the conditions."""
        if self.view.hasFocus() or self.bar.isAncestorOf(self.focusWidget() or self):
            self.conditions.date.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return False

    # Showing

    def _lay_out(self) -> None:
        self.list = QListWidget()
        self.list.setAccessibleName("报表")
        QListWidgetItem("客户扫街日报表", self.list)
        self.list.setCurrentRow(0)
        left = frame("left")
        left.setFixedWidth(theme().px(_LIST))
        column(left, label("扫街", "aux"), self.list, gap=4, margins=(8, 14, 8, 8))
        middle = QWidget()
        column(middle, self.bar, self.stack, gap=0).setStretch(1, 1)
        self.side = frame("side")
        self.side.setFixedWidth(theme().px(_SIDE))
        column(self.side, scrolled(self.conditions), self.box, gap=0).setStretch(0, 1)
        row(self, left, middle, self.side, gap=0).setStretch(1, 1)

    def _show_reps(self, period: Period, branches: list[tuple[int, str]], reps: list[RepRow]) -> None:
        if period != self.conditions.period:
            return
        self.conditions.show_branches(branches, self.app.user.branch_id)
        self.conditions.show_reps(reps)
        if self._only is not None:
            self.conditions.reps.tick_only(self._only)
            self._only = None
        self._show_current()
        self._want_preview()
        visits = sum(rep.visits for rep in reps)
        self.set_status(f"业务员 {len(reps)} 人，拜访 {visits} 家次")

    def _show_current(self) -> None:
        self.steps.show_state()
        self.refresh_actions()

    def _want_preview(self) -> None:
        self._wait.start()
        self.refresh_actions()

    def _preview(self) -> None:
        if self._previewing is not None:
            self._previewing.cancel()
        wanted = self.conditions.wanted()
        job: Job | None = None

        def work(task: Task) -> bytes:
            return pdf_of(build_sheets(self.app, wanted, task), task)

        def done(data: bytes) -> None:
            if self._is_latest(job):
                self._show_pdf(data)

        def failed(error: KnownError) -> None:
            if self._is_latest(job):
                self._cannot_show(error)

        job = self._previewing = self.desk.jobs.start(self, work, done, failed=failed)

    def _is_latest(self, job: Job | None) -> bool:
        latest = job is self._previewing
        if latest:
            self._previewing = None
        return latest

    def _show_pdf(self, data: bytes) -> None:
        self.view.show_pdf(data or None)
        self.bar.refresh()
        self.stack.setCurrentWidget(self.view if data else self.empty)
        if not data:
            any_sheets = any(rep.has_sheets for rep in self.conditions.reps.reps)
            lead = "没有勾选业务员。" if any_sheets else "这段时间没有日报，也没有拜访。"
            self.empty.say(lead, "在右边按空格勾选业务员。" if any_sheets else "在右边换个日期，或按 F2 填写日报。")
        self.refresh_actions()

    def _cannot_show(self, error: KnownError) -> None:
        self.view.show_pdf(None)
        self.bar.refresh()
        self.empty.say("没能显示报表", str(error))
        self.stack.setCurrentWidget(self.empty)

    # Doing

    def _nothing(self) -> str:
        if not self.conditions.reps.ticked_ids():
            return "没有勾选业务员。请先在右边勾选。"
        return "" if self.view.page_count else "还没有可打印的日报。请换个日期，或等预览出来。"

    def _export(self, suffix: str) -> None:
        self.output.export(self.conditions.wanted(), suffix)

    def _print(self) -> None:
        self.output.choose_printer(self.conditions.wanted(), self.view.page_count)
