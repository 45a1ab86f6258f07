"""工作台: today's visits, unfinished sheets, the week's sweep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.tasks import Task
from ui.pages.workbench.complaints import OverduePanel
from ui.shell.actions import Action, Hint
from ui.shell.page import Page
from ui.shell.targets import SheetTarget, VisitTarget
from ui.tables.columns import Column, Progress, Status
from ui.tables.view import RecordTable
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.chart import Bar, BarChart
from ui.widgets.dates import date_text
from ui.widgets.frames import Banner, EmptyState, Panel, link
from ui.widgets.layout import column, label, row

if TYPE_CHECKING:
    from app.complaints.reading import BoardLane
    from app.surveys.drafts import DraftRow
    from app.surveys.listing import SheetRow
    from app.sweep.overview import WeekOverview
    from app.sweep.today import TodayRow

_WEEK = 456
_STATES = {
    "done": Status(word="已完成", tone="ok"),
    "missed": Status(word="未去成", tone="danger"),
    "unrecorded": Status(word="待登记", tone="warn"),
    "ahead": Status(word="未开始"),
}
_WEEKDAYS = "一二三四五六日"

VISIT_COLUMNS = (
    Column(key="start", title="时间", width=56, value=lambda r: f"{r.start:%H:%M}" if r.start else "—"),
    Column(key="primary_class", title="等级", width=48, kind="grade"),
    Column(key="customer", title="客户", width=220, stretch=True, strong=True),
    Column(key="people", title="参加人员", width=120),
    Column(key="step", title="四步法", width=88, kind="steps"),
    Column(key="goal", title="访问目标", width=170, stretch=True),
    Column(key="state", title="状态", width=76, kind="status", value=lambda r: _STATES[r.state]),
)
SHEET_COLUMNS = (
    Column(key="sheet_no", title="表号", width=156),
    Column(key="customer", title="客户", width=200, stretch=True),
    Column(
        key="visit_count", title="拜访", width=64, value=lambda r: f"第 {r.visit_count} 次" if r.visit_count else "—"
    ),
    Column(
        key="percent",
        title="完成度",
        width=116,
        kind="progress",
        value=lambda r: Progress(done=int(r.percent * 10), total=1000, percent=True),
    ),
    Column(key="missing_required", title="还缺必答", width=72, value=lambda r: f"{r.missing_required} 题"),
    Column(key="surveyor", title="调查人", width=68),
    Column(key="saved_at", title="上次保存", width=88, kind="date"),
)


@dataclass(frozen=True, slots=True)
class _Read:
    """What one reading of the page brings."""

    drafts: list[DraftRow]
    visits: list[TodayRow]
    sheets: list[SheetRow]
    week: WeekOverview
    complaints: tuple[BoardLane, ...]
    overdue: int


class WorkbenchPage(Page):
    """Where the day begins."""

    name, title = "workbench", "工作台"
    watches = frozenset({"visits", "visit_plans", "survey_sheets", "customers", "daily_reports", "complaints"})

    def build(self) -> None:
        """Two lists at the left, the week at the right."""
        self._offered = False
        self.finder = Button("找客户、跳转、执行命令", self.desk.quick_find, icon="magnifying-glass", key="Ctrl+K")
        self.visits = RecordTable(VISIT_COLUMNS)
        self.visits.setAccessibleName("今日拜访")
        self.visits.opened.connect(self._open_visit)
        self.sheets = RecordTable(SHEET_COLUMNS)
        self.sheets.setAccessibleName("未完成的调查表")
        self.sheets.opened.connect(lambda r: self.desk.go("survey", SheetTarget(sheet_id=r.id)))
        self.no_visits = EmptyState(
            "calendar-check", "今天没有要拜访的客户", "打开拜访计划，从“到期未排”里挑几家，或直接记一次拜访。"
        )
        self.no_sheets = EmptyState("clipboard-text", "没有未完成的调查表", "按 Alt+D 录下一份。")
        self.visit_panel = Panel(
            "今日拜访", "", [link("打开拜访计划", lambda: self.desk.go("planning"))], padding=0, gap=0
        ).add(self.visits, self.no_visits)
        self.sheet_panel = Panel(
            "未完成的调查表", "", [link("全部", lambda: self.desk.go("survey"))], padding=0, gap=0
        ).add(self.sheets, self.no_sheets)
        self.week_panel = self._week_panel()
        left, right = QWidget(), QWidget()
        column(left, self.visit_panel, self.sheet_panel, gap=12)
        self.overdue = OverduePanel(self.desk)
        column(right, self.week_panel, self.overdue, None, gap=12)
        right.setMaximumWidth(theme().px(_WEEK))
        sides = row(self, left, right, gap=12, margins=(12, 12, 12, 12))
        sides.setStretch(0, 1)
        sides.setStretch(1, 100)  # as wide as it may be, unless the lists cannot do with the rest

    def _week_panel(self) -> Panel:
        self.chart = BarChart()
        self.chart.setMaximumHeight(theme().px(140))
        self.chart.picked.connect(self._open_day)
        self.figures = {
            key: (label("0", "figure"), label("", "aux")) for key in ("visits", "new", "sheets", "interest")
        }
        titles = {"visits": "扫街家次", "new": "新增客户", "sheets": "填全调查表", "interest": "有意向"}
        cells = []
        for key, (figure, note) in self.figures.items():
            cell = QWidget()
            cell.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            column(cell, label(titles[key], "aux"), figure, note, gap=0)
            cells.append(cell)
        return Panel("本周扫街").add(row(None, *cells, gap=8), 6, self.chart)

    def page_actions(self) -> Sequence[Action]:
        """What is begun from here."""
        return (
            Action(text="录调查表", cap="Alt+D", icon="clipboard-text", button="primary", slot=self._new_sheet),
            Action(text="记拜访", cap="Alt+B", icon="calendar-check", button="plain", slot=self._new_visit),
            *self._complaint_action(),
        )

    def _complaint_action(self) -> Sequence[Action]:
        if not self.app.may("complaint.register"):
            return ()
        return (Action(text="登记投诉", cap="Alt+T", icon="headset", button="plain", slot=self._register),)

    def header_widgets(self) -> Sequence[QWidget]:
        """Quick find."""
        return (self.finder,)

    def hints(self) -> Sequence[Hint]:
        """Keys of the lists."""
        return (Hint("Enter", "打开"),)

    def panes(self) -> Sequence[QWidget]:
        """Lists, then the chart."""
        return (self.visits, self.sheets, self.chart, self.overdue)

    def reload(self) -> None:
        """Read the day and the week in the background."""
        today = self.app.today()
        self.set_subtitle(f"{date_text(today)}　第 {today.isocalendar().week} 周")
        self.desk.jobs.reread(self, "day", lambda task: self._read(task, today), self._show)

    def _read(self, _task: Task, today: date) -> _Read:
        from app.complaints.reading import board, open_counts
        from app.surveys.drafts import list_drafts
        from app.surveys.listing import list_sheets
        from app.sweep.overview import week_overview
        from app.sweep.today import day_visits

        branch_id, complaints = self.app.user.branch_id, self.app.may("complaint.view")
        return _Read(
            list_drafts(self.app),
            day_visits(self.app, today),
            list_sheets(self.app, unfinished=True, limit=200),
            week_overview(self.app, today, branch_id=branch_id),
            board(self.app) if complaints else (),
            open_counts(self.app).overdue if complaints else 0,
        )

    def _show(self, read: _Read) -> None:
        self._offer(read.drafts)
        self._show_list(self.visits, self.no_visits, read.visits)
        self._show_list(self.sheets, self.no_sheets, read.sheets)
        done = sum(r.state == "done" for r in read.visits)
        waiting = sum(r.state == "unrecorded" for r in read.visits)
        rest = f"，待登记 {waiting} 家" if waiting else ""
        self.visit_panel.sub.setText(f"{len(read.visits)} 家，已完成 {done} 家{rest}" if read.visits else "")
        self.sheet_panel.sub.setText(f"{len(read.sheets)} 份" if read.sheets else "")
        self.desk.badge("planning", waiting)
        self._show_week(read.week)
        self.overdue.show_lanes(read.complaints, read.overdue)
        self.overdue.setVisible(self.app.may("complaint.view"))

    def _offer(self, drafts: Sequence[DraftRow]) -> None:
        """Drafts found when the program starts, once (design §8)."""
        if self._offered or not drafts:
            return
        self._offered = True
        go_on = Button("接着录", lambda: self.desk.go("survey"), small=True)
        banner = Banner(f"已找回 {len(drafts)} 份草稿。", f"最近一份是「{drafts[0].title}」", [go_on], tone="link")
        banner.setObjectName("drafts")
        banner.close_with(go_on)
        self.show_banner(banner)

    def _show_list(self, table: RecordTable, empty: EmptyState, rows: Sequence[object]) -> None:
        table.setVisible(bool(rows))
        empty.setVisible(not rows)
        table.show_rows(rows)

    def _show_week(self, week: WeekOverview) -> None:
        today = self.app.today()
        self.week_panel.sub.setText(f"{week.days[0].day:%m-%d} 至 {week.days[-1].day:%m-%d}　虚线为计划")
        self._days = [d.day for d in week.days]
        self.chart.show_bars(
            [
                Bar(
                    "今天" if d.day == today else f"周{_WEEKDAYS[d.day.weekday()]}",
                    d.visited,
                    d.planned,
                    d.day == today,
                )
                for d in week.days
            ]
        )
        texts = {
            "visits": (week.visited, f"计划 {week.planned}"),
            "new": (week.new_customers, f"上周 {week.new_before}"),
            "sheets": (week.sheets_completed, f"新建 {week.sheets_begun} 份"),
            "interest": (week.interested, f"其中 A 级 {week.interested_a} 家"),
        }
        for key, (number, note) in texts.items():
            self.figures[key][0].setText(f"{number:,}")
            self.figures[key][1].setText(note)

    def _open_visit(self, row: TodayRow) -> None:
        if row.visit_id:
            self.desk.go("visits", VisitTarget(visit_id=row.visit_id))
        else:
            self.desk.go(
                "visits",
                VisitTarget(
                    customer_id=row.customer_id,
                    employee_id=row.employee_id,
                    plan_item_id=row.plan_item_id,
                    day=self.app.today(),
                ),
            )

    def _open_day(self, place: int) -> None:
        self.desk.go("visits", VisitTarget(day=self._days[place], record=False))

    def _new_sheet(self) -> None:
        self.desk.go("survey", SheetTarget())

    def _register(self) -> None:
        self.desk.go("complaints", self.complaint_target())

    def _new_visit(self) -> None:
        self.desk.go("visits", VisitTarget())
