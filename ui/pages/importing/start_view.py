"""Step 1, 选文件: a file, its sheets and their headings; the imports of the last days."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.errors import Cancelled, KnownError
from app.importing.batches import Batch
from app.importing.readers import cell_text
from app.importing.source import SourceSheet
from app.tasks import Task
from ui.pages.importing.check_view import SHARE, SIDE
from ui.pages.importing.dropping import DropBox
from ui.pages.importing.history import HistoryTable
from ui.pages.importing.preview import SHOWN_ROWS, PreviewTable
from ui.pages.importing.sheets import SheetLine, SheetTable
from ui.pages.importing.work import Work
from ui.shell.desk import Desk
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.frames import EmptyState, Panel
from ui.widgets.layout import column, row


class StartView(QWidget):
    """`heading_chosen` carries a sheet's name, the first row of its heading from 0, and how many rows that has."""

    heading_chosen = Signal(str, int, int)

    def __init__(self, desk: Desk, work: Work) -> None:
        super().__init__()
        self._desk, self._work = desk, work
        self.drop, self.sheets, self.preview, self.history = DropBox(), SheetTable(), PreviewTable(), HistoryTable()
        self.sheet_panel = Panel("这个文件里的表", "Space 勾选要导入的", padding=0).add(self.sheets)
        self.none_yet = EmptyState(
            "clock-counter-clockwise", "最近 7 天没有导入过", "导入以后 7 天内，可以在这里整批撤销。"
        )
        self.past_panel = Panel("最近 7 天的导入", padding=0).add(self.history, self.none_yet)
        left = self._left = QWidget()
        column(left, self.drop, self.sheet_panel, self.past_panel, gap=12).setStretch(2, 1)
        one = Button("这一行是标题", lambda: self.preview.choose_heading(1), key="Enter", small=True)
        two = Button("标题占两行", lambda: self.preview.choose_heading(2), key="Shift+Enter", small=True)
        self.preview_panel = Panel("预览", "", (one, two), padding=0).add(self.preview)
        self.nothing = EmptyState(
            "table",
            "选一个文件，先看看里面有什么",
            "xlsx、xls、ods、csv 都可以；标题上面有几行说明、合并单元格、合计行都不要紧。",
        )
        self._empty_panel = Panel(padding=0).add(self.nothing)
        row(self, left, self.preview_panel, self._empty_panel, gap=12, margins=(12, 0, 12, 12)).setStretch(1, 1)
        self.sheets.setFixedHeight(theme().px(28) + 4 * theme().row_height)
        self.sheets.current_changed.connect(self._show_preview)
        self.sheets.ticked.connect(lambda: self._work.leave_out(self.sheets.left_out()))
        self.preview.heading_chosen.connect(self._choose_heading)
        self.show_file()
        self.show_history(())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The preview keeps its room."""
        super().resizeEvent(event)
        self._left.setFixedWidth(min(theme().px(SIDE), round(self.width() * SHARE)))

    @property
    def sheet(self) -> SheetLine | None:
        """The sheet the cursor is on."""
        line: SheetLine | None = self.sheets.current_row()
        return line

    def show_file(self) -> None:
        """Show the file that was read, or that there is none."""
        source = self._work.source
        there = source is not None
        for part in (self.sheet_panel, self.preview_panel):
            part.setVisible(there)
        self._empty_panel.setVisible(not there)
        self.sheets.blockSignals(True)
        given_out = any(table.archive for table in self._work.tables)
        sheets = source.sheets if source else ()
        self.sheets.show_sheets(
            [SheetLine(each.name, each.height, self._work.table(each.name), given_out) for each in sheets]
        )
        self.sheets.blockSignals(False)
        self._show_preview(self.sheet)

    def select_first(self) -> None:
        """Come to the first sheet that can be imported."""
        lines = [self.sheets.rows.row(number) for number in range(self.sheets.rows.rowCount())]
        self.sheets.select_row(next((at for at, line in enumerate(lines) if line.table is not None), 0))

    def show_history(self, batches: Sequence[Batch]) -> None:
        """Show the imports of the last days."""
        self.history.show_batches(batches)
        self.history.setVisible(bool(batches))
        self.none_yet.setVisible(not batches)

    def _choose_heading(self, first: int, height: int) -> None:
        if self.sheet is not None:
            self.heading_chosen.emit(self.sheet.name, first, height)

    def _show_preview(self, line: SheetLine | None) -> None:
        kept = self._work.kept
        if kept is None or line is None:
            return
        sheet = kept.thing.sheet(line.name)
        layout = line.table.layout if line.table else None
        self.preview_panel.title.setText(f"「{line.name}」的前 {min(SHOWN_ROWS, line.height)} 行")

        def show(rows: Sequence[Sequence[str]]) -> None:
            self.preview.show_sheet(rows, layout.first if layout else -1, layout.height if layout else 0)

        def read(_task: Task) -> Sequence[Sequence[str]]:
            with kept.held():
                return _first_rows(sheet)

        self._desk.jobs.reread(self, "preview", read, show, failed=self._unread)

    def _unread(self, error: KnownError) -> None:
        if not isinstance(error, Cancelled):
            self._desk.complain(error)


def _first_rows(sheet: SourceSheet) -> Sequence[Sequence[str]]:
    return [[cell_text(cell) for cell in row] for row in sheet.chunk(0)[:SHOWN_ROWS]] if sheet.height else []
