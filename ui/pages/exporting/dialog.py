"""What is asked before customers are given out: whom, what for, to whom, what of them, and where the file goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from app.errors import KnownError
from app.tasks import Task
from ui.dialogs.message import Answer, Dialog
from ui.pages.exporting.ranges import Range
from ui.shell.desk import Desk
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.choices import ManyChip, Segment
from ui.widgets.fields import LineEdit
from ui.widgets.layout import label, row

if TYPE_CHECKING:
    from app.exchange.archive import ArchiveRequest
    from app.exchange.offering import ArchiveOffer, Chosen

_WIDE, _LABELS = 640, 76
_NO_SUPERVISOR = "本处主管的账号没有设口令，不能在场确认。请主管登录后导出，或改用掩码版。"


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for, and the file it goes to."""

    request: ArchiveRequest
    path: Path


class ArchiveDialog(Dialog):
    """Tab goes on, Enter exports. `order` is what was asked for, once the answer is export."""

    def __init__(self, desk: Desk, offer: ArchiveOffer, ranges: Sequence[Range], path: Path, parent: QWidget) -> None:
        answers = [Answer("", "取消"), Answer("export", "导出", "primary")]
        text = "写成一本 Excel 工作簿，写完读回核对条数。用途和接收人记入导出登记。"
        super().__init__("导出客户档案", text, answers, default="export", parent=parent)
        self._desk, self._offer, self._ranges, self.path = desk, offer, ranges, path
        self._chosen: Chosen | None = None
        self.range = Segment([each.text for each in ranges])
        self.count = label("正在数……", "sub", wrap=True)
        self.purpose = QComboBox()
        self.recipient = LineEdit(placeholder="文件给谁，例：公司市场部 黎一鸣")
        self.note = LineEdit(placeholder="可以不写，例：陪同检查时核对")
        self.full = QCheckBox("显示完整电话、姓名、地址")
        self.full_told = label("", "aux")
        self.supervisor, self.password = QComboBox(), LineEdit(placeholder="主管在场输入", latin=True)
        self.sheets, self.columns = ManyChip("工作表"), ManyChip(f"{offer.main_sheet}的列")
        self.place = label("", "sub", wrap=True)
        self.problem = label("", "aux", "danger", wrap=True)
        self._fill()
        self._lay_out()
        self._connect()
        self._show_path()
        self._show_rules()
        self._recount()
        self.recipient.setFocus()

    @property
    def order(self) -> Order:
        """What is asked for now."""
        from app.exchange.archive import ArchiveRequest

        chosen = self._ranges[self.range.current]
        request = ArchiveRequest(
            purpose=self.purpose.currentData(),
            recipient=self.recipient.text().strip(),
            note=self.note.text().strip(),
            wanted=chosen.wanted,
            among=chosen.among,
            sheets=self.sheets.value or (),
            columns=self.columns.value or (),
            full=self.full.isChecked(),
            approver=self.supervisor.currentData() or "" if self._needs_supervisor else "",
            password=self.password.text() if self._needs_supervisor else "",
        )
        return Order(request, self.path)

    def show_again(self, order: Order, problem: str) -> None:
        """Begin with what was asked before, and say what was wrong with it."""
        request = order.request
        found = [each for each in self._ranges if (each.wanted, each.among) == (request.wanted, request.among)]
        self.range.set_current(self._ranges.index(found[0]) if found else 0)
        self.purpose.setCurrentIndex(self.purpose.findData(request.purpose))
        self.recipient.setText(request.recipient)
        self.note.setText(request.note)
        self.full.setChecked(request.full)
        self.sheets.choose(tuple(request.sheets) or None)
        self.columns.choose(tuple(request.columns) or None)
        self.path = order.path
        self._show_path()
        self._say(problem, self.password if self._needs_supervisor else self.recipient)

    def choose(self, name: str) -> None:
        """Export only what is complete."""
        problem = self._problem() if name else None
        if problem is None:
            super().choose(name)
        else:
            self._say(*problem)

    def choose_file(self) -> None:
        """Another file than the proposed one."""
        dialog = QFileDialog(self, "导出到", str(self.path))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.setNameFilter("Excel (*.xlsx)")
        dialog.selectFile(self.path.name)
        dialog.fileSelected.connect(self._take_file)
        dialog.open()

    # What it looks like

    def _fill(self) -> None:
        offer = self._offer
        for code, name in offer.purposes:
            self.purpose.addItem(name, code)
        for username, name in offer.supervisors:
            self.supervisor.addItem(name, username)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.sheets.set_choices([(name, name) for name in offer.sheets], f"全部 {len(offer.sheets)} 张")
        self.columns.set_choices([(title, title) for title in offer.columns], f"全部 {len(offer.columns) + 2} 列")
        self.full.setVisible(self._desk.app.may("export.full"))

    def _lay_out(self) -> None:
        self.setFixedWidth(theme().px(_WIDE))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().px(12))
        grid.setVerticalSpacing(theme().px(9))
        grid.setColumnMinimumWidth(0, theme().px(_LABELS))
        grid.setColumnStretch(1, 1)
        self._sign = QWidget()
        row(self._sign, self.supervisor, self.password, gap=8).setStretch(1, 1)
        change = Button("换位置…", self.choose_file, icon="folder-open", small=True)
        lines: Sequence[tuple[str, QWidget | QHBoxLayout]] = (
            ("范围", row(None, self.range, None)),
            ("", self.count),
            ("用途", self.purpose),
            ("接收人", self.recipient),
            ("说明", self.note),
            ("版别", row(None, self.full, self.full_told, None, gap=10)),
            ("主管", self._sign),
            ("内容", row(None, self.sheets, self.columns, None)),
            ("文件", self.place),
            ("", row(None, change, None)),
        )
        self._labels = {}
        for number, (name, part) in enumerate(lines):
            self._labels[name] = label(name, "sub")
            grid.addWidget(self._labels[name], number, 0)
            grid.addLayout(part, number, 1) if isinstance(part, QHBoxLayout) else grid.addWidget(part, number, 1)
        self.body.addLayout(grid)
        self.body.addWidget(self.problem)
        self.problem.hide()
        for widget, name in ((self.purpose, "用途"), (self.recipient, "接收人"), (self.note, "说明")):
            widget.setAccessibleName(name)
        self.supervisor.setAccessibleName("在场的主管")
        self.password.setAccessibleName("主管口令")

    def _connect(self) -> None:
        self.range.chosen.connect(lambda _: self._recount())
        self.purpose.currentIndexChanged.connect(lambda _: self._show_rules())
        self.full.toggled.connect(lambda _: self._show_rules())

    def _show_path(self) -> None:
        self.place.setText(str(self.path).replace("/", "/\u200b").replace("\\", "\\\u200b"))
        self.place.setToolTip(str(self.path))

    def _show_rules(self) -> None:
        """What of rule R22 holds for what is chosen."""
        may = self.purpose.currentData() in self._offer.full_purposes
        if not may:
            self.full.setChecked(False)
        self.full.setEnabled(may)
        masked = "不勾就是掩码版" if may else "这个用途只有掩码版"
        self.full_told.setText(masked if self._desk.app.may("export.full") else "掩码版：电话、姓名、地址只留一部分")
        signs = self._needs_supervisor and bool(self._offer.supervisors)
        self._sign.setVisible(signs)
        self._labels["主管"].setVisible(signs)
        self.problem.setText(self._hopeless)
        self.problem.setVisible(bool(self._hopeless))
        self.adjustSize()

    # How many

    def _recount(self) -> None:
        chosen = self._ranges[self.range.current]
        self._chosen = None
        self.count.setText("正在数……")
        self._desk.jobs.reread(
            self, "count", partial(self._read_count, chosen), self._show_count, failed=self._uncounted
        )

    def _read_count(self, chosen: Range, _task: Task) -> Chosen:
        from app.exchange.offering import count_chosen

        return count_chosen(self._desk.app, chosen.wanted, chosen.among)

    def _show_count(self, chosen: Chosen) -> None:
        self._chosen = chosen
        left_out = f"，另有 {chosen.withdrawn:,} 户撤回同意，不导出" if chosen.withdrawn else ""
        self.count.setText(f"共 {chosen.customers:,} 户{left_out}")
        self._show_rules()

    def _uncounted(self, error: KnownError) -> None:
        self.count.setText(str(error))

    # What is missing

    @property
    def _needs_supervisor(self) -> bool:
        most, chosen = self._offer.most_complete, self._chosen
        return bool(most and chosen and chosen.customers > most and self.full.isChecked())

    @property
    def _hopeless(self) -> str:
        """Why what is chosen cannot be exported whatever else is filled in."""
        if self._needs_supervisor and not self._offer.supervisors:
            return _NO_SUPERVISOR
        return self._offer.refused.get(self.purpose.currentData(), "")

    def _problem(self) -> tuple[str, QWidget] | None:
        """What is missing, and where it goes."""
        if self._hopeless:
            return self._hopeless, self.full if self.full.isChecked() else self.purpose
        if self._chosen is None and self.full.isChecked():
            return "还在数有多少户，完整版要数完再导出。", self.range
        if self._chosen and not self._chosen.customers:
            return "这个范围里没有可以导出的客户。请换一个范围。", self.range
        if not self.recipient.text().strip():
            return "还没有写接收人。写明文件给谁再导出。", self.recipient
        if self._needs_supervisor and not self.password.text():
            return f"完整版超过 {self._offer.most_complete} 户，须主管在场输入口令。", self.password
        return None

    def _say(self, text: str, where: QWidget) -> None:
        self.problem.setText(text)
        self.problem.show()
        self.adjustSize()
        where.setFocus()

    def _take_file(self, name: str) -> None:
        self.path = Path(name)
        self._show_path()
