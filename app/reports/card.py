"""Cards on paper: labelled cells of equal columns between rules, with room to write in where nothing is known yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.reports.addenda import Addenda
from app.reports.galley import Galley
from app.reports.ink import MM, Run, Tone, regular, styled
from app.reports.model import Align, Card, Entry
from app.reports.row import OVER, SIDE, Frame, RowItem
from app.reports.values import printed_fact

LEAST_CARD_ROW = 6.4 * MM
WRITING_LINE = 8 * MM
WIDEST_LABEL = 0.42
"""Of one column of the card."""


class CardRows:
    """Makes the rows of one card for paper `width` points wide."""

    def __init__(self, card: Card, width: float, addenda: Addenda) -> None:
        self._card = card
        self._addenda = addenda
        self._width = width
        self._column = width / max(card.columns, 1)
        self._label_face = regular(9)
        labels = [entry.fact.label for row in card.rows for entry in row if entry.fact.label]
        widest = max(map(self._label_face.width, labels), default=0.0)
        self._label = min(widest + 2 * SIDE + 1, self._column * WIDEST_LABEL)

    def items(self, *, keep_last: bool) -> Iterator[RowItem]:
        """Row by row; `keep_last` binds the last one to what follows."""
        last = len(self._card.rows) - 1
        for number, entries in enumerate(self._card.rows):
            yield self._row(entries, keep=keep_last and number == last)

    def _row(self, entries: Sequence[Entry], *, keep: bool) -> RowItem:
        cells: list[tuple[float, Galley]] = []
        posts: list[float] = []
        fields: list[tuple[float, float]] = []
        least = LEAST_CARD_ROW
        for (left, width), entry in zip(self._places(entries), entries, strict=True):
            posts += [left] if left else []
            if entry.fact.label:
                cells.append((left + SIDE, self._label_galley(entry)))
                fields.append((left, self._label))
                left, width = left + self._label, width - self._label
                posts.append(left)
            cells.append((left + SIDE * 1.5, self._value(entry, width - 2.5 * SIDE)))
            least = max(least, self._least(entry))
        return RowItem(cells, Frame(tuple(posts), tuple(fields), least), keep=keep)

    def _places(self, entries: Sequence[Entry]) -> Iterator[tuple[float, float]]:
        """Left and width of each cell; the last one reaches to the right edge."""
        left = 0.0
        column = self._width / max(self._card.columns, sum(entry.span for entry in entries))
        for number, entry in enumerate(entries, 1):
            right = self._width if number == len(entries) else left + entry.span * column
            yield left, right - left
            left = right

    def _least(self, entry: Entry) -> float:
        if entry.blank and entry.fact.value in (None, ""):
            return max(entry.lines, 1) * WRITING_LINE
        return entry.lines * self._label_face.leading + 2 * OVER

    def _label_galley(self, entry: Entry) -> Galley:
        return Galley.of(entry.fact.label, self._label_face, self._label - 2 * SIDE)

    def _value(self, entry: Entry, room: float) -> Galley:
        fact = entry.fact
        if entry.blank and fact.value in (None, ""):
            return Galley((), self._label_face)
        text = printed_fact(fact)
        if self._addenda.too_long(text):
            text = self._addenda.shortened(text, fact.label or self._card.title)
        if fact.alarm:
            runs = [Run(text), Run(f"　{fact.alarm}", Tone.ALARM)]
            return Galley(styled(runs, self._label_face, room), self._label_face)
        return Galley.of(text, self._label_face, room, Align.LEFT)
