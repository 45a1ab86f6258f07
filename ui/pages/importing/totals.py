"""What an import would do, in one bar at the foot: every row of the file is in exactly one of the figures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from ui.theme import set_state, theme
from ui.widgets.button import Button
from ui.widgets.layout import Part, column, label, row, rule

OUTCOMES = ("新增", "更新", "合并", "跳过", "待处理")
_PENDING = OUTCOMES.index("待处理")


class TotalsBar(QFrame):
    """Rows = added + updated + merged + skipped + pending, and the buttons that go on from there."""

    def __init__(self, *buttons: Button) -> None:
        super().__init__()
        self.setProperty("kind", "foot")
        self.setFixedHeight(theme().px(60))
        self.title, self.told = label("试导入结果", "head"), label("没有写入任何数据", "aux")
        self.rows, self.figures = _Figure("表内行数"), [_Figure(name) for name in OUTCOMES]
        self._equals = label("＝", "sub")
        self.note = label("", "aux")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        parts: list[Part] = [column(None, None, self.title, self.told, None, gap=0), 8, self.rows, self._equals]
        for figure in self.figures:
            parts += [figure, _bar()]
        row(self, *parts, None, self.note, *buttons, gap=12, margins=(16, 0, 16, 0))
        self.show_counts(None)

    def show_counts(self, counts: Sequence[int] | None) -> None:
        """The outcomes in their order; None before there is a trial."""
        told = counts is not None
        for figure, count in zip(self.figures, counts or [0] * len(OUTCOMES), strict=True):
            figure.show_count(f"{count:,}" if told else "–")
        self.rows.show_count(f"{sum(counts):,}" if counts is not None else "–")
        set_state(self.figures[_PENDING].value, tone="warn" if counts is not None and counts[_PENDING] else "")

    def say(self, title: str, told: str, note: str = "") -> None:
        """What the figures are about, and what holds for what comes next (two lines)."""
        self.title.setText(title)
        self.told.setText(told)
        self.note.setText(note)


class _Figure(QWidget):
    """A caption over a number."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self.value: QLabel = label("", "figure")
        self._caption = caption
        self.value.setFixedHeight(theme().px(28))
        column(self, None, label(caption, "aux"), self.value, None, gap=0)

    def show_count(self, text: str) -> None:
        """Another number."""
        self.value.setText(text)
        self.value.setAccessibleName(f"{self._caption} {text}")


def _bar() -> QFrame:
    line = rule(vertical=True)
    line.setFixedHeight(theme().px(36))
    return line
