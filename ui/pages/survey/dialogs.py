"""What is asked while a sheet is typed: which archive values to replace, whether it is the same shop, a number to go to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QListWidget, QListWidgetItem, QWidget

from ui.dialogs.message import Answer, Dialog
from ui.theme import theme
from ui.widgets.fields import LineEdit
from ui.widgets.layout import label

if TYPE_CHECKING:
    from app.customers.duplicates import LikelySame
    from app.surveys.write_back import Difference

_WIDE, _MOST_ROWS = 640, 10


class DifferencesDialog(Dialog):
    """The archive values a sheet contradicts, ticked to be replaced. Space ticks, Enter goes on, Esc goes back."""

    def __init__(self, found: Sequence[Difference], parent: QWidget | None = None) -> None:
        answers = [Answer("", "回去改"), Answer("save", "按勾选保存", "primary")]
        text = "勾上的按调查表改，没勾的留档案原值；旧值都留在变更记录里。空格勾选，Enter 保存。"
        super().__init__(f"有 {len(found)} 处和客户档案不同", text, answers, default="save", parent=parent)
        self.setFixedWidth(theme().px(_WIDE))
        self.list = QListWidget()
        self.list.setAccessibleName("和档案不同的值")
        for difference in found:
            item = QListWidgetItem(
                f"{difference.label}　档案 {difference.archive}　→　调查表 {difference.sheet}", self.list
            )
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            item.setData(Qt.ItemDataRole.UserRole, difference.path)
            item.setToolTip(item.text())
        self.list.setFixedHeight(min(len(found), _MOST_ROWS) * theme().px(34) + 6)
        self.list.setCurrentRow(0)
        self.body.addWidget(self.list)
        self.list.setFocus()

    @property
    def accepted_paths(self) -> tuple[str, ...]:
        """The questions whose values replace the archive's."""
        items = (self.list.item(place) for place in range(self.list.count()))
        ticked = (item for item in items if item.checkState() == Qt.CheckState.Checked)
        return tuple(item.data(Qt.ItemDataRole.UserRole) for item in ticked)


class CompareDialog(Dialog):
    """A customer that may be the same shop beside what was typed; answers same, other or nothing."""

    def __init__(self, likely: LikelySame, found: Sequence[Difference], parent: QWidget | None = None) -> None:
        answers = [
            Answer("", "先放着"),
            Answer("other", "不是同一家", key="Alt+X"),
            Answer("same", "就是这家", "primary", "Alt+H"),
        ]
        text = f"{likely.customer_no}　{likely.market}　{'、'.join(likely.reasons)}。下面只列两边都填了而不一样的。"
        super().__init__(f"和「{likely.name}」是同一家吗？", text, answers, parent=parent)
        self.setFixedWidth(theme().px(_WIDE))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().px(16))
        for column, head in enumerate(("", "档案", "这份调查表")):
            grid.addWidget(label(head, "aux"), 0, column)
        for place, difference in enumerate(found, 1):
            grid.addWidget(label(difference.label, "sub"), place, 0)
            grid.addWidget(label(difference.archive, wrap=True), place, 1)
            grid.addWidget(label(difference.sheet, wrap=True), place, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        if found:
            self.body.addLayout(grid)
        else:
            self.body.addWidget(label("没有互相矛盾的值。", "sub"))


class NumberDialog(Dialog):
    """Which question to go to, by its printed number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        answers = [Answer("", "取消"), Answer("go", "转到", "primary")]
        super().__init__("转到第几题", "填纸表上的题号，例：C10。", answers, default="go", parent=parent)
        self.field = LineEdit(latin=True)
        self.field.setAccessibleName("题号")
        self.body.addWidget(self.field)
        self.field.setFocus()
