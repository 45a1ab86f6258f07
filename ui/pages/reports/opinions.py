"""What a reviewer says of a report: signing it with an opinion and a score, or giving it back with a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.dialogs.message import Answer, Dialog
from ui.theme import theme
from ui.widgets.fields import LineEdit
from ui.widgets.layout import label, row

_SCORES = ("1", "2", "3", "4", "5")


class ReviewDialog(Dialog):
    """`opinion` and `score` are what was written; both may be left empty."""

    def __init__(self, whose: str, parent: QWidget | None = None) -> None:
        answers = [Answer("", "取消"), Answer("review", "审阅", "primary")]
        super().__init__(f"审阅{whose}？", "审阅后由内勤存档；要改仍可退回。", answers, default="review", parent=parent)
        self.field = QPlainTextEdit()
        self.field.setAccessibleName("审阅意见")
        self.field.setPlaceholderText("审阅意见，可以不写")
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(theme().px(84))
        self.points = LineEdit(unit="分", latin=True)
        self.points.setAccessibleName("评分")
        self.points.setFixedWidth(theme().px(100))
        self.problem = label("", "aux", "danger", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.field)
        self.body.addLayout(row(None, label("评分"), self.points, label("1–5，可以不评", "aux"), None))
        self.body.addWidget(self.problem)
        self.field.setFocus()

    @property
    def opinion(self) -> str:
        """What was written, trimmed."""
        return self.field.toPlainText().strip()

    @property
    def score(self) -> int | None:
        """The score, None for none."""
        typed = self.points.text().strip()
        return int(typed) if typed else None

    def choose(self, name: str) -> None:
        """Take it when the score is one."""
        typed = self.points.text().strip()
        if name and typed and typed not in _SCORES:
            self.problem.setText("评分应是 1–5 的整数，请改正，或留空。")
            self.problem.show()
            self.points.setFocus()
        else:
            super().choose(name)
