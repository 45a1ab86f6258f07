"""超时投诉 on the workbench: what is past its limit, the longest on top, and how many run out within a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.pages.complaints.views import limit_words
from ui.shell.desk import Desk
from ui.shell.targets import ComplaintTarget
from ui.tables.columns import Column
from ui.tables.view import RecordTable
from ui.theme import theme
from ui.widgets.frames import Panel, link
from ui.widgets.layout import label, row

if TYPE_CHECKING:
    from app.complaints.reading import BoardLane
    from app.complaints.rows import ComplaintRow

_MOST = 5
_SOON = timedelta(days=1)
_COLUMNS = (
    Column(key="customer", title="客户", width=104),
    Column(key="summary", title="内容", width=120, stretch=True, quiet=True),
    Column(key="handler", title="承办人", width=66, quiet=True),
    Column(
        key="clock", title="时限", width=124, right=True,
        value=lambda row: limit_words(row)[0], tone=lambda row: limit_words(row)[1],
    ),
)  # fmt: skip


class OverduePanel(Panel):
    """A few rows without a head; Enter opens the complaint."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("超时投诉", "", [link("全部投诉", lambda: desk.go("complaints"))], padding=0, gap=0)
        self._desk = desk
        self.table = RecordTable(_COLUMNS)
        self.table.setAccessibleName("超时投诉")
        self.table.horizontalHeader().hide()
        self.table.opened.connect(lambda found: desk.go("complaints", ComplaintTarget(complaint_id=found.id)))
        self.none = QWidget()
        row(self.none, label("没有超时的投诉", "sub"), None, margins=(12, 10, 12, 10))
        self.add(self.table, self.none)
        self.show_lanes((), 0)

    def show_lanes(self, lanes: Sequence[BoardLane], overdue: int) -> None:
        """The board's complaints, of which those past a limit show; `overdue` is how many there are in all."""
        running = [found for lane in lanes for found in lane.rows if found.clock is not None]
        late = sorted((found for found in running if found.overdue), key=_left)
        until = self._desk.app.now() + _SOON
        soon = sum(not found.overdue and found.clock is not None and found.clock.due_at <= until for found in running)
        near = f"24 小时内到期{'另' if late else ''}有 {soon} 件" if soon else ""
        self.sub.setText("　".join(text for text in (f"{overdue} 件" if overdue else "", near) if text))
        self.table.setVisible(bool(late))
        self.none.setVisible(not late)
        self.table.setFixedHeight(min(len(late), _MOST) * theme().row_height + 1)
        self.table.show_rows(late)


def _left(found: ComplaintRow) -> int:
    return found.clock.left if found.clock else 0
