"""Texts too long for a cell: the first 300 characters stay, the rest is printed under 附记 (reports.md §0)."""

from __future__ import annotations

from dataclasses import dataclass

APPENDIX_FROM = 300


@dataclass(frozen=True, slots=True)
class Addendum:
    """The rest of one text, under the number its cell names."""

    number: int
    place: str
    text: str


class Addenda:
    """The rests of one report's long texts, in order."""

    def __init__(self) -> None:
        self.found: list[Addendum] = []

    def too_long(self, text: str) -> bool:
        """Whether a cell cannot take the whole text."""
        return len(text) > APPENDIX_FROM

    def shortened(self, text: str, place: str) -> str:
        """What the cell prints; the rest is noted with the place it belongs to."""
        addendum = Addendum(len(self.found) + 1, place, text[APPENDIX_FROM:])
        self.found.append(addendum)
        return f"{text[:APPENDIX_FROM]}……（续见附记 {addendum.number}）"
