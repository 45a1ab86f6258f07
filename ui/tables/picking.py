"""Which rows of a long list are picked: spans of row numbers, so that a million picked rows cost what one does."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence

Span = tuple[int, int]
"""The first row and the one after the last."""


class Picked:
    """Row numbers as sorted spans that neither touch nor overlap."""

    def __init__(self, spans: Sequence[Span] = ()) -> None:
        self.spans: list[Span] = list(spans)

    def __len__(self) -> int:
        return sum(end - start for start, end in self.spans)

    def __contains__(self, number: int) -> bool:
        place = bisect_right(self.spans, number, key=lambda span: span[0]) - 1
        return place >= 0 and number < self.spans[place][1]

    def add(self, start: int, end: int) -> None:
        """Pick the rows from `start` up to but without `end`."""
        apart = [span for span in self.spans if span[1] < start or span[0] > end]
        touched = [span for span in self.spans if not (span[1] < start or span[0] > end)]
        start = min([start, *(span[0] for span in touched)])
        end = max([end, *(span[1] for span in touched)])
        self.spans = sorted([*apart, (start, end)])

    def drop(self, start: int, end: int) -> None:
        """Pick these rows no more."""
        self.spans = [part for span in self.spans for part in _outside(span, start, end)]

    def toggle(self, number: int) -> None:
        """Pick a row, or no more."""
        (self.drop if number in self else self.add)(number, number + 1)

    def clear(self) -> None:
        """Pick none."""
        self.spans = []

    def copy(self) -> Picked:
        """The same rows, to be changed apart."""
        return Picked(self.spans)

    def ids(self, ids: Sequence[int]) -> array[int]:
        """The ids of the picked rows, top down."""
        found = array("q")
        for start, end in self.spans:
            found.extend(ids[start:end])
        return found

    @staticmethod
    def of(wanted: Collection[int], ids: Sequence[int]) -> Picked:
        """The rows where these ids stand now; those that are gone are picked no more."""
        return Picked(list(_runs(wanted, ids))) if wanted else Picked()


def _runs(wanted: Collection[int], ids: Sequence[int]) -> Iterator[Span]:
    start = -1
    for number, each in enumerate(ids):
        if each in wanted:
            start = number if start < 0 else start
        elif start >= 0:
            yield start, number
            start = -1
    if start >= 0:
        yield start, len(ids)


def _outside(span: Span, start: int, end: int) -> Iterator[Span]:
    first, last = span
    if first < min(last, start):
        yield first, min(last, start)
    if max(first, end) < last:
        yield max(first, end), last
