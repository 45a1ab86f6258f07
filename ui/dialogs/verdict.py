"""Is the shop being typed the one on record? Asked before it is added, where rule R11 wants a decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from ui.dialogs.message import Answer, Dialog
from ui.theme import theme
from ui.widgets.fields import LineEdit
from ui.widgets.layout import label, row

if TYPE_CHECKING:
    from app.customers.duplicates import LikelySame

Release = Callable[[str, str], str]
"""Gets an administrator's account and password; gives why not, "" when the administrator lets it pass."""
Beside = Sequence[tuple[str, str, str]]
"""Label, what the archive has, what was typed."""

_WIDE, _MOST = 640, 8


class VerdictDialog(Dialog):
    """Alt+H: it is that one; Alt+X: it is not, with a reason, and by an administrator where it is certain.

    `answer` is same, other or "" (go back and correct); `reason` why it is another.
    """

    def __init__(
        self,
        likely: LikelySame,
        beside: Beside,
        release: Release,
        *,
        typed: str,
        parent: QWidget | None = None,
    ) -> None:
        from app.customers.likeness import Verdict

        self._certain = likely.verdict is Verdict.SAME
        answers = [
            Answer("", "回去改"),
            Answer("other", "放行并另建" if self._certain else "不是同一家", key="Alt+X"),
            Answer("same", "就是这家", "primary", "Alt+H"),
        ]
        title = f"和「{likely.name}」确定重复" if self._certain else f"和「{likely.name}」是同一家吗？"
        told = f"{likely.customer_no}　{likely.market}　{likely.score} 分：{'、'.join(likely.reasons)}。"
        rule = (
            "同一家就接着用它；确实是另一家，要管理员在场放行并写理由。"
            if self._certain
            else "对照着看，不是同一家要写理由，以后不再提示。"
        )
        super().__init__(title, told + rule, answers, parent=parent)
        self._release = release
        self.setFixedWidth(theme().px(_WIDE))
        self.body.addLayout(_grid(beside[:_MOST], typed))
        self.field = QPlainTextEdit()
        self.field.setAccessibleName("不是同一家的理由")
        self.field.setPlaceholderText("不是同一家的理由，例：同名，两个老板")
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(theme().px(52))
        self.body.addWidget(self.field)
        self.account, self.password = (
            LineEdit(placeholder="管理员账号", latin=True),
            LineEdit(placeholder="口令", latin=True),
        )
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.account.setAccessibleName("管理员账号")
        self.password.setAccessibleName("管理员口令")
        if self._certain:
            self.body.addLayout(row(None, self.account, self.password))
        self.problem = label("", "aux", "danger", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.problem)
        if likely.gone:
            self.buttons["same"].set_reason("这家客户已经删除，不能接着用。请主管先恢复它。")
        self.field.setFocus()

    @property
    def reason(self) -> str:
        """Why it is another."""
        return self.field.toPlainText().strip()

    def choose(self, name: str) -> None:
        """Another one is taken with a reason, and with the administrator where it is certain."""
        if name == "other" and not self.reason:
            self._refuse("还没有写理由。写一句为什么不是同一家，再按 Alt+X。", self.field)
            return
        if name == "other" and self._certain and (why := self._release(self.account.text(), self.password.text())):
            self._refuse(why, self.account)
            return
        super().choose(name)

    def _refuse(self, why: str, field: QWidget) -> None:
        self.problem.setText(why)
        self.problem.show()
        field.setFocus()


def _grid(beside: Beside, typed: str) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme().px(16))
    for place, head in enumerate(("", "档案", typed)):
        grid.addWidget(label(head, "aux"), 0, place)
    for line, (name, archive, here) in enumerate(beside, 1):
        grid.addWidget(label(name, "sub"), line, 0)
        grid.addWidget(label(archive, wrap=True), line, 1)
        differs = archive != here and here not in ("", "—")
        grid.addWidget(label(here or "—", tone="warn" if differs else "", wrap=True), line, 2)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    return grid
