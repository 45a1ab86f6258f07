"""Asking what something is to be called."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.dialogs.message import Answer, Dialog
from ui.widgets.fields import LineEdit
from ui.widgets.layout import label


class NameDialog(Dialog):
    """`name` is what was typed, trimmed; one that is empty or longer than `longest` characters is not taken."""

    def __init__(self, title: str, text: str, verb: str, name: str, *, longest: int, parent: QWidget) -> None:
        answers = [Answer("", "取消"), Answer("do", verb, "primary")]
        super().__init__(title, text, answers, default="do", parent=parent)
        self._longest = longest
        self.field = LineEdit(name, placeholder=f"名称，最多 {longest} 个字")
        self.field.setAccessibleName("名称")
        self.problem = label("", "aux", "danger", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.field)
        self.body.addWidget(self.problem)
        self.field.setFocus()
        self.field.selectAll()

    @property
    def name(self) -> str:
        """What was typed."""
        return self.field.text().strip()

    def choose(self, name: str) -> None:
        """Take a name that can be kept."""
        if name and not 0 < len(self.name) <= self._longest:
            words = "还没有写名称" if not self.name else f"名称有 {len(self.name)} 个字，最多 {self._longest} 个"
            self.problem.setText(f"{words}。改一改再存，或按 Esc 不存。")
            self.problem.show()
            self.field.setFocus()
        else:
            super().choose(name)
