"""One file on its way in: what was read of it, what its columns become, what was decided, and the last trial."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import Cancelled, FileUnusable, KnownError
from app.importing.findings import Action, Cell, Decision, Group, Row, Side
from app.importing.source import Source, open_source
from app.importing.tables import Table, look_at, table_at
from app.importing.templates import Template
from app.importing.trial import Trial, try_import
from app.importing.writing import Imported, carry_out
from app.tasks import Task
from ui.jobs import Job
from ui.pages.importing.choices import Decided
from ui.pages.importing.lease import Lease, TrialLease
from ui.pages.importing.looking import Looked, look_through, with_column
from ui.shell.desk import Desk

TRIED_AT_ONCE = 5_000
"""Up to how many rows a change is tried by itself; a longer file is tried when the person says so."""
_PAUSE_MS = 300


class Work(QObject):
    """`looked` when another file was read (`unread` follows when it holds no list of customers), `changed` when columns or decisions are others, `tried` after a trial,
    `running` when a trial begins or ends. `unread` carries why a file could not be read, `failed` any other refusal.
    """

    looked = Signal()
    changed = Signal()
    tried = Signal()
    running = Signal()
    unread = Signal(object)
    failed = Signal(object)
    imported = Signal(object)
    not_imported = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.kept: Lease[Source] | None = None
        self.tables: tuple[Table, ...] = ()
        self.left_out: set[str] = set()
        self.decided = Decided()
        self.lease: TrialLease | None = None
        self.layout = ""
        self._version, self._tried_version = 1, 0
        self.reading: Job | None = None
        self.trying: Job | None = None
        self.writing: Job | None = None
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.try_now)

    @property
    def source(self) -> Source | None:
        """The file as it was read; jobs read from `kept`."""
        return self.kept.thing if self.kept else None

    @property
    def trial(self) -> Trial | None:
        """The last trial of this file."""
        return self.lease.thing if self.lease else None

    @property
    def stale(self) -> bool:
        """Whether something was read or decided otherwise since the last trial began."""
        return self._version != self._tried_version

    @property
    def chosen(self) -> tuple[Table, ...]:
        """The tables that are imported."""
        return tuple(table for table in self.tables if table.name not in self.left_out)

    @property
    def rows(self) -> int:
        """How many rows these have."""
        return sum(table.rows for table in self.chosen)

    def table(self, name: str) -> Table | None:
        """The table of a sheet, None when no heading was found in it."""
        return next((table for table in self.tables if table.name == name), None)

    # Reading

    def open(self, path: Path) -> None:
        """Read another file; the one before stays until that went well."""
        if self.reading is not None:
            self.reading.cancel()
        app = self._desk.app

        def read(task: Task) -> Looked:
            source = open_source(path, task)
            try:
                return look_through(app, source)
            except BaseException:
                source.close()
                raise

        def done(looked: Looked) -> None:
            if self.reading is not job:
                looked.source.close()
                return
            self.reading = None
            self._take(looked)

        def refused(error: KnownError) -> None:
            if self.reading is job:
                self.reading = None
                self.unread.emit(error)

        job = self.reading = self._desk.jobs.start(self, read, done, failed=refused, title=f"读取 {path.name}")

    def apply(self, template: Template) -> None:
        """Map the columns as a remembered layout has them."""
        self._look(template)

    def map_anew(self) -> None:
        """Map the columns as if nothing had been chosen by hand."""
        self._look(None)

    def put_table(self, table: Table) -> None:
        """Take another heading or other columns of a sheet."""
        others = [each for each in self.tables if each.name != table.name]
        order = {sheet.name: at for at, sheet in enumerate(self.source.sheets if self.source else ())}
        self.tables = tuple(sorted([*others, table], key=lambda each: order.get(each.name, 0)))
        self.touch()

    def name_heading(self, name: str, first: int, height: int) -> None:
        """Take these rows as the heading of a sheet: its columns are mapped anew."""
        kept = self.kept
        if kept is None:
            return

        def read(_task: Task) -> Table:
            with kept.held() as source:
                return table_at(source, name, first, height)

        self._desk.jobs.reread(self, f"heading {name}", read, self.put_table, failed=self._refused)

    def map_column(self, name: str, place: int, **changes: Any) -> None:
        """Read one column otherwise: `target`, `money`, `values`, `accept`. A target is given up by the column that
        had it, where only one can."""
        table = self.table(name)
        if table is not None:
            self.put_table(with_column(table, place, **changes))

    def leave_out(self, names: set[str]) -> None:
        """Do not import the sheets of these names."""
        if names != self.left_out:
            self.left_out = names
            self.touch()

    # Deciding

    def type_cell(self, cell: Cell, text: str) -> None:
        """Put another text into a cell of the trial."""
        if self.trial:
            self.decided.type_cell(self.trial.tables, cell, text)
            self.touch()

    def decide(self, row: Row, action: Action, reason: str = "") -> None:
        """Decide about a row that is like another."""
        if self.trial:
            self.decided.decide(self.trial.tables, row, Decision(action, reason))
            self.touch()

    def decide_all(self, rows: Sequence[Row], action: Action, reason: str) -> None:
        """Decide the same about many rows."""
        if self.trial and rows:
            for row in rows:
                self.decided.decide(self.trial.tables, row, Decision(action, reason))
            self.touch()

    def choose_side(self, cell: Cell, side: Side) -> None:
        """Choose between two changes to a cell."""
        if self.trial:
            self.decided.choose_side(self.trial.tables, cell, side)
            self.touch()

    def accept(self, group: Group) -> None:
        """Take what is suggested for all cells of a group."""
        trial = self.trial
        table = self.table(trial.tables[group.table].name) if trial else None
        column = next((each for each in table.columns if each.place == group.first.place), None) if table else None
        if table is not None and column is not None:
            kinds = (*column.accept, group.first.kind)
            self.map_column(table.name, column.place, accept=tuple(dict.fromkeys(kinds)))

    def touch(self) -> None:
        """Something is read or decided otherwise: the last trial no longer holds."""
        self._version += 1
        self.changed.emit()
        if 0 < self.rows <= TRIED_AT_ONCE:
            self._pause.start()

    # Trying and writing

    def try_now(self) -> None:
        """Try the import; nothing is written."""
        self._pause.stop()
        kept, tables = self.kept, self.chosen
        if kept is None or not tables:
            return
        self.stop_trying()
        app, choices, layout, version = self._desk.app, self.decided.for_tables(tables), self.layout, self._version

        def attempt(task: Task) -> Trial:
            with kept.held() as source:
                return try_import(app, source, tables, task, choices, layout)

        def done(trial: Trial) -> None:
            if self.trying is not job:
                trial.close()
                return
            self.trying, self._tried_version = None, version
            self._put(trial)
            self.tried.emit()
            self.running.emit()

        def refused(error: KnownError) -> None:
            if self.trying is job:
                self.trying = None
                self.running.emit()
                self._refused(error)

        job = self.trying = self._desk.jobs.start(
            self,
            attempt,
            done,
            failed=refused,
            title="试导入",
        )
        self.running.emit()

    def stop_trying(self) -> None:
        """Give up the trial under way; the one before stays, marked as no longer holding."""
        if self.trying is not None:
            job, self.trying = self.trying, None
            job.cancel()
            self.running.emit()

    def carry_out(self) -> Job:
        """Write what the trial would take, all or nothing; `imported` or `not_imported` follow."""
        lease, app = self.lease, self._desk.app
        assert lease is not None, "the page says why not otherwise"

        def write(task: Task) -> Imported:
            with lease.held() as trial:
                return carry_out(app, trial, task)

        def ended(tell: Callable[[object], object], result: object) -> None:
            self.writing = None
            tell(result)

        self.writing = job = self._desk.jobs.start(
            self,
            write,
            partial(ended, self.imported.emit),
            failed=partial(ended, self.not_imported.emit),
            title=f"导入 {lease.thing.path.name}",
        )
        return job

    def forget(self) -> None:
        """Give the file back."""
        self.stop_trying()
        self._pause.stop()
        lease, kept, self.lease, self.kept = self.lease, self.kept, None, None
        self.tables, self.left_out, self.layout = (), set(), ""
        self.decided = Decided(market_id=self.decided.market_id, owner_id=self.decided.owner_id)
        for held in (lease, kept):
            if held is not None:
                held.close()

    def _take(self, looked: Looked) -> None:
        self.forget()
        self.kept, self.tables, self.layout = Lease(looked.source), looked.tables, looked.layout
        self.looked.emit()
        self.touch()
        if looked.problem:
            self.unread.emit(FileUnusable(looked.problem))

    def _look(self, template: Template | None) -> None:
        """Map all columns anew, as a layout has them or as they are found."""
        kept = self.kept
        if kept is None:
            return

        def read(_task: Task) -> tuple[Table, ...]:
            with kept.held() as source:
                return look_at(source, template)

        self.layout = template.name if template else ""
        self._desk.jobs.reread(self, "look", read, self._retake, failed=self._refused)

    def _refused(self, error: KnownError) -> None:
        if not isinstance(error, Cancelled):
            self.failed.emit(error)

    def _retake(self, tables: Sequence[Table]) -> None:
        self.tables = tuple(tables)
        self.touch()

    def _put(self, trial: Trial) -> None:
        assert self.kept is not None, "a file that is given back gives up its trials"
        before, self.lease = self.lease, TrialLease(trial, self.kept)
        if before is not None:
            before.close()
