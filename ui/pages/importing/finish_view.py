"""Step 3, 导入: how far it is, what came of it, the rows not taken, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.importing.findings import Counts
from ui.jobs import Job
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.frames import IconLabel, Panel
from ui.widgets.layout import column, label, row
from ui.widgets.progress import ProgressBox

_WIDTH = 620


class FinishView(QWidget):
    """Shows one thing at a time: an import under way, one that was stopped or refused, or one that is done."""

    rejects_wanted = Signal()
    undo_wanted = Signal()
    again_wanted = Signal()
    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.progress = ProgressBox()
        self.lead, self.told = label("", "title", wrap=True), label("", "", wrap=True)
        self.sign = IconLabel("check-circle-fill", "ok", 28)
        self.figures = label("", "head", wrap=True)
        self.rejects = Button("待处理的行另存…", self.rejects_wanted.emit, icon="file-arrow-down", key="Ctrl+E")
        self.undo = Button("撤销这次导入", self.undo_wanted.emit, icon="arrow-u-up-left", kind="danger")
        self.again = Button("导入另一个文件", self.again_wanted.emit, icon="folder-open", key="Ctrl+N")
        self.back = Button("回到对应与检查", self.back_wanted.emit, icon="arrow-left", key="Alt+2")
        self._after = QWidget()
        buttons = row(None, self.rejects, self.undo, self.again, self.back, None)
        head = row(None, self.sign, self.lead, gap=10)
        head.setStretch(1, 1)
        column(self._after, head, self.figures, self.told, 4, buttons, gap=8)
        panel = Panel(padding=20)
        panel.setFixedWidth(theme().px(_WIDTH))
        panel.add(self.progress, self._after)
        column(self, 12, row(None, None, panel, None), None, margins=(12, 0, 12, 12))
        self.show_nothing()

    def first_stop(self) -> QWidget:
        """Where the focus goes."""
        if self.progress.isVisibleTo(self):
            return self.progress.stop_button
        return next(b for b in (self.rejects, self.again, self.back) if b.isVisibleTo(self) and b.isEnabled())

    def show_nothing(self) -> None:
        """Nothing was imported yet."""
        self._say("circle", "text3", "还没有导入", "", "先在“对应与检查”里看试导入的结果，再按 Ctrl+Enter 导入。")
        self._offer(self.back)

    def follow(self, title: str, job: Job) -> None:
        """An import is under way."""
        self._after.hide()
        self.progress.show()
        self.progress.follow(title, job)

    def show_done(self, name: str, counts: Counts) -> None:
        """It is in the archive."""
        figures = (
            f"共 {counts.rows:,} 行 ＝ 新增 {counts.added:,} ＋ 更新 {counts.updated:,} ＋ 合并 {counts.merged:,} "
            f"＋ 跳过 {counts.skipped:,} ＋ 待处理 {counts.pending:,}"
        )
        told = "7 天内可以整批撤销，也可以在“选文件”那一步的列表里撤销。"
        if counts.pending:
            told = f"待处理的 {counts.pending:,} 行没有写入。另存成表格，照旁边写的原因改好，再导入那一份。{told}"
        self._say("check-circle-fill", "ok", f"已导入 {counts.taken:,} 行，来自 {name}", figures, told)
        self._offer(*((self.rejects,) if counts.pending else ()), self.undo, self.again)

    def show_refused(self, sentence: str) -> None:
        """It was stopped, or could not be done; nothing was written."""
        self._say("info-fill", "link", "没有导入", "", sentence)
        self._offer(self.back, self.again)

    def show_undone(self, name: str) -> None:
        """It was taken back."""
        self._say("arrow-u-up-left", "text2", f"已撤销导入 {name}", "", "客户档案和导入以前一样。")
        self._offer(self.again)

    def _say(self, icon: str, token: str, lead: str, figures: str, told: str) -> None:
        self.progress.hide()
        self._after.show()
        self.sign.set_icon(icon, token)
        self.lead.setText(lead)
        self.figures.setText(figures)
        self.figures.setVisible(bool(figures))
        self.told.setText(told)

    def _offer(self, *buttons: Button) -> None:
        for button in (self.rejects, self.undo, self.again, self.back):
            button.setVisible(button in buttons)
