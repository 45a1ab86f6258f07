"""A survey form as paper asks it or shows its answers: sections of questions, and the head that a scanner reads.

Plain data: whoever knows forms fills it in, whoever draws knows nothing of forms.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

VISIT_RINGS = "①②③④⑤⑥⑦⑧⑨"
"""How visits are numbered beside questions."""


def visit_ring(visit: int) -> str:
    """The visit's number in a ring; empty for none."""
    return VISIT_RINGS[visit - 1] if 0 < visit <= len(VISIT_RINGS) else ""


class AnswerKind(StrEnum):
    """How an answer is written: on a line, on several, as ticks, as a ring round a number, as a date, as a few short
    blanks in a row, or only read (the value of a filled sheet, an instruction)."""

    LINE = "line"
    LINES = "lines"
    TICKS = "ticks"
    SCALE = "scale"
    DAY = "day"
    BLANKS = "blanks"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Option:
    """One option with its number as it is typed; a `free` one has a line behind it to write on (其他____)."""

    number: str
    label: str
    free: bool = False
    ticked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Room for an answer, or the answer.

    `label` names a part of a question; `text` is what is known already, or the words to read. `room` counts the
    characters a line is usually long, `lines` the writing lines, `unit` stands behind. BLANKS writes `parts` side by
    side, then `text` behind them.
    """

    kind: AnswerKind = AnswerKind.LINE
    label: str = ""
    text: str = ""
    unit: str = ""
    room: int = 20
    lines: int = 1
    options: tuple[Option, ...] = ()
    parts: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionColumn:
    """One column of a table question; `share` is its part of the width, short option lists are ticked in the cell."""

    label: str
    share: int = 10
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionTable:
    """A table to fill: `blank` empty rows, or the `rows` there are; `legend` explains numbers written in its cells.

    More columns than fit beside each other stand in several lines a row.
    """

    columns: tuple[QuestionColumn, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    blank: int = 0
    legend: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `visit` is the visit (1–3) that usually learns it, 0 when that does not matter.

    `aside` stands small behind the answer (how it was learnt). A `heading` only introduces the questions after it.
    """

    number: str
    label: str
    required: bool = False
    visit: int = 0
    aside: str = ""
    answers: tuple[Answer, ...] = ()
    tables: tuple[QuestionTable, ...] = ()
    heading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSection:
    """Questions that belong together; `mark` is the white letter on the black tile before the title."""

    mark: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class QuestionGrid:
    """The questions of a sheet in rows of cells, over as many pages as they take."""

    sections: tuple[QuestionSection, ...]


@dataclass(frozen=True, slots=True)
class FreeRoom:
    """What is left of the last page, for notes: a row a `steps` (name, what matters in it), remarks and a sketch, as far
    as they fit. It never makes a page of its own."""

    steps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """One visit in the head of a sheet: what is known of it is printed, the rest is left to write."""

    name: str
    on: str = ""
    by: str = ""
    met: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanHead:
    """The head of a sheet that is written by hand and scanned later.

    Every page has a QR code of `SJB1|code|page` and a mark in each corner; `caption` stands under the code. `facts`
    stand under the title, `visits` in a table below, `result_legend` explains the numbers of its result column.
    `about` names whose sheet it is at the head of the further pages; `remark` is the foot's left side, `version` its
    right.
    """

    code: str
    caption: str
    facts: tuple[str, ...] = ()
    visits: tuple[VisitRow, ...] = ()
    result_legend: str = ""
    about: str = ""
    remark: str = ""
    version: str = ""
