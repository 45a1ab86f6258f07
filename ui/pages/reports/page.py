"""The page 报表: every report as it prints, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.errors import KnownError
from ui.pages.reports.all_blocks import make_blocks
from ui.pages.reports.blocks import RepsBlock
from ui.pages.reports.catalogue import Catalogue
from ui.pages.reports.conditions import ConditionsPanel, Found
from ui.pages.reports.daily_steps import DailySteps
from ui.pages.reports.export_box import ExportBox
from ui.pages.reports.exporting import Order, export_folder
from ui.pages.reports.kind import ReportKind
from ui.pages.reports.kinds import reports_for
from ui.pages.reports.middle import PREVIEW, PROSE, VIEWS, Middle
from ui.pages.reports.output import Output
from ui.pages.reports.period_block import PeriodBlock
from ui.pages.reports.previewing import Previewing
from ui.pages.reports.steps import Steps, StepsBlock, step_actions
from ui.pages.reports.wanted import Wanted
from ui.pages.reports.weekly.scope_block import ScopeBlock
from ui.pages.reports.weekly.steps import WeeklySteps
from ui.pages.reports.weekly.views import WeeklyViews
from ui.shell.actions import Action, Hint
from ui.shell.page import Page
from ui.shell.targets import ReportTarget
from ui.theme import theme
from ui.widgets.layout import column, frame, row, scrolled

_LIST, _SIDE, _RECORDS = 198, 248, 400


class ReportsPage(Page):
    """One report of the list at the left, on the conditions at the right. Target: ReportTarget."""

    name, title = "reports", "报表中心"
    watches = frozenset(
        {"daily_reports", "visits", "visit_plans", "survey_sheets", "customers", "complaints", "weekly_summaries"}
    )

    def build(self) -> None:
        self.kinds = reports_for(self.app)
        self.kind: ReportKind = self.kinds[0]
        self.weekly = WeeklyViews(self.desk, self)
        self.middle = Middle(self.desk, self.weekly)
        self.view, self.bar = self.middle.view, self.middle.bar
        self.conditions = ConditionsPanel(make_blocks(self.desk))
        self.list = Catalogue(self.kinds)
        self.box = ExportBox()
        self.output = Output(self.desk, self.box, self)
        self.preview = Previewing(
            self.app, self.desk.jobs, lambda: Order(self.kind, self.wanted()), self._show_pdf, self._cannot_show, self
        )
        self._steps: dict[str, Steps] = {
            "daily": DailySteps(self.desk, self.period, self.reps.reps, self),
            "weekly": WeeklySteps(
                self.desk,
                cast("ScopeBlock", self.conditions.blocks["scope"]),
                self,
                write=lambda: self.middle.go_to(PROSE),
                submit=lambda: self.weekly.submission(self.wanted()),
                failed=self.weekly.cannot_submit,
            ),
        }
        self._lay_out()
        self._connect()
        self.box.show_folder(export_folder())
        self._show_kind(self.kind)

    @property
    def period(self) -> PeriodBlock:
        """The condition 日期."""
        return cast("PeriodBlock", self.conditions.blocks["period"])

    @property
    def reps(self) -> RepsBlock:
        """The condition 业务员, to tick."""
        return cast("RepsBlock", self.conditions.blocks["reps"])

    @property
    def steps(self) -> Steps | None:
        """The life of the chosen report, None when nobody writes it."""
        return self._steps.get(self.kind.steps)

    def wanted(self) -> Wanted:
        """What is asked for now."""
        return self.conditions.wanted(self.period.period)

    def page_actions(self) -> Sequence[Action]:
        output = [
            Action(text="打印", key="Ctrl+P", icon="printer", button="plain", slot=self._print, why_not=self._nothing),
            Action(
                text="导出 Excel", key="Ctrl+E", icon="table", button="plain",
                slot=lambda: self._export("xlsx"), why_not=lambda: self._nothing("xlsx"),
            ),
            Action(
                text="导出 PDF", key="F12", icon="file-pdf", button="primary", hint="导出 PDF",
                slot=lambda: self._export("pdf"), why_not=self._nothing,
            ),
        ]  # fmt: skip
        moves = [
            Action(text="找报表", key="Ctrl+F", icon="magnifying-glass", slot=self.list.search.begin),
            Action(text="上一页", key="Alt+Left", slot=lambda: self.bar.step(-1), group=_TURNING),
            Action(text="下一页", key="Alt+Right", slot=lambda: self.bar.step(1), group=_TURNING),
            Action(text="前一天、周或月", key="Alt+PgUp", slot=lambda: self._step(-1), group=_TURNING),
            Action(text="后一天、周或月", key="Alt+PgDown", slot=lambda: self._step(1), group=_TURNING),
            Action(text="换导出文件夹…", icon="folder-open", slot=self.output.choose_folder),
        ]
        views = [
            Action(text=f"看{name}" if number < PROSE else f"写{name}", key=f"Alt+{number + 1}", group=_WEEKLY,
                   slot=partial(self.middle.go_to, number), why_not=self._no_views)
            for number, name in enumerate(VIEWS)
        ]  # fmt: skip
        views.append(
            Action(text="重拟这一段", key="Alt+N", icon="arrows-clockwise", group=_WEEKLY,
                   slot=self.weekly.prose.redraft,
                   why_not=lambda: self._no_views() or self.weekly.prose.why_not_redraft())
        )  # fmt: skip
        steps = step_actions(list(self._steps.values()), lambda: self.steps, self.app.may)
        cast("StepsBlock", self.conditions.blocks["steps"]).show_actions(steps)
        return [*output, *steps, *views, *moves]

    def header_widgets(self) -> Sequence[QWidget]:
        return [self.list.search]

    def hints(self) -> Sequence[Hint]:
        return self.middle.hints(written=self.steps is not None)

    def panes(self) -> Sequence[QWidget]:
        side = [self.weekly.records] if self.weekly.records.isVisible() else self.conditions.stops()
        return [*side, self.middle.pane, self.list]

    def side_panel(self) -> QWidget | None:
        return self.side

    def reload(self) -> None:
        """Read what there is to choose, then preview."""
        kind, asked = self.kind, self.wanted()
        read, app = self.conditions.reader(asked), self.app

        def show(found: Found) -> None:
            if kind is self.kind and asked.period == self.period.period:
                self._show_found(found, asked)

        self.desk.jobs.reread(self, "conditions", lambda _: read(app), show, failed=self._cannot_show)

    def show_target(self, target: object) -> None:
        """One report, with the conditions the target names."""
        if isinstance(target, ReportTarget):
            self.list.show_current(target.report)
            self.conditions.take(target)
            self.reload()

    def leave(self) -> None:
        """Save the prose."""
        self.weekly.save()

    def unsaved(self) -> str:
        """Prose that could not be saved."""
        return "周总结的文字" if self.weekly.prose.is_changed else ""

    def end(self) -> None:
        """Close the previewed PDF, and begin no other."""
        self.preview.end()
        self.view.show_pdf(None)

    def back(self) -> bool:
        """Esc in the preview goes back to the conditions, from there to the list."""
        focus = self.focusWidget() or self
        if self.weekly.records.isVisible():
            self._close_records()
            return True
        if self.middle.views.current and not self.side.isAncestorOf(focus):
            self.middle.go_to(PREVIEW)
            return True
        if self.view.hasFocus() or self.bar.isAncestorOf(focus):
            self._enter_conditions()
            return True
        if self.side.isAncestorOf(focus):
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return False

    # Showing

    def _lay_out(self) -> None:
        self.left = left = frame("left")
        left.setFixedWidth(theme().px(_LIST))
        column(left, self.list, gap=4, margins=(8, 8, 8, 8))
        self.side = frame("side")
        self.side.setFixedWidth(theme().px(_SIDE))
        row(self, left, self.middle, self.side, gap=0).setStretch(1, 1)
        self._side_stack, self._asked = QStackedWidget(), QWidget()
        column(self.side, self._side_stack, gap=0)
        self._side_stack.addWidget(self._asked)
        self._side_stack.addWidget(self.weekly.records)
        column(self._asked, scrolled(self.conditions), self.box, gap=0).setStretch(0, 1)

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.entered.connect(self._enter_conditions)
        self.conditions.reread.connect(self.reload)
        self.conditions.changed.connect(self._want_preview)
        self.reps.reps.moved.connect(self._show_current)
        self.reps.reps.opened.connect(lambda: self._run("填写…"))
        self.middle.turned.connect(self._turned)
        self.weekly.opened.connect(self._open_records)
        self.weekly.records.closed.connect(self._close_records)
        self.weekly.failed.connect(self._cannot_show)
        self.weekly.saved.connect(self._saved)

    def _choose(self, name: str) -> None:
        kind = next(kind for kind in self.kinds if kind.name == name)
        if kind is not self.kind:
            self._show_kind(kind)
            self._show_current()
            self.reload()

    def _show_kind(self, kind: ReportKind) -> None:
        self.kind = kind
        self.conditions.show_kind(kind)
        self.middle.show_kind(kind)
        self.list.show_current(kind.name)

    def _show_found(self, found: Found, asked: Wanted) -> None:
        self.conditions.show_found(found)
        if self.wanted().branch_id != asked.branch_id:
            self.reload()
            return
        self._show_current()
        self._want_preview()
        if "reps" in found:
            visits = sum(rep.visits for rep in self.reps.reps.reps)
            self.set_status(f"业务员 {len(self.reps.reps.reps)} 人，拜访 {visits} 家次")
        else:
            self.set_status("")

    def _show_current(self) -> None:
        state = self.steps.state() if self.steps else ""
        cast("StepsBlock", self.conditions.blocks["steps"]).show_state(state)
        self.refresh_actions()

    def _want_preview(self) -> None:
        self.preview.want()
        self._want_views()
        self._show_current()

    def _want_views(self) -> None:
        if self.middle.views.current != PREVIEW and not self.kind.missing(self.wanted()):
            self.weekly.want(self.wanted())

    def _turned(self) -> None:
        self._close_records()
        self._want_views()
        self.hints_changed.emit()

    def _open_records(self) -> None:
        self.side.setFixedWidth(theme().px(_RECORDS))
        self.left.hide()
        self._side_stack.setCurrentWidget(self.weekly.records)

    def _close_records(self) -> None:
        if self._side_stack.currentWidget() is self.weekly.records:
            self._side_stack.setCurrentWidget(self._asked)
            self.side.setFixedWidth(theme().px(_SIDE))
            self.left.show()
            self.weekly.numbers.take_focus()

    def _saved(self) -> None:
        self.set_status(f"文字已保存 {self.app.now():%H:%M}")
        self.preview.want()

    def _show_pdf(self, data: bytes) -> None:
        if not data:
            missing = "" if self.conditions.is_bare else self.kind.missing(self.wanted())
            lead, _, rest = missing.partition("。")
            self._show_nothing(*((f"{lead}。", rest) if missing else self.kind.nothing))
            return
        self.middle.show_pdf(data)
        self.refresh_actions()

    def _no_views(self) -> str:
        return "" if len(self.kind.views) > 1 else f"{self.kind.title}只有预览。"

    def _cannot_show(self, error: KnownError) -> None:
        self._show_nothing("没能显示报表", str(error))

    def _show_nothing(self, lead: str, help_text: str = "") -> None:
        self.middle.show_nothing(lead, help_text)
        self.refresh_actions()

    # Doing

    def _nothing(self, suffix: str = "pdf") -> str:
        if suffix not in self.kind.formats:
            return f"{self.kind.title}只有 PDF，没有 Excel。按 F12 导出 PDF。"
        if reason := self.kind.missing(self.wanted()):
            return reason
        return "" if self.view.page_count else "还没有可打印的页。请换个条件，或等预览出来。"

    def _export(self, suffix: str) -> None:
        self.output.export(Order(self.kind, self.wanted()), suffix)

    def _print(self) -> None:
        self.output.choose_printer(Order(self.kind, self.wanted()), self.view.page_count, self.view.paper)

    def _step(self, steps: int) -> None:
        if self.kind.periods:
            self.period.step(steps)

    def _enter_conditions(self) -> None:
        stops = self.conditions.stops()
        if stops:
            stops[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _run(self, text: str) -> None:
        for action, bound in self.bound:
            if action.text == text:
                bound.trigger()


_TURNING, _WEEKLY = "翻页和换期", "周总结"
