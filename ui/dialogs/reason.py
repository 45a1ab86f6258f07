"""A question that needs a reason before it is done, e.g. returning a report or parking a customer."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.dialogs.message import Answer, Dialog
from ui.theme import theme
from ui.widgets.layout import label


class ReasonDialog(Dialog):
    """`reason` is what was written, trimmed. An empty one is not taken when it is required; `what` it is called."""

    def __init__(
        self,
        title: str,
        text: str,
        verb: str,
        *,
        danger: bool = False,
        required: bool = True,
        what: str = "理由",
        parent: QWidget | None = None,
    ) -> None:
        answers = [Answer("", "取消"), Answer("do", verb, "danger" if danger else "primary", "Ctrl+Enter")]
        super().__init__(title, text, answers, parent=parent)
        self._required, self._what = required, what
        self.field = QPlainTextEdit()
        self.field.setAccessibleName(what)
        self.field.setPlaceholderText(f"写明{what}" if required else f"{what}，可以不写")
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(theme().px(84))
        self.problem = label("", "aux", "danger", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.field)
        self.body.addWidget(self.problem)
        self.field.setFocus()

    @property
    def reason(self) -> str:
        """What was written."""
        return self.field.toPlainText().strip()

    def choose(self, name: str) -> None:
        """Take it when the reason is there."""
        if name and self._required and not self.reason:
            self.problem.setText(f"还没有写{self._what}。写一句再继续，或按 Esc 不做。")
            self.problem.show()
            self.field.setFocus()
        else:
            super().choose(name)
