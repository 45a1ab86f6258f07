"""Which items each block of a report becomes on paper, in order; what the signatures close is bound to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.reports.addenda import Addenda
from app.reports.card import CardRows
from app.reports.changes import changes_text
from app.reports.columns import ColumnsItem, column_widths
from app.reports.flow import Break
from app.reports.fonts import SUBSTITUTE
from app.reports.grid import Grid
from app.reports.ink import MM
from app.reports.layout import LineItem, SectionItem, head_items, note_item
from app.reports.model import (
    Block,
    Card,
    Changes,
    Chart,
    Columned,
    Fact,
    Facts,
    Orientation,
    PageBreak,
    Pictures,
    Report,
    Section,
    SideBySide,
    Signatures,
    Strip,
    Table,
    Text,
    in_one_column,
)
from app.reports.question_data import FreeRoom, QuestionGrid
from app.reports.question_grid import QuestionRows
from app.reports.question_notes import FreeRoomItem
from app.reports.signing import signature_items
from app.reports.stack import Gap, Item

LEAST_ROWS = {Orientation.LANDSCAPE: 8.2 * MM, Orientation.PORTRAIT: 6.2 * MM}
PHOTO_ROWS = 2
PHOTO_HEADING = 9 * MM


@dataclass
class Blocks:
    """Makes the items of one report for paper `width` wide whose pages hold `height` below their head."""

    report: Report
    width: float
    height: float
    addenda: Addenda = field(default_factory=Addenda)

    def __post_init__(self) -> None:
        self._titled = sum(isinstance(block, Table) for block in in_one_column(self.report.blocks)) > 1
        self._heading = ""

    def items(self) -> Iterator[Item]:
        """Everything but the appendix."""
        blocks = self.report.blocks
        for index, block in enumerate(blocks):
            before = blocks[index - 1] if index else None
            yield from self._block_items(block, before, keep=_is_signed(blocks, index))

    def appendix(self) -> Iterator[Item]:
        """The rests of long texts on a page of their own, 附记 (reports.md §0)."""
        if self.addenda.found:
            yield Break()
            yield SectionItem("附记", self.width)
        for addendum in self.addenda.found:
            fact = Fact(addendum.place, addendum.text)
            yield note_item(Text(f"附记 {addendum.number}", ((fact,),)), self.width)

    def _block_items(self, block: Block, before: Block | None, *, keep: bool) -> Iterator[Item]:
        match block:
            case Section(title):
                self._heading = title
                yield Gap(3 * MM)
                yield SectionItem(title, self.width)
            case SideBySide():
                yield Gap(2 * MM)
                yield self._columns(block, keep=keep)
            case Pictures():
                yield from self._pictures(block)
            case QuestionGrid():
                yield from QuestionRows(block, self.width).items(keep_last=keep)
            case FreeRoom():
                yield FreeRoomItem(block)
            case Changes():
                yield note_item(changes_text(block), self.width, heavy=isinstance(before, Table), keep=keep)
            case Signatures():
                yield from signature_items(block, self.width)
            case PageBreak():
                yield Break()
            case _:
                yield from self._columned(block, self.width, heavy=isinstance(before, Table), keep=keep)

    def _columned(self, block: Columned, width: float, *, heavy: bool, keep: bool) -> Iterator[Item]:
        match block:
            case Facts() | Strip():
                yield from head_items(block, width)
            case Card():
                yield from self._title(block.title, width)
                yield from CardRows(block, width, self.addenda).items(keep_last=keep)
            case Table():
                yield from self._title(block.title if self._titled else "", width)
                least = LEAST_ROWS[self.report.orientation]
                yield from Grid(block, width, self.addenda, least).items(keep_last=keep)
            case Chart():
                from app.reports.charts import ChartItem

                yield Gap(2 * MM)
                yield ChartItem(block, width)
            case Text():
                yield note_item(block, width, heavy=heavy, keep=keep)

    def _title(self, title: str, width: float) -> Iterator[Item]:
        """Above a table or card, unless the section above it says the same; smaller within a section."""
        if not title or title == self._heading:
            return
        yield Gap(2 * MM if self._heading else 3 * MM)
        yield LineItem(title, width, size=9.5 if self._heading else 11)

    def _columns(self, block: SideBySide, *, keep: bool) -> ColumnsItem:
        widths = column_widths(len(block.columns), block.shares, self.width)
        columns = [
            [item for part in parts for item in self._columned(part, width, heavy=False, keep=False)]
            for parts, width in zip(block.columns, widths, strict=True)
        ]
        item = ColumnsItem(columns, widths)
        item.keep = keep
        return item

    def _pictures(self, block: Pictures) -> Iterator[Item]:
        """Four a page under the title, from a page of their own."""
        from app.reports.photos import photo_items

        yield Break()
        yield SectionItem(block.title, self.width)
        yield from photo_items(block.pictures, self.width, (self.height - PHOTO_HEADING) / PHOTO_ROWS)


def missing_items(missing: Sequence[str], width: float) -> Iterator[Item]:
    """The sentence about characters that could not be printed."""
    if missing:
        names = "、".join(f"U+{ord(char):04X}" for char in missing)
        yield Gap(1 * MM)
        yield LineItem(
            f"字体里没有 {len(missing)} 个字，以“{SUBSTITUTE}”代印：{names}。复制文字或看 Excel 可得原字。",
            width,
            size=8,
            heading=False,
        )


def _is_signed(blocks: Sequence[Block], index: int) -> bool:
    """Whether the signatures follow next."""
    return index + 1 < len(blocks) and isinstance(blocks[index + 1], Signatures)
