"""Question cells in rows: as many beside each other as have room, none cut, none parted from its heading.

A pure layout: from `QuestionGrid` to items for `flow.Flow`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.reports.galley import Galley
from app.reports.ink import MM, Ink, Tone, bold, regular
from app.reports.question_cells import (
    FIELD,
    PAD,
    answer_galleys,
    aside_galley,
    aside_width,
    evenly,
    heading_galleys,
    label_galleys,
    label_is_long,
    least_height,
    natural_width,
)
from app.reports.question_data import Answer, AnswerKind, Question, QuestionGrid, QuestionSection, visit_ring
from app.reports.question_table import table_items
from app.reports.row import Frame, RowItem
from app.reports.stack import Gap, Item

MOST_IN_A_ROW = 3
TILE = 4.6 * MM
GUIDE_PAD = 2 * MM
HEADING = 6.4 * MM


class TileItem(Item):
    """The heading of a section: a black tile with its letter, then its title."""

    keep = True
    height = 6.2 * MM

    def __init__(self, mark: str, title: str) -> None:
        self._mark = mark
        self._title = title

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Tile and title on one line."""
        face = bold(10)
        top = y + 0.7 * MM
        if self._mark:
            ink.fill(x, top, TILE, TILE, Tone.BLACK)
            start = x + (TILE - face.width(self._mark)) / 2
            ink.text(start, top + TILE / 2 + 0.36 * face.size, self._mark, face, Tone.WHITE)
        left = x + TILE + 1.6 * MM if self._mark else x
        title = bold(10.5).fitting(self._title, width - (left - x), least=7)
        ink.text(left, top + TILE / 2 + 0.36 * title.size, self._title, title)


class QuestionRow(RowItem):
    """Cells of one row; light lines run through the rooms where several lines are to be written, and the usual visits
    stand small at the top right of the labels."""

    def __init__(
        self,
        cells: Sequence[tuple[float, Galley]],
        frame: Frame,
        *,
        guides: Sequence[tuple[float, float, int]] = (),
        rings: Sequence[tuple[float, str]] = (),
        keep: bool = False,
    ) -> None:
        super().__init__(cells, frame, keep=keep)
        self._guides = guides
        self._rings = rings

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """The light lines, then the cells."""
        for left, wide, lines in self._guides:
            for number in range(1, lines):
                line = y + number * self.height / lines
                ink.line(x + left + GUIDE_PAD, line, x + left + wide - GUIDE_PAD, line, 0.4, Tone.GUIDE)
        super().draw(ink, x, y, width)
        face = regular(6.5)
        for right, ring in self._rings:
            ink.text(x + right - face.width(ring) - 0.4 * MM, y + 2.9 * MM, ring, face, Tone.LABEL)


class QuestionRows:
    """Makes the items of a grid for paper `width` points wide."""

    def __init__(self, grid: QuestionGrid, width: float) -> None:
        self._grid = grid
        self._width = width

    def items(self, *, keep_last: bool) -> Iterator[Item]:
        """Section by section; `keep_last` binds the last row to what follows."""
        before: Item | None = None
        for section in self._grid.sections:
            for item in self._section(section):
                if before:
                    yield before
                before = item
        if before:
            before.keep = before.keep or keep_last
            yield before

    def _section(self, section: QuestionSection) -> Iterator[Item]:
        yield Gap(1 * MM)
        yield TileItem(section.mark, section.title)
        row: list[Question] = []
        for question in section.questions:
            if row and not self._fits([*row, question]):
                yield self._row(row)
                row = []
            if self._stands_alone(question):
                yield from self._alone(question)
            else:
                row.append(question)
        if row:
            yield self._row(row)

    def _stands_alone(self, question: Question) -> bool:
        """Whether it takes the whole width and maybe several rows."""
        if question.heading or question.tables or len(question.answers) != 1 or label_is_long(question):
            return True
        return self._wide(question) == float("inf")

    def _wide(self, question: Question) -> float:
        return FIELD + natural_width(question.answers[0]) + aside_width(question.aside)

    def _fits(self, row: Sequence[Question]) -> bool:
        if self._stands_alone(row[-1]):
            return False
        return len(row) <= MOST_IN_A_ROW and sum(map(self._wide, row)) <= self._width

    def _row(self, questions: Sequence[Question]) -> Item:
        """Questions beside each other; two halves where both fit into half the width."""
        wishes = [min(self._wide(question), self._width) for question in questions]
        even = self._width / len(questions)
        widths = [even] * len(questions) if max(wishes) <= even else _grown(questions, wishes, self._width)
        cells: list[tuple[float, Galley]] = []
        posts: list[float] = []
        fields: list[tuple[float, float]] = []
        rings: list[tuple[float, str]] = []
        left = 0.0
        for question, wide in zip(questions, widths, strict=True):
            posts += [left, left + FIELD] if left else [FIELD]
            fields.append((left, FIELD))
            cells += label_galleys(question, left)
            rings.append((left + FIELD, visit_ring(question.visit)))
            cells += self._answer(question.answers[0], question.aside, left + FIELD, wide - FIELD)
            left += wide
        least = max(least_height(question.answers[0]) for question in questions)
        return QuestionRow(cells, Frame(tuple(posts), tuple(fields), least), rings=rings)

    def _answer(self, answer: Answer, aside: str, left: float, width: float) -> list[tuple[float, Galley]]:
        if not aside:
            return answer_galleys(answer, left, width)
        room = min(aside_width(aside), width / 2)
        small = aside_galley(aside, room - PAD)
        return [*answer_galleys(answer, left, width - room), (left + width - room + PAD / 2, small)]

    def _alone(self, question: Question) -> Iterator[Item]:
        bare = question.heading or question.tables or not question.answers
        over = bool(bare or label_is_long(question))
        if over:
            yield self._heading(question)
        for table in question.tables:
            yield from table_items(table, self._width)
        last = len(question.answers) - 1
        for number, answer in enumerate(() if bare else question.answers):
            named = Question(number="", label=answer.label) if number or over else question
            yield self._full_row(named, answer, beside=not over, keep=number < last)

    def _heading(self, question: Question) -> Item:
        aside = aside_width(question.aside)
        cells = heading_galleys(question, self._width - aside)
        if aside:
            cells.append((self._width - aside, aside_galley(question.aside, aside - PAD)))
        return QuestionRow(cells, Frame((), ((0.0, self._width),), HEADING), keep=True)

    def _full_row(self, question: Question, answer: Answer, *, beside: bool, keep: bool) -> Item:
        """One answer over the whole width, with room for all its lines; its label `beside` it or over it."""
        left = FIELD if beside else 0.0
        wide = self._width - left
        cells = label_galleys(question, 0.0) if beside and question.label else []
        cells += self._answer(replace(answer, label="") if beside else answer, question.aside, left, wide)
        least = least_height(answer)
        blank = answer.kind is AnswerKind.LINES and not answer.text
        guides = [(left, wide, answer.lines)] if blank else []
        frame = Frame((left,), ((0.0, left),), least) if beside else Frame((), (), least)
        rings = [(left, visit_ring(question.visit))] if beside else []
        return QuestionRow(cells, frame, guides=guides, rings=rings, keep=keep)


def _grown(questions: Sequence[Question], wishes: Sequence[float], width: float) -> list[float]:
    """Widths that fill the row: what is written by hand gets what is left over, else all do."""
    written = [question.answers[0].kind is AnswerKind.LINE for question in questions]
    more = width - sum(wishes)
    if not any(written):
        return evenly(wishes, width)
    share = more / sum(written)
    return [wish + (share if grows else 0.0) for wish, grows in zip(wishes, written, strict=True)]
