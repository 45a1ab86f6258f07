"""What was promised and is still open: done by Enter, called off by Delete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.meetings.follow_ups import FollowUpRow, cancel_follow_up, finish_follow_up
from ui.dialogs.reason import ReasonDialog
from ui.shell.desk import Desk
from ui.tables.columns import Column
from ui.tables.view import RecordTable
from ui.widgets.button import Button
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column, frame, label, row

_COLUMNS = (
    Column(key="due_on", title="期限", width=56, kind="date", tone=lambda item: "danger" if item.days_over else ""),
    Column(key="customer", title="客户", width=96, stretch=True),
    Column(key="title", title="事项", width=120, stretch=True),
    Column(key="owner", title="责任人", width=64),
)
_CHANGED = ("follow_ups",)
Close = Callable[..., None]


class FollowPanel(QWidget):
    """Follow-ups of the office, from meetings and elsewhere."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._said = label("", "sub", wrap=True)
        self.table = _Table(self)
        self.empty = EmptyState("check-circle", "没有未办的跟进。", "晚上定下的事会列在这里。")
        surface = frame("panel")
        column(surface, self.table, margins=(1, 1, 1, 1))
        done = Button("办结…", self.finish, icon="check", key="Return")
        off = Button("取消这件…", self.call_off, icon="x", key="Del")
        self._surface, self._buttons = surface, QWidget()
        row(self._buttons, done, off, None)
        column(self, self._said, surface, self.empty, self._buttons, gap=8, margins=(14, 12, 14, 12)).setStretch(1, 1)
        self.table.opened.connect(lambda _: self.finish())

    def show_rows(self, rows: Sequence[FollowUpRow]) -> None:
        """Show the open ones by due day."""
        self.table.show_rows(list(rows))
        over = sum(row_.days_over > 0 for row_ in rows)
        self._said.setText(f"未办 {len(rows)} 件{f'，超期 {over} 件' if over else ''}")
        for part in (self._surface, self._buttons):
            part.setVisible(bool(rows))
        self.empty.setVisible(not rows)

    def finish(self) -> None:
        """Ask what came of it, and note it as done today."""
        self._close("办结", "写明结果。", "结果", finish_follow_up)

    def call_off(self) -> None:
        """Ask why, and call it off."""
        self._close("取消", "取消后不再提醒。", "原因", cancel_follow_up)

    def _close(self, verb: str, text: str, what: str, close: Close) -> None:
        chosen: FollowUpRow | None = self.table.current_row()
        if chosen is None:
            return
        title = f"{verb}「{chosen.customer}」的“{chosen.title}”？"
        dialog = ReasonDialog(title, text, verb, what=what, parent=self.window())
        dialog.accepted.connect(lambda: self._start(verb, close, chosen, dialog.reason))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _start(self, verb: str, close: Close, chosen: FollowUpRow, reason: str) -> None:
        uid, app = str(uuid4()), self._desk.app
        self._desk.jobs.start(
            self,
            lambda _: close(app, chosen.id, chosen.row_version, reason, uid=uid),
            lambda _: self._desk.done(f"已{verb}「{chosen.customer}」的跟进", f"{verb}跟进", uid, *_CHANGED),
            failed=self._desk.complain,
        )


class _Table(RecordTable):
    def __init__(self, panel: FollowPanel) -> None:
        super().__init__(_COLUMNS)
        self._panel = panel
        self.setAccessibleName("未办的跟进")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self._panel.call_off()
        else:
            super().keyPressEvent(event)
