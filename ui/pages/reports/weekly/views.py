"""Numbers and prose of the chosen summary: read, shown, saved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.context import App
from app.errors import Invalid, KnownError
from app.reports.weekly_data import WeeklyData, WeeklyTexts
from app.sweep.weekly.behind import RecordLine, records_behind
from app.sweep.weekly.period import Scope
from app.sweep.weekly.summary import OpenWeekly, list_weekly, read_weekly, save_weekly, submit_weekly, weekly_data
from ui.pages.reports.wanted import Wanted
from ui.pages.reports.weekly.behind import RecordsPanel
from ui.pages.reports.weekly.figure_table import Figure
from ui.pages.reports.weekly.numbers import NumbersView
from ui.pages.reports.weekly.prose import ProseView
from ui.pages.reports.weekly.scope import scope_of
from ui.shell.desk import Desk

CHANGED = "weekly_summaries"


class WeeklyViews(QObject):
    """`failed` when a summary cannot be read; `opened` when records are shown beside the numbers; `saved` after prose
    was stored.
    """

    failed = Signal(object)
    opened = Signal()
    saved = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.numbers, self.prose, self.records = NumbersView(), ProseView(), RecordsPanel(desk)
        self._written: Scope | None = None
        self._waiting: Wanted | None = None
        self._data: WeeklyData | None = None
        self._saving = False
        self.numbers.opened.connect(self._open)
        self.prose.typed.connect(self.save)
        self.prose.redrafted.connect(self._told_redraft)

    def want(self, wanted: Wanted) -> None:
        """Show the summary that is wanted now; what is typed on another one is stored first."""
        try:
            scope = scope_of(wanted)
        except Invalid as error:
            self.failed.emit(error)
            return
        if self.prose.is_changed and scope != self._written:
            self._waiting = wanted
            self.save()
            return
        app = self._desk.app
        self._desk.jobs.reread(
            self,
            "summary",
            lambda _: (weekly_data(app, scope), read_weekly(app, scope)),
            lambda read: self._show(wanted, scope, *read),
            failed=self.failed.emit,
        )

    def save(self) -> None:
        """Store the prose, if anything was typed; whatever was asked for meanwhile is shown then."""
        scope = self._written
        if scope is None or self._saving or not self.prose.is_changed:
            return
        self._saving = True
        app, texts, version = self._desk.app, self.prose.texts(), self.prose.row_version
        self._desk.jobs.start(
            self,
            lambda _: _save(app, scope, texts, version),
            lambda row_version: self._saved(texts, row_version),
            failed=self._cannot_save,
            title="保存总结",
        )

    def submission(self, wanted: Wanted) -> Callable[[], object]:
        """Hands a summary in, with what stands in the prose if that is its own; runs in the background."""
        app, written, version = self._desk.app, self._written, self.prose.row_version
        texts = self.prose.texts() if self.prose.is_changed else None

        def submit() -> int:
            scope = scope_of(wanted)
            return submit_weekly(app, scope, texts, version) if scope == written else submit_weekly(app, scope)

        return submit

    def cannot_submit(self, error: KnownError) -> None:
        """Say why, at the blocks and in a toast."""
        if isinstance(error, Invalid):
            self.prose.show_problems(error.problems)
        self._desk.complain(error)

    def _show(self, wanted: Wanted, scope: Scope, data: WeeklyData, opened: OpenWeekly) -> None:
        self._data = data
        self.numbers.show_data(data)
        if self.prose.is_changed and scope != self._written:
            self.want(wanted)  # typed on the other one while this was read
        elif not self.prose.is_changed or opened.closed:
            self.prose.show_open(opened)
            self._written = scope

    def _saved(self, texts: WeeklyTexts, row_version: int) -> None:
        self._saving = False
        self.prose.saved(texts, row_version)
        self.saved.emit()
        if self.prose.is_changed:
            self.save()
        elif self._waiting is not None:
            wanted, self._waiting = self._waiting, None
            self.want(wanted)

    def _cannot_save(self, error: KnownError) -> None:
        self._saving, self._waiting = False, None
        self.cannot_submit(error)

    def _told_redraft(self, name: str) -> None:
        self._desk.toast(f"已重拟「{name}」", ("撤销", lambda: self.prose.undo_redraft(name)), undo=True)

    def _open(self, figure: Figure) -> None:
        data, app = self._data, self._desk.app
        assert data is not None, "a number of no summary cannot be opened"

        def show(lines: list[RecordLine]) -> None:
            if data is self._data and figure == self.numbers.current and self.numbers.isVisible():
                self.opened.emit()
                self.records.show_lines(figure, lines)

        self._desk.jobs.reread(
            self,
            "records",
            lambda _: records_behind(app, data, figure.table, figure.row, figure.column),
            show,
            failed=self._desk.complain,
        )


def _save(app: App, scope: Scope, texts: WeeklyTexts, row_version: int) -> int:
    """Store the texts; returns the summary's new version."""
    stored = save_weekly(app, scope, texts, row_version)
    statuses = list_weekly(app, scope.period, scope.branch_id)
    return next(status.row_version for status in statuses if status.summary_id == stored)
