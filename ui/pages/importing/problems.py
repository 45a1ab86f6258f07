"""有问题的行: what does not fit, by kind; cells are typed anew here, suggestions taken for one cell or for all alike."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

from ui.jobs import Jobs
from ui.pages.importing.cells import Entry, draw_specially, offer_at
from ui.pages.importing.entry import CellEntry
from ui.pages.importing.numbered import NumberedTable
from ui.pages.importing.problem_lines import COLUMNS, CellLine, GroupLine, Lines, Mended, Problems
from ui.tables.model import Index

_WHAT = 2


class ProblemTable(NumberedTable):
    """`corrected` carries a cell's key and what shall stand there; `skipped` the row (table, line) that shall not be imported; `accepted` a group whose suggestions are
    taken for all its cells.

    Enter or → open a head, ← closes it; Enter or F2 on a cell type it anew; typing does too.
    """

    corrected = Signal(object, str)
    skipped = Signal(object)
    accepted = Signal(object)
    entry: CellEntry | None = None
    """The field over a cell while it is typed anew."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(COLUMNS, jobs)
        self.setAccessibleName("有问题的行")
        draw_specially(self)
        self._problems: Problems | None = None
        self._lines: Lines | None = None
        self._mended = Mended()
        self._ahead: str | None = None
        self._later: tuple[Lines, int] | None = None
        self.opened.connect(lambda _: self._enter())
        self.typed.connect(self.type_anew)

    def show_problems(self, problems: Problems, mended: Mended) -> None:
        """Show the problems of another trial: the head that was open is, and the cursor is on the cell it was on."""
        opened = self._lines.open_key if self._lines else None
        self._problems, self._mended = problems, mended
        lines = Lines(problems, next((at for at, each in enumerate(problems.groups) if each.key == opened), -1), mended)
        line, near = self.current_row(), self.currentIndex().row()
        if isinstance(line, CellLine) and lines.open_group >= 0:
            cell = line.cell
            self.jobs.reread(self, "place", lambda _: lines.find(cell, near), lambda at: self._list(lines, at))
        else:
            self._list(lines, near)

    def type_anew(self, typed: str = "") -> None:
        """Type the current cell anew; what is typed before the cell has been read is kept for it."""
        line, row = self.current_row(), self.currentIndex().row()
        if line is None and row >= 0:
            self._ahead = (self._ahead or "") + typed
            return
        if not isinstance(line, CellLine) or not isinstance(line.what, Entry):
            return
        entry = self.entry = CellEntry(self, row, _WHAT, line.what.text, f"{line.row.name}　{line.row.problem.reason}")
        if typed:
            entry.insert(typed)
        entry.taken.connect(lambda text: self._correct(line, text))
        entry.gone.connect(self._entry_gone)

    def accept(self) -> None:
        """Take the suggestion for the current cell, or for all cells of the current head."""
        line = self.current_row()
        if isinstance(line, GroupLine) and line.group.suggested:
            self.accepted.emit(line.group)
        elif isinstance(line, CellLine) and line.offer is not None:
            self._correct(line, line.row.problem.suggestion or "")

    def why_no_suggestion(self) -> str:
        """Why Alt+A would do nothing now."""
        line = self.current_row()
        if isinstance(line, GroupLine):
            return "" if line.group.suggested else "这一类没有建议，按 Enter 打开逐行改。"
        if isinstance(line, CellLine):
            return "" if line.offer is not None else "这一行没有建议。"
        return "先选一行有问题的。"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """→ opens a head, ← closes it, F2 types a cell anew, Delete leaves the row out."""
        line, key = self.current_row(), event.key()
        if key == Qt.Key.Key_F2:
            self._enter()
        elif key == Qt.Key.Key_Delete and isinstance(line, CellLine):
            self.skipped.emit((line.row.table, line.row.number))
            self.select_row(min(self.currentIndex().row() + 1, self.rows.rowCount() - 1))
        elif key == Qt.Key.Key_Right and isinstance(line, GroupLine):
            self._open_group(line.number)
        elif key == Qt.Key.Key_Left and line is not None and self._lines and self._lines.open_group >= 0:
            self._open_group(-1, self._lines.open_group)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a button, or on a cell."""
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        if hit := offer_at(self, point):
            line = hit[0]
            self.accept() if isinstance(line, CellLine) or line.group.suggested else self._enter()
        elif self.indexAt(point).column() == _WHAT:
            self.type_anew()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The field belongs to its cell."""
        super().currentChanged(current, previous)
        if self.entry is not None and not self.entry.hasFocus():
            self.entry.gone.emit(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The field keeps to its cell."""
        super().resizeEvent(event)
        if self.entry is not None:
            self.entry.place()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The field goes with its cell."""
        super().scrollContentsBy(dx, dy)
        if self.entry is not None:
            self.entry.place()

    def _enter(self) -> None:
        line = self.current_row()
        if isinstance(line, GroupLine):
            self._open_group(-1 if line.open else line.number, line.number)
        else:
            self.type_anew()

    def _correct(self, line: CellLine, text: str) -> None:
        self.corrected.emit(line.cell, text)
        self.viewport().update()

    def _entry_gone(self, step: int) -> None:
        self.entry, here = None, self.currentIndex().row()
        if self._later is not None:
            (lines, here), self._later = self._later, None
            self._list(lines, here)
        self.select_row(min(here + step, self.rows.rowCount() - 1))

    def _open_group(self, group: int, current: int | None = None) -> None:
        if self._problems is not None:
            lines = Lines(self._problems, group, self._mended)
            self._list(lines, lines.place_of(group if current is None else current))

    def _list(self, lines: Lines, current: int) -> None:
        """Show lines; while a cell is typed anew they wait, or what is typed would be lost."""
        if self.entry is not None:
            self._later = (lines, current)
            return
        self._lines = lines
        self.show_numbered(lines.count(), lines.rows, current=current)

    def _arrived(self) -> None:
        super()._arrived()
        if self._ahead is not None and self.current_row() is not None:
            ahead, self._ahead = self._ahead, None
            self.type_anew(ahead)
