"""最近的导入: what came in during the last seven days, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from app.importing.batches import Batch
from app.importing.findings import Counts
from ui.pages.importing.cells import Offers, draw_specially, offer_at
from ui.tables.columns import Column
from ui.tables.view import RecordTable

_UNDO = Offers(("撤销",))


def counts_in_words(counts: Counts) -> str:
    """What became of the rows, without what did not happen."""
    parts = (
        ("新增", counts.added),
        ("更新", counts.updated),
        ("合并", counts.merged),
        ("跳过", counts.skipped),
        ("待处理", counts.pending),
    )
    return f"{counts.rows:,} 行：" + " ".join(f"{word} {count:,}" for word, count in parts if count)


@dataclass(frozen=True, slots=True)
class Past:
    """One line."""

    batch: Batch

    @property
    def told(self) -> str:
        """What became of its rows."""
        return counts_in_words(self.batch.counts)

    @property
    def offer(self) -> Offers | str:
        """The way back, or why there is none."""
        if self.batch.undone_at:
            return "已撤销"
        return _UNDO if self.batch.can_undo else "不能撤销"


_COLUMNS = (
    Column(key="batch.imported_at", title="时间", width=92, kind="date"),
    Column(key="batch.file_name", title="文件", width=120, stretch=True),
    Column(key="told", title="结果", width=250, stretch=True, quiet=True),
    Column(key="batch.by", title="谁", width=60, quiet=True),
    Column(key="offer", title="", width=72, quiet=True),
)


class HistoryTable(RecordTable):
    """`undo_wanted` carries a Batch that shall be taken back: Delete, Enter, or its button."""

    undo_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(_COLUMNS)
        self.setAccessibleName("最近 7 天的导入")
        draw_specially(self)
        self.opened.connect(self._undo)

    def show_batches(self, batches: Sequence[Batch]) -> None:
        """Show them, the latest first."""
        self.show_rows([Past(batch) for batch in batches])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes back."""
        if event.key() == Qt.Key.Key_Delete:
            self._undo(self.current_row())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """So does a click on the button."""
        super().mouseReleaseEvent(event)
        if hit := offer_at(self, event.position().toPoint()):
            self._undo(hit[0])

    def _undo(self, line: Past | None) -> None:
        if line is not None:
            self.undo_wanted.emit(line.batch)
