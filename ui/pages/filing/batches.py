"""The batches sent so far: what is in them, and what head office answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.filing.batches import BatchRow, batch_items, confirm_batch, return_batch
from ui.dialogs.reason import ReasonDialog
from ui.pages.filing.sending import CHANGED
from ui.shell.desk import Desk
from ui.tables.columns import Column, Status
from ui.tables.view import RecordTable
from ui.widgets.button import Button
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column, frame, label, row

_TONES = {"sent": "link", "confirmed": "ok", "returned": "danger"}
_BATCHES = (
    Column(key="batch_no", title="批次号", width=180, strong=True),
    Column(
        key="state", title="状态", width=92, value=lambda b: Status(word=b.state, tone=_TONES.get(b.state_code, ""))
    ),
    Column(key="sent_on", title="上报", width=64, kind="date"),
    Column(key="period_from", title="期间", width=118, value=lambda b: f"{b.period_from:%m-%d} 至 {b.period_to:%m-%d}"),
    Column(key="item_count", title="份数", width=52, kind="number"),
    Column(key="receiver", title="接收部门", width=110, stretch=True),
    Column(key="receipt_no", title="回执号", width=110, stretch=True),
)
_ITEMS = (
    Column(key="kind", title="单据", width=64),
    Column(key="number", title="编号", width=164),
    Column(key="title", title="名称", width=110, stretch=True, quiet=True),
    Column(key="pages", title="页", width=44, kind="number"),
)
Answer = Callable[..., None]


class Batches(QWidget):
    """The list at the left, the chosen batch's papers at the right. `moved` when another batch is current."""

    moved = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.table = RecordTable(_BATCHES)
        self.table.setAccessibleName("备案批次")
        self.items = RecordTable(_ITEMS)
        self.items.setAccessibleName("这一批的单据")
        self.empty = EmptyState("folder-open", "还没有上报过备案。", "在“待备案”里勾选单据上报。")
        self._told = label("", "sub", wrap=True)
        surface = frame("panel")
        column(surface, self.table, self.empty, margins=(1, 1, 1, 1))
        left = QWidget()
        column(left, surface, margins=(12, 12, 12, 12))
        self.side = frame("side")
        inside = frame("panel")
        column(inside, self.items, margins=(1, 1, 1, 1))
        self._answers = QWidget()
        receipt = Button("登记回执…", self.confirm, icon="check", key="Alt+R", small=True)
        back = Button("公司退回…", self.give_back, icon="arrow-u-up-left", key="Alt+U", small=True)
        row(self._answers, receipt, back, None)
        column(self.side, self._told, self._answers, inside, gap=8, margins=(14, 12, 14, 12)).setStretch(2, 1)
        row(self, left, self.side, gap=0).setStretch(0, 1)
        self.table.current_changed.connect(self._show_items)

    @property
    def current(self) -> BatchRow | None:
        """The batch the cursor is on."""
        chosen: BatchRow | None = self.table.current_row()
        return chosen

    def show_batches(self, batches: Sequence[BatchRow]) -> None:
        """Show them, the latest first."""
        self.table.show_rows(list(batches))
        self.table.setVisible(bool(batches))
        self.empty.setVisible(not batches)

    def why_not(self) -> str:
        """Why the current batch cannot be answered now."""
        if not self._desk.app.may("filing.confirm"):
            return "回执和退回由公司接收部门登记。这个账号不能办。"
        batch = self.current
        if batch is None:
            return "没有选中批次。"
        return "" if batch.state_code == "sent" else f"{batch.batch_no} 已经是“{batch.state}”，不能再登记。"

    def show_reason(self, why_not: str) -> None:
        """Offer the answers when nothing speaks against them."""
        self._answers.setVisible(not why_not)

    def confirm(self) -> None:
        """Note head office's receipt."""
        self._ask("登记回执", "回执号", "登记后，这一批的单据都算已备案。", confirm_batch, danger=False)

    def give_back(self) -> None:
        """Note that head office gave the batch back."""
        self._ask("退回", "退回意见", "退回后，这一批的单据回到待备案，可以重新上报。", return_batch, danger=True)

    def _ask(self, verb: str, what: str, text: str, answer: Answer, *, danger: bool) -> None:
        batch = self.current
        assert batch is not None, "the action says why not otherwise"
        dialog = ReasonDialog(f"{verb} {batch.batch_no}？", text, verb, danger=danger, what=what, parent=self.window())
        dialog.accepted.connect(lambda: self._answer(batch, verb, answer, dialog.reason))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _answer(self, batch: BatchRow, verb: str, answer: Answer, words: str) -> None:
        uid, app = str(uuid4()), self._desk.app
        said = f"{batch.batch_no} 已{verb}"
        self._desk.jobs.start(
            self,
            lambda _: answer(app, batch.id, batch.row_version, words, uid=uid),
            lambda _: self._desk.done(said, f"{verb} {batch.batch_no}", uid, *CHANGED),
            failed=self._desk.complain,
        )

    def _show_items(self, batch: BatchRow | None) -> None:
        self.moved.emit()
        self.side.setVisible(batch is not None)
        if batch is None:
            self._desk.jobs.forget(self, "items")
            return
        self._told.setText(_told(batch))
        app = self._desk.app
        self._desk.jobs.reread(
            self, "items", lambda _: batch_items(app, batch.id), self.items.show_rows, failed=self._desk.complain
        )


def _told(batch: BatchRow) -> str:
    lines = [
        f"{batch.batch_no}　{batch.state}",
        f"{batch.sent_by} {batch.sent_on} 报 {batch.receiver}",
        f"文件 {batch.package_name}",
    ]
    if batch.receipt_no:
        lines.append(f"回执号 {batch.receipt_no}　{batch.confirmed_on}")
    if batch.return_opinion:
        lines.append(f"退回意见：{batch.return_opinion}")
    return "\n".join(lines)
