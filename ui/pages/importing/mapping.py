"""对应列: what every column of the file becomes, how that was found, and how many of its cells do not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent

from app.forms.model import Choice
from app.importing.mapping import Column as FileColumn
from ui.pages.importing.cells import Bold, Chosen, draw_specially
from ui.pages.importing.picking import CHOSEN, PickTable
from ui.tables.columns import Column, Status

NOTHING = Choice("-", "不导入")
_FOUND = {"": "手选", "标题": "按标题", "内容": "按内容", "模板": "已记住", "总表": "档案表"}
_SAMPLES = 6


@dataclass(frozen=True, slots=True)
class Mapped:
    """One line: a column of the file, its target in words, and how many of its cells do not fit (None: not tried)."""

    column: FileColumn
    target: str
    wrong: int | None = None
    otherwise: str = NOTHING.label
    """What a column without a target is for."""

    @property
    def heading(self) -> Bold:
        """What stands above the column."""
        return Bold(heading_of(self.column))

    @property
    def samples(self) -> str:
        """Some of its cells."""
        return "、".join(self.column.samples[:_SAMPLES]) or "（全空）"

    @property
    def chosen(self) -> Chosen:
        """The target as it is shown."""
        return Chosen(self.target or self.otherwise, quiet=not self.target)

    @property
    def state(self) -> Status | None:
        """How the target was found, and whether the cells fit it."""
        if not self.target:
            return None
        found = how_found(self.column)
        if self.wrong:
            return Status(word=f"{self.wrong:,} 处看不懂", tone="warn")
        return Status(word=found if self.wrong is None else f"{found} 100%", tone="ok")


def heading_of(column: FileColumn) -> str:
    """What a column is called."""
    return column.heading or f"第 {column.place + 1} 列"


def how_found(column: FileColumn) -> str:
    """How its target was found."""
    return _FOUND.get(column.how, column.how)


_COLUMNS = (
    Column(key="heading", title="表里的列", width=96),
    Column(key="samples", title="样例", width=120, stretch=True),
    Column(key="arrow", title="", width=34, quiet=True, value=lambda _: "→"),
    Column(key=CHOSEN, title="导入到", width=204),
    Column(key="state", title="情况", width=120),
)


class MappingTable(PickTable):
    """`picked` carries a Mapped and the name of its new target; `entered` when the focus comes."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__(_COLUMNS, NOTHING)
        self.setAccessibleName("对应列")
        draw_specially(self)

    def show_columns(
        self,
        columns: Sequence[FileColumn],
        labels: Mapping[str, str],
        wrong: Mapping[int, int] | None,
        otherwise: Mapping[int, str],
    ) -> None:
        """Show the columns of a table; `wrong` counts the cells that do not fit, by place, None before a trial;
        `otherwise` says what columns without a target are for.
        """
        counts = [None if wrong is None else wrong.get(column.place, 0) for column in columns]
        self.show_rows(
            [
                Mapped(each, labels.get(each.target, ""), count, otherwise.get(each.place, NOTHING.label))
                for each, count in zip(columns, counts, strict=True)
            ]
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Other keys do something now."""
        super().focusInEvent(event)
        self.entered.emit()

    def code_of(self, row: Mapped) -> str:
        """The target's name."""
        return row.column.target
