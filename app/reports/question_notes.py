"""What is left of a sheet's last page, made useful: notes on each visit, remarks and a sketch (design print 13)."""

from __future__ import annotations

from app.reports.galley import Galley
from app.reports.ink import MM, Ink, Tone, bold
from app.reports.question_data import FreeRoom, QuestionColumn, QuestionTable
from app.reports.question_paper import PAGE_BOTTOM
from app.reports.question_table import table_items
from app.reports.stack import INNER_RULE, OUTER_RULE, Item, Stack

TITLE = 7 * MM
LEAST_BOX, MOST_BOX = 26 * MM, 44 * MM
BETWEEN = 4 * MM
SQUARE = 4.5 * MM
REMARK_LINE = 8.5 * MM
STEP_COLUMNS = (("步骤", 16), ("要点", 40), ("客户说了什么", 50), ("下一步、约定时间", 24))


class FreeRoomItem(Item):
    """Takes no room of its own: it draws what fits between the last item and the foot."""

    def __init__(self, block: FreeRoom) -> None:
        self._steps = block.steps

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """The steps where they fit, then remarks and a sketch side by side."""
        rows = [*table_items(self._table(), width)] if self._steps else []
        height = TITLE + Stack.height_of(rows)
        if rows and y + height <= PAGE_BOTTOM:
            _title(ink, x, y, "每次拜访记录（四步法）")
            stack = Stack(ink, x, width, y + TITLE)
            for row in rows:
                stack.add(row)
            stack.close()
            y += height
        room = PAGE_BOTTOM - y - TITLE
        if room >= LEAST_BOX:
            self._draw_boxes(ink, x, y, width, min(room, MOST_BOX))

    def _table(self) -> QuestionTable:
        columns = tuple(QuestionColumn(label=label, share=share) for label, share in STEP_COLUMNS)
        return QuestionTable(columns=columns, rows=tuple((name, hint, "", "") for name, hint in self._steps))

    def _draw_boxes(self, ink: Ink, x: float, y: float, width: float, height: float) -> None:
        left = width * 0.55
        for start, wide, title, fill in (
            (x, left, "备注", _draw_lines),
            (x + left + BETWEEN, width - left - BETWEEN, "店面位置草图", _draw_squares),
        ):
            _title(ink, start, y, title)
            fill(ink, start, y + TITLE, wide, height)
            ink.frame(start, y + TITLE, wide, height, OUTER_RULE)


def _title(ink: Ink, x: float, y: float, words: str) -> None:
    Galley.of(words, bold(10), 100 * MM).draw(ink, x, y + 1.6 * MM)


def _draw_lines(ink: Ink, x: float, y: float, width: float, height: float) -> None:
    line = REMARK_LINE
    while line < height:
        ink.line(x, y + line, x + width, y + line, INNER_RULE, Tone.GUIDE)
        line += REMARK_LINE


def _draw_squares(ink: Ink, x: float, y: float, width: float, height: float) -> None:
    for number in range(1, int(width / SQUARE) + 1):
        ink.line(x + number * SQUARE, y, x + number * SQUARE, y + height, INNER_RULE, Tone.GUIDE)
    for number in range(1, int(height / SQUARE) + 1):
        ink.line(x, y + number * SQUARE, x + width, y + number * SQUARE, INNER_RULE, Tone.GUIDE)
