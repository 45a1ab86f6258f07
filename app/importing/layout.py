"""Where a table's heading stands, under which titles, over which rows, and which rows hold no customer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from app.exchange.columns import EXAMPLE, NO_DATA
from app.importing.readers import cell_text
from app.importing.source import SourceSheet
from app.importing.synonyms import COLUMNS, folded, synonyms, without_remark
from app.importing.targets import targets
from app.importing.workbook import Range

LOOKED_AT = 30
"""Among how many first rows the heading is looked for."""
_TOTAL = re.compile(r"(?:本页|本表|全部|本月|以上)?(?:合计|小计|总计|累计|共计|总数)(?:[:：(（\d].*)?")
_COUNTED = re.compile("计|总数")
_WHITE = re.compile(r"\s")
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's heading: its first row and how many it takes, counted from 0; one heading a column, of its parts."""

    first: int
    height: int
    headings: tuple[tuple[str, ...], ...]

    @property
    def texts(self) -> frozenset[str]:
        """Every text of the heading."""
        return frozenset(part for parts in self.headings for part in parts)

    @property
    def body(self) -> int:
        """The first row under the heading, counted from 0."""
        return self.first + self.height


def labels() -> dict[str, str]:
    """The folded words that head columns, and the targets they stand for: labels first, then the office's words."""
    found: dict[str, str] = {}
    for target in targets().values():
        for form in (folded(target.label), without_remark(folded(target.label))):
            found.setdefault(form, target.name)
    by_label = {target.label: target.name for target in targets().values()}
    for word, label in synonyms().get(COLUMNS, {}).items():
        if label in by_label:
            found.setdefault(word, by_label[label])
    return found


def find_layout(rows: Sequence[Sequence[Any]], merged: Sequence[Range]) -> Layout | None:
    """The heading among a table's first rows; None when no row names at least two columns that are known."""
    known = labels()
    heights = [2 if _heads(rows, number, merged, known) else 1 for number in range(len(rows))]
    scores = [_known_in(rows[number : number + height], known) for number, height in enumerate(heights)]
    best = max(range(len(rows)), key=lambda number: scores[number], default=0)
    return layout_at(rows, merged, best, heights[best]) if rows and scores[best] >= _FEWEST else None


def layout_at(rows: Sequence[Sequence[Any]], merged: Sequence[Range], first: int, height: int) -> Layout:
    """The heading in these rows, whatever its words are; `first` counts from 0."""
    spread = [_spread(rows[number], number, merged) for number in range(first, min(first + height, len(rows)))]
    width = max((len(row) for row in spread), default=0)
    columns = [tuple(dict.fromkeys(row[place] for row in spread if place < len(row))) for place in range(width)]
    return Layout(first, height, tuple(tuple(part for part in parts if part) for parts in columns))


def _known_in(rows: Sequence[Sequence[Any]], known: dict[str, str]) -> int:
    """How many columns that are known the rows name."""
    words = (folded(cell) for row in rows for cell in row if isinstance(cell, str))
    return len({known[form] for word in words for form in (word, without_remark(word)) if form in known})


def _heads(rows: Sequence[Sequence[Any]], upper: int, merged: Sequence[Range], known: dict[str, str]) -> bool:
    """Whether the row below belongs to the same heading: a merged cell, or columns known in both."""
    if upper + 1 >= len(rows):
        return False
    down = any(start[0] == upper and end[0] == upper + 1 for start, end in merged)
    across = any(start[0] == end[0] == upper and end[1] > start[1] for start, end in merged)
    full = [cell for cell in rows[upper] if cell_text(cell)]
    texts = [cell for cell in rows[upper + 1] if cell_text(cell)]
    only_texts = bool(texts) and all(isinstance(cell, str) and not re.search(r"\d{4}", cell) for cell in texts)
    second = _known_in(rows[upper + 1 : upper + 2], known)
    listed = second > 1 and _known_in(rows[upper : upper + 1], known) > 1
    return len(full) > 1 and only_texts and (down or (across and second > 0) or listed)


def _spread(row: Sequence[Any], number: int, merged: Sequence[Range]) -> list[str]:
    """A heading's row with merged cells filled to the right."""
    texts = [cell_text(cell).replace("\n", "") for cell in row]
    for start, end in merged:
        if start[0] == number and start[1] < len(texts):
            for place in range(start[1], min(end[1] + 1, len(texts))):
                texts[place] = texts[start[1]]
    return texts


def body_rows(sheet: SourceSheet, layout: Layout) -> Iterator[tuple[int, list[Any]]]:
    """The rows under the heading, with their numbers counted from 1 and cells merged downwards filled."""
    rows = islice(enumerate(sheet.rows(), 1), layout.body, None)
    downwards = [(start, end) for start, end in sheet.merged if start[0] >= layout.body and end[0] > start[0]]
    return _filled(rows, downwards) if downwards else rows


def _filled(rows: Iterator[tuple[int, list[Any]]], downwards: Sequence[Range]) -> Iterator[tuple[int, list[Any]]]:
    starting: dict[int, list[Range]] = {}
    for start, end in downwards:
        starting.setdefault(start[0] + 1, []).append((start, end))
    open_ranges: list[tuple[int, int, Any]] = []
    for number, row in rows:
        open_ranges = [each for each in open_ranges if each[0] >= number]
        for _, column, value in open_ranges:
            if column < len(row) and row[column] == "":
                row[column] = value
        for start, end in starting.get(number, ()):
            open_ranges.append((end[0] + 1, start[1], row[start[1]]))
        yield number, row


def no_customer(row: Sequence[Any], headings: Collection[str]) -> str:
    """Why a row holds no customer, in words: blank, a total, the heading once more, an example; '' when it may.

    `headings` are the texts of the heading's cells.
    """
    if _plainly_one(row, headings):
        return ""
    full = (text for cell in row if cell not in ("", None) and (text := cell_text(cell)))
    first = list(islice(full, 2))
    if not first:
        return "空行"
    if any(_COUNTED.search(text) and _TOTAL.fullmatch(_WHITE.sub("", text)) for text in first):
        return "合计行"
    if first[0].endswith(EXAMPLE):
        return "示例行"
    if first == [NO_DATA]:
        return "没有数据"
    flat = [text.replace("\n", "") for text in (*first, *full)] if first[0].replace("\n", "") in headings else []
    return "重复的标题行" if len(flat) > 1 and all(text in headings for text in flat) else ""


def _plainly_one(row: Sequence[Any], headings: Collection[str]) -> bool:
    """Whether the first two cells say at once that the row holds a customer: nearly all rows, so the others may wait."""
    if len(row) < 2 or row[0].__class__ is not str or row[1].__class__ is not str:
        return False
    name, next_to_it = row[0].strip(), row[1].strip()
    if not name or not next_to_it or name in headings or "\n" in name or name.endswith(EXAMPLE):
        return False
    return not _COUNTED.search(name) and not _COUNTED.search(next_to_it)
