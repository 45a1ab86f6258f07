"""调查表: sheets latest first, drafts on top of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.context import App
from ui.dialogs.reason import ReasonDialog
from ui.shell.actions import Action, Hint
from ui.shell.page import Page
from ui.shell.targets import ReportTarget, SheetTarget
from ui.tables.columns import Column, Progress, Status
from ui.tables.view import RecordTable
from ui.widgets.button import Button
from ui.widgets.choices import Segment
from ui.widgets.frames import Banner, EmptyState
from ui.widgets.layout import column

if TYPE_CHECKING:
    from app.surveys.drafts import DraftRow
    from app.surveys.listing import SheetRow

ENTRY_PAGE = "survey_entry"
_TONES = {"填写中": "link", "已填全": "ok", "退回": "danger", "作废": ""}
_NAMED_DRAFTS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A sheet, or a draft that is not one yet."""

    sheet: SheetRow | None
    draft: DraftRow | None

    @property
    def number(self) -> str:
        """The sheet's number, or that it is a draft."""
        return self.sheet.sheet_no if self.sheet else "草稿"

    @property
    def name(self) -> str:
        """The customer."""
        if self.sheet:
            return self.sheet.customer
        assert self.draft is not None
        return self.draft.title

    @property
    def saved_at(self) -> datetime:
        """When it was last written."""
        row = self.sheet or self.draft
        assert row is not None
        return row.saved_at

    @property
    def surveyor(self) -> str:
        """Who surveyed."""
        return self.sheet.surveyor if self.sheet else ""

    @property
    def visits(self) -> int | None:
        """How many visits it holds."""
        return self.sheet.visit_count if self.sheet else None

    @property
    def missing(self) -> int | None:
        """How many required questions are open."""
        return self.sheet.missing_required or None if self.sheet else None

    def status(self) -> Status:
        """Its state in a word."""
        return (
            Status(word=self.sheet.state, tone=_TONES.get(self.sheet.state, ""))
            if self.sheet
            else Status(word="没录完", tone="warn")
        )

    def progress(self) -> Progress | None:
        """How complete it is."""
        return Progress(done=int(self.sheet.percent * 10), total=1000, percent=True) if self.sheet else None


COLUMNS = (
    Column(key="number", title="表号", width=150, quiet=True),
    Column(key="name", title="客户", width=220, stretch=True, strong=True),
    Column(key="visits", title="访问次数", width=76, kind="number"),
    Column(key="percent", title="完成度", width=120, kind="progress", value=Line.progress),
    Column(key="missing", title="缺必答题", width=76, kind="number"),
    Column(key="surveyor", title="调查人", width=84),
    Column(key="status", title="状态", width=120, kind="status", value=Line.status),
    Column(key="saved_at", title="保存时间", width=110, kind="date"),
)


def read_lines(app: App, *, unfinished: bool) -> list[Line]:
    """Drafts, then sheets."""
    from app.surveys.drafts import list_drafts
    from app.surveys.listing import list_sheets

    drafts = [Line(None, draft) for draft in list_drafts(app)]
    return drafts + [Line(sheet, None) for sheet in list_sheets(app, unfinished=unfinished)]


class SurveyPage(Page):
    """The list; typing itself is the page `survey_entry`."""

    name, title = "survey", "调查表"
    watches = frozenset({"survey_sheets", "survey_drafts", "customers", "visits"})

    def build(self) -> None:
        """A filter and the table."""
        self.filter = Segment(("没填全的", "全部"))
        self.filter.setAccessibleName("显示哪些调查表")
        self.filter.chosen.connect(lambda _index: self.reload())
        self.table = RecordTable(COLUMNS)
        self.table.setAccessibleName("调查表")
        self.table.opened.connect(self._open)
        self.table.current_changed.connect(lambda _row: self.refresh_actions())
        self.empty = EmptyState(
            "clipboard-text", "没有没填全的调查表", "拿一份纸表，按 Ctrl+N 开始录。",
            [Button("录新调查表", self._begin, icon="plus", key="Ctrl+N")],
        )  # fmt: skip
        self.empty.hide()
        column(self, self.table, self.empty, gap=0)
        self._offered: frozenset[str] = frozenset()

    def page_actions(self) -> Sequence[Action]:
        """What can be done with a sheet."""
        return (
            Action(text="录新调查表", key="Ctrl+N", icon="plus", button="primary", slot=self._begin, hint="新调查表"),
            Action(text="打开", key="F2", icon="pencil-simple", slot=self._open_current, why_not=self._why_no_row),
            Action(text="提交", key="Ctrl+Return", icon="check", button="plain", slot=self._submit,
                   why_not=self._why_not_submit, hint="提交"),
            Action(text="打印这份表", key="Ctrl+P", icon="printer", slot=self._print, why_not=self._why_not_print),
            Action(text="印空白表", icon="printer", slot=lambda: self.desk.go("reports", ReportTarget(report="blank"))),
            *self._supervision(),
            Action(text="丢弃草稿", key="Delete", icon="trash", slot=self._drop, why_not=self._why_no_draft),
        )  # fmt: skip

    def _supervision(self) -> Sequence[Action]:
        """What follows handing in, for those who may."""
        steps = (
            ("survey.return", "退回…", "Alt+U", "arrow-u-up-left", self._give_back, ("submitted", "archived")),
            ("survey.archive", "存档…", "Alt+C", "folder-open", self._archive, ("submitted",)),
        )
        return [
            Action(text=text, key=key, icon=icon, slot=slot, why_not=partial(self._why_not, states))
            for right, text, key, icon, slot, states in steps
            if self.app.may(right)
        ]

    def hints(self) -> Sequence[Hint]:
        """Keys of the list."""
        return (Hint("↑ ↓", "选调查表"), Hint("Enter", "打开"))

    def header_widgets(self) -> Sequence[QWidget]:
        """The filter."""
        return (self.filter,)

    def panes(self) -> Sequence[QWidget]:
        """The table."""
        return (self.table, self.filter)

    def reload(self) -> None:
        """Read sheets and drafts in a job."""
        app, unfinished = self.app, self.filter.current == 0
        self.desk.jobs.reread(self, "lines", lambda _task: read_lines(app, unfinished=unfinished), self._show)

    def ensure_fresh(self) -> None:
        """Drafts come and go without anybody saying so: read each time."""
        self.stale = True
        super().ensure_fresh()

    def show_target(self, target: object) -> None:
        """A sheet to type."""
        if isinstance(target, SheetTarget):
            self.desk.go(ENTRY_PAGE, target)

    def _show(self, lines: list[Line]) -> None:
        self.table.show_rows(lines)
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        drafts = [line.draft for line in lines if line.draft]
        sheets = len(lines) - len(drafts)
        self.set_status(f"调查表 {sheets:,} 份" + (f"，草稿 {len(drafts)} 份" if drafts else ""))
        self.desk.badge(self.name, len(drafts))
        self.refresh_actions()
        self._offer(drafts)

    def _offer(self, drafts: Sequence[DraftRow]) -> None:
        """Drafts that were not offered yet, in a banner."""
        uids = frozenset(draft.uid for draft in drafts)
        if not uids - self._offered:
            return
        self._offered |= uids
        latest = drafts[0]
        go_on = Button("接着录", lambda: self.desk.go(ENTRY_PAGE, latest), key="Enter", small=True)
        names = "、".join(draft.title for draft in drafts[:_NAMED_DRAFTS])
        text = f"最近一份是「{latest.title}」，{latest.saved_at:%m-%d %H:%M}" if len(drafts) == 1 else names
        banner = Banner(f"已找回 {len(drafts)} 份草稿。", text, [go_on], tone="link")
        banner.setObjectName("drafts")
        banner.close_with(go_on)
        self.show_banner(banner)
        self.table.select_row(0)

    def _line(self) -> Line | None:
        row: Any = self.table.current_row()
        return row if isinstance(row, Line) else None

    def _begin(self) -> None:
        self.desk.go(ENTRY_PAGE, SheetTarget())

    def _open_current(self) -> None:
        self._open(self._line())

    def _open(self, line: object) -> None:
        if isinstance(line, Line) and line.draft:
            self.desk.go(ENTRY_PAGE, line.draft)
        elif isinstance(line, Line) and line.sheet:
            self.desk.go(ENTRY_PAGE, SheetTarget(sheet_id=line.sheet.id))

    def _print(self) -> None:
        line = self._line()
        if line and line.sheet:
            self.desk.go("reports", ReportTarget(report="sheet", sheet_id=line.sheet.id))

    def _why_not_print(self) -> str:
        line = self._line()
        return self._why_no_row() or ("" if line and line.sheet else "草稿还没有表号。先打开保存，再打印。")

    def _why_no_row(self) -> str:
        return "" if self._line() else "先在列表里选一份调查表。"

    def _why_no_draft(self) -> str:
        line = self._line()
        return "" if line and line.draft else "选中的不是草稿。已保存的调查表不在这里删除。"

    def _why_not_submit(self) -> str:
        return self._why_not(("filling", "completed", "returned"))

    def _why_not(self, states: Sequence[str]) -> str:
        """Why the chosen sheet is in none of these states."""
        line = self._line()
        if line is None or line.sheet is None:
            return "先在列表里选一份已保存的调查表。"
        return "" if line.sheet.state_code in states else f"这份调查表现在是“{line.sheet.state}”。"

    def _submit(self) -> None:
        from app.surveys.filing import submit_sheet

        line = self._line()
        if line is None or line.sheet is None:
            return
        sheet, reason = line.sheet, ""
        if sheet.missing_required:
            text = f"还缺 {sheet.missing_required} 个必答题。访问满 3 次仍问不到的，写明原因可以提交。"
            dialog = ReasonDialog(f"提交「{sheet.customer}」的调查表", text, "提交", parent=self)
            if not dialog.ask():
                return
            reason = dialog.reason
        self._move(sheet, "已提交", lambda: submit_sheet(self.app, sheet.id, sheet.row_version, reason))

    def _give_back(self) -> None:
        from app.surveys.filing import return_sheet

        line = self._line()
        if line is None or line.sheet is None:
            return
        sheet = line.sheet
        text = "退回后可以再改，改完重新提交。"
        dialog = ReasonDialog(f"退回「{sheet.customer}」的调查表？", text, "退回", danger=True, parent=self)
        if dialog.ask():
            reason = dialog.reason
            self._move(sheet, "已退回", lambda: return_sheet(self.app, sheet.id, sheet.row_version, reason))

    def _archive(self) -> None:
        from app.surveys.filing import archive_sheet

        line = self._line()
        if line is None or line.sheet is None:
            return
        sheet = line.sheet
        text = "纸表原件放在哪里，如“1 柜 2 层 3 盒”。"
        dialog = ReasonDialog(f"存档「{sheet.customer}」的调查表", text, "存档", what="存放位置", parent=self)
        if dialog.ask():
            reason = dialog.reason
            self._move(sheet, "已存档", lambda: archive_sheet(self.app, sheet.id, sheet.row_version, reason))

    def _move(self, sheet: SheetRow, done: str, move: Callable[[], None]) -> None:
        def moved(_: None) -> None:
            self.desk.toast(f"{done} {sheet.sheet_no}「{sheet.customer}」")
            self.desk.changes.tell("survey_sheets")

        self.desk.jobs.start(self, lambda _task: move(), moved, failed=self.desk.complain)

    def _drop(self) -> None:
        from app.surveys.drafts import drop_draft, save_draft

        line = self._line()
        if line is None or line.draft is None:
            return
        draft, app, jobs = line.draft, self.app, self.desk.jobs

        def dropped(_: None) -> None:
            self.reload()
            self.desk.toast(f"已丢弃草稿「{draft.title}」", ("撤销", bring_back), undo=True)

        def bring_back() -> None:
            jobs.start(self, lambda _task: save(), lambda _: self.reload(), failed=self.desk.complain)

        def save() -> None:
            save_draft(app, draft.uid, draft.sheet_id, draft.title, draft.state)

        jobs.start(self, lambda _task: drop_draft(app, draft.uid), dropped, failed=self.desk.complain)
