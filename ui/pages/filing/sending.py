"""What is waiting in the archive: ticked, packed into a folder or zip, and sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.errors import Cancelled, FileUnusable, KnownError
from app.filing.batches import BatchRow, FilingInput, file_papers
from app.filing.papers import FilingPaper
from app.tasks import Task
from ui.pages.reports.export_box import ExportBox
from ui.pages.reports.exporting import Exported, export_folder
from ui.pages.reports.output import ask_folder
from ui.shell.desk import Desk
from ui.tables.columns import Column
from ui.tables.ticks import TickTable
from ui.widgets.choices import Segment
from ui.widgets.fields import LineEdit
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column, frame, label, row

ZIP, FOLDER = range(2)
CHANGED = ("filing_batches", "daily_reports", "weekly_summaries", "survey_sheets")
_COLUMNS = (
    Column(key="kind", title="单据", width=64),
    Column(key="number", title="编号", width=190, strong=True),
    Column(key="title", title="名称", width=180, stretch=True),
    Column(key="day", title="日期", width=64, kind="date"),
    Column(key="archived_at", title="存档", width=96, kind="date", quiet=True),
)


class Sending(QWidget):
    """The papers at the left, how they are sent at the right. `sent` carries the new BatchRow."""

    sent = Signal(object)
    ticked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.table = TickTable(_COLUMNS, lambda paper: paper.key)
        self.table.setAccessibleName("待备案的单据")
        self.empty = EmptyState("folder-open", "这段时间没有待备案的单据。", "日报、周总结、调查表存档后会列在这里。")
        self.form = Segment(("一个 zip 文件", "一个文件夹"))
        self.receiver = LineEdit(placeholder="不填就用公司资料里的部门")
        self.receiver.setAccessibleName("接收部门")
        self.whole_phones = QCheckBox("显示完整手机号")
        self.whole_phones.setVisible(desk.app.may("export.full"))
        self._count = label("", "sub", wrap=True)
        self.box = ExportBox()
        self._lay_out()
        self.table.ticked.connect(self._tell)
        self.box.folder_wanted.connect(self.choose_folder)
        self.box.show_folder(export_folder())

    def show_papers(self, papers: Sequence[FilingPaper]) -> None:
        """Show what is waiting."""
        self.table.show_ticked(papers)
        self.table.setVisible(bool(papers))
        self.empty.setVisible(not papers)
        self._tell()

    def wanted(self, branch_id: int, first: date, last: date) -> FilingInput:
        """What is to be sent now."""
        return FilingInput(
            branch_id,
            first,
            last,
            tuple(paper.key for paper in self.table.ticked_rows()),
            export_folder(),
            as_zip=self.form.current == ZIP,
            receiver=self.receiver.text().strip(),
            masked=not self.whole_phones.isChecked(),
        )

    def why_not(self) -> str:
        """Why nothing can be sent now."""
        if not self._desk.app.may("filing.create"):
            return "这个账号不能上报备案。请找内勤办理。"
        return "" if self.table.ticked_rows() else "没有勾选单据。按空格勾选，Ctrl+A 全选。"

    def send(self, given: FilingInput) -> None:
        """Pack and send in the background."""
        app = self._desk.app

        def work(task: Task) -> BatchRow:
            try:
                given.folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise FileUnusable(
                    f"用不了文件夹 {given.folder}，没有写出备案包。请检查路径和权限，或换一个文件夹。"
                ) from error
            return file_papers(app, given, task)

        def done(batch: BatchRow) -> None:
            path = given.folder / batch.package_name
            self.box.show_exported(Exported(path, f"{batch.item_count} 份"), app.now())
            self._desk.toast(f"备案批次 {batch.batch_no} 已上报，等公司回执")
            self._desk.changes.tell(*CHANGED)
            self.sent.emit(batch)

        def failed(error: KnownError) -> None:
            if isinstance(error, Cancelled):
                self.box.show_folder(export_folder())
                self._desk.toast("已停下，没有上报，没有留下文件。")
            else:
                self.box.show_failure(str(error), lambda: self.send(given), None)

        self.box.show_job(self._desk.jobs.start(self, work, done, failed=failed, title="上报备案"), "上报备案")

    def choose_folder(self) -> None:
        """Another folder for packages, the same as for exports."""
        ask_folder("备案包放到哪个文件夹", self.box.show_folder, self.window())

    def _lay_out(self) -> None:
        surface = frame("panel")
        column(surface, self.table, self.empty, margins=(1, 1, 1, 1))
        self.side = frame("side")
        asked = QWidget()
        column(
            asked,
            *(label("上报", "head"), self._count, 4, label("打包成", "sub"), row(None, self.form, None), 4),
            *(label("接收部门", "sub"), self.receiver, self.whole_phones, None),
            gap=6,
            margins=(14, 12, 14, 8),
        )
        column(self.side, asked, self.box, gap=0).setStretch(0, 1)
        left = QWidget()
        column(left, surface, margins=(12, 12, 12, 12))
        row(self, left, self.side, gap=0).setStretch(0, 1)

    def _tell(self) -> None:
        ticked = self.table.ticked_rows()
        kinds = {paper.kind: sum(each.kind == paper.kind for each in ticked) for paper in ticked}
        words = "、".join(f"{kind} {count}" for kind, count in kinds.items())
        self._count.setText(f"已勾选 {len(ticked)} 份：{words}" if ticked else "没有勾选单据。")
        self.ticked.emit()
